"""Money between accounts: transfers and their reversals, application fees and their refunds."""

MODULES: tuple[str, ...] = (
    "transfer",
    "transfer_reversal",
    "application_fee",
    "fee_refund",
    "remittance",
    "recovery",
    "liability",
    "transfers",
    "transfer_reversals",
    "application_fees",
    "fee_refunds",
)
DOORS: tuple[str, ...] = ("transfer",)
"""What later rooms may import."""
