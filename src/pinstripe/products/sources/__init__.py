"""Sources: how somebody paid before payment methods."""

MODULES: tuple[str, ...] = (
    "sources",
    "source_transaction",
    "source_transactions",
    "authorization",
)
DOORS: tuple[str, ...] = ("authorization",)
"""What later rooms may import."""
