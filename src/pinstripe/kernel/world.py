"""Worlds: one platform account with its connected accounts, clock, ledger; the unit of isolation.

Owns: opening a world by name, its counters and clock setting, its webhook endpoints in memory.
Does not own: keys (http/auth.py), copies of worlds (store/snapshot.py).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

import orjson

from pinstripe.clock import now as clock
from pinstripe.ids import Mint
from pinstripe.kernel import stocked
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import RECEIVERS
from pinstripe.store import base
from pinstripe.store.base import Store
from pinstripe.store.tables import TABLES

COLUMNS = TABLES["worlds"].names
BACK = "back"
"""In a world's settings, once its clock was set to an earlier time: what was made later may look older."""
CHANGED = frozenset({"account", "api_version", "clock", "clock_at", "settings"})
"""What may change of a world while it is open."""
PRESSING_SECONDS = 0.25
"""How long a reader waits for what falls due at once."""
PUBLIC_URL = "http://127.0.0.1:12111"
"""Where people reach a server that was not told: the address on which it listens by default."""


@dataclass(eq=False, slots=True, weakref_slot=True)
class World:
    """A world in memory: what every request needs of it."""

    world: int
    name: str
    account: str
    created: int
    seed: str
    seq: int
    epoch: int
    clock: str
    clock_at: int
    clock_set: int
    api_version: str
    settings: dict[str, Any]
    mint: Mint = field(init=False)
    endpoints: list[Record] | None = field(init=False, default=None)
    due: int | None = field(init=False, default=None)
    """Earliest due job on the world's own clock, as far as known."""
    pressing: asyncio.Event | None = field(init=False, default=None)
    """Set once that is done which fell due with an earlier answer; None where nothing did."""
    secrets_key: str = field(init=False, default="")
    """The server's own setting: with it and the seed is sealed what the database must not tell."""
    limits: str = field(init=False, default="none")
    """The server's own setting: "stripe" refuses what Stripe refuses for its size."""
    public_url: str = field(init=False, default=PUBLIC_URL)
    """Where people reach this server; what they open leads there."""
    tax_rates: str = field(init=False, default="")
    """A file whose tax rates take the place of the shipped ones."""
    past: int = field(init=False, default=0)
    """How often this process has replaced the world's past: what was begun in an earlier one ends unheard."""
    machines: dict[str, Any] = field(init=False, default_factory=dict)
    """Machines of this process by name, for functions that ask the outside through them ("sender")."""
    side: dict[str, Any] = field(init=False, default_factory=dict)
    """What machines remember of it between batches; forgotten when a commit fails."""

    used: float = field(init=False, default=0)
    """When it was last asked for, by a clock of this process that only goes on."""

    def __post_init__(self) -> None:
        self.mint = Mint(self.seed, self.epoch)

    async def caught_up(self) -> None:
        """Who asks now sees what the answers before have led to; what takes its time is waited for once."""
        if self.pressing is not None:
            try:
                await asyncio.wait_for(self.pressing.wait(), PRESSING_SECONDS)
            except TimeoutError:
                self.pressing = None

    def now(self) -> int:
        """The world's time."""
        return clock.world_time(self.clock, self.clock_at, clock.wall())

    def row(self) -> tuple[Any, ...]:
        """Its row, in the order of its table; the settings, as text, come last."""
        settings = orjson.dumps(self.settings, option=orjson.OPT_SORT_KEYS).decode()
        return (
            self.world,
            self.name,
            self.account,
            self.created,
            self.seed,
            self.seq,
            self.epoch,
            self.clock,
            self.clock_at,
            self.clock_set,
            self.api_version,
            settings,
        )


class Worlds:
    """The worlds of a store, opened on first use."""

    def __init__(self, store: Store, seed: str = "pinstripe", now: int | None = None) -> None:
        self.store = store
        self.seed = seed
        self.frozen_at = now
        self.limits = "none"
        self.secrets_key = ""
        self.public_url = PUBLIC_URL
        self.tax_rates = ""
        self.machines: dict[str, Any] = {}
        self.open: dict[str, World] = {}
        self.alive: WeakValueDictionary[str, World] = WeakValueDictionary()
        """The open ones, and those that were given back while somebody still holds them."""
        self.by_number: WeakValueDictionary[int, World] = WeakValueDictionary()

    def get(self, name: str) -> World:
        """The world of that name, made if it is new."""
        found = self.open.get(name) or self._load(name) or self._make(name)
        found.used = clock.tick()
        return found

    def existing(self, name: str) -> World | None:
        """The world of that name, if there is one."""
        return self.open.get(name) or self._load(name)

    def give_back(self, most: int, idle_seconds: float) -> None:
        """Beyond so many open worlds, those that nobody has asked for since then leave the memory: they have
        nothing to do, and are read anew when they are asked for.
        """
        bound, spare = clock.tick() - idle_seconds, len(self.open) - most
        if self.store.shared or spare <= 0:
            return
        unused = [one for one in self.open.values() if one.used <= bound and one.due is None]
        for world in sorted(unused, key=lambda one: one.used)[:spare]:
            del self.open[world.name]

    def numbered(self, number: int) -> World | None:
        """The world of that number, if there is one; snapshots are kept, they are never opened."""
        found = self.by_number.get(number)
        if found is None:
            rows = self.store.rows("SELECT name FROM worlds WHERE world=?", (number,))
            if rows and not rows[0][0].startswith(base.HIDDEN):
                found = self.existing(rows[0][0])
        return found

    def forget(self, world: World) -> None:
        """Read it anew next time: it was reset, restored or moved by another hand."""
        self.open.pop(world.name, None)
        self.alive.pop(world.name, None)
        self.by_number.pop(world.world, None)

    def refresh(self, *worlds: World) -> None:
        """Read what another process may have moved."""
        marks = ",".join("?" * len(worlds))
        rows = self.store.rows(
            "SELECT world,seq,clock,clock_at,clock_set,api_version,settings FROM worlds "
            f"WHERE world IN ({marks})",
            [world.world for world in worlds],
        )
        known = {row[0]: row[1:] for row in rows}
        for world in worlds:
            if world.world not in known:
                self.forget(world)  # deleted by another hand; what still writes to it finds that out
                continue
            *plain, settings = known[world.world]
            if plain[0] != world.seq:
                world.endpoints = None
                stocked.doubt(world)
            world.seq, world.clock, world.clock_at, world.clock_set, world.api_version = plain
            world.settings = orjson.loads(settings)

    def reopen(self, world: World) -> None:
        """Take up a world whose past was replaced: its calls under way keep the same object."""
        row = self._opening("world", world.world)
        assert row is not None, f"world {world.world} is gone"
        for name, value in zip(COLUMNS, row, strict=True):
            setattr(world, name, orjson.loads(value) if name == "settings" else value)
        world.mint = Mint(world.seed, world.epoch)
        world.endpoints = world.due = None
        world.side.clear()
        world.past += 1

    def change(self, world: World, **facts: Any) -> None:
        """Keep a change of its clock, account, default version or settings; memory follows the store."""
        assert facts.keys() <= CHANGED, f"{facts} cannot be changed"
        values = [
            orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode() if name == "settings" else value
            for name, value in facts.items()
        ]
        sets = ",".join(f"{name}=?" for name in facts)
        self.store.execute(f"UPDATE worlds SET {sets} WHERE world=?", (*values, world.world))
        for name, value in facts.items():
            setattr(world, name, value)

    def endpoints(self, world: World, refreshed: bool = False) -> list[Record]:
        """Its records to which events are sent, of every account.

        params: refreshed, the caller has just made sure of the world
        """
        if world.endpoints is None or (self.store.shared and not refreshed):
            kinds = sorted(RECEIVERS) or [""]
            rows = self.store.rows(
                f"SELECT h.account,{base.HEAD_COLUMNS} FROM heads h JOIN versions v ON v.world=h.world AND "
                f"v.seq=h.seq WHERE h.world=? AND h.type IN ({','.join('?' * len(kinds))}) "
                "AND h.deleted=0 ORDER BY h.born",
                (world.world, *kinds),
            )
            world.endpoints = [Record.of(base.Row._make(row[1:]), row[0]) for row in rows]
        return world.endpoints

    def _opening(self, column: str, value: str | int) -> tuple[Any, ...] | None:
        # Each opening draws from a stream of its own, so that no id is ever minted twice. One statement:
        # of two processes that open at once, each gets an epoch of its own.
        rows = self.store.rows(
            f"UPDATE worlds SET epoch=epoch+1 WHERE {column}=? RETURNING {','.join(COLUMNS)}", (value,)
        )
        return rows[0] if rows else None

    def _load(self, name: str) -> World | None:
        held = self.alive.get(name)
        if held is not None:
            return self._keep(held)
        row = self._opening("name", name)
        return self._keep(World(*(*row[:-1], orjson.loads(row[-1])))) if row is not None else None

    def _make(self, name: str) -> World:
        now = clock.wall() if self.frozen_at is None else self.frozen_at
        seed = f"{self.seed}/{name}"
        account = Mint(seed, 0).account(now)
        mode = "real" if self.frozen_at is None else "frozen"
        marks = ",".join("?" * len(COLUMNS))
        while True:
            number = (self.store.rows("SELECT MAX(world) FROM worlds")[0][0] or 0) + 1
            world = World(number, name, account, now, seed, 0, 1, mode, self.frozen_at or 0, now, "", {})
            # Another process may take the number or make this very world in the meantime.
            sql = f"INSERT INTO worlds ({','.join(COLUMNS)}) VALUES ({marks}) ON CONFLICT DO NOTHING"
            if self.store.execute(sql, world.row()):
                return self._keep(world)
            known = self._load(name)
            if known is not None:
                return known

    def _keep(self, world: World) -> World:
        known = self.open.setdefault(world.name, world)
        known.limits = self.limits
        known.secrets_key = self.secrets_key
        known.public_url = self.public_url
        known.tax_rates = self.tax_rates
        known.machines = self.machines
        known.used = clock.tick()
        self.alive[known.name] = self.by_number[known.world] = known
        return known
