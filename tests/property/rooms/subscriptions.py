"""Subscriptions in every state, with licensed and metered items."""

from __future__ import annotations

from pinstripe.api.table import OLDEST
from tests.client import NOW
from tests.property.place import Bases, Builder, Pool

DAY = 86400
NOW_OR = "the word `now` or `unchanged` is shown as the moment that it means"
DIFFERS = (
    {
        (f"POST {path}", name): NOW_OR
        for path in (
            "/v1/subscriptions/{subscription_exposed_id}",
            "/v1/customers/{customer}/subscriptions/{subscription_exposed_id}",
        )
        for name in ("billing_cycle_anchor", "trial_end")
    }
    | {
        (f"POST {path}", "trial_end"): NOW_OR
        for path in ("/v1/subscriptions", "/v1/customers/{customer}/subscriptions")
    }
    | {("POST /v1/subscriptions/{subscription}/resume", "billing_cycle_anchor"): NOW_OR}
    | {("POST /v1/subscriptions", "billing_mode"): "what belongs to the other mode is not looked at"}
)
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def build(made: Builder) -> None:
    """Ann has one of each state that comes without time; another customer's renewal has failed."""
    ann, monthly = made.pool["customer"][0], made.pool["price monthly"][0]
    line = {"customer": ann, "items": [{"price": monthly}]}
    active = made.post("/v1/subscriptions", **line, discounts=[{"coupon": made.pool["coupon percent"][0]}])
    for item in active["items"]["data"]:
        made.know(item)
    second = {"price": made.pool["price tiered"][0], "quantity": 7}
    wide = made.post("/v1/subscriptions", customer=ann, items=[{"price": monthly}, second])
    made.name("subscription_item one of two", wide["items"]["data"][1]["id"])
    made.post("/v1/subscriptions", **line, trial_period_days=14)
    incomplete = {"payment_behavior": "default_incomplete"}
    made.post("/v1/subscriptions", **line, **incomplete)
    ended = made.post("/v1/subscriptions", **line).id
    made.api.ok(made.api.delete(f"/v1/subscriptions/{ended}"))
    resting = made.post("/v1/subscriptions", **line).id
    made.post(f"/v1/subscriptions/{resting}/pause")
    made.name("subscription paused", resting)
    classic = made.post("/v1/subscriptions", **line, billing_mode={"type": "classic"}).id
    made.name("subscription classic", classic)
    behind(made, monthly)
    metered(made, ann)


def behind(made: Builder, price: str) -> None:
    """A subscription whose second invoice nobody could collect."""
    clock = made.post("/v1/test_helpers/test_clocks", frozen_time=NOW).id
    card = {"payment_method": "pm_card_visa"}
    card["invoice_settings[default_payment_method]"] = "pm_card_visa"
    dan = made.post("/v1/customers", name="Dan", test_clock=clock, **card).id
    begun = made.post("/v1/subscriptions", customer=dan, items=[{"price": price}]).id
    bad = made.post("/v1/payment_methods/pm_card_chargeCustomerFail/attach", customer=dan).id
    made.post(f"/v1/subscriptions/{begun}", default_payment_method=bad)
    made.post(f"/v1/test_helpers/test_clocks/{clock}/advance", frozen_time=NOW + 32 * DAY)
    made.api.settle()
    late = made.api.ok(made.api.get(f"/v1/subscriptions/{begun}"))
    assert late["status"] == "past_due", late
    made.name("subscription past due", begun)
    for payment in made.api.get("/v1/invoice_payments").data:
        made.know(payment)


def metered(made: Builder, customer: str) -> None:
    """A subscription to what a meter counts, and one with usage records of older versions."""
    recurring = {"interval": "month", "usage_type": "metered"}
    base = {"product": made.pool["product"][0], "currency": "usd", "unit_amount": 5}
    counted = made.post("/v1/prices", **base, recurring={**recurring, "meter": made.pool["billing.meter"][0]})
    made.post("/v1/subscriptions", customer=customer, items=[{"price": counted.id}])
    old = made.in_version(OLDEST)
    recorded = old.post("/v1/prices", **base, recurring=recurring).id
    used = old.post("/v1/subscriptions", customer=customer, items=[{"price": recorded}])
    item = used["items"]["data"][0]["id"]
    made.name("subscription_item with records", item)
    old.post(f"/v1/subscription_items/{item}/usage_records", quantity=3)
    reduced = old.post("/v1/customers", coupon=made.pool["coupon percent"][0])
    made.name("customer with discount", reduced.id)


def bases(pool: Pool) -> Bases:
    """Calls of subscriptions and items that succeed."""
    customer, price = pool["customer"][0], pool["price monthly"][0]
    active, item = pool["subscription"][0], pool["subscription_item"][0]
    line = {"items": [{"price": price}]}
    mine = {"{customer}": customer}
    this = {"{subscription_exposed_id}": active}
    records = {"{subscription_item}": pool["subscription_item with records"][0]}
    below = "/v1/customers/{customer}/subscriptions"
    paused, classic = pool["subscription paused"][0], pool["subscription classic"][0]
    return {
        "POST /v1/subscriptions/{subscription}/pause": [{"{subscription}": active}],
        "POST /v1/subscriptions/{subscription}/resume": [{"{subscription}": paused}],
        "POST /v1/subscriptions/{subscription}/migrate": [
            {"{subscription}": classic, "billing_mode": {"type": "flexible"}}
        ],
        "POST /v1/subscriptions": [
            {"customer": customer, **line},
            {"customer": customer, **line, "trial_period_days": "7"},
            {"customer": customer, **line, "payment_behavior": "default_incomplete"},
        ],
        "POST /v1/subscriptions/{subscription_exposed_id}": [
            {**this, "items": [{"id": item, "quantity": "3"}]},
            {**this, "cancel_at_period_end": "true"},
        ],
        "DELETE /v1/subscriptions/{subscription_exposed_id}": [this],
        f"POST {below}": [{**mine, **line}],
        f"POST {below}/{{subscription_exposed_id}}": [{**mine, **this, "metadata": {"a": "1"}}],
        f"DELETE {below}/{{subscription_exposed_id}}": [{**mine, **this}],
        f"GET {below}/{{subscription_exposed_id}}": [{**mine, **this}],
        "DELETE /v1/subscriptions/{subscription_exposed_id}/discount": [this],
        f"GET {below}/{{subscription_exposed_id}}/discount": [{**mine, **this}],
        f"DELETE {below}/{{subscription_exposed_id}}/discount": [{**mine, **this}],
        "POST /v1/subscription_items": [{"subscription": active, "price": pool["price tiered"][0]}],
        "POST /v1/subscription_items/{item}": [{"{item}": item, "quantity": "2"}],
        "DELETE /v1/subscription_items/{item}": [{"{item}": pool["subscription_item one of two"][0]}],
        "POST /v1/subscription_items/{subscription_item}/usage_records": [{**records, "quantity": "4"}],
        "GET /v1/subscription_items/{subscription_item}/usage_record_summaries": [records],
        "POST /v1/invoices/create_preview": [
            {"subscription": active},
            {"customer": customer, "subscription_details": line},
        ],
        "GET /v1/subscriptions/search": [{"query": "status:'active'"}],
        "GET /v1/invoices/upcoming": [{"subscription": active}],
        "GET /v1/invoices/upcoming/lines": [{"subscription": active}],
    }
