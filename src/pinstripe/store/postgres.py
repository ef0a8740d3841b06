"""PostgreSQL (and what speaks its protocol): several processes on one database, one statement for a batch.

Owns: reads, commits and what happens when another process committed first. Source: docs: asyncpg, PostgreSQL
Does not own: SQL text (postgres_sql.py), connections (postgres_pool.py), waiting (bridge.py).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import asyncpg

from pinstripe.store import base, bridge, migrations
from pinstripe.store.base import PROVISIONAL, Changes, Conflict, Row
from pinstripe.store.postgres_pool import Pool
from pinstripe.store.postgres_sql import CLAIM, arguments, commit_sql, ddl, fields, folded, numbered, plain
from pinstripe.store.tables import STATEMENTS

T = TypeVar("T")
Key = tuple[int, str, str]

ATTEMPTS = 5
"""How often a commit whose reads still hold is moved behind another process's before it is run anew."""

PLACES = (
    f"SELECT h.world,h.account,{base.HEAD_COLUMNS} "
    "FROM unnest($1::bigint[],$2::text[],$3::text[]) AS p(world,account,id) JOIN heads h ON h.world=p.world "
    "AND h.account=p.account AND h.id=p.id JOIN versions v ON v.world=h.world AND v.seq=h.seq"
)
ANSWERS = (
    "SELECT i.world,i.key,i.fingerprint,i.status,i.version,i.body,i.request,i.created "
    "FROM unnest($1::bigint[],$2::bytea[]) AS p(world,key) "
    "JOIN idempotency i ON i.world=p.world AND i.key=p.key"
)
OVERTAKEN = (
    "SELECT count(*) FROM unnest($2::text[],$3::text[],$4::bigint[]) AS p(account,id,rev) "
    "LEFT JOIN heads h ON h.world=$1 AND h.account=p.account AND h.id=p.id WHERE h.rev IS DISTINCT FROM p.rev"
)
BY_ID: dict[str, Callable[[Row], tuple[Any, ...]]] = {
    base.GET: lambda row: row,
    base.BODY: lambda row: (row.type, row.deleted, row.body),
}
"""Reads of single records, which readers of one moment share, and what each wants of the row."""

LOST = (
    asyncpg.UniqueViolationError,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.DivisionByZeroError,
)
"""What PostgreSQL says when another process was faster; the last is the commit's own check."""


class PostgresStore:
    """A database that several Pinstripe processes share."""

    shared = True

    def __init__(self, dsn: str, durability: str = "full") -> None:
        self._dsn = dsn
        self._durability = durability
        self._background = bridge.Background()
        self._pools: dict[asyncio.AbstractEventLoop, Pool] = {}
        self._gathers: dict[asyncio.AbstractEventLoop, _Gather] = {}
        try:
            with self._only_one():
                migrations.migrate(self, ddl)
        except BaseException:
            self.close()
            raise

    # -- reads -----------------------------------------------------------------------------------------

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        shown = BY_ID.get(sql)
        if shown is not None and bridge.inside():
            row = self._gathered(tuple(args))
            return [shown(row)] if row is not None else []
        text, spans = numbered(sql)
        return self._wait(self._fetch(text, *arguments(args, spans)))

    def places(self, keys: Sequence[Key]) -> dict[Key, Row]:
        """Records of several worlds and accounts in one round trip."""
        return self._wait(self._places(keys))

    def answers(self, keys: Sequence[tuple[int, bytes]]) -> dict[tuple[int, bytes], tuple[Any, ...]]:
        """Kept answers of several worlds in one round trip."""
        found = self._wait(self._fetch(ANSWERS, *_columns(keys, 2)))
        return {(row[0], row[1]): row[2:] for row in found}

    async def _fetch(self, sql: str, *args: Any) -> list[tuple[Any, ...]]:
        async with self._pool().lend() as connection:
            try:
                found = await connection.fetch(sql, *args)
            except asyncpg.CharacterNotInRepertoireError:
                found = await connection.fetch(sql, *plain(args))
            return [tuple(row) for row in found]

    async def _places(self, keys: Sequence[Key]) -> dict[Key, Row]:
        found = await self._fetch(PLACES, *_columns(keys, 3))
        return {(row[0], row[1], row[2]): Row._make(row[2:]) for row in found}

    def _gathered(self, key: Key) -> Row | None:
        loop = asyncio.get_running_loop()
        gather = self._gathers.get(loop)
        if gather is None:
            gather = self._gathers[loop] = _Gather(loop, self._places)
        return bridge.wait(gather.ask(key))

    # -- writes ----------------------------------------------------------------------------------------

    def commit(self, batches: Sequence[Changes]) -> None:
        self._wait(self._commit(batches, self._pool_of_caller))

    @contextlib.contextmanager
    def claim(self, worlds: Sequence[int]) -> Iterator[Callable[[Sequence[Changes]], None]]:
        """Within the block nobody else commits to these worlds; it gives the commit to use."""
        stack = contextlib.AsyncExitStack()
        numbers = sorted(worlds)
        connection = self._wait(self._enter(stack, numbers))

        @contextlib.asynccontextmanager
        async def lend() -> Any:
            yield connection

        try:
            yield lambda batches: self._wait(self._commit(batches, lend))
        finally:
            self._wait(self._leave(stack, connection, numbers))

    async def _enter(self, stack: contextlib.AsyncExitStack, worlds: list[int]) -> Any:
        connection = await stack.enter_async_context(self._pool().lend())
        try:
            for world in worlds:
                await connection.execute("SELECT pg_advisory_lock($1,$2)", CLAIM, world)
        except BaseException:
            connection.terminate()  # its session goes, and whatever it holds
            await stack.aclose()
            raise
        return connection

    async def _leave(self, stack: contextlib.AsyncExitStack, connection: Any, worlds: list[int]) -> None:
        try:
            for world in worlds:
                await connection.execute("SELECT pg_advisory_unlock($1,$2)", CLAIM, world)
        except Exception:
            connection.terminate()  # what was committed stays so; the claim goes with the session
        finally:
            await stack.aclose()

    def execute(self, sql: str, args: Sequence[Any] = ()) -> int:
        text, spans = numbered(sql)
        return self._wait(self._execute(text, arguments(args, spans)))

    async def _execute(self, sql: str, args: Sequence[Any]) -> int:
        async with self._pool().lend() as connection:
            return _touched(await connection.execute(sql, *args))

    def transaction(self, statements: Iterable[tuple[str, Sequence[Any]]]) -> None:
        # Locks that outlive a statement are held over there only: a thread that waits for a row without the
        # bridge would otherwise stop the very loop that has to let the row go.
        self._background.call(self._transaction([(numbered(sql), args) for sql, args in statements]))

    async def _transaction(self, statements: Sequence[tuple[Any, Sequence[Any]]]) -> None:
        async with self._pool().lend() as connection:
            try:
                async with connection.transaction():
                    for (text, spans), args in statements:
                        await connection.execute(text, *arguments(args, spans))
            except LOST as error:
                raise Conflict(str(error)) from None

    # -- a commit --------------------------------------------------------------------------------------

    async def _commit(self, batches: Sequence[Changes], lend: Any) -> None:
        """One statement while nobody else writes; else look what changed, and try again behind it."""
        written = [changes for changes in batches if changes.rows]
        if not written:
            return
        sql, columns = _compose(written)
        # Each commit counts on, even one without new numbers: that is how others notice it.
        taken = [max(changes.next - changes.base, 1) for changes in written]
        async with lend() as connection:
            for _ in range(ATTEMPTS):
                seen = [changes.seen for changes in written]
                try:
                    bases = await _try(connection, sql, [c.world for c in written], seen, taken, *columns)
                except asyncpg.CharacterNotInRepertoireError:
                    columns = plain(columns)
                    continue
                if bases is not None:
                    for changes, count in zip(written, taken, strict=True):
                        _settle(changes, bases[changes.world], count)
                    return
                await _check(connection, written)
        raise Conflict("other processes were faster, again and again")

    # -- the rest --------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _only_one(self) -> Iterator[None]:
        """One process at a time brings the schema up to date."""
        with self.claim([0]):
            yield

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return bridge.wait(work) if bridge.inside() else self._background.call(work)

    def _pool(self) -> Pool:
        loop = asyncio.get_running_loop()
        pool = self._pools.get(loop)
        if pool is None:
            pool = self._pools[loop] = Pool(self._dsn, self._durability)
        return pool

    def _pool_of_caller(self) -> contextlib.AbstractAsyncContextManager[Any]:
        return self._pool().lend()

    async def _close_here(self) -> None:
        pool = self._pools.pop(asyncio.get_running_loop(), None)
        if pool is not None:
            await pool.close()

    def close(self) -> None:
        if self._background.running:
            self._background.call(self._close_here())
            self._background.stop()
        for pool in self._pools.values():
            pool.drop()
        self._pools.clear()


class _Gather:
    """Single records that several readers of a loop want become one query; no timer, as with batches."""

    def __init__(self, loop: asyncio.AbstractEventLoop, places: Callable[..., Any]) -> None:
        self._loop = loop
        self._places = places
        self._wanted: dict[Key, asyncio.Future[Row | None]] = {}
        self._task: asyncio.Task[None] | None = None

    def ask(self, key: Key) -> asyncio.Future[Row | None]:
        """The record of (world, account, id), with the next query."""
        future = self._wanted.get(key)
        if future is None:
            future = self._wanted[key] = self._loop.create_future()
        if self._task is None:
            self._task = self._loop.create_task(self._run())
        return asyncio.shield(future)

    async def _run(self) -> None:
        while self._wanted:
            wanted, self._wanted = self._wanted, {}
            try:
                found = await self._places(list(wanted))
            except Exception as error:
                for future in wanted.values():
                    future.set_exception(error)
            else:
                for key, future in wanted.items():
                    future.set_result(found.get(key))
        self._task = None


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[tuple[Any, ...]]:
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
        columns += _columns(folded(name, together[name]), len(fields(STATEMENTS[name])))
    return commit_sql(names), columns


async def _try(connection: Any, sql: str, *args: Any) -> dict[int, int] | None:
    """Run a commit's statement. gives: each world's counter before it; None if nothing was written."""
    try:
        found = await connection.fetch(sql, *args)
    except asyncpg.DivisionByZeroError:
        return None
    except LOST as error:
        raise Conflict(str(error)) from None
    return {row[0]: row[1] for row in found} or None


async def _check(connection: Any, batches: Sequence[Changes]) -> None:
    """Does what the batch had read still hold behind what others wrote? refuses: Conflict"""
    found = await connection.fetch(
        "SELECT world,seq FROM worlds WHERE world=ANY($1)", [changes.world for changes in batches]
    )
    now = {row[0]: row[1] for row in found}
    if all(now.get(changes.world) == changes.seen for changes in batches):
        raise Conflict("another process claims the world, or a row is not what the batch had read")
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
        found = {row[1]: row[6] for row in await connection.fetch(ANSWERS, *_columns(keys, 2))}
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


def _touched(status: str) -> int:
    """How many rows a statement touched, from "UPDATE 3"."""
    last = status.rpartition(" ")[2]
    return int(last) if last.isdigit() else 0
