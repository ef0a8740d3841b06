"""Records that were read last, as they were committed: what is read again and again asks nothing of SQLite.

Owns: the bounded memory, and that nothing old gets into it. Does not own: reading and writing (sqlite.py).
Only for a store that one process writes to. A commit drops what it wrote, once it is durable; a row that was
read before that, on whatever thread, is not kept after it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable

from pinstripe.store.base import Changes, Row

MOST_BYTES = 16 << 20
LONGEST = 1 << 16
"""A longer record would push out too many others."""
Place = tuple[int, str, str]
"""World, account, id."""


class Recent:
    """Rows by their place."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._rows: OrderedDict[Place, Row] = OrderedDict()
        self._changing = threading.Lock()
        self.stamp = 0
        """How often something was dropped; whoever reads takes it before."""

    def find(self, place: Place) -> Row | None:
        """The record, if it is remembered."""
        return self._rows.get(place)

    def keep(self, place: Place, row: Row, stamp: int) -> None:
        """Remember what was read after the stamp was taken; those that were kept first go first."""
        size = sized(row)
        if size > LONGEST:
            return
        with self._changing:
            if stamp != self.stamp or place in self._rows:
                return
            self._rows[place] = row
            self._bytes += size
            while self._bytes > self._most:
                self._bytes -= sized(self._rows.popitem(last=False)[1])

    def drop(self, places: Iterable[Place]) -> None:
        """Others stand there now."""
        with self._changing:
            self.stamp += 1
            for place in places:
                row = self._rows.pop(place, None)
                if row is not None:
                    self._bytes -= sized(row)

    def clear(self) -> None:
        """Nobody knows what was changed."""
        with self._changing:
            self.stamp += 1
            self._rows.clear()
            self._bytes = 0


def sized(row: Row) -> int:
    """How many bytes a record takes."""
    return len(row.body) + len(row.private or b"")


def written(batches: Iterable[Changes]) -> list[Place]:
    """The places that a commit writes to."""
    found: list[Place] = []
    for changes in batches:
        rows = changes.rows
        found += [(row[0], row[1], row[2]) for row in rows.get("heads", ())]
        for name in ("heads.move", "heads.again"):
            found += [(row[-4], row[-3], row[-2]) for row in rows.get(name, ())]
        found += [(row[0], row[2], row[3]) for row in rows.get("versions.put", ())]
    return found
