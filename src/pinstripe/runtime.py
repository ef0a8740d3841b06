"""One process put together: store, worlds, engine, edge, clock, delivery, control.

Owns: the order of start and stop. Does not own: any behaviour.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

from pinstripe import products
from pinstripe.clock.scheduler import Scheduler
from pinstripe.events.delivery import Deliverer, Settings
from pinstripe.events.lines import Exchange
from pinstripe.http import logs
from pinstripe.http.auth import Keys
from pinstripe.http.chain import Chain
from pinstripe.kernel import after
from pinstripe.kernel.engine import Engine
from pinstripe.kernel.world import PUBLIC_URL, World, Worlds
from pinstripe.store.base import Store
from pinstripe.store.open import open_store

GRACE_SECONDS = 3
"""How long webhooks that were sent may wait for their answer when the server stops; they are sent again."""


@dataclass(slots=True)
class Options:
    """What `pinstripe serve` can be told."""

    database: str = ":memory:"
    durability: str = "full"
    seed: str = "pinstripe"
    now: int | None = None
    strict_keys: bool = False
    limits: str = "none"
    public_url: str = PUBLIC_URL
    secrets_key: str = ""
    tax_rates: str = ""


class Runtime:
    """A server without its sockets: tests and the HTTP server drive the same object."""

    def __init__(self, options: Options, store: Store | None = None) -> None:
        products.register()
        self.options = options
        self.store = store or open_store(options.database, options.durability)
        self.worlds = Worlds(self.store, options.seed, options.now)
        self.worlds.limits = options.limits
        self.worlds.secrets_key = options.secrets_key
        self.worlds.public_url = options.public_url
        self.worlds.tax_rates = options.tax_rates
        self.engine = Engine(self.store, self.worlds)
        self.keys = Keys(self.worlds, options.strict_keys)
        self.engine.hear(after.KEYS, lambda batch, told: self.keys.forget())
        self.chain = Chain(self.engine, self.keys)
        self.scheduler = Scheduler(self.engine)
        self.deliverer = Deliverer(self.engine, Settings(grace_seconds=GRACE_SECONDS))
        self.exchange = Exchange(self.engine)
        self.chain.observers.append(logs.teller(self.exchange.observe))
        self.scheduler.arrived.append(self._hasten)
        self._watch: asyncio.Task[None] | None = None
        self._leaving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take up what an earlier process left: due jobs, advancing clocks, pending deliveries."""
        self._watch = asyncio.get_running_loop().create_task(self.scheduler.watch())
        await self.deliverer.start()

    async def _hasten(self, world: World, seconds: int) -> int:
        """A world's clock has moved: what waits that long to be sent again is sent."""
        return await self.deliverer.make_due(world, seconds)

    def leave(self) -> None:
        """Begin to stop: no job and no webhook begins any more, while requests under way are answered."""
        if self._leaving is None:
            self.exchange.close()
            self._leaving = asyncio.get_running_loop().create_task(self._leave())

    async def _leave(self) -> None:
        """Both at once: an endpoint that hangs and a clock that advances need not wait for each other."""
        await asyncio.gather(self.scheduler.stop(), self.deliverer.stop())

    async def stop(self) -> None:
        """Let what runs end, and release the store."""
        self.leave()
        assert self._leaving is not None
        await self._leaving
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        await self.engine.beside.stop()
        self.store.close()
