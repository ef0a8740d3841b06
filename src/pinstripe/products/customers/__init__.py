"""Who is billed: customers, their balance and sources, the test clocks that they hang on."""

MODULES: tuple[str, ...] = (
    "customer_balance_transaction",
    "customer_balance_transactions",
    "customer",
    "customers",
    "configuration",
    "sources",
    "clock",
    "clocks",
    "tax_id",
    "tax_ids",
    "cash_balance",
    "cash_balances",
    "customer_cash_balance_transaction",
    "customer_cash_balance_transactions",
    "ephemeral_key",
    "ephemeral_keys",
    "customer_session",
    "customer_sessions",
    "feedback_option",
    "feedback_options",
)
DOORS: tuple[str, ...] = (
    "customer",
    "customers",
    "customer_balance_transaction",
    "clock",
    "default_source",
    "tax_id",
    "feedback_option",
    "cash_balance",
    "refusals",
)
"""What later rooms may import."""
