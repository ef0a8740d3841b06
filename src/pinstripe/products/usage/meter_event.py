"""The meter event: one thing used, by one customer, at one moment; and taking one back.

Owns: checks of an event against its meter. Does not own: the endpoints (meter_events.py, v2_meter_events.py),
counting and deduplication (the metering machine), meters. Money: none.
Times: an event may be 35 days late and five minutes early. Source: spec; docs: Record usage with the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from pinstripe import metering
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.usage import measurement, refusals
from pinstripe.products.usage.meter_report import Wrong, report

LATEST_SECONDS = 35 * 86400


EARLIEST_SECONDS = 300


MOST_DIGITS = 15


MOST_PLACES = 12


WANTED = frozenset(("measured", "watched"))
"""Facts of a meter whose usage somebody wants to know of."""


METER_EVENT = Resource("billing.meter_event", path="/v1/billing/meter_events")


METER_EVENT_ADJUSTMENT = Resource(
    "billing.meter_event_adjustment", path="/v1/billing/meter_event_adjustments"
)


class Checked(NamedTuple):
    """An event that its meter accepts."""

    meter: Record
    customer: str
    value: Decimal
    timestamp: int
    identifier: str


class Meters:
    """The meters of one request by event name, each looked up once."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.known: dict[str, Record] = {}

    def of(self, event_name: str) -> Record:
        """The active meter of an event name. refuses: no_meter, archived_meter"""
        meter = self.known.get(event_name)
        if meter is None:
            found = [*self.work.each("billing.meter", event_name=event_name)]
            if not found:
                raise refusals.no_meter(event_name)
            active = [one for one in found if one.status == "active"]
            if not active:
                raise refusals.archived_meter(event_name)
            meter = self.known[event_name] = active[0]
        return meter

    def meant(self, event_name: str) -> Record | None:
        """The meter that an event which does not count was meant for, in use or not."""
        return self.known.get(event_name) or next(
            iter(self.work.each("billing.meter", event_name=event_name)), None
        )


def check(
    meters: Meters, event_name: str, payload: Mapping[str, str], timestamp: int | None, identifier: str | None
) -> Checked:
    """An event against its meter. refuses: in this order meter, customer, value, time"""
    work = meters.work
    meter = meters.of(event_name)
    who = meter.body["customer_mapping"]["event_payload_key"]
    customer = payload.get(who)
    if not customer:
        raise refusals.no_customer_defined(who)
    value = value_of(meter, payload)
    now = work.now
    moment = now if timestamp is None else timestamp
    if moment < now - LATEST_SECONDS:
        raise refusals.too_old(now - LATEST_SECONDS)
    if moment > now + EARLIEST_SECONDS:
        raise refusals.too_early()
    return Checked(meter, customer, value, moment, identifier or work.mint.letters(32))


def value_of(meter: Record, payload: Mapping[str, str]) -> Decimal:
    """How much was used; counting meters ask for no value. refuses: no_value_defined, invalid_value"""
    key = meter.body["value_settings"]["event_payload_key"]
    text = payload.get(key)
    if text is None or text == "":
        if meter.default_aggregation["formula"] == "count":
            return Decimal(1)
        raise refusals.no_value_defined(key)
    if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
        return Decimal(text)
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise refusals.invalid_value(key, text) from None
    if not value.is_finite() or value.adjusted() >= MOST_DIGITS or -_exponent(value) > MOST_PLACES:
        raise refusals.invalid_value(key, text)
    return value


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def customer_clock(work: Work, customer: str | None) -> None:
    """Time is the test clock's when the customer hangs on one. source: docs: Test clocks"""
    if customer:
        work.peek(customer, "customer")


def of_known_customers(work: Work, events: list[Checked]) -> tuple[list[Checked], list[Wrong]]:
    """Events of customers that there are; the others are taken, and told of later. source: docs: Record usage
    with the API (code)"""
    keys = dict.fromkeys(event.customer for event in events)
    if len(keys) > 1:
        work.batch.prefetch(work.account, list(keys))
    known = {key for key in keys if _is_customer(work, key)}
    strange = [
        Wrong(refusals.no_customer(event.customer), event.meter, event.identifier)
        for event in events
        if event.customer not in known
    ]
    return [event for event in events if event.customer in known], strange


def _is_customer(work: Work, key: str) -> bool:
    record = work.batch.load(work.account, key)
    return record is not None and record.type == "customer" and not record.deleted


def take(work: Work, event: Checked) -> None:
    """One event counts; that of somebody unknown is told of. refuses: duplicate"""
    events, strange = of_known_customers(work, [event])
    report(work, strange)
    if events and not counted(work, events)[0]:
        raise refusals.duplicate(event.identifier)


def counted(work: Work, events: list[Checked]) -> list[bool]:
    """Hand events to the metering machine. gives: for each whether it was new"""
    outcomes = metering.record_many(
        work, [metering.Event(e.meter.id, e.customer, e.timestamp, e.value, e.identifier) for e in events]
    )
    fresh = [outcome == "recorded" for outcome in outcomes]
    meters = {event.meter.id: event.meter for event in events}
    if any(not WANTED.isdisjoint(meter.private) for meter in meters.values()):
        _tell(work, [event for event, new in zip(events, fresh, strict=True) if new])
    return fresh


def _tell(work: Work, events: list[Checked]) -> None:
    """Those who watch a meter count what was used, after the call: once for each meter of a call. So do
    subscriptions with thresholds."""
    measured = [event for event in events if event.meter.private.get("measured")]
    measurement.of_customers(work, ((event.customer, event.timestamp) for event in measured))
    meters = {event.meter.id: event.meter for event in events if event.meter.private.get("watched")}
    for key, meter in meters.items():
        used = [[e.customer, str(e.value), e.timestamp] for e in events if e.meter.id == key]
        work.schedule("watch", meter, work.world_now, used=used)


def cancel(work: Work, event_name: str, identifier: str | None) -> None:
    """Undo one event of a meter. refuses: no_meter, cannot_cancel"""
    meter = Meters(work).of(event_name)
    if not identifier:
        raise refusals.missing_identifier()
    if metering.cancel(work, meter.id, identifier) != "cancelled":
        raise refusals.cannot_cancel(identifier)
