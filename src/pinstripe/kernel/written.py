"""What a batch has written so far, found by id, by type and by index pair.

Owns: the index of a batch's own records, so that a function asks for the few that match and never walks them
all. Does not own: stored records (store/base.py), what a unit of work has touched (work.py).
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Sequence, ValuesView

from pinstripe.kernel.index import index_of
from pinstripe.kernel.record import Record

Key = tuple[str, str]
Pair = tuple[str, str]
NOTHING: frozenset[Pair] = frozenset()


class Written:
    """Records by (account, id), each in its newest state."""

    def __init__(self) -> None:
        self._records: dict[Key, Record] = {}
        self._pairs: dict[Key, frozenset[Pair]] = {}
        self._under: dict[tuple[str, Pair], dict[str, None]] = {}
        self._typed: dict[tuple[str, str], dict[str, None]] = {}

    def __contains__(self, place: Key) -> bool:
        return place in self._records

    def items(self) -> ItemsView[Key, Record]:
        """Places and records, in the order of their first writing."""
        return self._records.items()

    def values(self) -> ValuesView[Record]:
        """The records."""
        return self._records.values()

    def has(self, account: str, kind: str) -> bool:
        """Has the batch written a record of that type?"""
        return (account, kind) in self._typed

    def pairs(self, place: Key) -> frozenset[Pair]:
        """The index pairs of a written record; none once it is deleted."""
        return self._pairs[place]

    def put(self, place: Key, record: Record, same: frozenset[Pair] | None = None) -> None:
        """Keep a record's newest state. params: same, the pairs that it had before, where they still hold"""
        account, key = place
        if place not in self._records:
            self._typed.setdefault((account, record.type), {})[key] = None
            before = NOTHING
        else:
            before = self._pairs[place]
            same = before if same is not None else None
        self._records[place] = record
        after = same if same is not None else NOTHING if record.deleted else index_of(record)
        self._pairs[place] = after
        if before != after:
            for pair in before - after:
                del self._under[account, pair][key]
            for pair in after - before:
                self._under.setdefault((account, pair), {})[key] = None

    def found(self, account: str, kind: str, pairs: Sequence[Pair]) -> Iterable[str]:
        """Ids of the written records of a type that have all these index pairs."""
        if not pairs:
            return self._typed.get((account, kind), {})
        first, *others = (self._under.get((account, pair), {}) for pair in pairs)
        return [key for key in first if all(key in one for one in others)] if others else list(first)

    def made(self, account: str, key: str) -> bool:
        """Has this batch made the record of that id, so that nothing that is stored can name it?"""
        record = self._records.get((account, key))
        return record is not None and not record.rev
