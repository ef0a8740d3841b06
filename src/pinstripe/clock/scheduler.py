"""Everything that happens later: clocks are moved, and what falls due on the way runs.

Owns: when steps of jobs run, one after the other for each clock; moving worlds' own clocks and those that are
records (kinds.py). Does not own: the steps (jobs.py), what a job does. Money: none.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.clock import jobs, kinds
from pinstripe.clock import now as clock
from pinstripe.clock.jobs import Step
from pinstripe.kernel import after, underway
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.engine import Engine
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import BACK, World
from pinstripe.store.moments import SLACK_SECONDS

log = logging.getLogger("pinstripe.clock")

GRACE_SECONDS = 3
"""How long steps under way, and questions to the outside, may take when the server stops."""
HELD_SECONDS = 1
"""Between two looks at a job that another process has in hand."""
OPEN_WORLDS, IDLE_SECONDS = 1000, 3600
"""Beyond so many open worlds, those that nobody asked for in that time leave the memory."""
ADVANCE = after.kind("advance", "a record that is a clock and was told to move")
Progress = Callable[[int, int], None]
"""Told after each step: (jobs run so far, the clock's time)."""


class Scheduler:
    """Runs due jobs of one engine's worlds."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._tasks: set[asyncio.Task[Any]] = set()
        self._stopping = False
        self._watching = False
        self._wake = asyncio.Event()
        self._turns: WeakValueDictionary[tuple[int, int, str], asyncio.Lock] = WeakValueDictionary()
        self._watched: set[int] = set()
        """Worlds whose own clock is being seen to."""
        self.arrived: list[Callable[[World, int], Awaitable[int]]] = []
        """Told when a world's own clock has arrived, with the seconds that it moved; they give how many they
        woke."""
        engine.committed.append(self._scheduled)
        engine.hear(ADVANCE, self._told)

    # -- moving clocks ---------------------------------------------------------------------------------

    async def run(self, world: World, name: str, until: int, progress: Progress | None = None) -> int:
        """Run a clock's jobs up to a moment; gives how many. name: a clock's id, "" for the world's own.

        Two callers that run one clock take turns. A job that waits for the outside delays those after it.
        """
        async with self._turn(world, name):
            return await self._run(world, name, until, progress)

    def _turn(self, world: World, name: str) -> asyncio.Lock:
        key = (world.world, world.past, name)
        turn = self._turns.get(key)
        if turn is None:
            turn = self._turns[key] = asyncio.Lock()
        return turn

    async def _run(self, world: World, name: str, until: int, progress: Progress | None = None) -> int:
        total, past = 0, world.past

        def step(batch: Batch) -> Step:
            # A reset or restore may come between: what is due now belongs to another past.
            return jobs.step(batch, name, until) if world.past == past else Step(0, until)

        while not self._stopping:
            found: Step = await self.engine.enqueue((world, step))
            total += found.ran
            while found.pause is not None:
                await found.pause.ask()
                found.pause.resumed = jobs.resume
                found = await self.engine.enqueue((world, found.pause))
                total += found.ran
            if progress is not None:
                progress(total, found.moment)
            if found.held:
                await asyncio.sleep(HELD_SECONDS)
            elif not (found.ran or found.more):
                break
            await asyncio.sleep(0)
        return total

    async def advance(self, world: World, to: int, progress: Progress | None = None) -> tuple[int, int]:
        """Move a world's own clock: due jobs first, each at its own moment, then what waits for time to pass.

        That it is on its way is kept first: a process that ends in between goes on when it starts again.
        gives: how many jobs ran, how many endpoints are sent to again
        refuses: unavailable, when the server stops before the clock has arrived
        """
        way = {"from": world.now(), "to": to}
        await self._change(world, settings={**world.settings, underway.ADVANCING: way})
        return await self._go_on(world, progress)

    async def _go_on(self, world: World, progress: Progress | None = None) -> tuple[int, int]:
        """The rest of an advance that is under way."""
        way, past = underway.own(world), world.past
        assert way is not None, f"the clock of {world.name} stands"
        to, total = way["to"], 0
        try:
            total = await self.run(world, "", to, progress)
        finally:
            if not self._stopping and world.past == past:
                rest = {name: value for name, value in world.settings.items() if name != underway.ADVANCING}
                now = to if world.clock == "frozen" else to - clock.wall()
                mode = "frozen" if world.clock == "frozen" else "offset"
                await self._change(world, clock=mode, clock_at=now, settings=rest)
        if self._stopping:
            raise errors.unavailable()
        hastened = [await hear(world, to - way["from"]) for hear in self.arrived]
        return total, sum(hastened)

    async def _change(self, world: World, **facts: Any) -> None:
        """Keep facts of a world, in turn with the batches that write its settings too."""
        change = partial(self.engine.worlds.change, world, **facts)
        if self.engine.store.shared:
            await self.engine.bridged(change)
        else:
            change()

    async def _resumed(self, world: World) -> None:
        try:
            await self._go_on(world)
        except ApiError:
            return  # the server stops again
        except Exception:
            log.exception("advancing the clock of a world failed")

    async def move(self, world: World, account: str, key: str) -> None:
        """Carry out what an advance call began: run, then say that it arrived, or failed."""
        past = world.past
        async with self._turn(world, key):
            until = await self.engine.enqueue((world, lambda batch: _target(batch, account, key)))
            if until is None:
                return
            outcome = "done"
            try:
                await self._run(world, key, until)
            except Exception:
                log.exception("advancing %s failed", key)
                outcome = "failed"
            # A world that was reset or restored meanwhile has another clock of that name, or none.
            if not self._stopping and world.past == past:
                await self.engine.enqueue((world, lambda batch: _arrive(batch, account, key, until, outcome)))

    def _told(self, batch: Batch, clocks: list[Record]) -> None:
        """After a commit: clocks that were told to advance."""
        for record in clocks:
            self._begin(self.move(batch.world, record.account, record.id))

    def _scheduled(self, batch: Batch) -> None:
        """After a commit: jobs that may be due sooner than known; what is due already runs at once."""
        for row in batch.changes.rows.get("jobs", ()):
            if row[2] == "" and (batch.world.due is None or row[3] < batch.world.due):
                batch.world.due = row[3]
                if row[3] <= batch.world.now():
                    self._wake.set()
                    if self._watching and batch.world.pressing is None:
                        batch.world.pressing = asyncio.Event()

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- the world's own time --------------------------------------------------------------------------

    async def watch(self, interval_seconds: float = 1.0) -> None:
        """Run what falls due as real time passes, and take up clocks that a crash left advancing."""
        self._watching = True
        await self._resume()
        while not self._stopping:
            self.engine.worlds.give_back(OPEN_WORLDS, IDLE_SECONDS)
            for world in list(self.engine.worlds.open.values()):
                due = world.due is not None and world.due <= world.now()
                if world.world not in self._watched and (due or self.engine.store.shared):
                    self._watched.add(world.world)
                    self._begin(self._see_to(world))
            try:
                await asyncio.wait_for(self._wake.wait(), interval_seconds)
            except TimeoutError:
                continue
            self._wake.clear()

    async def _see_to(self, world: World) -> None:
        """Run what is due on a world's own clock; a world that waits for the outside holds up no other."""
        due, world.due = world.due, None
        try:
            if due is not None and due < world.now() - SLACK_SECONDS and BACK not in world.settings:
                # Requests may have come first: what this job makes at its own moment looks older than theirs.
                await self._change(world, settings={**world.settings, BACK: True})
            await self.run(world, "", world.now())
            world.due = self._next_due(world)
        except Exception:
            log.exception("jobs of a world failed")
            world.due = world.now()
        finally:
            self._watched.discard(world.world)
            if world.pressing is not None:
                world.pressing.set()
                world.pressing = None

    async def _resume(self) -> None:
        types = tuple(kinds.KINDS)
        marks = ",".join("?" * len(types))
        rows = self.engine.store.rows(
            "SELECT w.world FROM worlds w WHERE w.settings LIKE ? "
            "OR EXISTS (SELECT 1 FROM jobs j WHERE j.world=w.world AND j.clock='') "
            f"OR EXISTS (SELECT 1 FROM heads h WHERE h.world=w.world AND h.type IN ({marks}) "
            "AND h.deleted=0)",
            (f'%"{underway.ADVANCING}"%', *types),
        )
        for (number,) in rows:
            world = self.engine.worlds.numbered(number)
            if world is not None:
                self.take_up(world)

    def take_up(self, world: World) -> None:
        """What a world's stored state has still to do: its next job, and clocks that were advancing."""
        world.due = self._next_due(world)
        if underway.own(world) is not None:
            self._begin(self._resumed(world))
        for kind in kinds.KINDS:
            rows = self.engine.store.rows(
                "SELECT account,id FROM heads WHERE world=? AND type=? AND deleted=0", (world.world, kind)
            )
            for account, key in rows:
                self._begin(self.move(world, account, key))

    def _next_due(self, world: World) -> int | None:
        found = self.engine.store.rows(
            "SELECT MIN(due_at) FROM jobs WHERE world=? AND clock=''", (world.world,)
        )
        return found[0][0] if found else None

    async def stop(self) -> None:
        """Waits for running steps to end; all other jobs stay in their table, also those that wait for an
        answer.
        """
        self._stopping = True
        self._wake.set()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=GRACE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


def _target(batch: Batch, account: str, key: str) -> int | None:
    """Where a clock moves to; None if it does not move."""
    record = batch.load(account, key)
    if record is None or record.deleted or not kinds.is_moving(record):
        return None
    target: int = record.private[kinds.KINDS[record.type].target]
    return target


def _arrive(batch: Batch, account: str, key: str, until: int, outcome: str) -> None:
    work = Work(batch, account)
    record = work.peek(key)
    if record is not None and kinds.is_moving(record):
        kind = kinds.KINDS[record.type]
        moment = until if outcome == "done" else kinds.time_of(record)
        work.advance(record, kind.arrive, outcome, **{kind.time: moment})
        work.keep()
