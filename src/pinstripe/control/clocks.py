"""A world's clock: freeze it, advance it, let it run.

Owns: the three moves. Does not own: what is known of one under way (routes.py), due jobs
(clock/scheduler.py).
Money: none. Source: our own.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.clock import now as clock
from pinstripe.control.routes import Body, Control, Moving, integer, only, route
from pinstripe.kernel.world import World


@route("POST /_pinstripe/clock/freeze")
async def freeze(control: Control, world: World, body: Body) -> Any:
    """Time stands still at `now` (or at this moment); what is due by then runs within a second."""
    only(body, "now")
    world.clock, world.clock_at = "frozen", integer(body, "now", world.now())
    await control.ask(control.runtime.worlds.save, world)
    return {"now": world.now()}


@route("POST /_pinstripe/clock/unfreeze")
async def unfreeze(control: Control, world: World, body: Body) -> Any:
    """Time runs again from where it stood, or `offset` seconds from real time (0: real time)."""
    only(body, "offset")
    offset = integer(body, "offset", world.now() - clock.wall())
    world.clock, world.clock_at = ("offset", offset) if offset else ("real", 0)
    await control.ask(control.runtime.worlds.save, world)
    return {"now": world.now(), "offset": offset}


@route("POST /_pinstripe/clock/advance")
async def advance(control: Control, world: World, body: Body) -> Any:
    """Move the world's clock to `to` or by `seconds`, running everything due on the way, webhooks included.

    refuses: a move backwards, a second move while the first one is under way
    """
    only(body, "to", "seconds")
    before = world.now()
    to = integer(body, "to") if "to" in body else before + integer(body, "seconds")
    if to < before:
        raise errors.invalid("A clock moves forward only.", param="to" if "to" in body else "seconds")
    if world.world in control.moving:
        raise errors.invalid("This clock is being advanced already.", status=409)
    moving = control.moving[world.world] = Moving(before, to, before)
    try:
        ran = await control.runtime.scheduler.advance(world, to, moving.told)
    finally:
        del control.moving[world.world]
    hastened = await control.runtime.deliverer.make_due(world, to - before)
    return {"now": world.now(), "jobs_run": ran, "endpoints_retried": hastened}
