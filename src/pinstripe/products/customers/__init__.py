"""Who is billed: customers, their balance and sources, the test clocks that they hang on."""

MODULES: tuple[str, ...] = (
    "customer_balance_transaction",
    "customer_balance_transactions",
    "customer",
    "customers",
    "sources",
    "clock",
    "clocks",
)
DOORS: tuple[str, ...] = (
    "customer",
    "customer_balance_transaction",
    "clock",
)
"""What later rooms may import."""
