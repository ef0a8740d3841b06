"""Totals of a range: a handful of buckets, never the events.

Owns: aggregations of legacy usage (sum, max, last_during_period, last_ever) and of meters (sum, count, last).
Source: sdk (stripe 9.12.0: the four modes); spec (formulas, windows).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pinstripe.metering.buckets import DAY, HOUR, SECOND, ZERO, Bucket, of_row, spans, within

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work

WINDOWS = {"hour": HOUR, "day": DAY}
FAR_SECONDS = 400 * DAY
"""How far beyond now an open period is read: usage is never stamped later."""


def usage_total(work: Work, item: str, mode: str, start: int, end: int | None, first: bool) -> int:
    """A legacy item's usage in the period (start, end]; the first period includes its opening second.

    mode: sum, max, last_during_period, last_ever (which looks back beyond the start).
    """
    begin = start if first else start + 1
    until = (work.now + FAR_SECONDS if end is None else end) + 1
    if mode == "last_ever":
        begin = min(begin, 0)
    found = within(work, item, "", spans(begin, until))
    if mode == "sum":
        return int(sum((one.total for one in found.values()), ZERO))
    if mode == "max":
        return int(max((one.peak for one in found.values()), default=ZERO))
    newest = max(found.values(), key=lambda one: one.last_ts, default=None)
    return 0 if newest is None else _amount_at(work, item, newest.last_ts)


def _amount_at(work: Work, item: str, moment: int) -> int:
    """The amount at one second: what was set there, and what was added."""
    found = within(work, item, "", [(SECOND, moment, moment + 1)])
    return int(found[(SECOND, moment)].total) if found else 0


def has_usage(work: Work, item: str, start: int, first: bool) -> bool:
    """Was anything used in the running period?"""
    begin = start if first else start + 1
    return bool(within(work, item, "", spans(begin, work.now + FAR_SECONDS)))


def aggregate(
    work: Work,
    meter: str,
    formula: str,
    customer: str,
    start: int,
    end: int,
    *,
    event_time_window: str | None = None,
) -> Decimal:
    """A customer's usage of a meter, start ≤ t < end, by the meter's formula.

    event_time_window: only the event received last in each UTC hour or day counts; a window that the range
    cuts counts where it begins. source: docs: Create and configure a meter; cut windows: inferred
    """
    if event_time_window is not None:
        size = WINDOWS[event_time_window]
        begin, until = -(-start // size) * size, -(-end // size) * size
        picked = within(work, meter, customer, [(size, begin, until)])
        values = [bucket.latest for _, bucket in sorted(picked.items())]
        if formula == "count":
            return Decimal(len(values))
        if formula == "last":
            return values[-1] if values else ZERO
        return sum(values, ZERO)
    return of_buckets(list(within(work, meter, customer, spans(start, end)).values()), formula)


def of_buckets(found: list[Bucket], formula: str) -> Decimal:
    """Sum, number of events, or the value of the newest event, none of them being nothing."""
    if formula == "count":
        return Decimal(sum(one.count for one in found))
    if formula == "last":
        newest = max(found, key=lambda one: one.last_ts, default=None)
        return ZERO if newest is None else newest.last
    return sum((one.total for one in found), ZERO)


def windows(
    work: Work,
    meter: str,
    formula: str,
    customer: str,
    start: int,
    end: int,
    window: str | None,
    *,
    event_time_window: str | None = None,
) -> list[tuple[int, int, Decimal]]:
    """Totals by window, newest first; windows without events are left out. None: one window for the range."""
    if window is None:
        if not within(work, meter, customer, spans(start, end)):
            return []
        value = aggregate(work, meter, formula, customer, start, end, event_time_window=event_time_window)
        return [(start, end, value)]
    size = WINDOWS[window]
    found = within(work, meter, customer, [(size, start, end)])
    rows = []
    for (_, begin), bucket in sorted(found.items(), reverse=True):
        if event_time_window is None:
            value = of_buckets([bucket], formula)
        else:
            value = aggregate(
                work, meter, formula, customer, begin, begin + size, event_time_window=event_time_window
            )
        rows.append((begin, begin + size, value))
    return rows


__all__ = ["aggregate", "has_usage", "of_row", "usage_total", "windows"]
