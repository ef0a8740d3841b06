"""A batch: the requests that waited together, on one identity map, written in one transaction.

Owns: what functions of the batch have written so far, and the rows that will be committed.
Each function works on copies; one that raises leaves nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.kernel.after import KINDS
from pinstripe.kernel.keeping import version_of
from pinstripe.kernel.record import Record
from pinstripe.kernel.world import World
from pinstripe.kernel.written import Written
from pinstripe.store.base import Changes, Row, Store

Key = tuple[str, str]


class Batch:
    """One world's share of a batch."""

    def __init__(self, store: Store, world: World, past: int | None = None) -> None:
        """past: in which past of the world the store reads, if it began to earlier"""
        self.store = store
        self.world = world
        self.past = world.past if past is None else past
        self.settings = world.settings
        self.spent: dict[str, Any] | None = None
        """The world's settings as the batch left them, when it used up forced outcomes; if it is not kept
        they are again what they were."""
        self.changes = Changes(world.world, world.seq, store.shared)
        self.records: dict[Key, Record | None] = {}
        self.found: dict[tuple[Any, ...], list[Row]] = {}
        """Rows that its functions have looked for: until its end, what is committed stays as it is."""
        self.fresh: set[str] = set()
        """Ids drawn for it: no stored record has one of them, so nobody looks."""
        self.commits = False
        """Is it to be committed? Else it only reads."""
        self.bold = False
        """May its functions take for granted what is nearly always so, and ask once at its end? If it was not
        so, the batch is run again, and its functions ask before."""
        self.written = Written()
        self.noted: set[Key] = set()
        """Written records whose last change was one of private facts alone; their version rows come last."""
        self.before: dict[Key, frozenset[tuple[str, str]]] = {}
        """Index pairs of the written records as they stood when the batch first touched them."""
        self.balances: dict[tuple[str, str], int] = {}
        self.kept_balances: dict[tuple[str, str], int] = {}
        """What its functions have asked for, as the last commit left it."""
        self.holds: dict[str, tuple[str, int, str, str]] = {}
        self.kept_holds: dict[str, tuple[str, int, str, str] | None] = {}
        self.jobs: dict[int, tuple[Any, ...]] = {}
        self.kept_jobs: dict[Key, list[tuple[int, str]]] = {}
        """Of records that a function asked for: the stored jobs, as (number, verb)."""
        self.dropped_jobs: set[int] = set()
        self.answers: dict[bytes, tuple[Any, ...] | None] = {}
        self.events: list[tuple[Any, ...]] = []
        self.told: dict[str, list[Any]] = {}
        """What is told after the commit, by kind (kernel/after.py)."""
        self.side: dict[str, Any] = {}
        """Room for machines with tables of their own (metering), keyed by their name."""

    @classmethod
    def writing(cls, store: Store, world: World) -> Batch:
        """A batch that is to be committed: it knows the ids that are drawn while it runs."""
        batch = cls(store, world)
        batch.fresh = world.mint.fresh = set()
        batch.commits = True
        return batch

    def load(self, account: str, key: str) -> Record | None:
        """The record as this batch has it."""
        place = (account, key)
        if place in self.records:
            return self.records[place]
        if key in self.fresh:
            return None
        row = self.store.head(self.world.world, account, key)
        record = Record.of(row, account) if row is not None else None
        self.records[place] = record
        if row is not None:
            self.changes.reads[place] = row.rev
        return record

    def prefetch(self, account: str, keys: list[str]) -> None:
        """Read several records at once, before the function asks for them one by one."""
        wanted = [key for key in keys if (account, key) not in self.records]
        found = self.store.heads(self.world.world, account, wanted) if wanted else {}
        for key in wanted:
            row = found.get(key)
            self.records[(account, key)] = Record.of(row, account) if row is not None else None
            if row is not None:
                self.changes.reads[(account, key)] = row.rev

    def balance(self, name: str, currency: str) -> int:
        """A ledger balance as this batch has it."""
        place = (name, currency)
        kept = self.kept_balances.get(place)
        if kept is None:
            rows = self.store.rows(
                "SELECT amount FROM ledger_balances WHERE world=? AND name=? AND currency=?",
                (self.world.world, name, currency),
            )
            kept = self.kept_balances[place] = rows[0][0] if rows else 0
        return kept + self.balances.get(place, 0)

    def balances_of(self, account: str) -> list[tuple[str, str, int]]:
        """Stored ledger balances under an account's name: (name, currency, amount)."""
        return self.store.rows(
            "SELECT name,currency,amount FROM ledger_balances WHERE world=? AND name>=? AND name<?",
            (self.world.world, f"{account}/", f"{account}0"),
        )

    def hold(self, key: str) -> tuple[str, int, str, str] | None:
        """The newest state of a record's hold: (posting, amount, currency, state)."""
        if key in self.holds:
            return self.holds[key]
        if key not in self.kept_holds:
            self.foresee_holds([key])
        return self.kept_holds[key]

    def foresee_holds(self, keys: Sequence[str]) -> None:
        """Read what is set aside for several records at once."""
        self.kept_holds.update(dict.fromkeys(keys))
        sql = f"SELECT id,posting,amount,currency,state FROM holds WHERE world=? AND id IN {marks(keys)}"
        for key, *hold in self.store.rows(sql, (self.world.world, *keys)):
            self.kept_holds[key] = (hold[0], hold[1], hold[2], hold[3])

    def jobs_of(self, account: str, key: str) -> list[tuple[int, str]]:
        """The stored jobs of a record, as (number, verb)."""
        if (account, key) not in self.kept_jobs:
            self.foresee_jobs(account, [key])
        return self.kept_jobs[(account, key)]

    def foresee_jobs(self, account: str, keys: Sequence[str]) -> None:
        """Read the stored jobs of several records at once."""
        for key in keys:
            self.kept_jobs[(account, key)] = []
        sql = f"SELECT record,id,verb FROM jobs WHERE world=? AND account=? AND record IN {marks(keys)}"
        for key, number, verb in self.store.rows(sql, (self.world.world, account, *keys)):
            self.kept_jobs[(account, key)].append((number, verb))

    def tell(self, kind: str, value: Any) -> None:
        """Queues news of this kind, which its listeners receive after the commit."""
        assert kind in KINDS, f"nobody has declared the kind {kind}"
        self.told.setdefault(kind, []).append(value)

    def finish(self) -> Changes:
        """Turn what accumulated into rows; the batch is not used afterwards."""
        add = self.changes.add
        world = self.world.world
        for machine in self.side.values():
            if hasattr(machine, "finish"):
                machine.finish(self)
        for place, record in self.written.items():
            if place in self.noted:
                version_of(self, record, record.body)
            self._head(place, record)
        for (name, currency), amount in self.balances.items():
            if amount:
                add("ledger_balances.add", (world, name, currency, amount))
        for key, (_, amount, currency, state) in self.holds.items():
            add("holds.put", (world, key, "", amount, currency, state))
        for row in self.jobs.values():
            add("jobs", row)
        for number in self.dropped_jobs:
            add("jobs.drop", (world, number))
        return self.changes

    def _head(self, place: Key, record: Record) -> None:
        """One head row and the index rows that differ, however many functions wrote the record."""
        add, world, account, key = self.changes.add, self.world.world, record.account, record.id
        state = (record.seq, int(record.deleted), record.clock)
        created = record.body.get("created")
        if not isinstance(created, int):
            created = self.world.now()
        if record.again:
            add("heads.again", (*state, record.type, created, record.born, world, account, key, record.rev))
        elif record.rev:
            add("heads.move", (*state, world, account, key, record.rev))
        else:
            place_in_time = (record.seq, 1, record.type, created, record.born, record.clock)
            add("heads", (world, account, key, *place_in_time, int(record.deleted)))
        before = self.before[place]
        after = self.written.pairs(place)
        if before != after:
            for field, value in after - before if before else after:
                add("record_index", (world, account, field, value, record.born, key))
            for field, value in before - after:
                add("record_index.drop", (world, account, field, value, record.born, key))


def marks(values: Sequence[str]) -> str:
    """Placeholders for an IN."""
    return f"({','.join('?' * len(values))})"
