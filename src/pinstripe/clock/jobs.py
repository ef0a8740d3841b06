"""Due jobs: one transaction's worth of them, in order of time and then of insertion.

Owns: the order within a step, what becomes of a job's row. Does not own: when steps run (scheduler.py), what
a job does. Money: none.

A job's row leaves its table in the transaction that ends the job. Until then it keeps its number, so that no
later job of its clock comes before it:

- A job that is a generator asks the outside (kernel/outside.py). What it did before the yield is committed,
  and its row is marked in that same commit: which opening of the world asks, and until when others leave it
  alone. Nothing else of that clock runs meanwhile. Whatever ends the process in between leaves the row: the
  job begins again, from its first line, with what it committed before. A process that shares the database
  takes it up when the mark has expired. So what a job commits before it asks has to lead on to the same job.
- A job that gives `Again(cursor)` is over for this step; its row gets the cursor into its payload.

A job that is refused is over. One that breaks is tried again a minute later, on a world's own clock; a test
clock stops with it, and begins with it when it is advanced again.
"""

from __future__ import annotations

import heapq
import logging
from collections.abc import Callable
from types import GeneratorType
from typing import Any, NamedTuple

import orjson

from pinstripe.api.errors import ApiError
from pinstripe.clock import now as clock
from pinstripe.kernel import outside
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.operation import JOBS, Again
from pinstripe.kernel.outside import SECONDS_MAX, Pause
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work
from pinstripe.store.base import PROVISIONAL

log = logging.getLogger("pinstripe.clock")

STEP = 200
"""Jobs in one transaction: enough to share a commit, few enough for requests to come between."""
STEP_SECONDS = 0.05
"""Heavy jobs share a commit only so long: whoever asks meanwhile waits no longer than this and one job."""
POSTPONE_SECONDS = 60
LEASE_SECONDS = 2 * SECONDS_MAX
"""So long other processes leave a job alone that asks the outside; each of its questions counts anew."""
ASKING = "(asking)"
"""The mark in a row's payload: [the world's opening, real time]. No argument can be called so."""
DUE = (
    "SELECT world,id,clock,due_at,account,type,record,verb,payload FROM jobs "
    "WHERE world=? AND clock=? AND due_at<=? ORDER BY due_at,id LIMIT ?"
)
STORED = "SELECT payload FROM jobs WHERE world=? AND id=?"


class Due(NamedTuple):
    """A row of the table of jobs."""

    world: int
    id: int
    clock: str
    due_at: int
    account: str
    type: str
    record: str
    verb: str
    payload: bytes

    @property
    def arguments(self) -> dict[str, Any]:
        """What the function is given."""
        found: dict[str, Any] = orjson.loads(self.payload)
        found.pop(ASKING, None)
        return found

    @property
    def mark(self) -> Any:
        """Who asks the outside for it, and until when; None if nobody does."""
        return orjson.loads(self.payload).get(ASKING)


class Step(NamedTuple):
    """What a transaction came to."""

    ran: int
    """Jobs that have ended."""
    moment: int
    """When the last one was due."""
    pause: Pause | None = None
    """The job that asks the outside; its clock waits for it."""
    more: bool = False
    """Is there surely something left, though perhaps nothing ended?"""
    held: bool = False
    """Another process has the next job in hand."""


class Held:
    """Rows of jobs that go on after this batch; lives in batch.side["jobs"]."""

    def __init__(self) -> None:
        self.rows: dict[int, Due] = {}

    def finish(self, batch: Batch) -> None:
        """Queue the rows, without those that somebody forgot in the same batch."""
        for number, row in self.rows.items():
            if number not in batch.dropped_jobs:
                batch.changes.add("jobs.put", tuple(row))


def step(batch: Batch, name: str, until: int) -> Step:
    """Run up to STEP due jobs of a clock in order, or up to the first that goes on in a later step."""
    rows = batch.store.rows(DUE, (batch.world.world, name, until, STEP + 1))
    # Past the last row that was read, stored jobs may come before freshly scheduled ones.
    horizon = (rows[-1][3], rows[-1][1]) if len(rows) > STEP else (until, 1 << 62)
    heap = [(row[3], row[1], row) for row in rows if row[1] not in batch.dropped_jobs]
    heap += [(row[3], row[1], row) for row in batch.jobs.values() if row[2] == name and row[3] <= until]
    heapq.heapify(heap)
    ran, moment, late = 0, until, clock.tick() + STEP_SECONDS
    while heap and ran < STEP and heap[0][:2] <= horizon and not (ran and clock.tick() > late):
        due, number, row = heapq.heappop(heap)
        if number in batch.dropped_jobs or (number > batch.changes.base and number not in batch.jobs):
            continue
        job = Due._make(row)
        if held(batch, job):
            return Step(ran, moment, held=True)
        if batch.jobs.pop(number, None) is None:
            batch.dropped_jobs.add(number)
        known = set(batch.jobs)
        left = run(batch, job)
        if left is not None:
            return Step(ran, due, left if isinstance(left, Pause) else None, more=True)
        for fresh in sorted(batch.jobs.keys() - known):
            other = batch.jobs[fresh]
            if other[2] == name and other[3] <= until:
                heapq.heappush(heap, (other[3], fresh, other))
        ran, moment = ran + 1, due
    return Step(ran, moment)


def held(batch: Batch, job: Due) -> bool:
    """Does another process ask the outside for it? Our own marks are left by what ended without an answer."""
    mark = job.mark if batch.store.shared else None
    return mark is not None and mark[0] != batch.world.epoch and mark[1] > clock.wall()


def run(batch: Batch, job: Due) -> Pause | Again | None:
    """One job in a unit of work of its own. gives: how it goes on, None if it is over"""
    work = Work(batch, job.account)
    take_time(work, job)
    record = work.peek(job.record, job.type)
    if record is None:
        return None

    def call() -> Any:
        function = JOBS.get((job.type, job.verb))
        if function is not None:
            return function(work, record, **job.arguments)
        resource = REGISTRY[job.type]
        if not resource.refuses(job.verb, record):
            work.advance(record, job.verb, "done")
        return None

    return conclude(batch, job, work, call)


def take_time(work: Work, job: Due) -> None:
    """A job acts at its own moment, of its own clock."""
    if job.clock:
        work.on_clock(job.clock, job.due_at)
    else:
        work.at(job.due_at)


def conclude(batch: Batch, job: Due, work: Work, go: Callable[[], Any]) -> Pause | Again | None:
    """Run a job, or what is left of it, and keep what it did; its row stays if it goes on."""
    try:
        result = go()
        if type(result) is GeneratorType:
            result = outside.begun(job, work, result)
        if isinstance(result, Again):
            assert result.cursor != job.arguments.get("cursor"), f"{job.verb} of {job.type} does not get on"
        work.keep()
    except ApiError as error:
        log.warning("%s of %s was refused: %s", job.verb, job.type, error)
        return None
    except Exception:
        if job.clock:
            remain(batch, job, job.arguments)
            raise
        log.exception("%s of %s failed", job.verb, job.type)
        number = batch.changes.seq()
        again, payload = job.due_at + POSTPONE_SECONDS, orjson.dumps(job.arguments)
        batch.jobs[number] = tuple(job._replace(id=number, due_at=again, payload=payload))
        return None
    if isinstance(result, Pause):
        mark = [batch.world.epoch, clock.wall() + LEASE_SECONDS]
        result.origin = remain(batch, job, {**job.arguments, ASKING: mark})
        return result
    if isinstance(result, Again):
        remain(batch, job, {**job.arguments, "cursor": result.cursor})
        return result
    return None


def remain(batch: Batch, job: Due, payload: dict[str, Any]) -> Due:
    """The job's row stays in its place, with another payload."""
    row = job._replace(payload=orjson.dumps(payload))
    batch.dropped_jobs.discard(job.id)
    if job.id > batch.changes.base:
        batch.jobs[job.id] = tuple(row)
    else:
        batch.side.setdefault("jobs", Held()).rows[job.id] = row
    return row


def resume(pause: Pause, batch: Batch) -> Step:
    """A job's next transaction, after the outside has answered.

    Records and clock are as they are by now, and the job's own moment is what it was. A job that somebody
    unscheduled meanwhile goes on: the outside has done what it was asked for. One that another process has
    taken up since, or whose world has another past, ends here.
    """
    job: Due = settled(pause)
    over = Step(0, job.due_at, more=True)
    if pause.past != batch.world.past or not ours(batch, job):
        pause.leave()
        return over
    batch.dropped_jobs.add(job.id)
    try:
        outside.renew(pause.work, batch)
    except ApiError:  # another process has emptied the world
        pause.leave()
        return over
    take_time(pause.work, job)
    left = conclude(batch, job, pause.work, pause.step)
    if left is None:
        return Step(1, job.due_at, more=True)
    return Step(0, job.due_at, left if isinstance(left, Pause) else None, more=True)


def settled(pause: Pause) -> Due:
    """The job's row as it was committed: one that was new in that batch has its real number now."""
    job: Due = pause.origin
    moved = pause.work.batch.changes.moved if job.id > PROVISIONAL else 0
    return job._replace(id=job.id + moved)


def ours(batch: Batch, job: Due) -> bool:
    """Says whether this process may still continue the job."""
    stored = batch.store.rows(STORED, (job.world, job.id))
    if stored:
        return bytes(stored[0][0]) == job.payload
    return not batch.store.shared or job.mark[1] > clock.wall()
