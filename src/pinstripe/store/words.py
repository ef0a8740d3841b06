"""What the store knows of the words of searches: which records hold them, and up to which number.

Owns: the SQL of the two tables `search_state` and `search_words`. Does not own: what a word is
(kernel/words.py), how places are packed (kernel/places.py), when they are written (kernel/lookup.py).
A world's places come in buckets of 65,536 numbers; a row holds those of one word in one bucket. Rows may say
too much (a record no longer holds the word), never too little, up to the number `through`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pinstripe.store.base import Changes, Conflict, Store

MOST_MARKS = 500


class State(NamedTuple):
    """How far the words of a world go: rev counts changes, each beginning has a stamp of its own."""

    rev: int = 0
    stamp: str = ""
    through: int = 0


STATE = (
    "SELECT w.seq,s.rev,s.stamp,s.through FROM worlds w LEFT JOIN search_state s ON s.world=w.world "
    "WHERE w.world=?"
)
SINCE = (
    "SELECT h.account,h.type,h.born,v.body FROM versions v CROSS JOIN heads h "
    "WHERE v.world=? AND v.seq>? AND v.seq<=? AND h.world=v.world AND h.account=v.account AND h.id=v.id "
    "AND (h.seq=v.seq OR h.seq>?) AND h.deleted=0 AND h.type IN ({})"
)


def state(store: Store, world: int) -> tuple[int, State | None]:
    """The world's last number, and what its words hold; None where they were never written."""
    rows = store.rows(STATE, (world,))
    if not rows:
        return 0, None
    last, rev, stamp, through = rows[0]
    return last, State(rev, stamp, through) if rev is not None else None


def since(
    store: Store, world: int, after: int, until: int, last: int, kinds: Sequence[str]
) -> list[tuple[str, str, int, bytes]]:
    """(account, type, place, body) of records of these types that a version of these numbers shows.

    last: the world's last number when the reader began; a record that has moved on since then is given as it
    was before.
    """
    sql = SINCE.format(",".join("?" * len(kinds)))
    return [tuple(row) for row in store.rows(sql, (world, after, until, last, *kinds))]  # type: ignore[misc]


def sizes(
    store: Store, world: int, buckets: Sequence[int], words: Sequence[int]
) -> list[tuple[int, int, int]]:
    """(bucket, word, bytes) of the rows that there are."""
    return _asked(store, "length(places)", world, buckets, words)


def places(
    store: Store, world: int, buckets: Sequence[int], words: Sequence[int]
) -> list[tuple[int, int, bytes]]:
    """(bucket, word, packed places) of the rows that there are."""
    return _asked(store, "places", world, buckets, words)


def _asked(store: Store, column: str, world: int, buckets: Sequence[int], words: Sequence[int]) -> list[Any]:
    found: list[Any] = []
    for start in range(0, len(words), MOST_MARKS):
        part = words[start : start + MOST_MARKS]
        marks = (",".join("?" * len(one)) for one in (buckets, part))
        sql = "SELECT bucket,word,{} FROM search_words WHERE world=? AND bucket IN ({}) AND word IN ({})"
        found += store.rows(sql.format(column, *marks), (world, *buckets, *part))
    return found


def begin(store: Store, world: int, stamp: str) -> bool:
    """Words are written from now on. gives: False, where another process has begun"""
    changes = _changes(store, world)
    changes.add("search_state", (world, 1, stamp, 0))
    return _kept(store, changes)


def keep(
    store: Store, world: int, known: State, through: int, rows: Iterable[tuple[int, int, bytes]]
) -> bool:
    """Write rows of (bucket, word, packed places), and up to which number all are now written.

    gives: False, and nothing is written, where the words are no longer as they were read
    """
    changes = _changes(store, world)
    changes.add("search_state.move", (through, world, known.rev))
    for row in rows:
        changes.add("search_words.put", (world, *row))
    return _kept(store, changes)


def _changes(store: Store, world: int) -> Changes:
    return Changes(world, state(store, world)[0], store.shared)


def _kept(store: Store, changes: Changes) -> bool:
    try:
        store.commit([changes])
    except Conflict:
        return False
    return True
