"""Accounts: the platform's own and those connected to it."""

MODULES: tuple[str, ...] = (
    "countries",
    "requirements",
    "account",
    "capability",
    "bank_account",
    "external_card",
    "handover",
    "external",
    "person",
    "assessment",
    "threshold",
    "payee",
    "disclosure",
    "statement",
    "accounts",
    "capabilities",
    "persons",
    "bank_accounts",
    "country_spec",
    "country_specs",
)
DOORS: tuple[str, ...] = (
    "account",
    "assessment",
    "countries",
    "disclosure",
    "payee",
    "person",
    "requirements",
    "statement",
)
"""What later rooms may import."""
