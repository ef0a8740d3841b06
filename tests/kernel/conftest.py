"""An in-process server on each store."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.client import Api, fresh


@pytest.fixture(params=["sqlite", "postgres"])
def api(request: pytest.FixtureRequest, loop: asyncio.AbstractEventLoop) -> Iterator[Api]:
    """An in-process server on each store."""
    database = ":memory:" if request.param == "sqlite" else request.getfixturevalue("postgres_dsn")
    runtime = fresh(database)
    yield Api(runtime, loop)
    loop.run_until_complete(runtime.stop())
