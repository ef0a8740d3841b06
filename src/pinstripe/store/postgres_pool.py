"""Connections to PostgreSQL for one event loop.

Owns: opening, lending and dropping connections. Small on purpose: the driver's own pool asks the server to
reset the session after every use, which would double the round trips.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import asyncpg

SIZE = 8
"""Connections of one loop; one batch at a time and reads between its round trips need no more."""

SETTINGS = {
    "application_name": "pinstripe",
    "enable_seqscan": "off",
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
    "random_page_cost": "1.1",
}
"""Every statement is a handful of look-ups by key on pages in memory or on solid state: one plan is enough,
planning a commit anew each time takes longer than running it."""


class Pool:
    """Connections that are lent in turn; opened when first needed."""

    def __init__(self, dsn: str, durability: str) -> None:
        self._dsn = dsn
        self._durability = durability
        self._turns = asyncio.Semaphore(SIZE)
        self._idle: list[Any] = []
        self._all: set[Any] = set()

    @contextlib.asynccontextmanager
    async def lend(self) -> AsyncIterator[Any]:
        """A connection for as long as the block runs; one that broke is not lent again."""
        async with self._turns:
            connection = None
            while self._idle and (connection is None or connection.is_closed()):
                connection = self._idle.pop()
            if connection is None or connection.is_closed():
                connection = await self._open()
            try:
                yield connection
            finally:
                if connection.is_closed() or connection.is_in_transaction():
                    self._all.discard(connection)
                    connection.terminate()
                else:
                    self._idle.append(connection)

    async def _open(self) -> Any:
        settings = SETTINGS if self._durability == "full" else {**SETTINGS, "synchronous_commit": "off"}
        connection = await asyncpg.connect(
            self._dsn,
            statement_cache_size=1024,
            max_cached_statement_lifetime=0,
            max_cacheable_statement_size=0,
            server_settings=settings,
        )
        if self._durability == "full":
            # A server may be set up to answer before the log is on disk; we promise that it is there.
            await connection.execute(
                "SELECT set_config('synchronous_commit','on',false) "
                "WHERE current_setting('synchronous_commit')='off'"
            )
        # SUM() of integers is numeric there; to us it is an integer as everywhere.
        await connection.set_type_codec(
            "numeric", schema="pg_catalog", encoder=str, decoder=_number, format="text"
        )
        self._all.add(connection)
        return connection

    async def close(self) -> None:
        """Say goodbye and close, from the pool's own loop."""
        for connection in list(self._all):
            with contextlib.suppress(Exception):
                await connection.close(timeout=2)
        self._all.clear()
        self._idle.clear()

    def drop(self) -> None:
        """Cut every connection, without goodbye: nothing is under way."""
        for connection in self._all:
            with contextlib.suppress(RuntimeError):  # its loop may have ended before
                connection.terminate()
        self._all.clear()
        self._idle.clear()


def _number(text: str) -> Any:
    return int(text) if text.lstrip("-").isdigit() else Decimal(text)
