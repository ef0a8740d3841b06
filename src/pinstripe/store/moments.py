"""Moments: the places in the order of creation between which a span of time lies.

Owns: how a bound of time is found without reading what lies outside. Does not own: the pages that are read
between places (base.py). Source: our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.store.base import Span, Store

SLACK_SECONDS, OWN_SLACK_SECONDS = 5, 1
"""So far the clocks of processes that share a store may differ; so far the clock of one may be put back."""
PLACE = (
    "SELECT born,created FROM heads WHERE world=? AND type=? AND account=? AND clock='' AND born>=? "
    "ORDER BY born LIMIT 1"
)
EVENT_PLACE = "SELECT seq,created FROM events WHERE world=? AND account=? AND seq>=? ORDER BY seq LIMIT 1"


def narrowed(store: Store, query: str, args: Sequence[Any], last: int, span: Span) -> Span:
    """A span of time as a span of places too, where what was made later stands later.

    What lies outside is not read. The bounds of time still hold: places leave a little more. params: query,
    PLACE or EVENT_PLACE; last, the world's last number
    """
    slack = SLACK_SECONDS if store.shared else OWN_SLACK_SECONDS
    floors = (span.gte, None if span.gt is None else span.gt + 1)
    ceilings = (span.lte, None if span.lt is None else span.lt - 1)
    floor = max((bound for bound in floors if bound is not None), default=None)
    ceiling = min((bound for bound in ceilings if bound is not None), default=None)
    after, before = span.after, span.before
    if floor is not None:
        first = first_at(store, query, args, last, floor - slack)
        after = max(first - 1, after if after is not None else 0)
    if ceiling is not None:
        end = first_at(store, query, args, last, ceiling + slack + 1)
        before = min(end, before if before is not None else end)
    return span._replace(after=after, before=before)


def first_at(store: Store, query: str, args: Sequence[Any], last: int, moment: int) -> int:
    """The place of the first one made at that moment or later; if there is none, one beyond the last.

    Where it was made at an even pace its place is guessed from the times at both ends; a guess that does not
    halve what is left is followed by one that does.
    """
    low, high = 1, last + 1
    early: int | None = None
    late: int | None = None
    guess = False
    while low < high:
        width, middle = high - low, (low + high) // 2
        if guess and early is not None and late is not None and early < moment < late:
            middle = min(low + width * (moment - early) // (late - early), high - 1)
        found = store.rows(query, (*args, middle))
        if found and found[0][1] < moment:
            low, early = found[0][0] + 1, found[0][1]
        else:
            high, late = middle, found[0][1] if found else late
        guess = (high - low) * 2 <= width
    return low
