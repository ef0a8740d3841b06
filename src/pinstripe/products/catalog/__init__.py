"""What is sold, and what a quantity of it costs: products, prices, plans."""

MODULES: tuple[str, ...] = (
    "product",
    "products",
    "price",
    "prices",
    "plan",
    "plans",
    "coupon",
    "coupons",
    "promotion_code",
    "promotion_codes",
    "discount",
    "coupon",
    "tax_rate",
    "tax_rates",
    "tax_code",
    "tax_codes",
    "shipping_rate",
    "shipping_rates",
    "product_feature",
    "product_features",
)
DOORS: tuple[str, ...] = (
    "product",
    "product_feature",
    "price",
    "pricing",
    "discount",
    "coupon",
    "tax_rate",
    "tax_code",
    "shipping_rate",
)
"""What later rooms may import."""
