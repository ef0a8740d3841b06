"""Checkout Sessions: open ones of each mode, one that somebody bought with, one that ended."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

PATH = "/v1/checkout/sessions"
URLS = {"success_url": "https://shop.example/done", "cancel_url": "https://shop.example/cart"}
CARD = {"allowed_payment_method_types": ["card"]}
FILLED = "what is left out is shown beside it, empty"
KEPT = "a hash of what is asked is shown whole, with what follows from it"
DIFFERS = {
    **{
        (f"POST {PATH}", name): FILLED
        for name in (
            *("after_expiration", "branding_settings", "consent_collection", "custom_fields", "custom_text"),
            *("invoice_creation", "payment_method_options", "saved_payment_method_options", "wallet_options"),
            *("permissions", "name_collection", "tax_id_collection", "adaptive_pricing"),
        )
    },
    **{
        (f"POST {PATH}{one}", name): KEPT
        for one in ("", "/{session}")
        for name in (
            "shipping_options",
            "optional_items",
            "discounts",
            "automatic_tax",
            "collected_information",
        )
    },
    (f"POST {PATH}", "customer_creation"): "a known customer is not created",
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def line(pool: Pool, name: str = "price", quantity: int = 2) -> dict[str, object]:
    """One line of a basket."""
    return {"price": pool[name][0], "quantity": quantity}


def build(made: Builder) -> None:
    """One that is paid, one that ended, and those that wait: a shop's own page, a subscription, a setup."""
    price = made.post("/v1/prices", currency="usd", unit_amount=1500, product_data={"name": "Shirt"}).id
    made.name("price shirt", price)
    payment = {"mode": "payment", **CARD, "line_items": [{"price": price, "quantity": 1}]}
    paid = made.post(PATH, **payment, **URLS).id
    made.api.ok(made.api.post(f"/v1/payment_pages/{paid}/confirm", payment_method="pm_card_visa"))
    ended = made.post(PATH, **payment, **URLS).id
    made.post(f"{PATH}/{ended}/expire")
    shipping = {"shipping_address_collection": {"allowed_countries": ["US", "DE"]}}
    own = made.post(PATH, **payment, **shipping, ui_mode="elements", return_url="https://shop.example/back")
    made.name("checkout.session elements", own.id)
    made.name("checkout.session open", made.post(PATH, **payment, **URLS).id)
    monthly = [{"price": made.pool["price monthly"][0], "quantity": 1}]
    made.post(PATH, mode="subscription", **CARD, **URLS, line_items=monthly)
    made.post(PATH, mode="setup", **CARD, **URLS, customer=made.pool["customer"][0])


def bases(pool: Pool) -> Bases:
    """Calls of sessions and their pages that succeed."""
    shirt = [line(pool, "price shirt")]
    monthly = [line(pool, "price monthly", 1)]
    payment = {"mode": "payment", **URLS, **CARD, "line_items": shirt}
    subscription = {"mode": "subscription", **URLS, **CARD, "line_items": monthly}
    one = {"{session}": pool["checkout.session open"][0]}
    own = {"{session}": pool["checkout.session elements"][0]}
    address = {"line1": "Road 1", "country": "US"}
    return {
        f"POST {PATH}": [
            {**payment, "customer_email": "a@example.com"},
            {**payment, "discounts": [{"coupon": pool["coupon percent"][0]}], "customer_creation": "always"},
            subscription,
            {"mode": "setup", **URLS, **CARD, "customer": pool["customer"][0]},
        ],
        f"POST {PATH}/{{session}}": [
            {**one, "line_items": shirt},
            {**own, "collected_information": {"shipping_details": {"name": "Jenny", "address": address}}},
        ],
        f"POST {PATH}/{{session}}/expire": [one],
        f"GET {PATH}/{{session}}/line_items": [one],
        "GET /v1/payment_pages/{payment_page}": [{"{payment_page}": one["{session}"]}],
        "POST /v1/payment_pages/{payment_page}/confirm": [
            {"{payment_page}": one["{session}"], "payment_method": "pm_card_visa"}
        ],
    }
