"""Spending: what a card's chain of replacements, or a cardholder, has spent in the current spans of the
calendar.

Owns: the sums, by span and category of shop. Does not own: limits (controls.py), the decision (room
authorizations).
Money: none; it counts what was moved. Source: docs: Issuing spending controls.
Times: spans begin at midnight UTC; weeks on Sunday, months on the first, years on January 1. Sums stand in
private facts of the first card of a chain and of the cardholder: one read, however much was spent.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Any, Final

from pinstripe.clock.calendar import DAY, utc_date
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.issuing import card as cards

INTERVALS: Final = ("daily", "weekly", "monthly", "yearly", "all_time")
SUNDAY: Final = 6

Spent = dict[str, Any]
"""Of each interval: the span that is counted, and sums by category and currency."""


def span(interval: str, moment: int) -> str:
    """The span that a moment lies in, by its first day. source: docs: Issuing spending controls"""
    return spans(moment // DAY)[interval]


@lru_cache(maxsize=64)
def spans(day_number: int) -> dict[str, str]:
    """The span of each interval that a day lies in. params: day_number, days since 1970"""
    day = utc_date(day_number * DAY)
    week = day - timedelta(days=(day.weekday() - SUNDAY) % 7)
    return {
        "daily": day.isoformat(),
        "weekly": week.isoformat(),
        "monthly": f"{day:%Y-%m}",
        "yearly": f"{day:%Y}",
        "all_time": "",
    }


def added(known: Spent, amount: int, place: str, moment: int, now: int) -> Spent:
    """The sums after an amount was spent, or given back (below zero), at a moment in a place.

    What a span that is over was about changes no limit any more. params: place, category and currency
    """
    out: Spent = {}
    for interval in INTERVALS:
        current = span(interval, now)
        before = known.get(interval) or {"span": current, "sums": {}}
        sums = dict(before["sums"]) if before["span"] == current else {}
        if span(interval, moment) == current:
            sums[place] = sums.get(place, 0) + amount
            if not sums[place]:
                del sums[place]
        out[interval] = {"span": current, "sums": sums}
    return out


def count(work: Work, card: Record, amount: int, category: str, moment: int) -> None:
    """Something was spent with a card, or given back. params: moment, when it was spent"""
    if not amount:
        return
    place = f"{category} {card.currency}"
    for record in (cards.root_of(work, card), cards.holder_of(work, card)):
        work.note(record, spent=added(record.private.get("spent", {}), amount, place, moment, work.now))


def within(
    record: Record, limit: dict[str, Any], amount: int, category: str, currency: str, now: int
) -> bool:
    """Does an amount fit under a limit of a card or of a cardholder? params: amount, all that the
    authorization is to be; `now` and what it was before are the caller's matter. source:
    docs: Issuing spending controls
    """
    categories = limit["categories"]
    if categories and category not in categories:
        return True
    return spent(record, limit["interval"], categories, currency, now) + amount <= int(limit["amount"])


def spent(record: Record, interval: str, categories: list[str], currency: str, now: int) -> int:
    """What was spent in the span that runs now. params: categories, none for all"""
    known = record.private.get("spent", {}).get(interval)
    if known is None or known["span"] != span(interval, now):
        return 0
    total = 0
    for place, amount in known["sums"].items():
        category, _, unit = place.rpartition(" ")
        if unit == currency and (not categories or category in categories):
            total += amount
    return total
