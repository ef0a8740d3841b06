"""A feature that comes with a product, and a customer who may use it."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool


def build(made: Builder) -> None:
    """Two features, one on a product that somebody subscribes to."""
    audio = made.post("/v1/entitlements/features", name="Audio", lookup_key="audio").id
    made.name("feature to attach", made.post("/v1/entitlements/features", name="Chat", lookup_key="chat").id)
    gold = made.post("/v1/products", name="Gold with audio").id
    made.name("product with a feature", gold)
    attached = made.post(f"/v1/products/{gold}/features", entitlement_feature=audio).id
    made.name("feature of a product", attached)
    monthly = {"interval": "month"}
    price = made.post("/v1/prices", product=gold, currency="usd", unit_amount=900, recurring=monthly).id
    zoe = made.post("/v1/customers", payment_method="pm_card_visa").id
    made.name("customer entitled", zoe)
    card = made.api.get("/v1/payment_methods", customer=zoe, type="card").data[0]["id"]
    paid = {"items": [{"price": price}], "default_payment_method": card}
    made.post("/v1/subscriptions", customer=zoe, **paid)
    for one in made.api.get("/v1/entitlements/active_entitlements", customer=zoe).data:
        made.know(one)


def bases(pool: Pool) -> Bases:
    """Calls of features and entitlements that succeed."""
    product = {"{product}": pool["product with a feature"][0]}
    attached = {**product, "{id}": pool["feature of a product"][0]}
    feature = pool["feature to attach"][0]
    return {
        "POST /v1/entitlements/features": [{"name": "More", "lookup_key": "more"}],
        "POST /v1/entitlements/features/{id}": [{"{id}": feature, "name": "Talk"}],
        "POST /v1/products/{product}/features": [{**product, "entitlement_feature": feature}],
        "GET /v1/products/{product}/features": [product],
        "GET /v1/products/{product}/features/{id}": [attached],
        "DELETE /v1/products/{product}/features/{id}": [attached],
        "GET /v1/entitlements/active_entitlements": [{"customer": pool["customer entitled"][0]}],
    }
