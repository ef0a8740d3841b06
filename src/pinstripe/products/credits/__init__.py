"""What customers may use up before they pay: credit grants, and every change of their balance."""

MODULES: tuple[str, ...] = (
    "credit_grant",
    "credit_grants",
    "credit_balance_transaction",
    "credit_balance_transactions",
    "credit_balance_summary",
    "credit_balance_summaries",
    "application",
)
DOORS: tuple[str, ...] = ("application",)
"""What later rooms may import."""
