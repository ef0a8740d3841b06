"""What lines come to, with discounts, credits and taxes, before there is an invoice."""

MODULES: tuple[str, ...] = ()
DOORS: tuple[str, ...] = (
    "bill",
    "difference",
    "credit_shares",
    "discount_shares",
    "tax_shares",
    "automatic_rates",
)
"""What later rooms may import."""
