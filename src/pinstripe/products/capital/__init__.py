"""Capital: money that an account is advanced, and that is taken back from what it is paid."""

MODULES: tuple[str, ...] = (
    "financing_offer",
    "financing_transaction",
    "financing_summary",
    "repayment",
    "grant",
    "financing_offers",
    "financing_transactions",
    "financing_summaries",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
