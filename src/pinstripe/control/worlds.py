"""Control of one world as a whole: what it is, its copies, its beginning anew.

Owns: the routes, and taking up what a replaced past left to do. Does not own: which rows make a world
(store/snapshot.py). Money: none. Source: our own.
"""

from __future__ import annotations

import re
from typing import Any

from pinstripe.api import errors
from pinstripe.control import keys
from pinstripe.control.routes import Body, Control, only, route, text
from pinstripe.http import auth
from pinstripe.kernel import underway
from pinstripe.kernel.world import World
from pinstripe.store import snapshot
from pinstripe.store.base import Conflict

NAME = re.compile(r"[\w.:@ -]{1,100}")


@route("GET /_pinstripe/world")
async def show(control: Control, world: World, body: Body) -> Any:
    """What the world is: account, clock, default version, faults, and what it still has to do."""
    only(body)
    number = world.world

    def counts() -> tuple[int, int | None]:
        rows = control.runtime.store.rows
        pending = rows("SELECT COUNT(*) FROM deliveries WHERE world=? AND state='pending'", (number,))
        due = rows("SELECT MIN(due_at) FROM jobs WHERE world=? AND clock=''", (number,))
        return pending[0][0], due[0][0]

    pending, due_at = await control.ask(counts)
    moving = control.moving.get(number)
    way = moving.shown() if moving else underway.own(world)
    return {
        "account": world.account,
        "api_version": world.api_version or None,
        "clock": {"mode": world.clock, "now": world.now(), "advancing": way},
        "created": world.created,
        "deliveries_pending": pending,
        "faults": world.settings.get("faults", {}),
        "next_job_due_at": due_at,
        "seq": world.seq,
    }


@route("POST /_pinstripe/reset")
async def reset(control: Control, world: World, body: Body) -> Any:
    """As on the first day: same account, nothing in it."""
    only(body)
    settled(control, world)
    await control.ask(snapshot.reset, control.runtime.store, control.runtime.worlds, world)
    await rewound(control, world)
    return {"account": world.account, "now": world.now()}


@route("POST /_pinstripe/snapshot")
async def save(control: Control, world: World, body: Body) -> Any:
    """Keep the world as it stands under a name; an older snapshot of that name is replaced."""
    only(body, "name")
    name = named(body)
    await control.ask(snapshot.snapshot, control.runtime.store, control.runtime.worlds, world, name)
    return {"name": name}


@route("GET /_pinstripe/snapshots")
async def list_snapshots(control: Control, world: World, body: Body) -> Any:
    """The names of the world's snapshots."""
    only(body)
    return {"snapshots": await control.ask(snapshot.snapshots, control.runtime.store, world)}


@route("POST /_pinstripe/restore")
async def restore(control: Control, world: World, body: Body) -> Any:
    """Put the world back to how a snapshot keeps it. refuses: an unknown name (404)"""
    only(body, "name")
    name = named(body)
    settled(control, world)
    worlds = control.runtime.worlds
    if not await control.ask(snapshot.restore, control.runtime.store, worlds, world, name):
        raise errors.no_such("snapshot", name, "name", 404)
    await rewound(control, world)
    return {"name": name, "now": world.now()}


@route("POST /_pinstripe/fork")
async def fork(control: Control, world: World, body: Body) -> Any:
    """Copy the world: the given secret key opens the copy; ids stay. refuses: a key that opens a world"""
    only(body, "key")
    key = text(body, "key")
    match = auth.FORM.fullmatch(key)
    if match is None or match[1] != "sk":
        raise errors.invalid("A secret test key is expected: sk_test_…", param="key")
    runtime = control.runtime
    try:
        number = await control.ask(snapshot.copy_world, runtime.store, world.world, auth.world_name(match[2]))
    except Conflict:
        raise errors.invalid("This key opens a world already.", param="key") from None
    if runtime.keys.strict:
        await control.ask(keys.write, runtime, number, world.account, key, ())
    copy = await control.ask(runtime.worlds.get, auth.world_name(match[2]))
    await rewound(control, copy)
    return {"account": copy.account, "now": copy.now()}


def named(body: Body) -> str:
    """A snapshot's name. refuses: what is no name"""
    name = text(body, "name")
    if not NAME.fullmatch(name):
        raise errors.invalid("A name has 1 to 100 letters, digits, spaces and .:@-", param="name")
    return name


def settled(control: Control, world: World) -> None:
    """A world whose clock is on its way has no past to go back to yet. refuses: a clock being advanced"""
    if world.world in control.moving or underway.own(world) is not None:
        raise errors.invalid("This world's clock is being advanced.", status=409)


async def rewound(control: Control, world: World) -> None:
    """Take up what the world's new state has to do; its former one's work in hand ends by itself."""
    runtime = control.runtime
    runtime.keys.forget()
    await control.ask(runtime.scheduler.take_up, world)
    await runtime.deliverer.pick_up(world)
