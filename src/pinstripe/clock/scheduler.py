"""Everything that happens later: due jobs, run in order of time and then of insertion.

Owns: running jobs of a world's clock and of test clocks, moving those clocks. Does not own: what a job does.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections.abc import Callable
from typing import Any

import orjson

from pinstripe.api.errors import ApiError
from pinstripe.clock import now as clock
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.engine import Engine
from pinstripe.kernel.operation import JOBS
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World

log = logging.getLogger("pinstripe.clock")

STEP = 200
"""Jobs in one transaction: enough to share a commit, few enough for requests to come between."""
POSTPONE_SECONDS = 60
Progress = Callable[[int, int], None]
"""Told after each step: (jobs run so far, the clock's time)."""


class Scheduler:
    """Runs due jobs of one engine's worlds."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._tasks: set[asyncio.Task[Any]] = set()
        self._stopping = False
        self._wake = asyncio.Event()
        engine.committed.append(self._told)

    # -- moving clocks ---------------------------------------------------------------------------------

    async def run(self, world: World, name: str, until: int, progress: Progress | None = None) -> int:
        """Run a clock's jobs up to a moment; gives how many. name: a test clock's id, "" for the world's."""
        total, past = 0, world.past

        def step(batch: Batch) -> tuple[int, int]:
            # A reset or restore may come between: what is due now belongs to another past.
            return self._step(batch, name, until) if world.past == past else (0, until)

        while not self._stopping:
            ran, moment = await self.engine.enqueue((world, step))
            total += ran
            if progress is not None:
                progress(total, moment)
            if not ran:
                break
            await asyncio.sleep(0)
        return total

    async def advance(self, world: World, to: int, progress: Progress | None = None) -> int:
        """Move a world's own clock: due jobs first, each at its own moment."""
        total = await self.run(world, "", to, progress)
        if world.clock == "frozen":
            world.clock_at = to
        else:
            world.clock, world.clock_at = "offset", to - clock.wall()
        self.engine.worlds.save(world)
        return total

    async def advance_test_clock(self, world: World, account: str, key: str) -> None:
        """Carry out what an advance call began: run, then say ready (or internal_failure)."""
        past = world.past
        until = await self.engine.enqueue((world, lambda batch: _target(batch, account, key)))
        if until is None:
            return
        outcome = "done"
        try:
            await self.run(world, key, until)
        except Exception:
            log.exception("advancing %s failed", key)
            outcome = "failed"
        # A world that was reset or restored meanwhile has another clock of that name, or none.
        if not self._stopping and world.past == past:
            await self.engine.enqueue((world, lambda batch: _arrive(batch, account, key, until, outcome)))

    def _told(self, batch: Batch) -> None:
        """After a commit: clocks that were told to advance, jobs that may be due sooner than known."""
        for account, key in batch.side.get("advance", ()):
            self._begin(self.advance_test_clock(batch.world, account, key))
        for row in batch.changes.rows.get("jobs", ()):
            if row[2] == "" and (batch.world.due is None or row[3] < batch.world.due):
                batch.world.due = row[3]

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- the world's own time --------------------------------------------------------------------------

    async def watch(self, interval_seconds: float = 1.0) -> None:
        """Run what falls due as real time passes, and take up clocks that a crash left advancing."""
        await self._resume()
        while not self._stopping:
            for world in list(self.engine.worlds.open.values()):
                now = world.now()
                if self.engine.store.shared or (world.due is not None and world.due <= now):
                    world.due = None
                    await self._guarded(world, now)
                    world.due = self._next_due(world)
            try:
                await asyncio.wait_for(self._wake.wait(), interval_seconds)
            except TimeoutError:
                continue

    async def _guarded(self, world: World, now: int) -> None:
        try:
            await self.run(world, "", now)
        except Exception:
            log.exception("jobs of a world failed")

    async def _resume(self) -> None:
        rows = self.engine.store.rows(
            "SELECT world FROM jobs WHERE clock='' UNION "
            "SELECT world FROM heads WHERE type='test_helpers.test_clock' AND deleted=0"
        )
        for (number,) in rows:
            world = self.engine.worlds.numbered(number)
            if world is not None:
                self.take_up(world)

    def take_up(self, world: World) -> None:
        """What a world's stored state has still to do: its next job, and clocks that were advancing."""
        world.due = self._next_due(world)
        rows = self.engine.store.rows(
            "SELECT account,id FROM heads WHERE world=? AND type='test_helpers.test_clock' AND deleted=0",
            (world.world,),
        )
        for account, key in rows:
            self._begin(self.advance_test_clock(world, account, key))

    def _next_due(self, world: World) -> int | None:
        found = self.engine.store.rows(
            "SELECT MIN(due_at) FROM jobs WHERE world=? AND clock=''", (world.world,)
        )
        return found[0][0] if found else None

    async def stop(self) -> None:
        """Let running steps end; jobs that are left stay in their table."""
        self._stopping = True
        self._wake.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=10)

    # -- one transaction's worth -----------------------------------------------------------------------

    def _step(self, batch: Batch, name: str, until: int) -> tuple[int, int]:
        """Run up to STEP due jobs in order. gives: how many ran, and the last one's moment."""
        world = batch.world.world
        rows = batch.store.rows(
            "SELECT world,id,clock,due_at,account,type,record,verb,payload FROM jobs "
            "WHERE world=? AND clock=? AND due_at<=? ORDER BY due_at,id LIMIT ?",
            (world, name, until, STEP + 1),
        )
        # Past the last row that was read, stored jobs may come before freshly scheduled ones.
        horizon = (rows[-1][3], rows[-1][1]) if len(rows) > STEP else (until, 1 << 62)
        heap = [(row[3], row[1], row) for row in rows if row[1] not in batch.dropped_jobs]
        heap += [(row[3], row[1], row) for row in batch.jobs.values() if row[2] == name and row[3] <= until]
        heapq.heapify(heap)
        ran, moment = 0, until
        while heap and ran < STEP and heap[0][:2] <= horizon:
            due, number, row = heapq.heappop(heap)
            if number in batch.dropped_jobs or (number > batch.changes.base and number not in batch.jobs):
                continue
            if batch.jobs.pop(number, None) is None:
                batch.dropped_jobs.add(number)
            known = set(batch.jobs)
            self._run_job(batch, row)
            for fresh in sorted(batch.jobs.keys() - known):
                job = batch.jobs[fresh]
                if job[2] == name and job[3] <= until:
                    heapq.heappush(heap, (job[3], fresh, job))
            ran, moment = ran + 1, due
        return ran, moment

    def _run_job(self, batch: Batch, row: tuple[Any, ...]) -> None:
        """One job in a work of its own; one that is refused is over, one that breaks is tried again later."""
        _, _, name, due, account, kind, key, verb, payload = row
        work = Work(batch, account)
        if name:
            work.on_clock(name, due)
        else:
            work.at(due)
        record = work.peek(key, kind)
        if record is None:
            return
        function = JOBS.get((kind, verb))
        try:
            if function is not None:
                function(work, record, **orjson.loads(payload))
            elif not REGISTRY[kind].refuses(verb, record.body.get(REGISTRY[kind].status)):
                work.advance(record, verb, "done")
            work.keep()
        except ApiError as error:
            log.warning("%s of %s was refused: %s", verb, kind, error)
        except Exception:
            if name:
                raise
            log.exception("%s of %s failed", verb, kind)
            number = batch.changes.seq()
            batch.jobs[number] = (
                row[0],
                number,
                name,
                due + POSTPONE_SECONDS,
                account,
                kind,
                key,
                verb,
                payload,
            )


def _target(batch: Batch, account: str, key: str) -> int | None:
    record = batch.load(account, key)
    if record is None or record.deleted or record.body["status"] != "advancing":
        return None
    target: int = record.private["target"]
    return target


def _arrive(batch: Batch, account: str, key: str, until: int, outcome: str) -> None:
    work = Work(batch, account)
    record = work.peek(key, "test_helpers.test_clock")
    if record is not None and record.body["status"] == "advancing":
        work.advance(
            record, "arrive", outcome, frozen_time=until if outcome == "done" else record.frozen_time
        )
        work.keep()
