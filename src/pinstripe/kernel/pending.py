"""Pending jobs of a record: forgotten, or looked for.

Owns: both questions, over what is stored and what the batch has queued. Does not own: running jobs (clock).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pinstripe.kernel.record import Record
    from pinstripe.kernel.work import Work


def forget(work: Work, verb: str, record: Record) -> None:
    """Drop the record's pending jobs of that verb, or all of them for ""."""
    work.jobs_[:] = [job for job in work.jobs_ if not (job[4] == record.id and verb in {"", job[5]})]
    if record.rev:  # what is not stored yet has no stored jobs
        rows = work.batch.store.rows(
            "SELECT id,verb FROM jobs WHERE world=? AND account=? AND record=?",
            (work.world.world, record.account, record.id),
        )
        work.dropped_jobs.update(row[0] for row in rows if verb in {"", row[1]})
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
