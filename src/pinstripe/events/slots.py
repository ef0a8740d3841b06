"""Slots: how many deliveries are under way at once, and whose turn it is when there are too many.

Owns: the counts, the order in which worlds are served. Does not own: what is sent (delivery.py), how many
connections one endpoint calls for (lanes.py). Money: none. Source: our own.

A delivery that an endpoint is slow to acknowledge costs a socket and nothing else, so it leaves the count of
its world's busy ones: endpoints that hang hold up no other endpoint until their sockets are very many.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Share:
    """What one world has under way, and who waits for it."""

    busy: int = 0
    slow: int = 0
    waiting: deque[asyncio.Future[None]] = field(default_factory=deque)

    @property
    def sockets(self) -> int:
        """All that the world has under way."""
        return self.busy + self.slow


class Slots:
    """Room for deliveries. busy: of a world, before they turn slow · sockets: of a world · total: of all."""

    def __init__(self, busy: int, sockets: int, total: int) -> None:
        self.busy, self.sockets, self.total = busy, sockets, total
        self.taken = 0
        self._shares: dict[int, Share] = {}

    async def take(self, world: int) -> None:
        """Wait for a slot; worlds are served in turn, each world's deliveries in their order."""
        share = self._shares.setdefault(world, Share())
        if not share.waiting and self._open(share):
            self._count(share)
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        share.waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give(world)
            raise

    def turn_slow(self, world: int) -> None:
        """A delivery waits for its endpoint: others of its world may go on."""
        share = self._shares[world]
        share.busy -= 1
        share.slow += 1
        self._next()

    def give(self, world: int, slow: bool = False) -> None:
        """A delivery is over."""
        share = self._shares[world]
        if slow:
            share.slow -= 1
        else:
            share.busy -= 1
        self.taken -= 1
        self._next()
        if not share.sockets and not share.waiting and self._shares.get(world) is share:
            del self._shares[world]

    def _open(self, share: Share) -> bool:
        return self.taken < self.total and share.busy < self.busy and share.sockets < self.sockets

    def _count(self, share: Share) -> None:
        share.busy += 1
        self.taken += 1

    def _next(self) -> None:
        """Whoever waits and may go on does: one of each world, and around again."""
        served = True
        while served and self.taken < self.total:
            served = False
            for world, share in list(self._shares.items()):
                while share.waiting and share.waiting[0].done():
                    share.waiting.popleft()  # its task was ended
                if share.waiting and self._open(share):
                    self._count(share)
                    share.waiting.popleft().set_result(None)
                    self._shares[world] = self._shares.pop(world)  # to the end of the line
                    served = True
