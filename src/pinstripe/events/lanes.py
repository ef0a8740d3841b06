"""Lanes: what waits to be sent to one endpoint, and what is under way to it.

Owns: the state of a lane, and when it calls for another connection. Does not own: sending (delivery.py).
Money: none.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from pinstripe.events.parcels import Parcel
from pinstripe.kernel.record import Record
from pinstripe.kernel.world import World

FIRST = 2
"""So many connections an endpoint is given before it has answered, and again after it has not."""
LOW = 32
"""So many waiting parcels call for another chunk, and for another connection each time they are that many."""


@dataclass(eq=False, slots=True)
class Lane:
    """One endpoint's queue: what waits to be sent to it, and what is not finished yet."""

    world: World
    endpoint: str
    past: int
    """Which past of the world it belongs to: a reset or restored one has another."""
    target: Record | None = None
    waiting: deque[Parcel] = field(default_factory=deque)
    hand: dict[int, int] = field(default_factory=dict)
    """Deliveries taken whose result is not in the store yet, and how often each had been tried before."""
    width: int = FIRST
    """How many connections the endpoint may have: more with every answer."""
    active: int = 0
    slow: int = 0
    more: bool = False
    fetching: bool = False
    hurried: bool = False
    """Was the world's clock moved while a retry waited? Then what is left of that counts for the next one."""
    timer: asyncio.TimerHandle | None = None
    wake_at: int = 0

    @property
    def enabled(self) -> bool:
        """May anything be sent?"""
        return self.target is not None and self.target.body["status"] == "enabled"

    @property
    def idle(self) -> bool:
        """Is nothing under way? A retry that is due later does not count."""
        return not (self.active or self.waiting or self.hand or self.more)

    @property
    def room(self) -> bool:
        """Is another connection called for? One keeps the order; slow answers and long queues need more."""
        return self.active < self.width and self.active - self.slow <= len(self.waiting) // LOW

    def drop(self, parcels: Iterable[Parcel]) -> None:
        """These are not in hand any more."""
        for parcel in parcels:
            self.hand.pop(parcel.id, None)

    def answered(self, status: int, most: int) -> None:
        """An attempt is over: one that was answered earns connections, one that was not loses them."""
        self.width = min(self.width * 2, most) if status else FIRST
