"""The event: what happened to an account's object, readable for 30 days.

Owns: how events are shown. Does not own: the endpoints (events.py), making events (kernel/work.py), their
shape (events/snapshots.py). Money: none. Source: spec; recorded: all recordings.
An event is not a record: it is a small row that points at the version of the object that it tells of.
"""

from __future__ import annotations

from typing import Any

from pinstripe.events import snapshots
from pinstripe.events.snapshots import Event
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work

KEPT_SECONDS = 30 * 86400
"""Older events are not shown any more. source: spec"""


EVENT = Resource("event", prefix="evt", path="/v1/events")


def shown(work: Work, events: list[Event]) -> list[dict[str, Any]]:
    """Event objects, each in the version in which it was told.

    A platform that reads as a connected account is told whose events they are. source: spec; inferred
    """
    store, world = work.batch.store, work.world
    waiting = snapshots.unacknowledged(store, world.world, (event.seq for event in events))
    account = work.account if work.account != world.account else ""
    return [snapshots.shown(work, event, "", waiting.get(event.seq, 0), account) for event in events]
