"""What is sold, and what a quantity of it costs: products, prices, plans."""

MODULES: tuple[str, ...] = (
    "product",
    "products",
    "price",
    "prices",
    "plan",
    "plans",
)
DOORS: tuple[str, ...] = (
    "product",
    "price",
    "pricing",
)
"""What later rooms may import."""
