"""An account's money: what can be used, what waits for its day, and each movement."""

MODULES: tuple[str, ...] = (
    "balance_transaction",
    "balance_transactions",
    "balance",
    "balances",
)
DOORS: tuple[str, ...] = (
    "balance",
    "balance_transaction",
)
"""What later rooms may import."""
