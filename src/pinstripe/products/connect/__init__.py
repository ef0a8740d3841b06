"""Accounts: the platform's own and those connected to it."""

MODULES: tuple[str, ...] = (
    "countries",
    "requirements",
    "account",
    "capability",
    "bank_account",
    "person",
    "standing",
    "onboarding",
    "accounts",
    "capabilities",
    "persons",
    "external_accounts",
    "account_links",
)
DOORS: tuple[str, ...] = ("account",)
"""What later rooms may import."""
