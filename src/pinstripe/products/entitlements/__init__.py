"""What customers may use: features, and who is entitled to them."""

MODULES: tuple[str, ...] = (
    "feature",
    "features",
    "active_entitlement",
    "active_entitlements",
    "active_entitlement_summary",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
