"""Spans: parts of a metered item's running period that are billed at different prices.

Owns: since when usage of a meter counts for an item's price, and what it counts for before. Does not own:
counting (room usage), lines (service_lines.py). Money: none. Source: docs: Billing mode.
Private facts of an item: priced_since, when it got its price; spans, [start, end, price id] of the prices
that it had in its running period, oldest first.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Body
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import pricing
from pinstripe.products.usage import usage_record_summary as usage

Ended = list[Any]
"""A metered item's time that is to be billed: [item id, start, end, is it the item's first, price id]."""


def of(work: Work, item: Record, end: int | None = None) -> list[Ended]:
    """The running period of a metered item, as its invoice stores it: one for each price that usage counted
    for, newest first. params: end, if that is sooner than the period's"""
    start, first = usage.opening(work, item.body)
    stop = item.current_period_end if end is None else end
    since = _since(item, start)
    former = [
        [item.id, begun, over, first and begun == start, price]
        for begun, over, price in item.private.get("spans") or ()
        if begun >= start and over <= stop
    ]
    return [[item.id, since, stop, first and since == start, item.price["id"]], *reversed(former)]


def switch(work: Work, subscription: Record, item: Record, was: Body) -> None:
    """An item got another price. What its meter counted before is billed at the price of that time in
    flexible billing, and not at all in classic billing. source: docs: Billing mode"""
    if was["price"]["id"] == item.price["id"] or not (_counts(was) or _counts(item.body)):
        return
    start = item.current_period_start
    since = _since(item, start)
    former = [one for one in item.private.get("spans") or () if one[0] >= start]
    flexible = subscription.billing_mode["type"] == "flexible"
    if flexible and _counts(was) and since < work.now:
        former.append([since, work.now, was["price"]["id"]])
    work.note(item, priced_since=work.now, spans=former or None)


def is_former(item: Record, one: Ended) -> bool:
    """Did another price follow within the period?"""
    return [one[1], one[2], one[4]] in (item.private.get("spans") or ())


def _since(item: Record, start: int) -> int:
    """From when on in its running period an item's usage counts for the price that it has."""
    return max(start, item.private.get("priced_since") or 0)


def _counts(item: Body) -> bool:
    """Does a meter say how much of it was used?"""
    return pricing.is_metered(item["price"]) and not usage.is_legacy(item)
