"""PostgreSQL (and what speaks its protocol): several processes on one database, one statement for a batch.

Owns: reads, claims, statements outside of batches, statistics. Source: docs: asyncpg, PostgreSQL
Does not own: commits (postgres_commit.py), SQL text (postgres_sql.py), connections (postgres_pool.py),
waiting (bridge.py).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

import asyncpg

from pinstripe.store import base, bridge, migrations
from pinstripe.store.base import Changes, Conflict, Row
from pinstripe.store.postgres_commit import ANSWERS, LOST, columns_of, commit
from pinstripe.store.postgres_pool import Pool
from pinstripe.store.postgres_sql import CLAIM, DIALECT, arguments, numbered, plain
from pinstripe.store.tables import TABLES

T = TypeVar("T")
Key = tuple[int, str, str]

FIRST_STATISTICS = 1000
"""Numbers after which a young database is analyzed, and again whenever it has grown eightfold: without
statistics the planner takes any index that begins with the world, and the server looks once a minute only."""

PLACES = (
    f"SELECT h.world,h.account,{base.HEAD_COLUMNS} "
    "FROM unnest($1::bigint[],$2::text[],$3::text[]) AS p(world,account,id) JOIN heads h ON h.world=p.world "
    "AND h.account=p.account AND h.id=p.id JOIN versions v ON v.world=h.world AND v.seq=h.seq"
)
UNUSABLE = (asyncpg.PostgresError, asyncpg.InterfaceError)
"""What the driver says of a database that cannot be used, beside what sockets say."""


class PostgresStore:
    """A database that several Pinstripe processes share."""

    shared = True

    def __init__(self, dsn: str, durability: str = "full") -> None:
        self._dsn = dsn
        self._durability = durability
        self._background = bridge.Background()
        self._pools: dict[asyncio.AbstractEventLoop, Pool] = {}
        self._gathers: dict[asyncio.AbstractEventLoop, _Gather] = {}
        self._written = 0
        self._analyze_at = FIRST_STATISTICS
        self._statistics: Future[Any] | None = None
        try:
            with self._only_one():
                migrations.migrate(self, DIALECT)
        except BaseException:
            self.close()
            raise

    # -- reads -----------------------------------------------------------------------------------------

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        text, spans = numbered(sql)
        return self._wait(self._fetch(text, *arguments(args, spans)))

    def head(self, world: int, account: str, key: str) -> Row | None:
        if bridge.inside():  # readers of one moment share the way to the database
            return self._gathered((world, account, key))
        return base.single(self.rows(base.GET, (world, account, key)))

    def heads(self, world: int, account: str, keys: Sequence[str]) -> dict[str, Row]:
        return base.read_many(self, world, account, keys)

    def places(self, keys: Sequence[Key]) -> dict[Key, Row]:
        """Records of several worlds and accounts in one round trip."""
        return self._wait(self._places(keys))

    def answers(self, keys: Sequence[tuple[int, bytes]]) -> dict[tuple[int, bytes], tuple[Any, ...]]:
        """Kept answers of several worlds in one round trip."""
        found = self._wait(self._fetch(ANSWERS, *columns_of(keys, 2)))
        return {(row[0], row[1]): row[2:] for row in found}

    async def _fetch(self, sql: str, *args: Any) -> list[tuple[Any, ...]]:
        async with self._pool().lend() as connection:
            try:
                found = await connection.fetch(sql, *args)
            except asyncpg.CharacterNotInRepertoireError:
                found = await connection.fetch(sql, *plain(args))
            return [tuple(row) for row in found]

    async def _places(self, keys: Sequence[Key]) -> dict[Key, Row]:
        found = await self._fetch(PLACES, *columns_of(keys, 3))
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
                await connection.execute(f"SELECT pg_advisory_lock({CLAIM},$1)", world)
        except BaseException:
            connection.terminate()  # its session goes, and whatever it holds
            await stack.aclose()
            raise
        return connection

    async def _leave(self, stack: contextlib.AsyncExitStack, connection: Any, worlds: list[int]) -> None:
        try:
            for world in worlds:
                await connection.execute(f"SELECT pg_advisory_unlock({CLAIM},$1)", world)
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

    async def _commit(self, batches: Sequence[Changes], lend: Any) -> None:
        written = [changes for changes in batches if changes.rows]
        if written:
            async with lend() as connection:
                self._count(await commit(connection, written))

    def _count(self, rows: int) -> None:
        self._written += rows
        if self._written >= self._analyze_at:
            self._analyze_at = self._written * 8
            self._statistics = self._background.begin(self._analyze())

    async def _analyze(self) -> None:
        with contextlib.suppress(asyncpg.PostgresError):  # only a courtesy: plans are slower without it
            known = await self._fetch(
                "SELECT 1 FROM pg_class WHERE oid='versions'::regclass AND reltuples>=$1", self._written // 2
            )
            if not known:
                await self._execute(f"ANALYZE {', '.join(TABLES)}", ())

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
            if self._statistics is not None:
                self._statistics.cancel()
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


def _touched(status: str) -> int:
    """How many rows a statement touched, from "UPDATE 3"."""
    last = status.rpartition(" ")[2]
    return int(last) if last.isdigit() else 0
