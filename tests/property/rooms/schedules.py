"""Schedules ahead and under way, and a subscription that has none."""

from __future__ import annotations

from tests.client import NOW
from tests.property.place import Bases, Builder, Pool

DAY = 86400
DIFFERS = {
    (f"POST /v1/subscription_schedules{one}", "default_settings"): "a threshold without an amount is none"
    for one in ("", "/{schedule}")
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def build(made: Builder) -> None:
    """One that lies ahead, one whose first phase runs, and a subscription without one."""
    zoe = made.post("/v1/customers", payment_method="pm_card_visa").id
    card = made.api.get("/v1/payment_methods", customer=zoe, type="card").data[0]["id"]
    made.post(f"/v1/customers/{zoe}", invoice_settings={"default_payment_method": card})
    made.name("customer planned for", zoe)
    price = made.pool["price monthly"][0]
    line = {"items": [{"price": price}]}
    made.name("subscription to plan", made.post("/v1/subscriptions", customer=zoe, **line).id)
    phases = {"customer": zoe, "phases": [line]}
    ahead = made.post("/v1/subscription_schedules", start_date=NOW + 40 * DAY, **phases).id
    made.name("schedule ahead", ahead)
    for word in ("to update", "to cancel", "to release"):
        key = made.post("/v1/subscription_schedules", start_date="now", **phases).id
        made.name(f"schedule {word}", key)


def bases(pool: Pool) -> Bases:
    """Calls of schedules that succeed."""
    phase = {"items": [{"price": pool["price monthly"][0]}]}
    zoe, one = pool["customer planned for"][0], "/v1/subscription_schedules/{schedule}"
    return {
        "GET /v1/subscription_schedules": [{"customer": zoe}],
        "POST /v1/subscription_schedules": [
            {"customer": zoe, "start_date": "now", "phases": [phase]},
            {"from_subscription": pool["subscription to plan"][0]},
        ],
        f"GET {one}": [{"{schedule}": pool["schedule ahead"][0]}],
        f"POST {one}": [{"{schedule}": pool["schedule to update"][0], "end_behavior": "cancel"}],
        f"POST {one}/cancel": [{"{schedule}": pool["schedule to cancel"][0]}],
        f"POST {one}/release": [{"{schedule}": pool["schedule to release"][0]}],
    }
