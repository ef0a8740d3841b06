"""Which identifiers were counted: exact, in little memory, and written in order however random they are.

Owns: two forms of one answer. Embedded: new identifiers stand in the log and in memory; every RUN of them is
written sorted, as one run, and never changed; filters in memory say of nearly every fresh identifier that no
run holds it. Shared database: one row for each, looked up in sets, since other processes add to them.
Does not own: what an identifier means. Times: `received` by the world's clock; older than the window is new
again.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from itertools import starmap
from struct import Struct
from typing import TYPE_CHECKING, Any

import orjson

from pinstripe.store.base import Conflict

if TYPE_CHECKING:
    from pinstripe.kernel.batch import Batch
    from pinstripe.kernel.world import World
    from pinstripe.store.base import Store

WINDOW_SECONDS = 24 * 3600
DAY = 86400
RUN = 131_072
PAGE = 256
WIDTH = 16
FACTS = Struct("<QIQ")
FOUR = Struct("<4I")
BIT = tuple(1 << place for place in range(8))
CHUNK = 400
FIRST_BITS = 1 << 23
BITS_EACH = 16

Fact = tuple[int, int, int]
"""(sequence number of the log row, place in it, when it was received)."""


def digest_of(account: str, owner: str, identifier: str) -> bytes:
    """What is kept of an identifier: sixteen bytes, whatever its length."""
    return blake2b(f"{account}/{owner}/{identifier}".encode(), digest_size=WIDTH).digest()


class Filter:
    """A Bloom filter: no means no, yes means perhaps."""

    __slots__ = ("bits", "count", "mask", "room")

    def __init__(self, bits: bytearray, count: int = 0) -> None:
        self.bits = bits
        self.mask = len(bits) * 8 - 1
        self.count = count
        self.room = len(bits) * 8 // BITS_EACH

    @property
    def full(self) -> bool:
        """Would more make it say perhaps too often?"""
        return self.count >= self.room

    def add(self, digests: Sequence[bytes]) -> None:
        """Remember them. It runs for every event, so the four places of each are written out."""
        bits, mask = self.bits, self.mask
        for a, b, c, d in FOUR.iter_unpack(b"".join(digests)):
            bits[(a & mask) >> 3] |= BIT[a & 7]
            bits[(b & mask) >> 3] |= BIT[b & 7]
            bits[(c & mask) >> 3] |= BIT[c & 7]
            bits[(d & mask) >> 3] |= BIT[d & 7]
        self.count += len(digests)

    def may_hold(self, digests: Sequence[bytes]) -> list[bytes]:
        """Those of them that could have been remembered."""
        bits, mask = self.bits, self.mask
        return [
            digest
            for digest, (a, b, c, d) in zip(digests, FOUR.iter_unpack(b"".join(digests)), strict=True)
            if bits[(a & mask) >> 3] & BIT[a & 7]
            and bits[(b & mask) >> 3] & BIT[b & 7]
            and bits[(c & mask) >> 3] & BIT[c & 7]
            and bits[(d & mask) >> 3] & BIT[d & 7]
        ]


class Rows:
    """Identifiers of a shared database: a row each."""

    def __init__(self, store: Store, world: World) -> None:
        self.store = store
        self.world = world

    def known(self, digests: Sequence[bytes], now: int) -> dict[bytes, Fact]:
        """Those of them that were counted within the window."""
        found: dict[bytes, Fact] = {}
        for begin in range(0, len(digests), CHUNK):
            part = digests[begin : begin + CHUNK]
            rows = self.store.rows(
                "SELECT digest,seq,place,received FROM usage_identifiers WHERE world=? AND day IN (?,?) "
                f"AND received>? AND digest IN ({','.join('?' * len(part))})",
                (self.world.world, now // DAY - 1, now // DAY, now - WINDOW_SECONDS, *part),
            )
            for row in rows:
                found[bytes(row[0])] = row[1:]
        return found

    def keep(self, batch: Batch, fresh: dict[bytes, Fact]) -> None:
        """Queue their rows. refuses: Conflict, where nobody has asked whether they were counted, and some were"""
        if batch.bold and self.known(list(fresh), max(fact[2] for fact in fresh.values())):
            raise Conflict("an identifier was counted before")
        for digest, (seq, place, received) in fresh.items():
            batch.changes.add(
                "usage_identifiers.put", (self.world.world, received // DAY, digest, seq, place, received)
            )


class Runs:
    """Identifiers of an embedded database: recent ones in memory and in the log, the others in sorted
    runs."""

    def __init__(self, store: Store, world: World) -> None:
        self.store = store
        self.world = world
        self.recent: dict[bytes, Fact] = {}
        self.filters: dict[int, list[Filter]] = {}
        self.runs: list[tuple[int, int]] = []
        """(run, the day of its newest identifier), in their order."""
        self._load()

    def known(self, digests: Sequence[bytes], now: int) -> dict[bytes, Fact]:
        """Those of them that were counted within the window."""
        since, today = now - WINDOW_SECONDS, now // DAY
        recent = self.recent
        found = {digest: recent[digest] for digest in digests if digest in recent}
        others = [digest for digest in digests if digest not in found] if found else digests
        for day in (today - 1, today):
            for one in self.filters.get(day, ()):
                for digest in one.may_hold(others):
                    if digest not in found:
                        fact = self._in_runs(digest, today)
                        if fact is not None:
                            found[digest] = fact
        return {digest: fact for digest, fact in found.items() if fact[2] > since}

    def _in_runs(self, digest: bytes, today: int) -> Fact | None:
        """The newest fact that a run holds of it."""
        for run, newest in reversed(self.runs):
            if newest < today - 1:
                break
            rows = self.store.rows(
                "SELECT digests,facts FROM usage_runs WHERE world=? AND run=? AND first<=? ORDER BY first "
                "DESC LIMIT 1",
                (self.world.world, run, digest),
            )
            if not rows:
                continue
            place = _find(bytes(rows[0][0]), digest)
            if place is not None:
                fact: Fact = FACTS.unpack_from(rows[0][1], place * FACTS.size)
                return fact
        return None

    def keep(self, batch: Batch, fresh: dict[bytes, Fact]) -> None:
        """Remember them; when there are enough, write a run."""
        self.recent.update(fresh)
        days: dict[int, list[bytes]] = {}
        for digest, fact in fresh.items():
            days.setdefault(fact[2] // DAY, []).append(digest)
        for day, digests in days.items():
            self._remember(day, digests)
        if len(self.recent) >= RUN:
            self._flush(batch)

    def _remember(self, day: int, digests: Sequence[bytes]) -> None:
        """The filters of a day take them up, one after the other as they fill."""
        while digests:
            chosen = self._filter(day)
            room = chosen.room - chosen.count
            chosen.add(digests[:room])
            digests = digests[room:]

    def _filter(self, day: int) -> Filter:
        """The filter of a day that has room; full ones stay and a greater one follows."""
        chain = self.filters.setdefault(day, [])
        if not chain or chain[-1].full:
            size = len(chain[-1].bits) * 4 if chain else FIRST_BITS // 8
            chain.append(Filter(bytearray(size)))
            for old in [d for d in self.filters if d < day - 1]:
                del self.filters[old]
        return chain[-1]

    def _flush(self, batch: Batch) -> None:
        """A run of everything recent, sorted, in pages; and the filters as they stand, for the next start."""
        world, changes = self.world.world, batch.changes
        run = changes.seq()
        ordered = sorted(self.recent)
        for begin in range(0, len(ordered), PAGE):
            part = ordered[begin : begin + PAGE]
            facts = b"".join(starmap(FACTS.pack, map(self.recent.__getitem__, part)))
            newest = max(self.recent[digest][2] for digest in part) // DAY
            changes.add("usage_runs", (world, run, part[0], newest, b"".join(part), facts))
        for day, chain in self.filters.items():
            number = len(chain) - 1
            changes.add(
                "usage_filters.put", (world, day, number, chain[-1].count, run, bytes(chain[-1].bits))
            )
        self.runs.append((run, max(fact[2] for fact in self.recent.values()) // DAY))
        self.recent = {}

    def _load(self) -> None:
        """Filters and runs as stored, and what the log holds since the last run."""
        world, today = self.world.world, self.world.now() // DAY
        stored = self.store.rows(
            "SELECT day,number,count,filter FROM usage_filters WHERE world=? AND day>=? ORDER BY day,number",
            (world, today - 1),
        )
        for day, _, count, bits in stored:
            self.filters.setdefault(day, []).append(Filter(bytearray(bits), count))
        self.runs = [
            (run, newest)
            for run, newest in self.store.rows(
                "SELECT run,MAX(day) FROM usage_runs WHERE world=? GROUP BY run ORDER BY run", (world,)
            )
        ]
        rows = self.store.rows(
            "SELECT seq,account,received,events FROM usage_log WHERE world=? AND seq>? ORDER BY seq",
            (world, self.runs[-1][0] if self.runs else 0),
        )
        for seq, account, received, body in rows:
            for place, event in enumerate(orjson.loads(body)):
                if event[4]:
                    digest = digest_of(account, event[0], event[4])
                    self.recent[digest] = (seq, place, received)
                    self._remember(received // DAY, [digest])


def _find(page: bytes, digest: bytes) -> int | None:
    """Where a digest stands in a sorted page."""
    low, high = 0, len(page) // WIDTH
    while low < high:
        middle = (low + high) // 2
        if page[middle * WIDTH : middle * WIDTH + WIDTH] < digest:
            low = middle + 1
        else:
            high = middle
    return low if page[low * WIDTH : low * WIDTH + WIDTH] == digest else None


def identifiers(store: Store, world: World) -> Rows | Runs:
    """The world's identifiers, in the form that its store asks for."""
    if store.shared:
        return Rows(store, world)
    found: Any = world.side.get("identifiers")
    if found is None:
        found = world.side["identifiers"] = Runs(store, world)
    return found  # type: ignore[no-any-return]
