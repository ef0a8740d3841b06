"""Delivery of webhooks: after the commit, concurrently, per endpoint, until acknowledged or given up.

Owns: which endpoint is sent to when, retries on the real clock, sending again, what a crash left unsent.
Does not own: payloads and rows (parcels.py), HTTP (sender.py), which endpoint hears what (outbox.py).
Money: none. Source: docs: webhooks; order within an endpoint inferred.

An event is told at least once: its delivery stays pending in the store until the result of an attempt is
written, and whoever starts next takes up what is pending. One process keeps in memory what it has in hand;
several processes on one database claim rows for a while (`lease_seconds`) and go on claiming them while they
live: what a crash left is taken up by the others within seconds.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pinstripe.api import errors
from pinstripe.clock import now as clock
from pinstripe.events import outbox, parcels, told
from pinstripe.events.faults import Faults, chosen, faults_of
from pinstripe.events.lanes import LOW, Lane
from pinstripe.events.outbox import Row
from pinstripe.events.parcels import Parcel
from pinstripe.events.sender import Attempt, Sender
from pinstripe.events.slots import Slots
from pinstripe.kernel import after
from pinstripe.kernel.after import ENDPOINTS
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.engine import Engine
from pinstripe.kernel.record import Record
from pinstripe.kernel.world import World

log = logging.getLogger("pinstripe.events")

DELIVERIES = after.kind("deliveries", "a row that was made for an event and an endpoint", "deliveries")
CHUNK = 128
PATIENCE_MS = 50
"""An endpoint that takes longer than this to answer is sent the next event meanwhile."""
GATHER_MS = 250
"""A reordering waits so long for events that it can put in the wrong order."""
COLLECT_MS = 20
"""Results wait so long for others, to share a commit: nobody waits for them."""
AGAIN_SECONDS = 5
"""After an error of our own (the database was away) an endpoint rests this long."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose. retry_seconds: delays after the first, second, third failure."""

    timeout_seconds: int = 15
    retry_seconds: tuple[int, ...] = (300, 1800, 7200)
    connections: int = 16
    """Of one endpoint, once it has answered."""
    busy_connections: int = 32
    world_connections: int = 128
    all_connections: int = 512
    lease_seconds: int = 10
    poll_seconds: int = 2
    grace_seconds: int = 5


class Deliverer:
    """Sends what the outbox of one engine's worlds holds."""

    def __init__(self, engine: Engine, settings: Settings | None = None) -> None:
        self.engine = engine
        self.store = engine.store
        self.worlds = engine.worlds
        self.shared = engine.store.shared
        """Others send too: deliveries are claimed before they are made."""
        self.settings = settings or Settings()
        chosen = self.settings
        self.sender = Sender(chosen.timeout_seconds)
        self.slots = Slots(chosen.busy_connections, chosen.world_connections, chosen.all_connections)
        engine.worlds.machines["sender"] = self.sender
        self.lanes: dict[tuple[int, str], Lane] = {}
        self._done: list[tuple[Lane, Parcel]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._writer: asyncio.Task[None] | None = None
        self._watches: list[asyncio.Task[None]] = []
        self._quiet = asyncio.Event()
        self._stopping = False

    # -- from outside ----------------------------------------------------------------------------------

    async def start(self) -> None:
        """Listen for commits, and take up what an earlier process left pending."""
        self.engine.hear(ENDPOINTS, self._changed)
        self.engine.hear(DELIVERIES, self._queued)
        await self._pick_up()
        if self.shared:
            loop = asyncio.get_running_loop()
            self._watches = [loop.create_task(self._poll()), loop.create_task(self._renew())]

    async def stop(self) -> None:
        """Nothing new is sent; what is under way may end, then its results are written."""
        self._stopping = True
        self.engine.unhear(self._changed, self._queued)
        for lane in self.lanes.values():
            if lane.timer is not None:
                lane.timer.cancel()
        for watch in self._watches:
            watch.cancel()
        await asyncio.gather(*self._watches, return_exceptions=True)
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self.settings.grace_seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if self._writer is not None:
            await self._writer
        await self.sender.close()

    async def resend(
        self, world: World, event_id: str, endpoint_id: str | None = None, account: str = ""
    ) -> int:
        """Tell an event again, now, to one endpoint or to all that hear it. gives: to how many.

        refuses: an unknown event (404). source: recorded: stripe-cli issue 923 (message)
        """
        account = account or world.account

        def make(batch: Batch) -> int | None:
            return outbox.again(batch, self.worlds.endpoints(world), account, event_id, endpoint_id)

        made: int | None = await self.engine.enqueue((world, make))
        if made is None:
            raise errors.no_such("notification", event_id, "id", 404)
        return made

    async def make_due(self, world: World, seconds: int | None = None) -> int:
        """The world's clock was moved: retries within so many seconds are due at once (all, if None).

        gives: how many endpoints are sent to again
        """
        hit: set[str] = await self.engine.enqueue((world, lambda batch: outbox.hasten(batch, seconds)))
        for endpoint in sorted(hit):
            lane = self._lane(world, endpoint)
            lane.hurried = lane.hurried or seconds is not None
            self._wake(lane, clock.wall())
        return len(hit)

    async def pick_up(self, world: World) -> None:
        """Take up a world's pending deliveries, after it was restored or copied."""
        endpoints = await self._ask(self.worlds.endpoints, world)
        for endpoint, due_at in await self._ask(parcels.waiting, self.store, world.world, endpoints):
            self._wake(self._lane(world, endpoint), due_at)

    async def settle(self) -> None:
        """Wait until everything that is due now has been sent and its result is written."""
        while self._done or not all(lane.idle for lane in self.lanes.values()):
            self._quiet.clear()
            await self._quiet.wait()

    # -- what is due -----------------------------------------------------------------------------------

    async def _ask(self, function: Callable[..., Any], *args: Any) -> Any:
        """The one place where the store is asked outside of batches."""
        return await self.engine.bridged(function, *args) if self.store.shared else function(*args)

    async def _pick_up(self) -> None:
        for (number,) in await self._ask(self.store.rows, parcels.WORLDS_WAITING):
            world = await self._ask(self.worlds.numbered, number)
            if world is not None:
                await self.pick_up(world)

    async def _poll(self) -> None:
        """Look for what other processes left: those that crashed, and retries that are due."""
        while not self._stopping:
            await asyncio.sleep(self.settings.poll_seconds)
            try:
                await self._pick_up()
            except Exception:
                log.exception("looking for pending webhooks failed")

    async def _renew(self) -> None:
        """Go on claiming what is in hand: a process that is gone does not."""
        while not self._stopping:
            await asyncio.sleep(self.settings.lease_seconds / 3)
            for lane in list(self.lanes.values()):
                if lane.hand:
                    place = (self.store, lane.world.world, dict(lane.hand), self.settings.lease_seconds)
                    try:
                        await self._ask(parcels.renew, *place)
                    except Exception:
                        log.exception("claiming %d webhooks on failed", len(lane.hand))

    def _changed(self, batch: Batch, endpoints: list[Record]) -> None:
        """Endpoints are different now."""
        for endpoint in endpoints:
            lane = self.lanes.get((batch.world.world, endpoint.id))
            if lane is not None:
                self._retarget(lane, None if endpoint.deleted else endpoint)

    def _queued(self, batch: Batch, deliveries: list[Row]) -> None:
        """Events wait to be sent."""
        due: dict[str, int] = {}
        for row in deliveries:
            due[row[3]] = min(row[8], due.get(row[3], row[8]))
        for key, due_at in due.items():
            self._wake(self._lane(batch.world, key), due_at)

    def _lane(self, world: World, endpoint: str) -> Lane:
        """The endpoint's queue; a world that was opened anew begins anew."""
        lane = self.lanes.get((world.world, endpoint))
        if lane is None or lane.world is not world or lane.past != world.past:
            lane = self.lanes[(world.world, endpoint)] = Lane(world, endpoint, world.past)
        return lane

    def _retarget(self, lane: Lane, target: Record | None) -> None:
        lane.target = target
        if not lane.enabled:
            lane.drop(lane.waiting)
            lane.waiting.clear()

    def _wake(self, lane: Lane, due_at: int) -> None:
        """See to the lane when something of it is due."""
        if self._stopping:
            return
        delay = due_at - clock.wall()
        if delay <= 0:
            lane.more = True
            self._pump(lane)
        elif lane.timer is None or due_at < lane.wake_at:
            if lane.timer is not None:
                lane.timer.cancel()
            lane.wake_at = due_at
            lane.timer = asyncio.get_running_loop().call_later(delay, self._ring, lane)

    def _ring(self, lane: Lane) -> None:
        lane.timer = None
        self._wake(lane, lane.wake_at)

    # -- sending ---------------------------------------------------------------------------------------

    def _alive(self, lane: Lane) -> bool:
        """Says whether the lane's events may be sent."""
        return self._current(lane) and not self._stopping

    def _current(self, lane: Lane) -> bool:
        """Is the lane's world still the one that is open? What a reset or restore undid is sent no more."""
        world = lane.world
        return self.worlds.by_number.get(world.world) is world and world.past == lane.past

    def _pump(self, lane: Lane) -> None:
        """Put as many connections to work as the lane calls for."""
        while (lane.waiting or (lane.more and not lane.fetching)) and lane.room:
            if not self._alive(lane):
                lane.waiting.clear()
                lane.hand.clear()
                lane.more = False
                break
            lane.active += 1
            task = asyncio.get_running_loop().create_task(self._work(lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            if not lane.waiting:
                break

    async def _work(self, lane: Lane) -> None:
        """One connection's work: parcel after parcel, until there is none or others suffice."""
        try:
            while self._alive(lane):
                if lane.more and not lane.fetching and len(lane.waiting) <= LOW:
                    await self._fetch(lane)
                    self._pump(lane)
                if not lane.waiting or lane.active - lane.slow > 1 + len(lane.waiting) // LOW:
                    break
                await self._deliver(lane, lane.waiting.popleft())
        except Exception:
            log.exception("sending webhooks to %s failed", lane.endpoint)
            lane.more = False
            self._wake(lane, clock.wall() + AGAIN_SECONDS)
        finally:
            lane.active -= 1
        self._pump(lane)
        self._rest(lane)

    async def _fetch(self, lane: Lane) -> None:
        """Take what is due from the store and pack it; what nobody listens to any more is canceled."""
        lane.fetching, lane.more = True, False
        world, store = lane.world, self.store
        try:
            faults = faults_of(world)
            if faults.reorder:
                await asyncio.sleep(GATHER_MS / 1000)
            lane.target = await self._ask(self._endpoint, lane)
            if not lane.enabled:
                await self.engine.enqueue((world, lambda batch: parcels.cancel(batch, lane.endpoint)))
                return
            numbers, more = await self._ask(self._take, lane)
            lane.more = lane.more or more
            if numbers:
                found = await self._ask(parcels.packed, store, world, lane.target, numbers)
                lane.hand.update((parcel.id, parcel.row[7]) for parcel in found)
                lane.waiting.extend(reversed(found) if faults.reorder else found)
            later = await self._ask(parcels.next_due, store, world.world, lane.endpoint)
            if later is not None:
                self._wake(lane, later)
        finally:
            lane.fetching = False

    def _endpoint(self, lane: Lane) -> Record | None:
        """The lane's endpoint as it is stored; None once it is deleted."""
        return next((e for e in self.worlds.endpoints(lane.world) if e.id == lane.endpoint), None)

    def _take(self, lane: Lane) -> tuple[list[int], bool]:
        """Deliveries for this process to make, and whether there may be more."""
        place = (self.store, lane.world.world, lane.endpoint, CHUNK)
        if self.shared:
            return parcels.claim(*place, self.settings.lease_seconds)
        return parcels.due(*place, lane.hand)

    async def _deliver(self, lane: Lane, parcel: Parcel) -> None:
        """Send one parcel, with what the world asks to go wrong, and hand over the result."""
        faults, number = faults_of(lane.world), lane.world.world
        await self.slots.take(number)
        timer = asyncio.get_running_loop().call_later(PATIENCE_MS / 1000, self._slow, lane, parcel)
        try:
            if not (self._alive(lane) and lane.enabled):
                lane.drop([parcel])
                return
            for _ in range(1 + chosen(faults.duplicate, parcel.id)):
                parcel.attempts.append(await self._attempt(lane, parcel, faults))
                lane.answered(parcel.attempts[-1].status, self.settings.connections)
        finally:
            timer.cancel()
            lane.slow -= parcel.slow
            self.slots.give(number, parcel.slow)
        self._done.append((lane, parcel))
        if self._writer is None:
            self._writer = asyncio.get_running_loop().create_task(self._write())

    async def _attempt(self, lane: Lane, parcel: Parcel, faults: Faults) -> Attempt:
        target = lane.target
        if target is None or parcel.problem:
            return Attempt(clock.wall(), 0, parcel.problem or "the endpoint was deleted", 0)
        if chosen(faults.drop, parcel.id):
            return Attempt(clock.wall(), 0, "not sent: forced fault", 0)
        attempt = await self.sender.post(outbox.address(target), parcel.payload, target.private["secret"])
        if chosen(faults.time_out, parcel.id):
            return attempt._replace(status=0, error="timed out: forced fault")
        return attempt

    def _slow(self, lane: Lane, parcel: Parcel) -> None:
        """Marks the delivery as slow, so that the endpoint's other deliveries do not wait for it."""
        parcel.slow = True
        lane.slow += 1
        self.slots.turn_slow(lane.world.world)
        self._pump(lane)

    def _rest(self, lane: Lane) -> None:
        """Forget a lane that has nothing to do, and tell who waits for that."""
        if lane.idle:
            self._quiet.set()
            if lane.timer is None and self.lanes.get((lane.world.world, lane.endpoint)) is lane:
                del self.lanes[(lane.world.world, lane.endpoint)]

    # -- results ---------------------------------------------------------------------------------------

    async def _write(self) -> None:
        """Write results as they come, all that came while the last ones were being written at once."""
        while self._done:
            await asyncio.sleep(COLLECT_MS / 1000)
            done, self._done = self._done, []
            lanes: dict[Lane, list[Parcel]] = {}
            for lane, parcel in done:
                lanes.setdefault(lane, []).append(parcel)
            await asyncio.gather(*(self._keep(lane, found) for lane, found in lanes.items()))
        self._writer = None

    async def _keep(self, lane: Lane, found: list[Parcel]) -> None:
        """Results of one endpoint, in the next batch; if that fails they are sent again when they are due."""
        retries = self.settings.retry_seconds
        dues: Iterable[int | None] = ()

        def keep(batch: Batch) -> list[int | None]:
            if not self._current(lane):
                return []
            target = self._endpoint(lane)
            enabled = target is not None and target.body["status"] == "enabled"
            return parcels.keep(batch, found, enabled, retries, lane.hurried)

        if self._current(lane):
            try:
                dues = await self.engine.enqueue((lane.world, keep))
                await told.spread(self.engine, lane.world, found)
            except Exception:
                log.exception("the results of %d webhooks were not kept", len(found))
                dues = (clock.wall() + AGAIN_SECONDS,)
        lane.drop(found)
        for due_at in dues:
            if due_at is not None:
                self._wake(lane, due_at)
        self._rest(lane)
