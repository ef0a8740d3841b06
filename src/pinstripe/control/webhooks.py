"""What became of events: who was told, how each attempt ended, and telling them again.

Owns: the routes. Does not own: delivery (events/delivery.py), the event object. Money: none. Source: our own.
"""

from __future__ import annotations

from typing import Any

from pinstripe.control.routes import Body, Control, only, page_bounds, route, text
from pinstripe.kernel.world import World

EVENT = ("seq", "account", "id", "type", "object", "created")
DELIVERY = ("id", "account", "endpoint", "event", "state", "attempts", "due_at")
ATTEMPT = ("at", "status", "error", "duration_ms")


@route("GET /_pinstripe/events")
async def events(control: Control, world: World, body: Body) -> Any:
    """Events of all the world's accounts, oldest first. params: after (a seq; -1: the newest) · limit"""
    only(body, "after", "limit")
    after, limit = page_bounds(body)
    rows = control.runtime.store.rows
    if after < 0:
        newest = await control.ask(rows, "SELECT MAX(seq) FROM events WHERE world=?", (world.world,))
        return {"events": [], "has_more": False, "last": newest[0][0] or 0}
    found = await control.ask(
        rows,
        f"SELECT {','.join(EVENT)} FROM events WHERE world=? AND seq>? ORDER BY seq LIMIT ?",
        (world.world, after, limit + 1),
    )
    page = [dict(zip(EVENT, row, strict=True)) for row in found[:limit]]
    return {"events": page, "has_more": len(found) > limit, "last": page[-1]["seq"] if page else after}


@route("GET /_pinstripe/deliveries")
async def deliveries(control: Control, world: World, body: Body) -> Any:
    """Deliveries with every attempt. params: event · endpoint · state · after · limit"""
    only(body, "event", "endpoint", "state", "after", "limit")
    after, limit = page_bounds(body)
    where, args = "", []
    for name, column in (("event", "event_id"), ("endpoint", "endpoint"), ("state", "state")):
        if name in body:
            where += f"AND {column}=? "
            args.append(text(body, name))
    columns = "id,account,endpoint,event_id,state,attempts,due_at"

    def read() -> tuple[list[tuple[Any, ...]], dict[int, list[Body]]]:
        rows = control.runtime.store.rows(
            f"SELECT {columns} FROM deliveries WHERE world=? AND id>? {where}ORDER BY id LIMIT ?",
            (world.world, after, *args, limit + 1),
        )
        return rows, attempts_of(control, world, [row[0] for row in rows[:limit]])

    rows, attempts = await control.ask(read)
    page = [
        {**dict(zip(DELIVERY, row, strict=True)), "attempts": attempts.get(row[0], [])}
        for row in rows[:limit]
    ]
    return {"deliveries": page, "has_more": len(rows) > limit}


def attempts_of(control: Control, world: World, deliveries: list[int]) -> dict[int, list[Body]]:
    """The attempts of some deliveries, each in order."""
    found: dict[int, list[Body]] = {}
    if deliveries:
        marks = ",".join("?" * len(deliveries))
        rows = control.runtime.store.rows(
            f"SELECT delivery,{','.join(ATTEMPT)} FROM attempts WHERE world=? AND delivery IN ({marks}) "
            "ORDER BY delivery,number",
            (world.world, *deliveries),
        )
        for delivery, *attempt in rows:
            found.setdefault(delivery, []).append(dict(zip(ATTEMPT, attempt, strict=True)))
    return found


@route("POST /_pinstripe/events/resend")
async def resend(control: Control, world: World, body: Body) -> Any:
    """Tell an event again. params: event · endpoint (all that hear it) · account (the platform's)"""
    only(body, "event", "endpoint", "account")
    endpoint = text(body, "endpoint", "") or None
    told = await control.runtime.deliverer.resend(
        world, text(body, "event"), endpoint, text(body, "account", "")
    )
    return {"event": body["event"], "endpoints": told}
