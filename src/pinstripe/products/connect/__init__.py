"""Accounts: the platform's own and those connected to it."""

MODULES: tuple[str, ...] = (
    "account",
    "accounts",
)
DOORS: tuple[str, ...] = ("account",)
"""What later rooms may import."""
