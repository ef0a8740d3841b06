"""Products with prices of every kind."""

from __future__ import annotations

from typing import Any

from tests.property.place import Bases, Builder, Pool

MONTHLY = {"interval": "month"}


DIFFERS = {
    ("POST /v1/coupons", "currency"): "a percentage has none",
    **{(f"POST /v1/products{one}", "tax_code"): "tax details say it, too" for one in ("", "/{id}")},
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def build(made: Builder) -> None:
    """One product in use, one at rest; prices of every kind."""
    product = made.post("/v1/products", name="Coffee").id
    made.name("product without price", made.post("/v1/products", name="Gone", active=False).id)
    made.post("/v1/prices", product=product, currency="usd", unit_amount=1000)
    recurring = {"product": product, "currency": "usd", "recurring": MONTHLY}
    made.name("price monthly", made.post("/v1/prices", **recurring, unit_amount=900).id)
    tiers = [{"up_to": 5, "unit_amount": 100}, {"up_to": "inf", "unit_amount": 50}]
    tiered = {"billing_scheme": "tiered", "tiers_mode": "graduated", "tiers": tiers}
    made.name("price tiered", made.post("/v1/prices", **recurring, **tiered).id)
    made.post("/v1/plans", product=product, currency="usd", amount=700, interval="month")
    made.post("/v1/coupons", amount_off=300, currency="usd")
    made.name("coupon percent", made.post("/v1/coupons", percent_off=10, duration="forever").id)
    coupon = {"type": "coupon", "coupon": made.post("/v1/coupons", percent_off=20).id}
    made.post("/v1/promotion_codes", promotion=coupon, code="SPRING")
    made.post("/v1/tax_rates", display_name="VAT", percentage=19, inclusive=True)
    made.post("/v1/shipping_rates", display_name="Ground", fixed_amount={"amount": 500, "currency": "usd"})
    intro = made.post("/v1/prices", **recurring, unit_amount=100).id
    made.post("/v1/product_catalog/trial_offers", **offer(intro))


def offer(price: str) -> dict[str, Any]:
    """An offer of one period at a price."""
    return {
        "price": price,
        "duration": {"type": "relative", "relative": {"iterations": 1}},
        "end_behavior": {"transition": {"price": price}},
    }


def bases(pool: Pool) -> Bases:
    """Calls of products, prices and plans that succeed."""
    product = pool["product"][0]
    monthly = {"interval": "month"}
    tiers = [{"up_to": "5", "unit_amount": "10"}, {"up_to": "inf", "unit_amount": "5"}]
    tiered = {"currency": "usd", "billing_scheme": "tiered", "tiers_mode": "volume", "tiers": tiers}
    return {
        "POST /v1/prices": [
            {"product": product, "currency": "usd", "unit_amount": "100"},
            {"product_data": {"name": "New"}, "currency": "eur", "unit_amount": "100", "recurring": monthly},
            {"product": product, "recurring": monthly, **tiered},
        ],
        "POST /v1/plans": [
            {"product": product, "currency": "usd", "amount": "100", "interval": "month"},
            {"product": {"name": "New"}, "interval": "year", **tiered},
        ],
        "GET /v1/prices/search": [{"query": "currency:'usd'"}],
        "GET /v1/products/search": [{"query": "name:'Coffee'"}],
        "POST /v1/products": [{"name": "Tea"}],
        "POST /v1/coupons": [
            {"percent_off": "10", "duration": "forever"},
            {"amount_off": "300", "currency": "usd", "duration": "repeating", "duration_in_months": "2"},
        ],
        "POST /v1/promotion_codes": [{"promotion": {"type": "coupon", "coupon": pool["coupon percent"][0]}}],
        "GET /v1/tax_codes/{id}": [{"{id}": "txcd_99999999"}],
        "POST /v1/tax_rates": [{"display_name": "VAT", "percentage": "19", "inclusive": "true"}],
        "POST /v1/shipping_rates": [
            {"display_name": "Ground", "fixed_amount": {"amount": "500", "currency": "usd"}}
        ],
        "DELETE /v1/products/{id}": [{"{id}": pool["product without price"][0]}],
        "POST /v1/product_catalog/trial_offers": [offer(pool["price monthly"][0])],
        "GET /v1/product_catalog/trial_offers": [{}],
        "GET /v1/product_catalog/trial_offers/{id}": [{"{id}": pool["product_catalog.trial_offer"][0]}],
        "POST /v1/product_catalog/trial_offers/{id}": [
            {"{id}": pool["product_catalog.trial_offer"][0], "active": "true"}
        ],
    }
