"""What discounts and taxes take of the lines of an invoice, before there is one."""

MODULES: tuple[str, ...] = ()
DOORS: tuple[str, ...] = (
    "discount_shares",
    "tax_shares",
    "automatic_rates",
)
"""What later rooms may import."""
