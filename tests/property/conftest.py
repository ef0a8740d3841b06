"""What the sweeps share."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from pinstripe.runtime import Runtime
from tests.client import Api, fresh
from tests.property.place import Builder, build


@pytest.fixture
def shared(postgres_dsn: str, loop: asyncio.AbstractEventLoop) -> Iterator[Runtime]:
    """The generated world on a shared store."""
    runtime = fresh(postgres_dsn)
    build(Builder(Api(runtime, loop)))
    yield runtime
    loop.run_until_complete(runtime.stop())
