"""What waits for a batch, and how a batch is made smaller that could not be kept.

Owns: the shape of a queue, both divisions, what is forgotten of a batch.
Does not own: running (engine.py). Money: none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from pinstripe.kernel.batch import Batch
from pinstripe.kernel.call import Call
from pinstripe.kernel.outside import Pause
from pinstripe.kernel.world import World

Job = Callable[[Batch], Any]
"""Work that is not a request: the clock's jobs, the control API. It writes to the batch; gives anything."""
Item = Call | tuple[World, Job]
Batches = dict[int, Batch]
"""The batch of each world, by its number."""
Waiting = tuple[Item, "asyncio.Future[Any]"]
"""What is to be run, and who hears of its result."""


TOGETHER = 16
"""So many that go on after an answer from outside share a batch: they wait for one commit instead of many."""


def parts(queue: list[Waiting], together: int) -> list[list[Waiting]]:
    """A queue as batches: all of it, without what goes on after an answer from outside, which is not run
    twice. So many of those share each other's fate and no other's: where their batch cannot be kept, each is
    as if the server had ended while it asked.
    """
    once = [one for one in queue if type(one[0]) is tuple and isinstance(one[0][1], Pause)]
    if not once:
        return [queue]
    rest = [one for one in queue if not (type(one[0]) is tuple and isinstance(one[0][1], Pause))]
    groups = [once[place : place + together] for place in range(0, len(once), together)]
    return [rest, *groups] if rest else groups


def divided(part: list[Waiting]) -> list[list[Waiting]]:
    """A batch that was not kept, by worlds; one of a single world, call by call."""
    by_world: dict[int, list[Waiting]] = {}
    for one in part:
        world = one[0].world if isinstance(one[0], Call) else one[0][0]
        by_world.setdefault(world.world, []).append(one)
    return list(by_world.values()) if len(by_world) > 1 else [[one] for one in part]


def forget(batches: Batches) -> None:
    """Drops what machines and worlds remembered of a batch that was not kept."""
    for batch in batches.values():
        batch.world.side.clear()
        batch.world.endpoints = None
        if batch.world.settings is batch.spent:
            batch.world.settings = batch.settings
