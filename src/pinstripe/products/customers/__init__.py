"""Who is billed: customers, their balance and sources, the test clocks that they hang on."""

MODULES: tuple[str, ...] = (
    "customer_balance_transaction",
    "customer_balance_transactions",
    "customer",
    "customers",
    "sources",
    "clock",
    "clocks",
    "ephemeral_key",
    "ephemeral_keys",
    "customer_session",
    "customer_sessions",
)
DOORS: tuple[str, ...] = (
    "customer",
    "customer_balance_transaction",
    "clock",
    "refusals",
)
"""What later rooms may import."""
