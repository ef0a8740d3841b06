"""The meter record: what is counted, under which name, by which formula.

Owns: the record, its states, what an event summary shows. Does not own: the endpoints (meters.py), events
(meter_event.py), counting (the metering machine). Money: none. Source: spec; docs: Create and configure a
meter. Private facts: watched, alerts want to know of its usage; measured,
subscriptions with thresholds do.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pinstripe import ids
from pinstripe.api.coerce import FARTHEST
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.usage import refusals

# fmt: off
LIFECYCLE = lifecycle(
    # verb          outcome from        to          event
    ("create",     "made", ANY,        "active",   "billing.meter.created"),
    ("update",     "done", ANY,        "=",        "billing.meter.updated"),
    ("deactivate", "done", "active",   "inactive", "billing.meter.deactivated"),
    ("reactivate", "done", "inactive", "active",   "billing.meter.reactivated"),
)
# fmt: on

METER = Resource(
    "billing.meter",
    prefix="mtr",
    ids="v2",
    path="/v1/billing/meters",
    generated="retrieve list",
    noun="meter",
    lifecycle=LIFECYCLE,
    index=("event_name", "status"),
    unexpected=refusals.wrong_state,
    defaults={
        "customer_mapping": {"event_payload_key": "stripe_customer_id", "type": "by_id"},
        "status_transitions": {"deactivated_at": None},
        "value_settings": {"event_payload_key": "value"},
        "updated": 0,
    },
)


def named(work: Work, event_name: str) -> Record | None:
    """The active meter of an event name."""
    found = work.where("billing.meter", event_name=event_name, status="active", limit=1)
    return found[0] if found else None


def watch(work: Work, meter: Record, watched: bool) -> None:
    """Usage of a meter is told to its job `watch` from now on, or no more."""
    if meter.private.get("watched", False) is not watched:
        work.note(meter, watched=watched)


def measure(work: Work, meter: Record) -> None:
    """Subscriptions with thresholds look at what is used of a meter from now on (measurement.py)."""
    if not meter.private.get("measured"):
        work.note(meter, measured=True)


def summary(work: Work, meter: Record, customer: str, start: int, end: int, value: Decimal) -> dict[str, Any]:
    """One window's total; its id is drawn from what it sums up, so that it stays the same."""
    return {
        "id": f"mtrusg_{ids.stable(24, work.world.seed, meter.id, customer, start, end)}",
        "object": "billing.meter_event_summary",
        "aggregated_value": number(value),
        "end_time": end,
        "livemode": False,
        "meter": meter.id,
        "start_time": start,
    }


def number(value: Decimal) -> int | float:
    """A total as JSON shows it: whole where it is whole and no reader of JSON rounds it. The spec wants a
    number. source: inferred (beyond 53 bits)"""
    whole = abs(value) <= FARTHEST and value == value.to_integral_value()
    return int(value) if whole else float(value)
