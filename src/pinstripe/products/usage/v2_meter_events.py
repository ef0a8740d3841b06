"""The endpoints of meter events under /v2, with sessions for the high-volume stream.

Owns: the endpoints and sessions. Does not own: checks (meter_event.py), counting. Money: none.
Source: spec; docs: Record usage with the API. The stream is answered before its events are looked at: what is
wrong with them is told later (meter_report.py).
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.api.params import Params
from pinstripe.ids import key_hash
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.usage import meter_event as meter_events
from pinstripe.products.usage import refusals
from pinstripe.products.usage.meter_event import Checked, Meters
from pinstripe.products.usage.meter_report import Wrong, report
from pinstripe.products.usage.v2_meter_event import V2_ADJUSTMENT, V2_METER_EVENT, V2_SESSION
from pinstripe.products.webhooks.v2_event import moment_of, text_of

SESSION_SECONDS = 900
"""How long a session's token opens the stream. source: docs: Record usage with the API"""


MOST_EVENTS = 100


@operation("POST /v2/billing/meter_events", V2_METER_EVENT)
def create(work: Work, params: Params) -> dict[str, Any]:
    """Something was used, checked at once. source: spec"""
    try:
        meters = Meters(work)
        meter = meters.of(params.event_name)
        meter_events.customer_clock(work, params.payload.get(meter.customer_mapping["event_payload_key"]))
        moment = moment_of(params.timestamp, "timestamp") if params.get("timestamp") else None
        event = meter_events.check(
            meters, params.event_name, params.payload, moment, params.get("identifier")
        )
        meter_events.take(work, event)
    except ApiError as refusal:
        raise errors.in_v2(refusal) from None
    return {
        "object": "v2.billing.meter_event",
        "created": text_of(work.now),
        "event_name": params.event_name,
        "identifier": event.identifier,
        "livemode": False,
        "payload": dict(params.payload),
        "timestamp": text_of(event.timestamp),
    }


@operation("POST /v2/billing/meter_event_session", V2_SESSION)
def create_session(work: Work, params: Params) -> dict[str, Any]:
    """A token that opens the stream for a quarter of an hour. source: spec"""
    token = f"mes_test_{work.mint.letters(48)}"
    expires = work.world_now + SESSION_SECONDS
    work.rows(
        "keys.put", (key_hash(token), work.world.world, work.account, "mes", "", work.world_now, expires)
    )
    return {
        "id": work.new_id(V2_SESSION),
        "object": "v2.billing.meter_event_session",
        "authentication_token": token,
        "created": text_of(work.world_now),
        "expires_at": text_of(expires),
        "livemode": False,
    }


@operation("POST /v2/billing/meter_event_stream", V2_METER_EVENT)
def create_stream(work: Work, params: Params) -> dict[str, Any]:
    """Up to a hundred events at once; what was received before is not counted again, what is wrong is told
    later and holds up no other.

    source: spec; docs: Record usage with the API
    """
    if len(params.events) > MOST_EVENTS:
        raise errors.in_v2(refusals.too_many_events(MOST_EVENTS))
    meters = Meters(work)
    checked: list[Checked] = []
    wrong: list[Wrong] = []
    moments = [_moment(number, event.get("timestamp")) for number, event in enumerate(params.events)]
    for event, moment in zip(params.events, moments, strict=True):
        name, identifier = event["event_name"], event.get("identifier")
        try:
            checked.append(meter_events.check(meters, name, event["payload"], moment, identifier))
        except ApiError as error:
            wrong.append(Wrong(error, meters.meant(name), identifier or work.mint.letters(32)))
    known, strange = meter_events.of_known_customers(work, checked)
    meter_events.counted(work, known)
    report(work, [*wrong, *strange])
    return {}


def _moment(number: int, text: str | None) -> int | None:
    """When an event of the stream says it was. refuses: bad_moment, what is no time at all"""
    try:
        return None if text is None else moment_of(text, f"events[{number}][timestamp]")
    except ApiError as refusal:
        raise errors.in_v2(refusal) from None


@operation("POST /v2/billing/meter_event_adjustments", V2_ADJUSTMENT)
def adjust(work: Work, params: Params) -> dict[str, Any]:
    """Take an event back that came in during the last day. source: spec"""
    try:
        meter_events.cancel(work, params.event_name, params.cancel["identifier"])
    except ApiError as refusal:
        raise errors.in_v2(refusal) from None
    return {
        "id": work.new_id(V2_ADJUSTMENT),
        "object": "v2.billing.meter_event_adjustment",
        "cancel": {"identifier": params.cancel["identifier"]},
        "created": text_of(work.now),
        "event_name": params.event_name,
        "livemode": False,
        "status": "complete",
        "type": "cancel",
    }
