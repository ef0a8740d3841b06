"""Products with prices of every kind."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

MONTHLY = {"interval": "month"}


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
        "DELETE /v1/products/{id}": [{"{id}": pool["product without price"][0]}],
    }
