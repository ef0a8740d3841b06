"""The endpoints of meter events and of their adjustments, in the form of /v1.

Owns: the endpoints. Does not own: checks (meter_event.py), counting. Money: none. Source: spec; docs: Record
usage with the API.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.usage.meter_event import (
    METER_EVENT,
    METER_EVENT_ADJUSTMENT,
    Meters,
    cancel,
    check,
    customer_clock,
    take,
)


@operation("POST /v1/billing/meter_events", METER_EVENT)
def create(work: Work, params: Params) -> dict[str, Any]:
    """Something was used. source: spec; docs: Record usage with the API"""
    meters = Meters(work)
    meter = meters.of(params.event_name)
    customer_clock(work, params.payload.get(meter.customer_mapping["event_payload_key"]))
    event = check(
        meters, params.event_name, params.payload, params.get("timestamp"), params.get("identifier")
    )
    take(work, event)
    return {
        "object": "billing.meter_event",
        "created": work.now,
        "event_name": params.event_name,
        "identifier": event.identifier,
        "livemode": False,
        "payload": dict(params.payload),
        "timestamp": event.timestamp,
    }


@operation("POST /v1/billing/meter_event_adjustments", METER_EVENT_ADJUSTMENT)
def adjust(work: Work, params: Params) -> dict[str, Any]:
    """Take an event back that came in during the last day. source: spec; status at once: inferred"""
    identifier = (params.get("cancel") or {}).get("identifier")
    cancel(work, params.event_name, identifier)
    return {
        "object": "billing.meter_event_adjustment",
        "cancel": {"identifier": identifier},
        "event_name": params.event_name,
        "livemode": False,
        "status": "complete",
        "type": "cancel",
    }
