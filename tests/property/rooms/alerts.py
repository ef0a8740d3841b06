"""Alerts: one that waits, one at rest."""

from __future__ import annotations

from typing import Any

from tests.property.place import Bases, Builder, Pool


def threshold(meter: str, gte: int | str) -> dict[str, Any]:
    """What an alert of a meter is made of."""
    told = {"meter": meter, "gte": gte, "recurrence": "one_time"}
    return {"alert_type": "usage_threshold", "title": "Much", "usage_threshold": told}


def build(made: Builder) -> None:
    """Two alerts of the meter that counts; the second rests."""
    meter = made.pool["billing.meter"][0]
    made.name("alert", made.post("/v1/billing/alerts", **threshold(meter, 10)).id)
    rests = made.post("/v1/billing/alerts", **threshold(meter, 20)).id
    made.post(f"/v1/billing/alerts/{rests}/deactivate")
    made.name("alert at rest", rests)


def bases(pool: Pool) -> Bases:
    """Calls of alerts that succeed."""
    meter, customer = pool["billing.meter"][0], pool["customer"][0]
    one = threshold(meter, "100")
    filters = [{"type": "customer", "customer": customer}]
    about = {**one, "usage_threshold": {**one["usage_threshold"], "filters": filters}}
    here, there = {"{id}": pool["alert"][0]}, {"{id}": pool["alert at rest"][0]}
    return {
        "POST /v1/billing/alerts": [one, about],
        "GET /v1/billing/alerts/{id}": [here],
        "POST /v1/billing/alerts/{id}/activate": [there],
        "POST /v1/billing/alerts/{id}/deactivate": [here],
        "POST /v1/billing/alerts/{id}/archive": [here],
    }
