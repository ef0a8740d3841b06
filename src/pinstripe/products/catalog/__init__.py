"""What is sold: products, prices, plans."""

MODULES: tuple[str, ...] = ("products", "prices", "plans")
