"""What apps keep at Stripe: secrets."""

MODULES: tuple[str, ...] = (
    "secret",
    "secrets",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
