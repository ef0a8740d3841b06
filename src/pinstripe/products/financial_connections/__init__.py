"""Accounts at other banks, to which their holders let a business look in."""

MODULES: tuple[str, ...] = (
    "account_ownership",
    "account",
    "authorization",
    "transaction",
    "session",
    "freshness",
    "connection",
    "bank_page",
    "sessions",
    "accounts",
    "transactions",
)
DOORS: tuple[str, ...] = ("account",)
"""What later rooms may import."""
