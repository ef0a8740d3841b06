"""Records that were read or written last, as they were committed: what is asked for again and again asks
nothing of SQLite.

Owns: the bounded memory, and that nothing old gets into it. Does not own: reading and writing (sqlite.py).
Only for a store that one process writes to. Once a commit is durable, what it wrote takes the place of what
was remembered; a row that was read before that, on whatever thread, is not kept after it.
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
Settled = list[tuple[Place, Row | None]]
"""What a commit writes: the rows as they will stand, None where that is not known without reading."""


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
            self._shrink()

    def settle(self, settled: Settled) -> None:
        """A commit is durable: what it wrote stands there now."""
        with self._changing:
            self.stamp += 1
            for place, row in settled:
                old = self._rows.pop(place, None)
                if old is not None:
                    self._bytes -= sized(old)
                if row is not None and (size := sized(row)) <= LONGEST:
                    self._rows[place] = row
                    self._bytes += size
            self._shrink()

    def clear(self) -> None:
        """Nobody knows what was changed."""
        with self._changing:
            self.stamp += 1
            self._rows.clear()
            self._bytes = 0

    def _shrink(self) -> None:
        while self._bytes > self._most:
            self._bytes -= sized(self._rows.popitem(last=False)[1])


def sized(row: Row) -> int:
    """How many bytes a record takes."""
    return len(row.body) + len(row.private or b"")


def written(batches: Iterable[Changes], recent: Recent) -> Settled:
    """What a commit writes, by its place. params: recent, what is remembered before it"""
    found: Settled = []
    for changes in batches:
        rows = changes.rows
        bodies = {row[1]: row[4:6] for row in rows.get("versions", ())}
        for world, account, key, seq, *rest in rows.get("heads", ()):
            body = bodies.get(seq)
            found.append(((world, account, key), Row(key, seq, *rest, *body) if body else None))
        for seq, deleted, clock, *place, rev in rows.get("heads.move", ()):
            where: Place = tuple(place)
            old, body = recent.find(where), bodies.get(seq)
            moved = None
            if body and old is not None and old.rev == rev:
                moved = Row(old.id, seq, rev + 1, old.type, old.created, old.born, clock, deleted, *body)
            found.append((where, moved))
        found += [((row[-4], row[-3], row[-2]), None) for row in rows.get("heads.again", ())]
        found += [((row[0], row[2], row[3]), None) for row in rows.get("versions.put", ())]
    return found
