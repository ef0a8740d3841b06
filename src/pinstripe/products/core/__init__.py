"""Accounts and persons as the second version of the API has them: the same records in other words."""

MODULES: tuple[str, ...] = (
    "vocabulary",
    "objections",
    "translation",
    "v2_account_person",
    "v2_account",
    "v2_account_token",
    "v2_accounts",
    "v2_account_persons",
    "v2_account_tokens",
)
DOORS: tuple[str, ...] = ("v2_account", "v2_accounts")
"""What later rooms may import."""
