"""A commit on PostgreSQL, and what happens when another process committed first.

Owns: the one statement's arguments, moving behind another process's commit, noticing that what was read is no
longer so. Does not own: its text (postgres_sql.py), running functions anew (kernel/engine.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import asyncpg

from pinstripe.store.base import PROVISIONAL, Changes, Conflict
from pinstripe.store.postgres_sql import CLAIM, arguments, commit_sql, fields, folded, numbered, plain
from pinstripe.store.tables import STATEMENTS

ATTEMPTS = 5
"""How often a commit whose reads still hold is moved behind another process's before it is run anew."""

PATIENCE_SECONDS = 2
"""How long a commit waits for the end of another process's claim before its batch is run anew."""

ANSWERS = (
    "SELECT i.world,i.key,i.fingerprint,i.status,i.version,i.body,i.request,i.created "
    "FROM unnest($1::bigint[],$2::bytea[]) AS p(world,key) "
    "JOIN idempotency i ON i.world=p.world AND i.key=p.key"
)
OVERTAKEN = (
    "SELECT count(*) FROM unnest($2::text[],$3::text[],$4::bigint[]) AS p(account,id,rev) "
    "LEFT JOIN heads h ON h.world=$1 AND h.account=p.account AND h.id=p.id WHERE h.rev IS DISTINCT FROM p.rev"
)
LOST = (
    asyncpg.UniqueViolationError,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.DivisionByZeroError,
)
"""What PostgreSQL says when another process was faster; the last is the commit's own check."""


async def commit(connection: Any, batches: Sequence[Changes]) -> int:
    """One statement while nobody else writes; else look what changed, and try again behind it.

    gives: how many numbers it took. refuses: Conflict
    """
    sql, columns = _compose(batches)
    worlds = [changes.world for changes in batches]
    # Each commit counts on, even one without new numbers: that is how others notice it.
    taken = [max(changes.next - changes.base, 1) for changes in batches]
    for _ in range(ATTEMPTS):
        seen = [changes.seen for changes in batches]
        try:
            bases = await _try(connection, sql, worlds, seen, taken, *columns)
        except asyncpg.CharacterNotInRepertoireError:
            columns = plain(columns)
            continue
        if bases:
            for changes, count in zip(batches, taken, strict=True):
                _settle(changes, bases[changes.world], count)
            return sum(taken)
        await _turn(connection, batches)
        await _check(connection, batches, mismatch=bases is None)
    raise Conflict("other processes were faster, again and again")


def columns_of(rows: Sequence[tuple[Any, ...]], width: int) -> list[tuple[Any, ...]]:
    """Rows as the arrays that a statement takes."""
    return list(zip(*rows, strict=True)) if rows else [()] * width


def _compose(batches: Sequence[Changes]) -> tuple[str, list[tuple[Any, ...]]]:
    """The statement of a commit and its columns."""
    if len(batches) == 1:
        together = batches[0].rows
    else:
        together = {}
        for changes in batches:
            for name, rows in changes.rows.items():
                together.setdefault(name, []).extend(rows)
    names = tuple(sorted(together))
    columns: list[tuple[Any, ...]] = []
    for name in names:
        columns += columns_of(folded(name, together[name]), len(fields(STATEMENTS[name])))
    return commit_sql(names), columns


async def _try(connection: Any, sql: str, *args: Any) -> dict[int, int] | None:
    """Run a commit's statement. gives: each world's counter before it; if nothing was written, an empty dict
    where its only world had moved on or is claimed, None where that may or a row may have differed.
    """
    try:
        found = await connection.fetch(sql, *args)
    except asyncpg.DivisionByZeroError:
        return None
    except LOST as error:
        raise Conflict(str(error)) from None
    return {row[0]: row[1] for row in found}


async def _turn(connection: Any, batches: Sequence[Changes]) -> None:
    """Let whoever claims these worlds finish. refuses: Conflict, if that takes too long"""
    try:
        for changes in batches:
            sql = f"SELECT pg_advisory_xact_lock_shared({CLAIM},$1)"
            await connection.execute(sql, changes.world, timeout=PATIENCE_SECONDS)
    except TimeoutError:
        raise Conflict("another process claims the world") from None


async def _check(connection: Any, batches: Sequence[Changes], mismatch: bool) -> None:
    """Does what the batch had read still hold behind what others wrote? refuses: Conflict"""
    found = await connection.fetch(
        "SELECT world,seq FROM worlds WHERE world=ANY($1)", [changes.world for changes in batches]
    )
    now = {row[0]: row[1] for row in found}
    if mismatch and all(now.get(changes.world) == changes.seen for changes in batches):
        raise Conflict("a row is not what the batch had read")
    for changes in batches:
        seq = now.get(changes.world)
        if seq == changes.seen:
            continue
        if seq is None:
            raise Conflict("the world is gone")
        if changes.base not in (PROVISIONAL, changes.next):
            raise Conflict("numbers were given out that another process had given out, too")
        await _check_reads(connection, changes)
        changes.seen = seq


async def _check_reads(connection: Any, changes: Changes) -> None:
    world = changes.world
    if changes.reads:
        accounts, ids = zip(*changes.reads, strict=True)
        revs = list(changes.reads.values())
        if await connection.fetchval(OVERTAKEN, world, accounts, ids, revs):
            raise Conflict("a record was changed by another process")
    if changes.answers:
        keys = [(world, key) for key in changes.answers]
        found = {row[1]: row[6] for row in await connection.fetch(ANSWERS, *columns_of(keys, 2))}
        if any(found.get(key) != request for key, request in changes.answers.items()):
            raise Conflict("a request was answered by another process")
    for (sql, args), rows in changes.asked.items():
        text, spans = numbered(sql)
        again = await connection.fetch(text, *arguments(args, spans))
        if [tuple(row) for row in again] != rows:
            raise Conflict("what a function asked for has another answer now")


def _settle(changes: Changes, seq: int, taken: int) -> None:
    """From here on the container shows the numbers that the world gave."""
    if changes.base == PROVISIONAL:
        changes.moved = seq - PROVISIONAL
    changes.base = changes.seen = seq
    changes.next = seq + taken
