"""Usage records and their summaries: the metering of API versions before basil.

Owns: the two endpoints. Does not own: periods (usage.py), counting (the metering machine). Money: none.
Times: the timestamp belongs to the item's running period, or its drift window of five minutes.
Source: sdk (stripe 9.12.0); docs: Record usage for billing; recorded: dj-stripe.
"""

from __future__ import annotations

from typing import Any

from pinstripe import metering
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import list_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.billing import meter_refusals as refusals
from pinstripe.products.billing import periods, usage
from pinstripe.products.billing import subscription_items as items
from pinstripe.products.billing.periods import UsageOutcome

USAGE_RECORD = Resource(
    "usage_record",
    prefix="mbur",
    path="/v1/subscription_items/{subscription_item}/usage_records",
    until="2025-03-31.basil",
)


@operation(
    "POST /v1/subscription_items/{subscription_item}/usage_records",
    USAGE_RECORD,
    subject="subscription_item",
    of="subscription_item",
    verb="use",
)
def create(work: Work, item: Record, params: Params) -> dict[str, Any]:
    """So much was used at that moment: added to what is there, or put in its place. source: sdk"""
    refuse_item(item)
    if params.quantity < 0:
        raise errors.too_low(0, "quantity")
    subscription = work.load(item.subscription, "subscription")
    action = params.get("action", "increment")
    if action == "set" and subscription.get("billing_thresholds"):
        raise refusals.set_with_thresholds()
    if subscription.status == "paused":
        raise refusals.paused()
    if subscription.status in ("canceled", "incomplete_expired"):
        raise errors.no_such(items.SUBSCRIPTION_ITEM.noun, item.id, "subscription_item", 404)
    timestamp = params.get("timestamp", "now")
    moment = work.now if timestamp == "now" else timestamp
    at = place_of(work, item, moment)
    metering.record(work, item.id, "", at, params.quantity, mode=action)
    late(work, item, at)
    return {
        "id": work.new_id(USAGE_RECORD),
        "object": "usage_record",
        "livemode": False,
        "quantity": params.quantity,
        "subscription_item": item.id,
        "timestamp": moment,
    }


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


@operation(
    "GET /v1/subscription_items/{subscription_item}/usage_record_summaries",
    usage.USAGE_RECORD_SUMMARY,
    subject="subscription_item",
    of="subscription_item",
    verb="summaries",
)
def list_summaries(work: Work, item: Record, params: Params) -> Page:
    """One summary per billing period, newest first; the running one has no invoice and no end. source:
    recorded"""
    refuse_item(item)
    mode = usage.mode_of(work, item.body)
    asked = Params({**params, **cursors(work, params)})
    url = f"/v1/subscription_items/{item.id}/usage_record_summaries"
    page = list_records(work, usage.USAGE_RECORD_SUMMARY, asked, url, {"subscription_item": item.id}, None)
    shown = [summary(work, item, one, mode) for one in page.items if isinstance(one, Record)]
    return Page(shown, page.has_more, url)


def cursors(work: Work, params: Params) -> dict[str, str]:
    """A cursor that was the running period's id goes on as the closed one's. source: inferred"""
    names = [name for name in ("starting_after", "ending_before") if params.get(name)]
    known = {name: usage.closed_as(work, params[name]) for name in names}
    return {name: key for name, key in known.items() if key}


def summary(work: Work, item: Record, one: Record, mode: str) -> dict[str, Any]:
    """A closed period as it was billed, or the running one as it stands."""
    if one.period["end"] is not None:
        return one.body
    start, first = one.private["start"], one.private["first"]
    # Between a period's end and its invoice the summary stays the old period's.
    end = item.current_period_start if item.current_period_start > start else None
    return {**one.body, "total_usage": metering.usage_total(work, item.id, mode, start, end, first)}
