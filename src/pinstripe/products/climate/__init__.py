"""Carbon that is removed: who removes it, what a ton costs, and orders of it."""

MODULES: tuple[str, ...] = (
    "supplier",
    "suppliers",
    "product",
    "products",
    "order",
    "fulfilment",
    "orders",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
