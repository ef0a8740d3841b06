"""Writes that meet a clock on its way: they wait until it stands, and then run at the new time.

Owns: the signal, how long a write waits, what a world's settings say of its own clock. Does not own: moving
clocks (clock/scheduler.py), running the write again (engine.py). Money: none.
Source: docs: Test clocks; recorded: issue reports (the refusal, which `--limits stripe` gives at once).
Without that option a write waits: what it would answer after the callers' own retry is what it answers then.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from pinstripe.api import errors

if TYPE_CHECKING:
    from pinstripe.kernel.world import World

ADVANCING = "advancing"
"""In a world's settings, while its own clock is on its way: {"from": time, "to": time}."""
FIRST_WAIT_SECONDS = 0.005
LONGEST_WAIT_SECONDS = 0.1
PATIENCE_SECONDS = 60
"""Less than the official SDKs wait for an answer (80 s)."""


class Underway(Exception):
    """The clock that a write lives by moves: what the write did so far is dropped."""

    def __init__(self, clock: str) -> None:
        super().__init__(clock)
        self.clock = clock


def meets(world: World, clock: str) -> Exception:
    """What a write is told that meets this test clock on its way."""
    return errors.clock_underway(clock) if world.limits == "stripe" else Underway(clock)


def own(world: World) -> dict[str, Any] | None:
    """Where the world's own clock moves from and to; None while it does not."""
    found: dict[str, Any] | None = world.settings.get(ADVANCING)
    return found


class Patience:
    """How long one write has waited."""

    def __init__(self) -> None:
        self._next = FIRST_WAIT_SECONDS
        self._waited = 0.0

    async def wait(self) -> bool:
        """A little longer each time. gives: False, without waiting, when it has been long enough"""
        if self._waited > PATIENCE_SECONDS:
            return False
        await asyncio.sleep(self._next)
        self._waited += self._next
        self._next = min(2 * self._next, LONGEST_WAIT_SECONDS)
        return True
