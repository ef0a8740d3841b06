"""Readers and what goes with them, ordered from Stripe: the catalogue, orders, their delivery."""

MODULES: tuple[str, ...] = (
    "hardware_product",
    "hardware_products",
    "hardware_sku",
    "hardware_skus",
    "hardware_shipping_method",
    "hardware_shipping_methods",
    "hardware_order",
    "hardware_orders",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
