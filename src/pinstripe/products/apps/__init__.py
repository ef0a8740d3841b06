"""Apps: where they are installed, and what they keep at Stripe."""

MODULES: tuple[str, ...] = (
    "secret",
    "install",
    "secrets",
    "installs",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
