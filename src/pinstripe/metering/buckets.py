"""Running aggregates: what was used in each second, minute, hour and day, and which of those make up a range.

Owns: the bucket, its cache in a batch and in a work, the split of a range. Does not own: the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pinstripe.metering.identifiers import Fact, identifiers

if TYPE_CHECKING:
    from pinstripe.kernel.batch import Batch
    from pinstripe.kernel.work import Work
    from pinstripe.kernel.world import World

SECOND, MINUTE, HOUR, DAY = 1, 60, 3600, 86400
SIZES = (SECOND, MINUTE, HOUR, DAY)
COLUMNS = "size,start,count,total,peak,last_ts,last,latest_seq,latest_place,latest"
ZERO = Decimal(0)
HOT = 40_000

Place = tuple[str, str, str, int, int]
"""(account, owner, customer, size, start)."""


@dataclass(slots=True)
class Bucket:
    """What one span saw. latest: the event received last, whatever its own time."""

    count: int = 0
    total: Decimal = ZERO
    peak: Decimal = ZERO
    last_ts: int = 0
    last: Decimal = ZERO
    latest_seq: int = 0
    latest_place: int = 0
    latest: Decimal = ZERO

    def copy(self) -> Bucket:
        """A second one with the same sums."""
        return Bucket(
            self.count, self.total, self.peak, self.last_ts, self.last, self.latest_seq, self.latest_place,
            self.latest,
        )  # fmt: skip

    def row(self, world: int, place: Place) -> tuple[Any, ...]:
        """Its row for usage_buckets.put."""
        return (
            world, *place, self.count, text(self.total), text(self.peak), self.last_ts, text(self.last),
            self.latest_seq, self.latest_place, text(self.latest),
        )  # fmt: skip


def text(value: Decimal) -> str:
    """Exact decimal text, without exponent or trailing zeros."""
    plain = str(value)
    if plain.isdigit():
        return plain
    return str(int(value)) if value == value.to_integral_value() else format(value.normalize(), "f")


def of_row(row: tuple[Any, ...]) -> Bucket:
    """A bucket as stored (COLUMNS, size and start left out)."""
    count, total, peak, last_ts, last, seq, place, latest = row
    return Bucket(count, Decimal(total), Decimal(peak), last_ts, Decimal(last), seq, place, Decimal(latest))


class Pending:
    """The buckets and identifiers that a batch has changed; lives in batch.side["metering"]."""

    def __init__(self) -> None:
        self.buckets: dict[Place, Bucket] = {}
        self.identifiers: dict[bytes, Fact] = {}
        self.cancelled: set[tuple[int, int]] = set()
        """(seq, place) of events that were taken back."""
        self.changed: set[Place] = set()

    def finish(self, batch: Batch) -> None:
        """Queue the rows, each bucket once however many functions wrote it."""
        world = batch.world.world
        hot = None if batch.store.shared else hot_of(batch.world)
        for place in self.changed:
            bucket = self.buckets[place]
            batch.changes.add("usage_buckets.put", bucket.row(world, place))
            if hot is not None:
                hot.keep(place, bucket)
        self.changed.clear()
        if self.identifiers:
            identifiers(batch.store, batch.world).keep(batch, self.identifiers)


def pending(batch: Batch) -> Pending:
    """The batch's metering state, made when first asked for."""
    found: Pending | None = batch.side.get("metering")
    if found is None:
        found = batch.side["metering"] = Pending()
    return found


class Draft:
    """The buckets that one work has changed: copies, handed to the batch when the work is kept."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.base = pending(work.batch)
        self.buckets: dict[Place, Bucket] = {}
        self.identifiers: dict[bytes, Fact] = {}
        self.cancelled: set[tuple[int, int]] = set()
        work.after.append(self.keep)

    def keep(self, batch: Batch) -> None:
        """The work is kept: others of the batch see this from now on."""
        self.base.buckets.update(self.buckets)
        self.base.changed.update(self.buckets)
        self.base.identifiers.update(self.identifiers)
        self.base.cancelled |= self.cancelled

    def get(self, place: Place) -> Bucket:
        """A bucket to be changed."""
        found = self.buckets.get(place)
        if found is None:
            known = self.base.buckets.get(place)
            found = self.buckets[place] = known.copy() if known is not None else Bucket()
        return found

    def load(self, places: Iterable[Place]) -> None:
        """Read the buckets that are about to change: from memory, or in few queries."""
        store, world = self.work.batch.store, self.work.world
        hot = None if store.shared else hot_of(world)
        groups: dict[tuple[str, str, str, int], list[int]] = {}
        known, own = self.base.buckets, self.buckets
        for place in places:
            if place in known or place in own:
                continue
            if hot is not None:
                bucket = hot.buckets.get(place)
                if bucket is not None:
                    known[place] = bucket
                    continue
                newest = hot.newest.get(place[:4])
                if newest is not None and place[4] > newest:
                    continue
            groups.setdefault(place[:4], []).append(place[4])
        for key, starts in groups.items():
            self._read(key, starts)
            if hot is not None and key not in hot.newest:
                hot.newest[key] = self._newest(key)

    def _read(self, key: tuple[str, str, str, int], starts: list[int]) -> None:
        for begin in range(0, len(starts), 400):
            part = starts[begin : begin + 400]
            rows = self.work.batch.store.rows(
                f"SELECT {COLUMNS} FROM usage_buckets WHERE world=? AND account=? AND owner=? AND customer=? "
                f"AND size=? AND start IN ({','.join('?' * len(part))})",
                (self.work.world.world, *key, *part),
            )
            for row in rows:
                self.base.buckets[(*key, row[1])] = of_row(row[2:])

    def _newest(self, key: tuple[str, str, str, int]) -> int:
        rows = self.work.batch.store.rows(
            "SELECT MAX(start) FROM usage_buckets WHERE world=? AND account=? AND owner=? AND customer=? "
            "AND size=?",
            (self.work.world.world, *key),
        )
        return -1 if rows[0][0] is None else int(rows[0][0])


class Hot:
    """An embedded world's buckets that were written last, so that the next events need not read them."""

    def __init__(self) -> None:
        self.buckets: dict[Place, Bucket] = {}
        self.newest: dict[tuple[str, str, str, int], int] = {}
        """The last start that is stored for (account, owner, customer, size): later ones are new."""

    def keep(self, place: Place, bucket: Bucket) -> None:
        """Remember a bucket that is being written."""
        self.buckets[place] = bucket
        key = place[:4]
        if key in self.newest and place[4] > self.newest[key]:
            self.newest[key] = place[4]


def hot_of(world: World) -> Hot:
    """The world's buckets in memory; begun anew when they are too many."""
    found: Hot | None = world.side.get("buckets")
    if found is None or len(found.buckets) > HOT:
        found = world.side["buckets"] = Hot()
    return found


def draft(work: Work) -> Draft:
    """The work's metering state, made when first asked for."""
    found = next((f.__self__ for f in work.after if isinstance(getattr(f, "__self__", None), Draft)), None)
    return found if found is not None else Draft(work)


def parents(account: str, owner: str, customer: str, moment: int) -> Iterator[Place]:
    """The four buckets of a moment, the second first."""
    for size in SIZES:
        yield (account, owner, customer, size, moment - moment % size)


def spans(start: int, end: int) -> list[tuple[int, int, int]]:
    """A range as runs of equal buckets: (size, first start, end of the last), the largest that fit."""
    found: list[tuple[int, int, int]] = []
    _split(start, end, len(SIZES) - 1, found)
    return found


def _split(start: int, end: int, level: int, found: list[tuple[int, int, int]]) -> None:
    if start >= end:
        return
    size = SIZES[level]
    if level == 0:
        found.append((size, start, end))
        return
    first, last = -(-start // size) * size, end // size * size
    if first >= last:
        _split(start, end, level - 1, found)
        return
    _split(start, first, level - 1, found)
    found.append((size, first, last))
    _split(last, end, level - 1, found)


def within(
    work: Work, owner: str, customer: str, parts: list[tuple[int, int, int]]
) -> dict[tuple[int, int], Bucket]:
    """The buckets of some runs that saw anything, by (size, start), as this work sees them."""
    if not parts:
        return {}
    found: dict[tuple[int, int], Bucket] = {}
    one = (
        f"SELECT {COLUMNS} FROM usage_buckets WHERE world=? AND account=? AND owner=? AND customer=? "
        "AND size=? AND start>=? AND start<?"
    )
    args: list[Any] = []
    for size, start, end in parts:
        args += (work.world.world, work.account, owner, customer, size, start, end)
    for row in work.batch.store.rows(" UNION ALL ".join([one] * len(parts)), args):
        found[(row[0], row[1])] = of_row(row[2:])
    side = work.batch.side.get("metering")
    for layer in ((side.buckets if side is not None else {}), *_drafts(work)):
        for place, bucket in layer.items():
            if place[:3] == (work.account, owner, customer) and _inside(place, parts):
                found[(place[3], place[4])] = bucket
    return {key: bucket for key, bucket in found.items() if bucket.count}


def _drafts(work: Work) -> list[dict[Place, Bucket]]:
    return [f.__self__.buckets for f in work.after if isinstance(getattr(f, "__self__", None), Draft)]


def _inside(place: Place, parts: list[tuple[int, int, int]]) -> bool:
    return any(place[3] == size and start <= place[4] < end for size, start, end in parts)
