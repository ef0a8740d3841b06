"""What a batch does beside its functions when other processes write to the same database.

Owns: fresh counters, reading ahead, remembering what was read, the way to a commit that cannot lose again.
Does not own: how the store finds out that it was overtaken (store/postgres.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast

from pinstripe.kernel.after import KINDS
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.call import Call
from pinstripe.kernel.outside import Pause
from pinstripe.kernel.record import Record
from pinstripe.kernel.world import World, Worlds
from pinstripe.store import base
from pinstripe.store.base import Changes, Conflict, SharedStore, Store
from pinstripe.store.tables import TABLES

ID = re.compile(r"[a-z][a-z0-9_]*_[A-Za-z0-9]{8,}")
BY_ID = base.GET.removesuffix("=?")

NUMBERS = {
    name: [place for place, (_, kind) in enumerate(TABLES[name].columns) if kind == "s"]
    for name in ("events", "jobs", "deliveries")
}
"""Where numbers stand in the rows that listeners are given."""

Commit = Callable[[Sequence[Changes]], None]
Items = Sequence[Call | tuple[World, Any]]


class Watch:
    """A shared store as one batch reads it: what it was asked is asked again if another process wrote."""

    shared = True

    def __init__(self, store: Store, changes: Changes) -> None:
        self._store = store
        self._changes = changes

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of a read; those of records by id are watched by their rev instead."""
        found = self._store.rows(sql, args)
        if not sql.startswith(BY_ID):
            self._changes.asked.setdefault((sql, tuple(args)), found)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def commit_of(store: Store, items: Items, lost: bool, usual: Commit) -> AbstractContextManager[Commit]:
    """How to commit: after a lost race the worlds are ours until the end, so that a second one is won.

    A function that has asked the outside can't be run again, so its race is not lost even once.
    """
    if store.shared and (lost or has_asked(items)):
        return cast(SharedStore, store).claim(list(worlds_of(items)))
    return nullcontext(usual)


def has_asked(items: Items) -> bool:
    """Has one of them asked the outside already?"""
    return any(type(item) is tuple and isinstance(item[1], Pause) for item in items)


def trust(store: Store, results: Sequence[Any], batches: Collection[Batch]) -> None:
    """Checks that a function which failed did not read two states of the world mixed. refuses: Conflict, if
    it can have
    """
    if store.shared and any(isinstance(result, Exception) for result in results):
        numbers = [batch.world.world for batch in batches]
        marks = ",".join("?" * len(numbers))
        now = dict(store.rows(f"SELECT world,seq FROM worlds WHERE world IN ({marks})", numbers))
        if any(now.get(batch.world.world) != batch.changes.seen for batch in batches):
            raise Conflict("another process wrote while a function read")


def prepare(
    store: Store, worlds: Worlds, items: Items, batches: dict[int, Batch], lost: bool = False
) -> None:
    """Open batches and fill them with what their calls name: three round trips, however many calls. params:
    lost, whether they were run before"""
    store = cast(SharedStore, store)
    used, bold = worlds_of(items), not lost and not has_asked(items)
    worlds.refresh(*used.values())
    for number, world in used.items():
        batch = batches[number] = Batch.writing(store, world)
        batch.bold = bold
        batch.store = Watch(store, batch.changes)
        if world.settings:  # forced outcomes are spent once
            batch.store.rows("SELECT settings FROM worlds WHERE world=?", (number,))
    calls = [item for item in items if isinstance(item, Call)]
    places = list(dict.fromkeys((c.world.world, c.account, key) for c in calls for key in _ids(c)))
    if places:
        found = store.places(places)
        for place in places:
            _know(batches[place[0]], place[1], place[2], found.get(place))
    keys = list(dict.fromkeys((c.world.world, c.digest) for c in calls if c.digest))
    if keys:
        kept = store.answers(keys)
        for number, digest in keys:
            answer = kept.get((number, digest))
            batches[number].answers[digest] = answer
            batches[number].changes.answers[digest] = answer[4] if answer is not None else None


def worlds_of(items: Items) -> dict[int, World]:
    """The worlds of calls and jobs, by number."""
    every = (item.world if isinstance(item, Call) else item[0] for item in items)
    return {world.world: world for world in every}


def _know(batch: Batch, account: str, key: str, row: base.Row | None) -> None:
    place = (account, key)
    batch.records[place] = Record.of(row, account) if row is not None else None
    if row is not None:
        batch.changes.reads[place] = row.rev


def _ids(call: Call) -> Iterator[str]:
    """What looks like an id in a call's path and parameters."""
    yield from call.path_params.values()
    yield from _strings(call.params)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if ID.fullmatch(value):
            yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)


def settle(batch: Batch) -> None:
    """Replaces provisional sequence numbers before commit listeners run."""
    moved = batch.changes.moved
    if not moved:
        return
    batch.events = [_moved("events", row, moved) for row in batch.events]
    batch.jobs = {number + moved: _moved("jobs", row, moved) for number, row in batch.jobs.items()}
    for kind, values in batch.told.items():
        table = KINDS[kind].table
        if table:
            batch.told[kind] = [_moved(table, row, moved) for row in values]
    for record in batch.written.values():
        record.seq += moved if record.seq > base.PROVISIONAL else 0
        record.born += moved if record.born > base.PROVISIONAL else 0


def _moved(table: str, row: tuple[Any, ...], moved: int) -> tuple[Any, ...]:
    out = list(row)
    for place in NUMBERS[table]:
        if out[place] > base.PROVISIONAL:
            out[place] += moved
    return tuple(out)
