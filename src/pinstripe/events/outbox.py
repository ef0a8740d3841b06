"""The outbox: which endpoints hear of which events, written in the transaction that made them.

Owns: matching events with endpoints, rows of `deliveries` (made, made again, given up).
Does not own: sending (delivery.py), the endpoint resource. Money: none.

States of a delivery: pending (is due at `due_at`, real time) · delivered · failed (no retries are left) ·
canceled (its endpoint was disabled or deleted before it was delivered).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from pinstripe.clock import now as clock
from pinstripe.events.faults import faults_of
from pinstripe.store.tables import TABLES

if TYPE_CHECKING:
    from pinstripe.kernel.batch import Batch
    from pinstripe.kernel.record import Record
    from pinstripe.kernel.work import Work
    from pinstripe.store.base import Store

Row = tuple[Any, ...]
QUESTIONS = frozenset(("issuing_authorization.request",))
"""Events that are asked and not told: one endpoint hears of each while it happens (asking.py), nobody later.
source: docs: Issuing real-time authorizations"""
NAMED = frozenset(("reporting.report_type.updated",))
"""Events for those alone that name them: who hears of everything does not hear of these.
source: docs: event types (selection required)"""
COLUMNS = ",".join(TABLES["deliveries"].names)
LOOKUP = "SELECT seq FROM events WHERE world=? AND account=? AND id=?"


THIN = ("v1.", "v2.")
"""What the types of thin events begin with, and no others."""
PING = "v2.core.event_destination.ping"
"""Goes to the destination that it is about, whatever that wants to hear."""


def hears(endpoint: Record, account: str, kind: str, platform: str) -> bool:
    """Does this endpoint want this event of this account?

    Connect endpoints are the platform's and hear of the other accounts only; an event destination says whose
    events it wants, and hears of thin events or of the others. source: docs: Connect webhooks; spec
    """
    if endpoint.body.get("status") != "enabled" or kind == PING:
        return False
    own, whose = endpoint.account == account, endpoint.private.get("whose")
    if whose is None:
        whose = ["other_accounts" if endpoint.private.get("connect") else "self"]
    if ("self" if own else "other_accounts") not in whose or not (own or endpoint.account == platform):
        return False
    if kind.startswith(THIN) != bool(endpoint.private.get("thin")) or not address(endpoint):
        return False
    wanted = endpoint.body["enabled_events"]
    return kind in wanted or ("*" in wanted and kind not in NAMED)


def address(endpoint: Record) -> str:
    """Where an endpoint is called; nowhere, if it is not called by us. source: spec (other destinations)"""
    return str(endpoint.body.get("url") or endpoint.private.get("url") or "")


def pinged(batch: Batch, event: Row) -> str:
    """The destination that an event is a ping of, if it is one."""
    if event[4] != PING:
        return ""
    thin = batch.records[(event[2], event[5])]
    assert thin is not None, f"the ping {event[5]} is told and does not exist"
    return str(thin.body["related_object"]["id"])


def queue(batch: Batch, endpoints: Sequence[Record]) -> None:
    """A delivery row for each event and endpoint that hears it."""
    if not endpoints:
        return
    due = clock.wall() + faults_of(batch.world).delay_seconds
    platform = batch.world.account
    for event in batch.events:
        seq, account, key, kind = event[1], event[2], event[3], event[4]
        if kind in QUESTIONS:
            continue
        target = pinged(batch, event)
        for endpoint in endpoints:
            if endpoint.id == target or hears(endpoint, account, kind, platform):
                _put(batch, endpoint, seq, key, due)


def _put(batch: Batch, endpoint: Record, seq: int, key: str, due: int) -> None:
    row: Row = (
        batch.world.world,
        batch.changes.seq(),
        endpoint.account,
        endpoint.id,
        seq,
        key,
        "pending",
        0,
        due,
    )
    batch.changes.add("deliveries", row)
    batch.tell("deliveries", row)


def again(
    batch: Batch, endpoints: Sequence[Record], account: str, event_id: str, endpoint_id: str | None
) -> int | None:
    """New deliveries of an event that was told before. gives: how many, None for an unknown event.

    An endpoint that does not hear such events is not told of them now either. source: docs: Stripe CLI
    """
    world = batch.world
    seq = number_of(batch.store, world.world, account, event_id)
    if seq is None:
        return None
    kind = batch.store.rows("SELECT type FROM events WHERE world=? AND seq=?", (world.world, seq))[0][0]
    wanted = [
        endpoint
        for endpoint in endpoints
        if endpoint_id in {None, endpoint.id} and hears(endpoint, account, kind, world.account)
    ]
    for endpoint in wanted:
        _put(batch, endpoint, seq, event_id, clock.wall())
    return len(wanted)


def retell(work: Work, endpoints: Sequence[Record], account: str, event_id: str) -> None:
    """The same in a unit of work: these endpoints are told again when it is kept."""
    work.after.append(
        partial(again, endpoints=endpoints, account=account, event_id=event_id, endpoint_id=None)
    )


def number_of(store: Store, world: int, account: str, key: str) -> int | None:
    """The place of an event in the world's order; None for an unknown one."""
    rows = store.rows(LOOKUP, (world, account, key))
    return rows[0][0] if rows else None


def give_up(work: Work, endpoint: Record) -> None:
    """Cancels the endpoint's pending deliveries. source: docs: webhooks (disabling, deleting)"""
    for row in canceled(work.batch, endpoint.id):
        work.rows("deliveries.put", row)


def canceled(batch: Batch, endpoint_id: str) -> list[Row]:
    """The pending rows of an endpoint as they are when nobody listens any more."""
    rows = batch.store.rows(
        f"SELECT {COLUMNS} FROM deliveries WHERE world=? AND id IN "
        "(SELECT id FROM deliveries WHERE world=? AND endpoint=? AND state='pending')",
        (batch.world.world, batch.world.world, endpoint_id),
    )
    return [(*row[:6], "canceled", *row[7:]) for row in rows]


def told(work: Work, endpoint: Record) -> None:
    """Announces after the commit that this endpoint changed, so that memory copies are dropped."""
    work.after_commit("endpoints", endpoint)


def hasten(batch: Batch, seconds: int | None) -> set[str]:
    """Retries that are due within so many seconds (whenever, if None) are due now; how much of that time is
    left stands in the row, as a moment that has passed. gives: their endpoints.
    """
    now = clock.wall()
    rows = batch.store.rows(
        f"SELECT {COLUMNS} FROM deliveries WHERE world=? AND state='pending' AND due_at>?",
        (batch.world.world, now),
    )
    hit = [row for row in rows if seconds is None or row[8] <= now + seconds]
    for row in hit:
        batch.changes.add("deliveries.put", (*row[:8], now if seconds is None else row[8] - seconds))
    return {row[3] for row in hit}
