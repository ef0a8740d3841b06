"""Usage of metered items: what a period's quantity is, and how periods follow each other.

Owns: a legacy item's closed and running periods (a `usage_record_summary` record each), quantities for
invoices. Does not own: counting (the metering machine), when a period ends (renewal), the endpoints.
Money: none. Times: legacy periods are (start, end], the first includes its opening second; meters start ≤ t
< end.
Source: docs: Record usage; recorded: dj-stripe (order, ids, periods of a list).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pinstripe import metering
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work

USAGE_RECORD_SUMMARY = Resource(
    "usage_record_summary",
    prefix="sis",
    path="/v1/subscription_items/{subscription_item}/usage_record_summaries",
    index=("subscription_item", "invoice", "running_id=private.running_id"),
    noun="usage record summary",
    until="2025-03-31.basil",
)
"""One record for each period of a legacy item: the running one has no end and no invoice."""

Item = Mapping[str, Any]


def is_legacy(item: Item) -> bool:
    """Metered without a meter: usage records count."""
    recurring = item["price"]["recurring"]
    return recurring["usage_type"] == "metered" and recurring.get("meter") is None


def mode_of(work: Work, item: Item) -> str:
    """How a legacy item's usage is summed up. source: sdk (stripe 9.12.0: aggregate_usage, sum by default)"""
    price = work.load(item["price"]["id"], "price")
    return str(price.private.get("aggregate_usage") or "sum")


def quantity(
    work: Work,
    subscription: Record,
    item: Item,
    start: int,
    end: int,
    first: bool = False,
    last: bool = False,
) -> int | Decimal:
    """What a metered item used in a period, as its price counts it; never below nothing.

    params: last, no period follows that could count what is stamped with the end's own second.
    """
    meter_id = item["price"]["recurring"].get("meter")
    if meter_id is not None:
        meter = work.load(meter_id, "billing.meter")
        total = metering.aggregate(
            work,
            meter.id,
            meter.default_aggregation["formula"],
            subscription.customer,
            start,
            end + 1 if last else end,
            event_time_window=meter.event_time_window,
        )
        return max(total, Decimal(0))
    return metering.usage_total(work, item["id"], mode_of(work, item), start, end, first)


def latest(work: Work, item_id: str, number: int) -> list[Record]:
    """An item's last periods, newest first."""
    return work.where("usage_record_summary", subscription_item=item_id, limit=number)


def closed_as(work: Work, running_id: str) -> str | None:
    """The id that a period is shown under since it ended."""
    found = work.where("usage_record_summary", running_id=running_id, limit=1)
    return found[0].id if found else None


def running(work: Work, item_id: str) -> Record | None:
    """The period that has not ended."""
    found = latest(work, item_id, 1)
    return found[0] if found and found[0].period["end"] is None else None


def open_item(work: Work, subscription: Record, item: Item, start: int) -> None:
    """Begins a new item's first usage period. Items with a meter or a quantity have none."""
    if is_legacy(item):
        _open(work, item["id"], start, True)


def _open(work: Work, item_id: str, start: int, first: bool) -> Record:
    return work.create(
        USAGE_RECORD_SUMMARY,
        invoice=None,
        period={"end": None, "start": start},
        subscription_item=item_id,
        total_usage=0,
        private={"first": first, "start": start},
    )


def switch_item(work: Work, subscription: Record, item: Item, was: Item) -> None:
    """An item got another price: usage begins to count where it did not, and no longer counts where it did.

    What was used and not billed by then is forgotten. source: inferred
    """
    if is_legacy(was) and not is_legacy(item):
        end_item(work, was, work.now)
    elif is_legacy(item) and not is_legacy(was):
        _open(work, item["id"], work.now, item["created"] == work.now)


def opening(work: Work, item: Item) -> tuple[int, bool]:
    """Gives the start of the open usage period, and whether usage at exactly that second is included."""
    start = int(item["current_period_start"])
    current = running(work, item["id"]) if is_legacy(item) else None
    if current is None or current.private["start"] < start:
        return start, False
    return current.private["start"], current.private["first"]


def roll(work: Work, subscription: Record, item: Item, start: int, end: int, invoice_id: str | None) -> None:
    """A period ended: it is billed by that invoice (none: discarded), and the next one begins at its end.

    The closed period is shown under an id of its own from now on; the running one's keeps working as a
    cursor.
    """
    if not is_legacy(item):
        return
    current = running(work, item["id"])
    if current is None:
        return
    close(work, current, item, end, invoice_id)
    _open(work, item["id"], end, False)


def close(work: Work, current: Record, item: Item, end: int, invoice_id: str | None) -> Record:
    """The running period ends here; its summary gets the id that it keeps.
    source: recorded: dj-stripe (two ids)
    """
    start, first = current.private["start"], current.private["first"]
    total = metering.usage_total(work, item["id"], mode_of(work, item), start, end, first)
    work.delete(current)
    return work.create(
        USAGE_RECORD_SUMMARY,
        invoice=invoice_id,
        period={"end": end, "start": start},
        subscription_item=item["id"],
        total_usage=total,
        private={"first": first, "start": start, "running_id": current.id},
    )


def end_item(work: Work, item: Item, end: int, invoice_id: str | None = None) -> None:
    """The item ends with its subscription: the last period closes, billed or not."""
    current = running(work, item["id"]) if is_legacy(item) else None
    if current is not None:
        close(work, current, item, end, invoice_id)


def refresh(work: Work, item: Item, invoice_id: str) -> None:
    """Late usage reached a period whose invoice is still a draft: its total is counted anew."""
    for summary in work.each("usage_record_summary", subscription_item=item["id"], invoice=invoice_id):
        start, end = summary.period["start"], summary.period["end"]
        first = summary.private["first"]
        total = metering.usage_total(work, item["id"], mode_of(work, item), start, end, first)
        work.amend(summary, total_usage=total)


def has_usage(work: Work, item: Item) -> bool:
    """Did the running period see any usage? What an invoice already waits to bill is not asked about."""
    if not is_legacy(item) or running(work, item["id"]) is None:
        return False
    start, first = opening(work, item)
    return metering.has_usage(work, item["id"], start, first)


def clear(work: Work, item: Item) -> None:
    """Forget what the running period counted (clear_usage).
    source: docs: Upgrade and downgrade subscriptions
    """
    current = running(work, item["id"]) if is_legacy(item) else None
    if current is not None:
        start, first = current.private["start"], current.private["first"]
        metering.clear(work, item["id"], start if first else start + 1)
