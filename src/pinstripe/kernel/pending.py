"""Pending jobs of a record: forgotten, looked for, or moved to another clock with it.

Owns: these questions, over what is stored and what the batch has queued. Does not own: running jobs (clock).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinstripe.kernel import hearing

if TYPE_CHECKING:
    from pinstripe.kernel.record import Record
    from pinstripe.kernel.work import Work


def forget(work: Work, verb: str, record: Record) -> None:
    """Drop the record's pending jobs of that verb, or all of them for ""."""
    work.jobs_[:] = [job for job in work.jobs_ if not (job[4] == record.id and verb in {"", job[5]})]
    if record.rev:  # what is not stored yet has no stored jobs
        stored = work.batch.jobs_of(record.account, record.id)
        work.dropped_jobs.update(number for number, name in stored if verb in {"", name})
    for number, job in work.batch.jobs.items():
        if job[4] == record.account and job[6] == record.id and verb in {"", job[7]}:
            work.dropped_jobs.add(number)


def planned(work: Work, verb: str, record: Record, due_at: int) -> bool:
    """Says whether an earlier batch left the record such a job, due at exactly that moment."""
    return bool(
        work.batch.store.rows(
            "SELECT 1 FROM jobs WHERE world=? AND account=? AND record=? AND verb=? AND due_at=? LIMIT 1",
            (work.world.world, record.account, record.id, verb, due_at),
        )
    )


def hang(work: Work, record: Record, clock: str) -> None:
    """The record, which hung on no test clock, hangs on this one, and what is pending for it waits for it."""
    batch, place = work.batch, (record.account, record.id)
    found = batch.store.rows(
        "SELECT id,due_at,verb,payload FROM jobs WHERE world=? AND account=? AND record=? ORDER BY id",
        (work.world.world, *place),
    )
    stored = [row for row in found if row[0] not in batch.dropped_jobs]
    queued = [(job[1], job[3], job[7], job[8]) for job in batch.jobs.values() if (job[4], job[6]) == place]
    own = [job for job in work.jobs_ if (job[2], job[4]) == place]
    work.jobs_[:] = [job for job in work.jobs_ if job not in own]
    for number, due_at, verb, payload in (*stored, *queued):
        if number not in work.dropped_jobs:
            work.dropped_jobs.add(number)
            work.jobs_.append((due_at, clock, record.account, record.type, record.id, verb, payload))
    work.jobs_ += [(job[0], clock, *job[2:]) for job in own]
    record.clock = clock
    work.touched[place] = record
    hearing.tell(work, record, hearing.HANG)
