"""Accounts that hold money, and every way that it moves through them."""

MODULES: tuple[str, ...] = (
    "financial_account",
    "activation",
    "transaction_entry",
    "transaction",
    "received_credit",
    "received_debit",
    "sweep",
    "inbound_transfer",
    "outbound_payment",
    "outbound_transfer",
    "credit_reversal",
    "debit_reversal",
    "financial_accounts",
    "transactions",
    "transaction_entries",
    "received_credits",
    "received_debits",
    "inbound_transfers",
    "outbound_payments",
    "outbound_transfers",
    "credit_reversals",
    "debit_reversals",
)
DOORS: tuple[str, ...] = (
    "financial_account",
    "transaction",
    "received_credit",
    "received_debit",
    "debit_reversal",
)
"""What later rooms may import."""
