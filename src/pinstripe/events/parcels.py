"""Parcels: pending deliveries taken from the store, packed for their endpoint, and their results kept.

Owns: the SQL of taking and of keeping; what an endpoint is sent. Does not own: when (delivery.py), how
(sender.py). Money: none. Source: docs: webhooks; spec.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from pinstripe.clock import now as clock
from pinstripe.events import outbox, snapshots
from pinstripe.events.outbox import Row
from pinstripe.events.sender import Attempt
from pinstripe.events.snapshots import Event
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.record import PRETTY, Record
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.store.base import Store

log = logging.getLogger("pinstripe.events")

WORLDS_WAITING = (
    "SELECT w.world FROM worlds w WHERE EXISTS "
    "(SELECT 1 FROM deliveries d WHERE d.world=w.world AND d.state='pending')"
)
MINE = "world=? AND endpoint=? AND state='pending'"
DUE = f"SELECT id FROM deliveries WHERE {MINE} AND due_at<=? ORDER BY due_at,id LIMIT ?"
FIRST_DUE = f"SELECT MIN(due_at) FROM deliveries WHERE {MINE}"
NEXT_DUE = f"{FIRST_DUE} AND due_at>?"
CLAIM = (
    f"UPDATE deliveries SET due_at=? WHERE world=? AND state='pending' AND due_at<=? AND id IN ({DUE}) "
    "RETURNING id"
)
"""Of two processes that claim the same row, the second finds it due later and goes without."""

RENEW = (
    "UPDATE deliveries SET due_at=? WHERE world=? AND state='pending' AND attempts=? AND id IN ({marks}) "
    "RETURNING id"
)
"""A row whose result is written meanwhile has one attempt more, and keeps its own time."""


@dataclass(eq=False, slots=True)
class Parcel:
    """One delivery on its way: its row, what is sent, what became of it."""

    row: Row
    payload: bytes = b""
    kind: str = ""
    """The event's type."""
    problem: str = ""
    """Why there is no payload: a fault of our own."""
    attempts: list[Attempt] = field(default_factory=list)
    slow: bool = False

    @property
    def id(self) -> int:
        """The delivery's number."""
        return int(self.row[1])

    @property
    def delivered(self) -> bool:
        """Was it acknowledged at least once?"""
        return any(attempt.delivered for attempt in self.attempts)


def due(store: Store, world: int, endpoint: str, limit: int, hand: Collection[int]) -> tuple[list[int], bool]:
    """Deliveries that are due and not in hand, oldest first, and whether there may be more."""
    asked = limit + len(hand)
    rows = store.rows(DUE, (world, endpoint, clock.wall(), asked))
    return [row[0] for row in rows if row[0] not in hand][:limit], len(rows) == asked


def claim(store: Store, world: int, endpoint: str, limit: int, lease_seconds: int) -> tuple[list[int], bool]:
    """The same where several processes send: what is claimed is the others' again only after the lease."""
    now = clock.wall()
    rows = store.rows(CLAIM, (now + lease_seconds, world, now, world, endpoint, now, limit))
    return sorted(row[0] for row in rows), len(rows) == limit


def renew(store: Store, world: int, hand: Mapping[int, int], lease_seconds: int) -> None:
    """What this process has in hand is the others' only after another lease. hand: numbers → attempts"""
    until = clock.wall() + lease_seconds
    for tried in sorted(set(hand.values())):
        numbers = [number for number, attempts in hand.items() if attempts == tried]
        marks = ",".join("?" * len(numbers))
        store.rows(RENEW.format(marks=marks), (until, world, tried, *numbers))


def waiting(store: Store, world: int, endpoints: Sequence[Record]) -> list[tuple[str, int]]:
    """Endpoints that something is pending for, and since or until when."""
    found = ((one.id, store.rows(FIRST_DUE, (world, one.id))[0][0]) for one in endpoints)
    return [(key, due_at) for key, due_at in found if due_at is not None]


def next_due(store: Store, world: int, endpoint: str) -> int | None:
    """When the endpoint's next retry is due."""
    due_at: int | None = store.rows(NEXT_DUE, (world, endpoint, clock.wall()))[0][0]
    return due_at


def packed(store: Store, world: World, endpoint: Record, numbers: Sequence[int]) -> list[Parcel]:
    """These deliveries with their payloads, in the endpoint's version, in the order of the numbers."""
    marks = ",".join("?" * len(numbers))
    width = len(outbox.COLUMNS.split(","))
    columns = ",".join(f"d.{name}" for name in outbox.COLUMNS.split(","))
    rows = store.rows(
        f"SELECT {columns},{snapshots.COLUMNS} FROM deliveries d "
        "JOIN events e ON e.world=d.world AND e.seq=d.event "
        "JOIN versions v ON v.world=e.world AND v.seq=e.version "
        f"WHERE d.world=? AND d.id IN ({marks})",
        (world.world, *numbers),
    )
    waiting = snapshots.unacknowledged(store, world.world, (row[4] for row in rows))
    readers: dict[str, Work] = {}
    parcels = {}
    for row in rows:
        event = Event._make(row[width:])
        work = readers.get(event.account)
        if work is None:
            work = readers[event.account] = Work(Batch(store, world), event.account)
        parcel = parcels[row[1]] = Parcel(row[:width], kind=event.type)
        try:
            parcel.payload = payload(work, endpoint, event, waiting.get(event.seq, 0))
        except Exception as error:
            log.exception("%s could not be shown to %s", event.id, endpoint.id)
            parcel.problem = f"could not be shown: {error!r}"
    return [parcels[number] for number in numbers if number in parcels]


def payload(work: Work, endpoint: Record, event: Event, waiting: int) -> bytes:
    """What the endpoint is sent; a connect endpoint is told whose event it is. source: docs: Connect"""
    account = event.account if event.account != endpoint.account else ""
    if event.type.startswith(outbox.THIN):
        return orjson.dumps(thin(orjson.loads(event.body), account), option=PRETTY)
    version = endpoint.body.get("api_version") or endpoint.body.get("snapshot_api_version") or ""
    body = snapshots.shown(work, event, version, waiting, account)
    return orjson.dumps(body, option=PRETTY)


def thin(event: Mapping[str, Any], account: str) -> dict[str, Any]:
    """A thin event as it is sent: whoever wants to know more asks. source: spec; docs: Thin events"""
    told = {name: value for name, value in event.items() if name not in ("changes", "data")}
    return {**told, "context": account} if account else told


def cancel(batch: Batch, endpoint: str) -> None:
    """Cancels deliveries to an endpoint that no longer receives."""
    for row in outbox.canceled(batch, endpoint):
        batch.changes.add("deliveries.put", row)


def keep(
    batch: Batch, parcels: Sequence[Parcel], enabled: bool, retries: Sequence[int], hurried: bool = False
) -> list[int | None]:
    """Write down every attempt and what is next. gives: when each parcel is due again, None for never.

    Another attempt follows by the table of delays, counted in real time. params: hurried, the world's clock
    was moved: delays count from when an attempt was due, so that all retries of that time are made.
    source: docs: webhooks (in test mode three retries over a few hours), the delays inferred
    """
    world = batch.world.world
    dues: list[int | None] = []
    for parcel in parcels:
        number, done = parcel.id, parcel.row[7]
        for place, attempt in enumerate(parcel.attempts, done + 1):
            batch.changes.add("attempts.put", (world, number, place, *attempt))
        again = None
        state = "delivered"
        if not parcel.delivered:
            state = "failed" if enabled else "canceled"
            if enabled and done < len(retries):
                at = parcel.attempts[-1].at
                state, again = "pending", (min(at, parcel.row[8]) if hurried else at) + retries[done]
        made = done + len(parcel.attempts)
        row: tuple[Any, ...] = (*parcel.row[:6], state, made, parcel.row[8] if again is None else again)
        batch.changes.add("deliveries.put", row)
        dues.append(again)
    return dues
