"""Usage that is not in the stored summaries yet: what lies over them, series by series and hour by hour.

Owns: how entries of the log accumulate before they are folded. Pure, no store.
An entry is [owner, customer, second, value, identifier], and for what is not a plain increment its kind and the
state that the second has from then on. Money: none. Source: docs: Record usage (set, increment).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from pinstripe.metering.cells import HOUR_SECONDS, State, Summary
from pinstripe.metering.exact import Number, plus, unpacked

Key = tuple[str, str, str]
"""A series: account, owner (a meter or a subscription item), customer."""

Entry = list[Any]

SET, CANCEL, CLEAR = "set", "cancel", "clear"


class Delta:
    """What came to one hour of a series since it was folded."""

    __slots__ = ("cells", "count", "last", "last_ts", "newest", "order", "plain", "total")

    def __init__(self) -> None:
        self.cells: dict[int, list[Any]] = {}
        """Second → [does it replace what lies below, count, total, order, newest]."""
        self.plain = True
        """Increments only: the fields below may simply be added to the stored summary."""
        self.count = 0
        self.total: Number = 0
        self.last_ts = -1
        self.last: Number = 0
        self.order = -1
        self.newest: Number = 0

    def replace(self, second: int, state: State | None) -> None:
        """From now on this second has that state, whatever it had."""
        self.plain = False
        self.cells[second] = [True, *(state or (0, 0, -1, 0))]

    def over(self, below: Summary | None) -> Summary | None:
        """A stored summary with plain increments added; its `amount` and `most` are not to be used."""
        if below is None:
            return Summary(
                self.count, self.total, self.last_ts, self.last, 0, self.order, self.newest, self.newest
            )
        newer = self.last_ts >= below.last_ts
        return below._replace(
            count=below.count + self.count,
            total=plus(below.total, self.total),
            last_ts=self.last_ts if newer else below.last_ts,
            last=self.last if newer else below.last,
            order=self.order,
            newest=self.newest,
        )


def laid(below: State | None, cell: list[Any]) -> State | None:
    """A second's state with a delta's cell laid over it."""
    replaces, count, total, order, newest = cell
    if below is None or replaces:
        return (count, total, order, newest) if count else None
    return below[0] + count, plus(below[1], total), order, newest


class Pending:
    """What came to a series since it was folded."""

    __slots__ = ("cleared", "first", "hours", "last")

    def __init__(self, first: int) -> None:
        self.first = first
        """Number of the log row in which it begins."""
        self.last = -1
        """Order of its newest entry."""
        self.cleared = False
        """All that lies below was forgotten."""
        self.hours: dict[int, Delta] = {}


class Layer:
    """Series with usage that is not folded, the longest waiting first."""

    __slots__ = ("series", "weight")

    def __init__(self) -> None:
        self.series: dict[Key, Pending] = {}
        self.weight = 0
        """How many hours all the series have."""

    def pop(self, key: Key) -> None:
        """The series is folded."""
        pending = self.series.pop(key, None)
        if pending is not None:
            self.weight -= len(pending.hours)

    def apply(
        self, account: str, row: int, order: int, entries: Sequence[Entry], skip: Collection[Key] = ()
    ) -> None:
        """Lay entries of a log row over what is there; the first one has that order."""
        series = self.series
        for entry in entries:
            key = (account, entry[0], entry[1])
            if skip and key in skip:
                order += 1
                continue
            pending = series.get(key)
            if pending is None:
                pending = series[key] = Pending(row)
            pending.last = order
            if len(entry) > 5:
                self._special(key, pending, entry, order)
                order += 1
                continue
            second, value = entry[2], entry[3]
            delta = pending.hours.get(second // HOUR_SECONDS)
            if delta is None:
                delta = pending.hours[second // HOUR_SECONDS] = Delta()
                self.weight += 1
            if value.__class__ is str:
                value = unpacked(value)
            delta.count += 1
            delta.order = order
            delta.newest = value
            if second >= delta.last_ts:
                delta.last_ts, delta.last = second, value
            cell = delta.cells.get(second)
            if value.__class__ is int and delta.total.__class__ is int:
                delta.total += value
            else:
                delta.total = plus(delta.total, value)
            if cell is None:
                delta.cells[second] = [False, 1, value, order, value]
            else:
                cell[1] += 1
                cell[2] = plus(cell[2], value)
                cell[3], cell[4] = order, value
            order += 1

    def _special(self, key: Key, pending: Pending, entry: Entry, order: int) -> None:
        """Set, cancel, clear."""
        _, _, second, value, _, kind, *state = entry
        if kind == CLEAR:
            self.pop(key)
            fresh = self.series[key] = Pending(pending.first)
            fresh.cleared, fresh.last = True, order
            return
        delta = pending.hours.get(second // HOUR_SECONDS)
        if delta is None:
            delta = pending.hours[second // HOUR_SECONDS] = Delta()
            self.weight += 1
        if kind == SET:
            amount = unpacked(value)
            delta.replace(second, (1, amount, order, amount))
        elif state[0] is None:
            delta.replace(second, None)
        else:
            count, total, place, newest = state[0]
            delta.replace(second, (count, unpacked(total), place, unpacked(newest)))
