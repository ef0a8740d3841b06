"""Both stores for one suite: SQLite in a file, PostgreSQL by PINSTRIPE_TEST_DSN or from a wheel."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from pinstripe.store.base import Store
from pinstripe.store.open import open_store

Opened = Callable[[], Store]


def in_schema(dsn: str, schema: str) -> str:
    """The same database, seen through a schema of its own."""
    return f"{dsn}{'&' if '?' in dsn else '?'}search_path={schema}"


async def _execute(dsn: str, sql: str) -> None:
    connection: Any = await asyncpg.connect(dsn)
    await connection.execute(sql)
    await connection.close()


CLEAN = """
DO $$ DECLARE name text; BEGIN
FOR name IN SELECT tablename FROM pg_tables WHERE schemaname=current_schema() AND tablename<>'schema_version'
LOOP EXECUTE 'DELETE FROM ' || name; END LOOP; END $$
"""


@pytest.fixture(scope="session")
def schema(server_dsn: str) -> Iterator[str]:
    """A schema that the tests of a run share, one after the other."""
    name = f"pinstripe_test_{os.getpid()}"
    asyncio.run(_execute(server_dsn, f"CREATE SCHEMA {name}"))
    yield in_schema(server_dsn, name)
    asyncio.run(_execute(server_dsn, f"DROP SCHEMA {name} CASCADE"))


@pytest.fixture
def dsn(schema: str) -> Iterator[str]:
    """A PostgreSQL database without any row."""
    yield schema
    asyncio.run(_execute(schema, CLEAN))


@pytest.fixture
def bare_dsn(server_dsn: str) -> Iterator[str]:
    """A PostgreSQL database without any table."""
    name = f"pinstripe_bare_{os.getpid()}"
    asyncio.run(_execute(server_dsn, f"CREATE SCHEMA {name}"))
    yield in_schema(server_dsn, name)
    asyncio.run(_execute(server_dsn, f"DROP SCHEMA {name} CASCADE"))


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The name of an empty database, as `--database` takes it; tests run once for each dialect."""
    return str(tmp_path / "test.db") if request.param == "sqlite" else request.getfixturevalue("dsn")


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """A store on an empty database."""
    store = open_store(database)
    yield store
    store.close()


@pytest.fixture
def two(dsn: str) -> Iterator[tuple[Store, Store]]:
    """Two processes' stores on one database."""
    first, second = open_store(dsn), open_store(dsn)
    yield first, second
    first.close()
    second.close()
