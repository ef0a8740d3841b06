"""Money under /v2: storage accounts with addresses, what comes to them, bank accounts that are kept."""

MODULES: tuple[str, ...] = (
    "us_bank_account",
    "gb_bank_account",
    "financial_account",
    "financial_address",
    "transaction_entry",
    "transaction",
    "received_credit",
    "inbound_transfer",
    "payout_method",
    "outbound_setup_intent",
    "outbound_payment",
    "us_bank_accounts",
    "gb_bank_accounts",
    "financial_accounts",
    "financial_addresses",
    "transaction_entries",
    "transactions",
    "received_credits",
    "inbound_transfers",
    "payout_methods",
    "outbound_setup_intents",
    "outbound_payments",
)
DOORS: tuple[str, ...] = ("financial_account", "outbound_payment", "page", "payout_method", "transaction")
"""What later rooms may import."""
