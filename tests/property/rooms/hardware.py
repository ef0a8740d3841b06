"""Orders in each state that can be moved on."""

from __future__ import annotations

from typing import Any

from pinstripe.products.hardware.assortment import METHODS, PRODUCTS, SKUS
from tests.property.place import Bases, Builder, Pool

ORDERS = "/v1/terminal/hardware_orders"
HELPERS = "/v1/test_helpers/terminal/hardware_orders/{hardware_order}"
SKU = next(key for key, one in SKUS.items() if one["country"] == "US")
METHOD = next(key for key, one in METHODS.items() if one["country"] == "US")
ADDRESS = {"line1": "1 Main Street", "country": "US", "state": "CA", "postal_code": "94601"}
ORDER: dict[str, Any] = {
    "hardware_order_items": [{"terminal_hardware_sku": SKU, "quantity": 1}],
    "payment_type": "monthly_invoice",
    "shipping": {"address": ADDRESS, "email": "ann@example.com", "name": "Ann Lee", "phone": "5551234"},
    "shipping_method": METHOD,
}


def build(made: Builder) -> None:
    """An order that waits, one that is packed, one that is sent."""
    for name, verbs in (
        ("waiting", ""),
        ("packed", "mark_ready_to_ship"),
        ("sent", "mark_ready_to_ship ship"),
    ):
        key = made.post(ORDERS, **ORDER).id
        made.name(f"order {name}", key)
        for verb in verbs.split():
            made.post(f"{HELPERS.format(hardware_order=key)}/{verb}")


def bases(pool: Pool) -> Bases:
    """Calls of hardware that succeed."""
    waiting, packed, sent = (pool[f"order {name}"][0] for name in ("waiting", "packed", "sent"))
    one = ORDERS + "/{hardware_order}"
    return {
        f"POST {ORDERS}": [ORDER],
        f"GET {ORDERS}/preview": [ORDER],
        f"GET {one}": [{"{hardware_order}": waiting}],
        f"POST {one}/cancel": [{"{hardware_order}": waiting}],
        f"POST {HELPERS}/mark_ready_to_ship": [{"{hardware_order}": waiting}],
        f"POST {HELPERS}/ship": [{"{hardware_order}": packed}],
        f"POST {HELPERS}/deliver": [{"{hardware_order}": sent}],
        f"POST {HELPERS}/mark_undeliverable": [{"{hardware_order}": sent}],
        "GET /v1/terminal/hardware_products/{hardware_product}": [
            {"{hardware_product}": next(iter(PRODUCTS))}
        ],
        "GET /v1/terminal/hardware_skus": [{"country": "US"}],
        "GET /v1/terminal/hardware_skus/{hardware_sku}": [{"{hardware_sku}": SKU}],
        "GET /v1/terminal/hardware_shipping_methods": [{"country": "US"}],
        "GET /v1/terminal/hardware_shipping_methods/{hardware_shipping_method}": [
            {"{hardware_shipping_method}": METHOD}
        ],
    }
