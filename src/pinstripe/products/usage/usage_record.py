"""The usage record: so much was used of a subscription item, in API versions before basil.

Owns: the resource, to which period a record belongs. Does not own: the endpoints (usage_records.py,
usage_record_summaries.py), periods (usage_record_summary.py), counting (the metering machine). Money: none.
Times: the timestamp belongs to the item's running period, or its drift window of five minutes.
Source: sdk (stripe 9.12.0); docs: Record usage for billing.
"""

from __future__ import annotations

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.usage import periods, refusals
from pinstripe.products.usage import usage_record_summary as usage
from pinstripe.products.usage.periods import UsageOutcome

USAGE_RECORD = Resource(
    "usage_record",
    prefix="mbur",
    path="/v1/subscription_items/{subscription_item}/usage_records",
    until="2025-03-31.basil",
)


def refuse_item(item: Record) -> None:
    """Only items that count usage records have any. refuses: not_metered, meter_backed"""
    recurring = item.price["recurring"]
    if recurring["usage_type"] != "metered":
        raise refusals.not_metered(item.id)
    if recurring.get("meter") is not None:
        raise refusals.meter_backed(item.id)


def place_of(work: Work, item: Record, moment: int) -> int:
    """The second under which usage is counted. refuses: outside_period, in_the_future"""
    current = usage.running(work, item.id)
    if current is None:
        raise refusals.outside_period()
    start, first = current.private["start"], current.private["first"]
    mode = usage.mode_of(work, item.body)
    if item.current_period_start > start:
        # The period is over and its invoice is still to come.
        start, first, previous_open = item.current_period_start, False, True
    else:
        previous_open = draft_before(work, item.id) is not None
    outcome = periods.usage_outcome(
        moment, work.now, start, mode, first_period=first, previous_open=previous_open
    )
    if outcome is UsageOutcome.TOO_LATE:
        raise refusals.in_the_future()
    if outcome is UsageOutcome.TOO_EARLY:
        raise refusals.outside_period()
    return periods.counted_at(outcome, moment, start, first_period=first)


def draft_before(work: Work, item_id: str) -> str | None:
    """The invoice of the period that ended last, while it is still a draft."""
    found = usage.latest(work, item_id, 2)
    if len(found) < 2 or found[1].invoice is None:
        return None
    invoice = work.peek(found[1].invoice, "invoice")
    return invoice.id if invoice is not None and invoice.status == "draft" else None


def late(work: Work, item: Record, at: int) -> None:
    """Usage that fell into the period before counts on its draft invoice's summary at once."""
    current = usage.running(work, item.id)
    invoice = draft_before(work, item.id)
    if current is not None and invoice is not None and at <= current.private["start"]:
        usage.refresh(work, item.body, invoice)
