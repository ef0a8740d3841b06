"""Writing usage: log, identifiers, buckets; and taking it back.

Owns: record, record_many, cancel, clear. Does not own: reading totals (reading.py), refusals (products).
Times: an identifier counts once within a day of its receipt (identifiers.py). Source: docs: Record usage;
inferred (storage).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from hashlib import blake2b
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from pinstripe.metering import buckets
from pinstripe.metering.buckets import DAY, SECOND, Bucket, Draft, Place
from pinstripe.metering.identifiers import WIDTH, digest_of, identifiers

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work


class Event(NamedTuple):
    """So much, of one owner, for one customer, at one moment. set: the amount at that second, not more of
    it."""

    owner: str
    customer: str
    timestamp: int
    value: Decimal
    identifier: str = ""
    set: bool = False


def record(
    work: Work,
    owner: str,
    customer: str,
    timestamp: int,
    value: int | Decimal,
    *,
    mode: str = "increment",
    identifier: str = "",
) -> str:
    """One event. gives: "recorded", or "duplicate" when its identifier was counted already"""
    event = Event(owner, customer, timestamp, Decimal(value), identifier, mode == "set")
    return record_many(work, [event])[0]


def record_many(work: Work, events: Sequence[Event]) -> list[str]:
    """Many events at once: one row of the log, each changed bucket once. gives: an outcome for each"""
    draft = buckets.draft(work)
    account = work.account
    digests = _digests(account, events)
    named = [digest for digest in digests if digest]
    seen = _seen(work, draft, named)
    seq = work.batch.changes.seq()
    received = work.world_now
    kept, outcomes = events, ["recorded"] * len(events)
    if seen or len(set(named)) != len(named):
        kept, digests, outcomes = _first_ones(events, digests, seen)
    if kept:
        facts = zip(repeat(seq), range(len(kept)), repeat(received))
        draft.identifiers.update(pair for pair in zip(digests, facts, strict=True) if pair[0])
        _log(work, seq, received, kept)
        _count(draft, account, seq, kept)
    return outcomes


def _first_ones(
    events: Sequence[Event], digests: list[bytes], seen: set[bytes]
) -> tuple[list[Event], list[bytes], list[str]]:
    """The events that count, their digests, and what is told of each of all."""
    kept: list[Event] = []
    fresh: list[bytes] = []
    outcomes: list[str] = []
    for digest, event in zip(digests, events, strict=True):
        if digest in seen:
            outcomes.append("duplicate")
            continue
        if digest:
            seen.add(digest)
        kept.append(event)
        fresh.append(digest)
        outcomes.append("recorded")
    return kept, fresh, outcomes


def _digests(account: str, events: Sequence[Event]) -> list[bytes]:
    """What is kept of each identifier, in their order; nothing of an event without one."""
    return [
        blake2b(f"{account}/{e.owner}/{e.identifier}".encode(), digest_size=WIDTH).digest()
        if e.identifier
        else b""
        for e in events
    ]


def _seen(work: Work, draft: Draft, digests: list[bytes]) -> set[bytes]:
    """The identifiers among these that were counted within the window, here or earlier."""
    if not digests:
        return set()
    layers = (draft.identifiers, draft.base.identifiers)
    found = {digest for layer in layers if layer for digest in digests if digest in layer}
    if not work.batch.bold:
        found.update(identifiers(work.batch.store, work.world).known(digests, work.world_now))
    return found


def _log(work: Work, seq: int, received: int, events: Sequence[Event]) -> None:
    """One row of the log: the events as they were counted, in their places."""
    moments = [event.timestamp for event in events]
    body = orjson.dumps(
        [(e.owner, e.customer, e.timestamp, str(e.value), e.identifier, e.set) for e in events]
    )
    work.rows("usage_log", (work.world.world, seq, work.account, received, min(moments), max(moments), body))


def _count(draft: Draft, account: str, seq: int, events: Sequence[Event]) -> None:
    """Every event into its four buckets; events of one second and customer are gathered first."""
    gathered: dict[tuple[Any, ...], list[int]] = {}
    for number, event in enumerate(events):
        gathered.setdefault(event[:3], []).append(number)
    draft.load(
        place
        for owner, customer, moment in gathered
        for place in buckets.parents(account, owner, customer, moment)
    )
    for (owner, customer, moment), group in gathered.items():
        second, *above = buckets.parents(account, owner, customer, moment)
        bucket = draft.get(second)
        before_total, before_peak = bucket.total, bucket.peak
        count = len(group)
        total = bucket.total
        for number in group:
            event = events[number]
            total = event.value if event.set else total + event.value
        place = group[-1]
        newest = events[place]
        first_use = bucket.count == 0
        bucket.count += count
        bucket.total = bucket.peak = total
        bucket.last_ts, bucket.last = moment, newest.value
        _latest(bucket, seq, place, newest.value)
        lowered = not first_use and total < before_peak
        for up in above:
            _above(draft, up, count, total - before_total, bucket, seq, place)
        if lowered:
            _peaks(draft, account, owner, customer, moment)


def _above(draft: Draft, place: Place, count: int, delta: Decimal, second: Bucket, seq: int, at: int) -> None:
    """A minute, hour or day takes up what its second gained."""
    bucket = draft.get(place)
    first_use = bucket.count == 0
    bucket.count += count
    bucket.total += delta
    bucket.peak = second.total if first_use else max(bucket.peak, second.total)
    if first_use or second.last_ts >= bucket.last_ts:
        bucket.last_ts, bucket.last = second.last_ts, second.last
    _latest(bucket, seq, at, second.last)


def _latest(bucket: Bucket, seq: int, place: int, value: Decimal) -> None:
    if (seq, place) >= (bucket.latest_seq, bucket.latest_place):
        bucket.latest_seq, bucket.latest_place, bucket.latest = seq, place, value


def _peaks(draft: Draft, account: str, owner: str, customer: str, moment: int) -> None:
    """An amount was set lower: the greatest of each span above is found anew among its children."""
    for size, child in zip(buckets.SIZES[1:], buckets.SIZES, strict=False):
        start = moment - moment % size
        children = buckets.within(draft.work, owner, customer, [(child, start, start + size)])
        draft.get((account, owner, customer, size, start)).peak = max(
            (one.peak for one in children.values()), default=buckets.ZERO
        )


def cancel(work: Work, owner: str, identifier: str) -> str:
    """Take back an event received within the window. gives: "cancelled", "unknown" or "cancelled_before\""""
    digest = digest_of(work.account, owner, identifier)
    draft = buckets.draft(work)
    known = draft.identifiers.get(digest) or draft.base.identifiers.get(digest)
    if known is None:
        known = identifiers(work.batch.store, work.world).known([digest], work.world_now).get(digest)
    if known is None:
        return "unknown"
    seq, place, _ = known
    if (seq, place) in _cancelled(work, draft):
        return "cancelled_before"
    draft.cancelled.add((seq, place))
    work.rows("usage_cancelled", (work.world.world, seq, place, work.world_now))
    _recount(work, draft, owner, seq, place)
    return "cancelled"


def _recount(work: Work, draft: Draft, owner: str, seq: int, place: int) -> None:
    """The second of a cancelled event is summed up anew from the log, and what is above it from its
    children."""
    customer, moment = _event_at(work, seq, place)
    gone = _cancelled(work, draft)
    second = Bucket()
    for number, at, event in _events_of(work, owner, customer, moment):
        if (number, at) in gone:
            continue
        value = Decimal(event[3])
        second.count += 1
        second.total = second.peak = value if event[5] else second.total + value
        second.last_ts, second.last = moment, value
        _latest(second, number, at, value)
    places = list(buckets.parents(work.account, owner, customer, moment))
    draft.load(places)
    draft.buckets[places[0]] = second
    for place_above, child in zip(places[1:], buckets.SIZES, strict=False):
        draft.buckets[place_above] = _summed(work, owner, customer, child, place_above)


def _summed(work: Work, owner: str, customer: str, child: int, place: Place) -> Bucket:
    """A bucket made from its children."""
    size, start = place[3], place[4]
    made = Bucket()
    children = buckets.within(work, owner, customer, [(child, start, start + size)])
    for _, one in sorted(children.items()):
        first = made.count == 0
        made.count += one.count
        made.total += one.total
        made.peak = one.peak if first else max(made.peak, one.peak)
        if first or one.last_ts >= made.last_ts:
            made.last_ts, made.last = one.last_ts, one.last
        _latest(made, one.latest_seq, one.latest_place, one.latest)
    return made


def _rows_of_log(work: Work) -> list[tuple[int, bytes]]:
    """Rows of the log that this batch has queued and not yet written."""
    queued = [
        *work.batch.changes.rows.get("usage_log", ()),
        *(row for n, row in work.queued() if n == "usage_log"),
    ]
    return [(row[1], row[6]) for row in queued if row[2] == work.account]


def _event_at(work: Work, seq: int, place: int) -> tuple[str, int]:
    """Customer and moment of a logged event."""
    queued = dict(_rows_of_log(work))
    body = queued.get(seq)
    if body is None:
        body = work.batch.store.rows(
            "SELECT events FROM usage_log WHERE world=? AND seq=?", (work.world.world, seq)
        )[0][0]
    event = orjson.loads(body)[place]
    return event[1], event[2]


def _events_of(work: Work, owner: str, customer: str, moment: int) -> list[tuple[int, int, Any]]:
    """The logged events of one owner, customer and second, in the order of receipt."""
    rows = work.batch.store.rows(
        "SELECT seq,events FROM usage_log WHERE world=? AND account=? AND last_ts>=? AND first_ts<=? ORDER "
        "BY seq",
        (work.world.world, work.account, moment, moment),
    )
    found = []
    for seq, body in (*rows, *_rows_of_log(work)):
        for place, event in enumerate(orjson.loads(body)):
            if event[0] == owner and event[1] == customer and event[2] == moment:
                found.append((seq, place, event))
    return found


def _cancelled(work: Work, draft: Draft) -> set[tuple[int, int]]:
    """(seq, place) of every event that was taken back."""
    rows = work.batch.store.rows("SELECT seq,place FROM usage_cancelled WHERE world=?", (work.world.world,))
    return {(row[0], row[1]) for row in rows} | draft.base.cancelled | draft.cancelled


def clear(work: Work, owner: str, since: int) -> None:
    """Forget what an owner's seconds from a moment on hold; the log keeps it.
    source: docs: Upgrade subscriptions
    """
    draft = buckets.draft(work)
    end = work.world_now + 10 * 365 * DAY
    seconds = buckets.within(work, owner, "", [(SECOND, since, end)])
    touched = {parent for _, start in seconds for parent in buckets.parents(work.account, owner, "", start)}
    draft.load(touched)
    for place in sorted(touched, key=lambda place: place[3]):
        if place[3] == SECOND:
            draft.buckets[place] = Bucket()
        else:
            child = buckets.SIZES[buckets.SIZES.index(place[3]) - 1]
            draft.buckets[place] = _summed(work, owner, "", child, place)


__all__ = ["Event", "cancel", "clear", "record", "record_many"]
