"""A Checkout Session described what it sells among its lines, named one coupon among what is said of the
subscription, listed rates of shipping alone, and made a customer of whoever paid unless it was told not to.

source: docs: API changelog 2022-08-01; inferred (such lines need no mode)
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.shared import like, without
from pinstripe.api.versions.view import Patch

DATE: Final = "2022-08-01"
DESCRIPTION: Final = (
    "A checkout session takes prices, `discounts` and `shipping_options` alone, and makes no customer of a"
    " guest who pays once."
)
RESOURCES: Final = ("checkout.session",)
SOURCE: Final = "docs: API changelog 2022-08-01"
CREATE: Final = "POST /v1/checkout/sessions"
OPERATIONS: Final = (CREATE,)
NAME: Final = {"t": "str", "max": 5000}
GOODS: Final = ("name", "description", "images")
DESCRIBED: Final = ("amount", "currency", *GOODS)
PARAMS: Final = {
    CREATE: Patch(
        older={
            "line_items.amount": {"t": "int"},
            "line_items.currency": {"t": "str", "fmt": "currency"},
            "line_items.name": NAME,
            "line_items.description": NAME,
            "line_items.images": {"t": "list", "items": {"t": "str", "max": 2048}},
            "shipping_rates": {"t": "list", "items": NAME},
            "subscription_data.coupon": NAME,
        }
    )
}
BUYERS: Final = ("customer", "customer_account", "customer_creation")


def request(params: dict[str, Any]) -> dict[str, Any]:
    """Say it in today's words, and what was meant where nothing was said."""
    changed = dict(params)
    lines = params.get("line_items") or ()
    if lines:
        changed["line_items"] = [line(one) for one in lines]
    if any("name" in one for one in lines):
        changed.setdefault("mode", "payment")
    if params.get("shipping_rates"):
        changed["shipping_options"] = [
            like(params, {"shipping_rate": one}) for one in params["shipping_rates"]
        ]
    coupon = (params.get("subscription_data") or {}).get("coupon")
    if coupon:
        changed["subscription_data"] = without(params["subscription_data"], "coupon")
        changed["discounts"] = [like(params, {"coupon": coupon})]
    if changed.get("mode") == "payment" and not any(params.get(name) for name in BUYERS):
        changed["customer_creation"] = "always"
    return without(like(params, changed), "shipping_rates")


def line(one: dict[str, Any]) -> dict[str, Any]:
    """A line that describes what is sold, with a price made for it; every other line as it is, and one that
    says too little without a price."""
    rest = without(one, *DESCRIBED)
    if not all(name in one for name in ("amount", "currency", "name")):
        return rest
    product = like(one, {name: one[name] for name in GOODS if name in one})
    price = {"unit_amount": one["amount"], "currency": one["currency"], "product_data": product}
    return like(one, {**rest, "price_data": like(one, price)})
