"""Which records a search may mean, by their words: what is stored of them, and what is not stored yet.

Owns: reading versions into words, keeping them, the places that a plan leads to.
Does not own: what a word is (words.py), rows (store/words.py), deciding what is meant (search.py).
Money: none.
Writing records writes no words. A search reads what was written since the last one, and remembers it; what
has become much is kept in the store, bucket by bucket, before the number up to which all is kept moves on. So
a crash loses nothing: what was not kept is read again.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator, Sequence

import orjson

from pinstripe.ids import unguessable
from pinstripe.kernel import places
from pinstripe.kernel.places import SHIFT, Places
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.words import Plan, Wanted, searched, words_of
from pinstripe.kernel.world import World
from pinstripe.store import words as stored
from pinstripe.store.base import Store
from pinstripe.store.words import State

NAME = "words"
MOST = 16_384
"""So many numbers may be read by a search itself, and remembered; more are read and kept before it."""
WINDOW, BULK = 4_096, 65_536
"""Numbers that are read at a time, and those after which words are kept while much is read."""
PIECE = 1_000
"""Rows that are kept at a time: others write in between."""
BUCKETS = (1, 4, 16, 64, 256)
"""Buckets that are looked into at a time, the newest first."""
FEWEST = 3
"""Of the words that a record must have all of, the scarcest are enough."""

_taking = threading.Lock()
"""Held for moments only, while nothing is asked of a store."""


class Behind(Exception):
    """A search needs words of more than it may read itself."""


class Tail:
    """The words of versions after a number, and up to another one."""

    def __init__(self, past: int, stamp: str, start: int) -> None:
        self.past = past
        self.stamp = stamp
        self.start = self.seen = start
        self.found: dict[int, dict[int, list[int]]] = {}
        """Offsets by bucket and word."""

    def continues(self, past: int, state: State) -> bool:
        """Does it go on where the stored words end?"""
        same = (self.past, self.stamp) == (past, state.stamp)
        return same and self.start <= state.through <= self.seen

    def take(self, begin: int, end: int, rows: Iterable[tuple[str, str, int, bytes]]) -> None:
        """The words of the records that were written in between, unless somebody was faster."""
        known = [
            (born, words_of(REGISTRY[kind], account, orjson.loads(body)))
            for account, kind, born, body in rows
        ]
        with _taking:
            if self.seen != begin:
                return
            for born, words in known:
                bucket, offset = self.found.setdefault(born >> SHIFT, {}), born & places.WIDTH - 1
                for word in words:
                    offsets = bucket.get(word)
                    if offsets is None:
                        bucket[word] = [offset]
                    else:
                        offsets.append(offset)
            self.seen = end

    @property
    def heavy(self) -> bool:
        """Is it time to keep it?"""
        return self.seen - self.start > MOST


def tail_of(world: World, past: int, state: State | None) -> Tail:
    """What is remembered of a world, or its beginning. Where others write, too, nothing is remembered until
    there is a stamp that tells one past from another.
    """
    known: Tail | None = world.side.get(NAME)
    now = state or State()
    if known is not None and known.continues(past, now):
        return known
    return Tail(past, now.stamp, now.through)


def is_heavy(world: World) -> bool:
    """Is much remembered of a world, that could be kept?"""
    known: Tail | None = world.side.get(NAME)
    return known is not None and known.heavy


class Index:
    """The words of a world, as one search sees them."""

    def __init__(self, store: Store, world: World, past: int) -> None:
        """refuses: Behind"""
        self.store = store
        self.world = world.world
        self.last, state = stored.state(store, self.world)
        self.tail = tail = tail_of(world, past, state)
        if self.last - tail.seen > MOST or (store.shared and tail.heavy):
            raise Behind
        if state is not None or not store.shared:
            world.side[NAME] = tail
        while tail.seen < self.last:
            read_on(store, self.world, tail, self.last)

    def places(self, plan: Plan, after: int | None, before: int | None) -> Iterator[int]:
        """Places of records that may be meant, highest first, between two places."""
        low, high = (after or 0) + 1, min(self.last, self.last if before is None else before - 1)
        bottom, bucket, step = low >> SHIFT, high >> SHIFT, 0
        while bucket >= bottom:
            end = max(bucket - BUCKETS[min(step, len(BUCKETS) - 1)], bottom - 1)
            for one, found in self._found(range(bucket, end, -1), plan):
                for offset in places.falling(found):
                    place = one << SHIFT | offset
                    if low <= place <= high:
                        yield place
            bucket, step = end, step + 1

    def _found(self, buckets: Sequence[int], plan: Plan) -> Iterator[tuple[int, Places]]:
        """(bucket, places in it) of what a plan leads to, in the order of the buckets."""
        needed = sorted({word for one in plan.wanted for word in (*one.words, *one.also)})
        size: dict[int, dict[int, int]] = {bucket: {} for bucket in buckets}
        for bucket, word, length in stored.sizes(self.store, self.world, buckets, needed):
            size[bucket][word] = length
        for bucket, known in size.items():
            waiting = self.tail.found.get(bucket, {})
            for word in needed:
                if word in waiting:
                    known[word] = known.get(word, 0) + 2 * len(waiting[word])
        picked = {bucket: [scarcest(one, known) for one in plan.wanted] for bucket, known in size.items()}
        live = [bucket for bucket in buckets if worth(picked[bucket], plan.any)]
        asked = sorted(
            {word for bucket in live for one in picked[bucket] for word in (*one.words, *one.also)}
        )
        rows: dict[int, dict[int, bytes]] = {bucket: {} for bucket in live}
        if live:
            for bucket, word, raw in stored.places(self.store, self.world, live, asked):
                rows[bucket][word] = raw
        for bucket in live:
            yield bucket, self._within(bucket, picked[bucket], plan.any, rows[bucket])

    def _within(self, bucket: int, wanted: Sequence[Wanted], any_of: bool, rows: dict[int, bytes]) -> Places:
        """The places of one bucket."""
        waiting = self.tail.found.get(bucket, {})

        def of(word: int) -> Places:
            kept: Places = places.unpacked(rows[word]) if word in rows else set()
            return places.either((kept, set(waiting[word]))) if word in waiting else kept

        found = [
            places.either(
                (places.each(map(of, one.words)) if one.all else places.either(map(of, one.words)),
                 *map(of, one.also))
            )
            for one in wanted
        ]  # fmt: skip
        return places.either(found) if any_of else places.each(found)


def scarcest(wanted: Wanted, known: dict[int, int]) -> Wanted:
    """What of a condition is to be read in a bucket, whose words are known with their sizes."""
    also = tuple(word for word in wanted.also if word in known)
    there = [word for word in wanted.words if word in known]
    if not wanted.all:
        return Wanted(tuple(there), False, also)
    if len(there) < len(wanted.words):
        return Wanted((), False, also)
    return Wanted(tuple(sorted(there, key=known.__getitem__)[:FEWEST]), True, also)


def worth(wanted: Iterable[Wanted], any_of: bool) -> bool:
    """May anything of a bucket be meant?"""
    held = (bool(one.words or one.also) for one in wanted)
    return any(held) if any_of else all(held)


def read_on(store: Store, world: int, tail: Tail, last: int) -> None:
    """Read the next versions of a world."""
    begin = tail.seen
    end = min(last, begin + WINDOW)
    if end > begin:
        tail.take(begin, end, stored.since(store, world, begin, end, last, searched()))


def catch_up(store: Store, world: World) -> None:
    """Read and keep the words of all that was written. Not for two at a time."""
    past = world.past
    while not _caught_up(store, world, past):
        pass


def _caught_up(store: Store, world: World, past: int) -> bool:
    """One step of it. gives: was it the last one?"""
    number = world.world
    with reading(store) as view:
        last, state = stored.state(view, number)
    if not last or world.past != past:
        return True
    if state is None:
        stored.begin(store, number, unguessable(12))
        return False
    tail = tail_of(world, past, state)
    with reading(store) as view:
        last = stored.state(view, number)[0]
        while tail.seen < last and tail.seen - tail.start < BULK:
            read_on(view, number, tail, last)
    seen = kept(store, number, state, tail)
    if seen is not None and world.past == past:
        world.side[NAME] = Tail(past, state.stamp, seen)
    return seen is not None and seen >= last


def kept(store: Store, world: int, state: State, tail: Tail) -> int | None:
    """Put the words of a tail into the store. gives: up to which number; None where another was faster"""
    with _taking:
        seen = tail.seen
        found = [
            (bucket, {word: tuple(offsets) for word, offsets in known.items()})
            for bucket, known in sorted(tail.found.items())
        ]
    with reading(store) as view:
        for bucket, known in found:
            every = sorted(known)
            for start in range(0, len(every), PIECE):
                part = every[start : start + PIECE]
                before = {word: raw for _, word, raw in stored.places(view, world, (bucket,), part)}
                rows = [(bucket, word, places.merged(before.get(word, b""), known[word])) for word in part]
                if not stored.keep(store, world, state, state.through, rows):
                    return None
                state = state._replace(rev=state.rev + 1)
    if seen > state.through and not stored.keep(store, world, state, seen, ()):
        return None
    return seen


def reading(store: Store) -> contextlib.AbstractContextManager[Store]:
    """Where much is read: beside the loop, where the store has a connection for that."""
    if store.shared or not store.waits:  # type: ignore[attr-defined]
        return contextlib.nullcontext(store)
    return store.apart()  # type: ignore[attr-defined,no-any-return]
