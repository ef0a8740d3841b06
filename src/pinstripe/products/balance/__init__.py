"""An account's money: what can be used, what waits for its day, and each movement."""

MODULES: tuple[str, ...] = (
    "balance_transaction",
    "balance_transactions",
    "balance",
    "balances",
    "reserve",
)
DOORS: tuple[str, ...] = (
    "balance",
    "balance_transaction",
    "reserve",
)
"""What later rooms may import."""
