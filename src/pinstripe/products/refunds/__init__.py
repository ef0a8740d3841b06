"""Giving money back: refunds of charges, and holds that are let go."""

MODULES: tuple[str, ...] = (
    "refund",
    "release",
    "cash",
    "refunds",
    "charge_refunds",
)
DOORS: tuple[str, ...] = (
    "refund",
    "creation",
)
"""What later rooms may import."""
