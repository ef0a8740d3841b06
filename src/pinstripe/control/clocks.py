"""A world's clock: freeze it, advance it, let it run.

Owns: the three moves. Does not own: what is known of one under way (routes.py), due jobs
(clock/scheduler.py).
Money: none. Source: our own.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.clock import now as clock
from pinstripe.clock.calendar import LAST
from pinstripe.control.routes import Body, Control, Moving, integer, only, route
from pinstripe.kernel import underway
from pinstripe.kernel.world import BACK, World


@route("POST /_pinstripe/clock/freeze")
async def freeze(control: Control, world: World, body: Body) -> Any:
    """Time stands still at `now` (or at this moment); what is due by then runs within a second."""
    only(body, "now")
    at = moment(integer(body, "now", world.now()), "now")
    standing(control, world)
    await control.changed(world, clock="frozen", clock_at=at, settings=remembered(world, at))
    return {"now": world.now()}


@route("POST /_pinstripe/clock/unfreeze")
async def unfreeze(control: Control, world: World, body: Body) -> Any:
    """Time runs again from where it stood, or `offset` seconds from real time (0: real time)."""
    only(body, "offset")
    offset = integer(body, "offset", world.now() - clock.wall())
    moment(clock.wall() + offset, "offset")
    standing(control, world)
    settings = remembered(world, clock.wall() + offset)
    await control.changed(world, clock="offset" if offset else "real", clock_at=offset, settings=settings)
    return {"now": world.now(), "offset": offset}


@route("POST /_pinstripe/clock/advance")
async def advance(control: Control, world: World, body: Body) -> Any:
    """Move the world's clock to `to` or by `seconds`, running everything due on the way, webhooks included.

    What the process does not survive goes on when it starts again. Writes to the world wait meanwhile.
    refuses: a move backwards, a second move while the first one is under way
    """
    only(body, "to", "seconds")
    before = world.now()
    to = integer(body, "to") if "to" in body else before + integer(body, "seconds")
    if to < before:
        raise errors.invalid("A clock moves forward only.", param="to" if "to" in body else "seconds")
    moment(to, "to" if "to" in body else "seconds")
    standing(control, world)
    moving = control.moving[world.world] = Moving(before, to, before)
    try:
        ran, hastened = await control.runtime.scheduler.advance(world, to, moving.told)
    finally:
        del control.moving[world.world]
    return {"now": world.now(), "jobs_run": ran, "endpoints_retried": hastened}


def standing(control: Control, world: World) -> None:
    """A clock has one way at a time. refuses: one that is being advanced, by whatever process"""
    if world.world in control.moving or underway.own(world) is not None:
        raise errors.invalid("This clock is being advanced already.", status=409)


def remembered(world: World, at: int) -> Body:
    """The world's settings, with a mark once its time goes back."""
    return {**world.settings, BACK: True} if at < world.now() else world.settings


def moment(at: int, param: str) -> int:
    """A time at which a clock may stand: what begins then must still end within the calendar.

    refuses: what lies outside
    """
    if not 0 <= at <= LAST:
        raise errors.invalid(f"A clock stands between 0 and {LAST}.", param=param)
    return at
