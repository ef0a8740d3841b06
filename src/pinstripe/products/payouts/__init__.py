"""Money between an account and its own bank: payouts by hand and by schedule, top-ups, balance settings."""

MODULES: tuple[str, ...] = (
    "payout",
    "payouts",
    "topup",
    "topups",
    "balance_setting",
    "run",
    "balance_settings",
)
DOORS: tuple[str, ...] = ("payout", "topup")
"""What later rooms may import."""
