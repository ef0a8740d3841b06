"""What one second of a series adds up to, and what a span of seconds comes to.

Owns: states of seconds, summaries of spans and how they join; pure, no store.
A second's state is (count, total, order, newest): how many events, their sum, and which was received last.
Money: none. Times: Unix seconds. Source: docs: Record usage (set, increment); docs: Create and configure a meter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import orjson

from pinstripe.metering.exact import Number, packed, plus, unpacked

SLOT_SECONDS = 300
HOUR_SECONDS = 3600
DAY_SECONDS = 86400
SLOTS = HOUR_SECONDS // SLOT_SECONDS

State = tuple[int, Number, int, Number]
Cells = dict[int, State]
"""Second → its state; seconds without usage are absent."""


class Summary(NamedTuple):
    """What a span with at least one event comes to, under every way of counting."""

    count: int
    total: Number
    last_ts: int
    last: Number
    """The value received last at the newest second."""
    amount: Number
    """What the newest second adds up to."""
    order: int
    newest: Number
    """The value received last of all, whatever its second."""
    most: Number
    """The largest amount of a single second."""


def of_cells(cells: Mapping[int, State]) -> Summary | None:
    """The summary of some seconds, None without any."""
    if not cells:
        return None
    last_ts = max(cells)
    _, amount, _, last = cells[last_ts]
    count, total, order, newest, most = 0, 0, -1, last, amount
    for events, value, place, received in cells.values():
        count += events
        total = plus(total, value)  # type: ignore[assignment]
        if place > order:
            order, newest = place, received
        most = max(most, value)
    return Summary(count, total, last_ts, last, amount, order, newest, most)


def joined(parts: Iterable[Summary]) -> Summary | None:
    """The summary of adjoining spans, the oldest first."""
    whole: Summary | None = None
    for part in parts:
        if whole is None:
            whole = part
            continue
        newer = part if part.order > whole.order else whole
        whole = Summary(
            whole.count + part.count,
            plus(whole.total, part.total),
            part.last_ts,
            part.last,
            part.amount,
            newer.order,
            newer.newest,
            max(whole.most, part.most),
        )
    return whole


def packed_summary(one: Summary) -> list[Any]:
    """A summary as JSON holds it."""
    return [
        one.count,
        packed(one.total),
        one.last_ts,
        packed(one.last),
        packed(one.amount),
        one.order,
        packed(one.newest),
        packed(one.most),
    ]


def unpacked_summary(one: list[Any]) -> Summary:
    """The summary of its packed form."""
    count, total, last_ts, last, amount, order, newest, most = one
    if type(total) is type(last) is type(amount) is type(newest) is type(most) is int:
        return Summary(count, total, last_ts, last, amount, order, newest, most)
    return Summary(
        count,
        unpacked(total),
        last_ts,
        unpacked(last),
        unpacked(amount),
        order,
        unpacked(newest),
        unpacked(most),
    )


def packed_cells(cells: Cells, base: int) -> bytes:
    """Seconds of a slot as stored: the usual single event is three numbers."""
    out: list[list[Any]] = []
    for second in sorted(cells):
        count, total, order, newest = cells[second]
        row: list[Any] = [second - base, packed(total), order]
        if count != 1 or newest != total:
            row += [count, packed(newest)]
        out.append(row)
    return orjson.dumps(out)


def unpacked_cells(raw: bytes, base: int) -> Cells:
    """The seconds of a stored slot."""
    out: Cells = {}
    for offset, total, order, *more in orjson.loads(raw):
        amount = total if type(total) is int else unpacked(total)
        if more:
            out[base + offset] = (more[0], amount, order, unpacked(more[1]))
        else:
            out[base + offset] = (1, amount, order, amount)
    return out
