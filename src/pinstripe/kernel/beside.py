"""Searches beside the loop: one that looks through much lets the others be answered.

Owns: the order of a search and of reading what it needs to know, one reader at a time. Does not own: what is
read (lookup.py), the answer (engine.py). Money: none.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import cast

from pinstripe.kernel import lookup
from pinstripe.kernel.call import Call, Reply
from pinstripe.kernel.world import World
from pinstripe.store.base import OwnStore, Store

log = logging.getLogger("pinstripe.search")


class Beside:
    """Runs the searches of one process on a store of its own."""

    def __init__(self, store: Store, read: Callable[[Call, Store, int], Reply]) -> None:
        """read: answers a call on a store that shows one moment, of how many-th past. refuses: Behind"""
        self._store = store
        self._read = read
        self._one = asyncio.Lock()
        self._keeping: asyncio.Task[None] | None = None

    async def search(self, call: Call) -> Reply:
        """What was written since the last search is read before it, if that is much, and kept after it, if it
        has become much.
        """
        while True:
            try:
                reply = await asyncio.to_thread(self._answer, call)
            except lookup.Behind:
                await self._catch_up(call.world)
            else:
                if lookup.is_heavy(call.world) and not self._one.locked():
                    self._keeping = asyncio.get_running_loop().create_task(self._keep(call.world))
                return reply

    def _answer(self, call: Call) -> Reply:
        past = call.world.past
        with cast(OwnStore, self._store).apart() as store:
            return self._read(call, store, past)

    async def stop(self) -> None:
        """Let what is being kept be kept."""
        if self._keeping is not None:
            await self._keeping

    async def _keep(self, world: World) -> None:
        try:
            await self._catch_up(world)
        except Exception:  # the next search tries again
            log.exception("the words of a world could not be kept")

    async def _catch_up(self, world: World) -> None:
        async with self._one:
            await asyncio.to_thread(lookup.catch_up, self._store, world)
