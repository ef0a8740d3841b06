"""Events as the API shows them: the object as it was, in the version in which the event is told.

Owns: reading event rows, building event objects, how many endpoints still wait for one.
Does not own: making events (kernel/work.py), the version changes, sending. Money: none.
Source: spec; recorded: all recordings (events).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from pinstripe.api.render import Shower
from pinstripe.api.spoken import spoken
from pinstripe.api.table import NEWEST
from pinstripe.events.outbox import LOOKUP
from pinstripe.kernel.decoded import BODIES
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import TWINS
from pinstripe.store.base import Span
from pinstripe.store.moments import EVENT_PLACE, narrowed

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work
    from pinstripe.kernel.world import World
    from pinstripe.store.base import Store

COLUMNS = (
    "e.seq,e.account,e.id,e.type,e.object,e.previous,e.request,e.key,e.api_version,e.created,e.clock,"
    "v.body,v.private"
)
ONE = (
    f"SELECT {COLUMNS} FROM events e JOIN versions v ON v.world=e.world AND v.seq=e.version "
    f"WHERE e.world=? AND e.seq=({LOOKUP}) AND e.created>=?"
)
# The order of an account's events is read from its index first, whatever the planner thinks of the filters.
PAGE = (
    f"SELECT {COLUMNS} FROM events p CROSS JOIN events e CROSS JOIN versions v "
    "WHERE p.world=? AND p.account=? AND e.world=p.world AND e.seq=p.seq AND v.world=e.world AND "
    "v.seq=e.version"
)
WAITING = (
    f"SELECT {COLUMNS} FROM "
    "(SELECT DISTINCT d.event AS seq FROM deliveries d WHERE d.world=? AND {owed}) p "
    "CROSS JOIN events e CROSS JOIN versions v WHERE e.world=? AND e.seq=p.seq AND e.account=? AND "
    "v.world=e.world AND v.seq=e.version"
)
"""The same, from the deliveries that are owed: they are few, whatever there is of events."""
OWED = (
    "d.state IN ('pending','failed') AND NOT EXISTS (SELECT 1 FROM deliveries o WHERE o.world=d.world "
    "AND o.event=d.event AND o.endpoint=d.endpoint AND o.state='delivered')"
)
"""A delivery d that nobody has acknowledged, neither itself nor when it was sent again."""
UNDELIVERED = f"EXISTS (SELECT 1 FROM deliveries d WHERE d.world=e.world AND d.event=e.seq AND {OWED})"
DELIVERED = f"NOT {UNDELIVERED}"
"""Events e of which an endpoint is still owed a word, and the others."""


class Event(NamedTuple):
    """An event as it is stored, with the kept version of its object."""

    seq: int
    account: str
    id: str
    type: str
    object: str
    previous: bytes | None
    request: str
    key: str
    api_version: str
    created: int
    clock: str
    body: bytes
    private: bytes | None


def one(store: Store, world: int, account: str, key: str, since: int) -> Event | None:
    """An event of an account by its id, if it is not older than that."""
    rows = store.rows(ONE, (world, world, account, key, since))
    return Event._make(rows[0]) if rows else None


def between(
    store: Store, world: World, account: str, bounds: Mapping[str, int]
) -> tuple[int | None, int | None]:
    """The places between which events of a time stand, if time never went back. bounds: gt, gte, lt, lte"""
    span = narrowed(store, EVENT_PLACE, (world.world, account), world.seq, Span(**bounds))
    return span.after, span.before


class Asked(NamedTuple):
    """What a list of events asks for: conditions on e (p.seq: their order) with their values, exact types
    (none: any), and whether only those that an endpoint is still owed.
    """

    where: list[str]
    args: list[Any]
    types: list[str]
    owed: bool


def page(store: Store, world: int, account: str, asked: Asked, limit: int, backwards: bool) -> list[Event]:
    """Events of an account, newest first unless backwards.

    Each type has an order of its own, which is read as far as the page; then they are put together.
    """
    conditions = "".join(f" AND {condition}" for condition in asked.where)
    order = "ASC" if backwards else "DESC"
    end = f"{conditions} ORDER BY p.seq {order} LIMIT ?"
    if asked.owed:
        kinds = f" AND e.type IN ({','.join('?' * len(asked.types))})" if asked.types else ""
        head = (world, world, account, *asked.types)
        rows = store.rows(WAITING.format(owed=OWED) + kinds + end, (*head, *asked.args, limit))
    elif asked.types:
        rows = []
        for kind in asked.types:
            rows += store.rows(f"{PAGE} AND p.type=?{end}", (world, account, kind, *asked.args, limit))
        rows = sorted(rows, key=itemgetter(0), reverse=not backwards)[:limit]
    else:
        rows = store.rows(f"{PAGE}{end}", (world, account, *asked.args, limit))
    return [Event._make(row) for row in rows]


def unacknowledged(store: Store, world: int, events: Iterable[int]) -> dict[int, int]:
    """How many endpoints have not acknowledged each of these events; those without any are left out."""
    numbers = tuple(dict.fromkeys(events))
    if not numbers:
        return {}
    marks = ",".join("?" * len(numbers))
    rows = store.rows(
        "SELECT d.event,COUNT(DISTINCT d.endpoint) FROM deliveries d "
        f"WHERE d.world=? AND d.event IN ({marks}) AND {OWED} GROUP BY d.event",
        (world, *numbers),
    )
    return {row[0]: row[1] for row in rows}


def shown(work: Work, event: Event, version: str, waiting: int, account: str = "") -> dict[str, Any]:
    """The event object, its data in the given version (its own, when none is named).

    params: work, a reader that acts for the event's account · waiting, endpoints that have not acknowledged
    it · account, named where a platform hears of a connected account.
    source: recorded: all recordings (field order, absent `account` on a platform's own events)
    """
    speaks = spoken(version or event.api_version or NEWEST)
    record = Record("", event.account, event.object, BODIES.of(event.body), event.clock)
    record.type = record.body.get("object", "")
    record.private = orjson.loads(event.private) if event.private else {}
    # Whatever an older shape looks up about the object itself is as it was then, not as it is now.
    work.records[(event.account, event.object)] = record
    shower = Shower(work, speaks)
    shower.past = True
    twins = TWINS.get(event.type.rpartition(".")[0], ())
    twin = next((one for one in twins if one.applies(record)), None)
    data = {"object": twin.view(record.body, record.private) if twin else shower.whole(record)}
    if event.previous is not None:
        data["previous_attributes"] = orjson.loads(event.previous)
    body = {
        "id": event.id,
        "object": "event",
        **({"account": account} if account else {}),
        "api_version": speaks.name,
        "created": event.created,
        "data": data,
        "livemode": False,
        "pending_webhooks": waiting,
        "request": {"id": event.request or None, "idempotency_key": event.key or None},
        "type": event.type,
    }
    return body if speaks.same(record.type) else shower.older(body)
