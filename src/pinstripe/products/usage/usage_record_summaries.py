"""The endpoint of usage record summaries.

Owns: the list. Does not own: the record (usage_record_summary.py). Money: none.
Source: sdk (stripe 9.12.0); recorded: dj-stripe.
"""

from __future__ import annotations

from typing import Any

from pinstripe import metering
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import list_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.usage import refusals
from pinstripe.products.usage import usage_record_summary as usage


@operation(
    "GET /v1/subscription_items/{subscription_item}/usage_record_summaries",
    usage.USAGE_RECORD_SUMMARY,
    subject="subscription_item",
    of="subscription_item",
    verb="summaries",
)
def list_summaries(work: Work, item: Record, params: Params) -> Page:
    """One summary per billing period, newest first; the running one has no invoice and no end.
    refuses: no_summaries. source: recorded: dj-stripe, airbytehq
    """
    recurring = item.price["recurring"]
    if recurring["usage_type"] != "metered" or recurring.get("meter") is not None:
        raise refusals.no_summaries(item.id)
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
