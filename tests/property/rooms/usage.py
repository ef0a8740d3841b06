"""Meters at work and at rest, something counted, and a session of the stream."""

from __future__ import annotations

from typing import Any

from tests.client import NOW
from tests.property.place import Bases, Builder, Pool


def build(made: Builder) -> None:
    """One meter that counts, one that doesn't."""
    first = {"display_name": "Tokens", "event_name": "tokens", "default_aggregation": {"formula": "sum"}}
    made.post("/v1/billing/meters", **first)
    other = {"display_name": "Calls", "event_name": "calls", "default_aggregation": {"formula": "count"}}
    meter = made.post("/v1/billing/meters", **other).id
    made.post(f"/v1/billing/meters/{meter}/deactivate")
    made.name("billing.meter at rest", meter)
    payload = {"stripe_customer_id": made.pool["customer"][0], "value": 3}
    made.post("/v1/billing/meter_events", event_name="tokens", payload=payload, identifier="one")
    session = made.api.ok(made.api.json("/v2/billing/meter_event_session", {}))
    made.name("token of a session", session.authentication_token)
    odd = {"events": [{"event_name": "none", "payload": {"value": "1"}}]}
    made.api.ok(made.api.json("/v2/billing/meter_event_stream", odd, key=session.authentication_token))
    made.know(made.api.ok(made.api.get("/v2/core/events")).data[0])


def bases(pool: Pool) -> Bases:
    """Calls of meters and their events that succeed."""
    customer = pool["customer"][0]
    payload = {"stripe_customer_id": customer, "value": "4"}
    event: dict[str, Any] = {"event_name": "tokens", "payload": payload}
    meter = {"display_name": "Again", "event_name": "again", "default_aggregation": {"formula": "sum"}}
    wrong = {"event_name": "tokens", "type": "cancel", "cancel": {"identifier": "one"}}
    span = {"customer": customer, "start_time": str(NOW - 3600), "end_time": str(NOW + 3600)}
    return {
        "POST /v1/billing/meters": [meter, {**meter, "default_aggregation": {"formula": "count"}}],
        "POST /v1/billing/meters/{id}/reactivate": [{"{id}": pool["billing.meter at rest"][0]}],
        "POST /v1/billing/meter_events": [event],
        "POST /v1/billing/meter_event_adjustments": [wrong],
        "POST /v2/billing/meter_events": [event],
        "POST /v2/billing/meter_event_adjustments": [wrong],
        "POST /v2/billing/meter_event_stream": [
            {"{key}": pool["token of a session"][0], "events": [event, {**event, "identifier": "two"}]}
        ],
        "GET /v1/billing/meters/{id}/event_summaries": [span],
    }
