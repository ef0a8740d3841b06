"""The end of a unit of work: versions, heads, events, entries and jobs become rows of the batch.

Owns: the order in which a kept work turns into rows. Does not own: what it did (work.py), the commit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from pinstripe.kernel import thin
from pinstripe.kernel.index import index_of
from pinstripe.kernel.record import PRETTY, Record
from pinstripe.kernel.resource import RECEIVERS, REGISTRY
from pinstripe.kernel.written import NOTHING

if TYPE_CHECKING:
    from pinstripe.kernel.batch import Batch
    from pinstripe.kernel.work import Work
    from pinstripe.networks.registry import Network


def keep(work: Work) -> None:
    """Hand everything that a work did to its batch."""
    thin.tell(work)
    batch, changes, world = work.batch, work.batch.changes, work.world.world
    for event, record, body, previous, key in work.events_:
        version = version_of(batch, record, body)
        row = (
            world, changes.seq(), teller(record), key, event, record.id, version, previous, work.request_id,
            work.idempotency_key, work.world.api_version, work.world_now, record.clock,
        )  # fmt: skip
        changes.add("events", row)
        batch.events.append(row)
    for place, record in work.touched.items():
        head(work, record)
        known = batch.records.get(place)
        if place not in batch.before:
            batch.before[place] = index_of(known) if known is not None and not known.deleted else NOTHING
        batch.records[place] = record
        batch.written.put(place, record, batch.before[place] if same_body(known, record) else None)
    for entry in work.books.entries:
        changes.add("ledger_entries", (world, changes.seq(), *entry, work.now))
    for place2, delta in work.books.deltas.items():
        batch.balances[place2] = batch.balances.get(place2, 0) + delta
    batch.holds.update(work.books.holds)
    for due_at, clock, account, kind, key, verb, payload in work.jobs_:
        number = changes.seq()
        batch.jobs[number] = (world, number, clock, due_at, account, kind, key, verb, payload)
    for number in work.dropped_jobs:
        if batch.jobs.pop(number, None) is None:
            batch.dropped_jobs.add(number)
    for statement, row in work.rows_:
        changes.add(statement, row)
    for kind, value in work.told:
        batch.tell(kind, value)
    for function in work.after:
        function(batch)


def same_body(known: Record | None, record: Record) -> bool:
    """Did nothing change but private facts, in which no list looks? Then the index has nothing to learn."""
    return (
        known is not None
        and known.body is record.body
        and known.deleted == record.deleted
        and not REGISTRY[record.type].hidden
    )


def teller(record: Record) -> str:
    """The account whose event it is: what happens to a connected account is told to itself."""
    return record.id if REGISTRY[record.type].tells_itself else record.account


def version_of(batch: Batch, record: Record, body: dict[str, Any]) -> int:
    """The sequence number of the version row with this body, written if it is new."""
    raw = record.encoded() if body is record.body else orjson.dumps(body, option=PRETTY)
    private = record.private_bytes()
    if record.seq and raw == record.stored_raw and private == record.stored_private:
        return record.seq
    seq = batch.changes.seq()
    batch.changes.add("versions", (batch.world.world, seq, record.account, record.id, raw, private))
    record.seq, record.stored_raw, record.stored_private = seq, raw, private
    if not record.born:
        record.born = seq
    return seq


def head(work: Work, record: Record) -> None:
    """The newest state has a version row; the batch writes its head and index rows at the end.

    Where nothing but private facts changed, the batch writes that too: of all of them, its last state.
    """
    if record.seq and record.encoded() == record.stored_raw:
        work.batch.noted.add((record.account, record.id))
    else:
        version_of(work.batch, record, record.body)
    if record.type in RECEIVERS:
        work.world.endpoints = None


def spend(batch: Batch, name: str, network: Network) -> None:
    """Keep what is left of the outcomes that are forced upon a network."""
    if network.forced.used:
        settings = batch.world.settings
        batch.world.settings = batch.spent = {
            **settings,
            "faults": {**settings["faults"], name: network.forced.remaining()},
        }
        batch.changes.add("worlds.settings", (batch.world.world, batch.world.row()[-1]))
