"""What happened in a world, and what it owns: change log, entries, balances, audit.

Owns: the routes. Does not own: the books (ledger), versions (store). Money: shown, never moved.
Source: our own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from pinstripe.control.routes import Body, Control, only, page_bounds, route, text, word
from pinstripe.kernel.world import World
from pinstripe.ledger.audit import Report
from pinstripe.ledger.audit import audit as audited
from pinstripe.store.base import HIDDEN

if TYPE_CHECKING:
    from pinstripe.runtime import Runtime

ENTRY = ("seq", "account", "posting", "record", "txn", "source", "target", "amount", "currency", "created")
VERSIONS = (
    "SELECT v.seq,v.account,v.id,h.type,h.deleted,{body} FROM versions v LEFT JOIN heads h "
    "ON h.world=v.world AND h.account=v.account AND h.id=v.id "
    "WHERE v.world=? AND v.seq>? ORDER BY v.seq LIMIT ?"
)


@route("GET /_pinstripe/changes")
async def changes(control: Control, world: World, body: Body) -> Any:
    """Every state that an object has had, in order. params: after · limit · bodies=true shows the states"""
    only(body, "after", "limit", "bodies")
    after, limit = page_bounds(body)
    whole = word(body, "bodies", ("true", "false"), "false") == "true"
    sql = VERSIONS.format(body="v.body" if whole else "NULL")
    rows = await control.ask(control.runtime.store.rows, sql, (world.world, after, limit + 1))
    found = [
        {
            "seq": seq,
            "account": account,
            "id": key,
            "type": kind,
            "deleted": bool(deleted),
            **({"body": orjson.Fragment(bytes(state))} if whole else {}),
        }
        for seq, account, key, kind, deleted, state in rows[:limit]
    ]
    return {"changes": found, "has_more": len(rows) > limit}


@route("GET /_pinstripe/books")
async def books(control: Control, world: World, body: Body) -> Any:
    """Ledger entries in order, and the balances as they stand. params: after · limit · record"""
    only(body, "after", "limit", "record")
    after, limit = page_bounds(body)
    record = text(body, "record", "")
    where, args = ("AND record=? ", (record,)) if record else ("", ())
    rows = await control.ask(
        control.runtime.store.rows,
        f"SELECT {','.join(ENTRY)} FROM ledger_entries WHERE world=? AND seq>? {where}ORDER BY seq LIMIT ?",
        (world.world, after, *args, limit + 1),
    )
    balances = await control.ask(
        control.runtime.store.rows,
        "SELECT name,currency,amount FROM ledger_balances WHERE world=? ORDER BY name,currency",
        (world.world,),
    )
    return {
        "balances": [{"name": n, "currency": c, "amount": a} for n, c, a in balances],
        "entries": [dict(zip(ENTRY, row, strict=True)) for row in rows[:limit]],
        "has_more": len(rows) > limit,
    }


@route("GET /_pinstripe/audit")
async def audit(control: Control, world: World, body: Body) -> Any:
    """Recompute everything from the entries and say what doesn't agree."""
    only(body)
    return report_of(await control.ask(audited, control.runtime.store, world.world))


def audit_all(runtime: Runtime) -> list[Body]:
    """A report for each world of a database; snapshots are judged when they are restored."""
    worlds = runtime.store.rows(
        "SELECT world,account FROM worlds WHERE substr(name,1,?)<>? ORDER BY world", (len(HIDDEN), HIDDEN)
    )
    return [{"account": account, **report_of(audited(runtime.store, number))} for number, account in worlds]


def report_of(report: Report) -> Body:
    """A report as it is answered."""
    return {"agrees": report.agrees, "checked": report.checked, "faults": report.faults}
