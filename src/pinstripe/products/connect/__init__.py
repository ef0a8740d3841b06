"""Accounts: the platform's own and those connected to it."""

MODULES: tuple[str, ...] = (
    "countries",
    "requirements",
    "account",
    "capability",
    "bank_account",
    "person",
    "assessment",
    "payee",
    "disclosure",
    "accounts",
    "capabilities",
    "persons",
    "bank_accounts",
    "account_link",
    "account_links",
)
DOORS: tuple[str, ...] = (
    "account",
    "payee",
)
"""What later rooms may import."""
