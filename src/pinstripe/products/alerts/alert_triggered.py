"""What an alert tells: a customer's usage has reached its threshold; and what it has seen of each until then.

Owns: counting towards alerts, when they tell. Does not own: alerts (alert.py), meter events and their checks
(room usage). Money: none. No request reads it: the record counts, and exists for its event.
Times: what is received after the alert was made counts, whatever time it is stamped with.
Source: spec; docs: Usage-based alerts. Private facts: customer, count, total, last, last_at, told.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pinstripe import metering
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.alerts import alert as alerts
from pinstripe.products.usage.meter import METER

# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome from to   event
    ("create",  "begun", ANY, "="),
    ("trigger", "done",  ANY, "=", "billing.alert.triggered"),
)
# fmt: on

ALERT_TRIGGERED = Resource(
    "billing.alert_triggered",
    path="/v1/billing/alerts_triggered",
    lifecycle=LIFECYCLE,
    status="",
    index=("alert=private.alert",),
)
Used = list[Any]
"""One thing used: [customer, value, its time]."""


@job(METER, "watch")
def follow(work: Work, meter: Record, *, used: list[Used]) -> None:
    """Something of a meter that is watched was used: each alert counts it, and tells where that is enough.
    Customers of test clocks do not count. source: docs: Usage-based alerts"""
    by_customer: dict[str, list[Used]] = {}
    for one in used:
        by_customer.setdefault(one[0], []).append(one)
    for alert in alerts.of_meter(work, meter.id):
        about = alerts.customer_of(alert)
        for key, of_customer in by_customer.items():
            if about in (None, key):
                _count(work, alert, meter, key, of_customer)


def _count(work: Work, alert: Record, meter: Record, customer: str, used: list[Used]) -> None:
    payer = work.batch.load(work.account, customer)
    if payer is None or payer.type != "customer" or payer.clock:
        return
    place = f"{alert.id}_{customer}"
    seen = work.peek(place, ALERT_TRIGGERED.object) or work.create(
        ALERT_TRIGGERED,
        "begun",
        id=place,
        private={"alert": alert.id, "since": work.now},
        alert=alert.body,
        customer=customer,
        value=0,
    )
    value = _seen(work, seen, meter, used)
    if alert.status == "active" and not seen.private.get("told") and value >= alert.usage_threshold["gte"]:
        work.note(seen, told=True)
        work.advance(seen, "trigger", "done", alert=alert.body, created=work.now, value=int(value))


def _seen(work: Work, seen: Record, meter: Record, used: list[Used]) -> Decimal:
    """What came together by now, by the meter's formula.

    Where only the last event of an hour or a day counts, that is looked up.
    source: docs: Create and configure a meter; the formulas of alerts: inferred
    """
    formula, window = meter.default_aggregation["formula"], meter.event_time_window
    if window is not None:
        start, end = seen.private["since"], work.now + DAY
        return metering.aggregate(
            work, meter.id, formula, seen.customer, start, end, event_time_window=window
        )
    private = seen.private
    count = private.get("count", 0) + len(used)
    total = Decimal(private.get("total", "0")) + sum(Decimal(value) for _, value, _ in used)
    last, last_at = private.get("last", "0"), private.get("last_at", 0)
    for _, value, moment in used:
        if moment >= last_at:
            last, last_at = value, moment
    work.note(seen, count=count, total=str(total), last=last, last_at=last_at)
    return {"count": Decimal(count), "last": Decimal(last)}.get(formula, total)


def arm(work: Work, alert: Record) -> None:
    """The alert may tell again of those of whom it has told."""
    for seen in work.each(ALERT_TRIGGERED.object, alert=alert.id):
        if seen.private.get("told"):
            work.note(seen, told=False)


def forget(work: Work, alert: Record) -> None:
    """The alert is put away: what it has seen is of no use any more."""
    for seen in work.each(ALERT_TRIGGERED.object, alert=alert.id):
        work.discard(seen)
