"""What is told after a commit: heard once it is on disk, and only then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pinstripe.kernel import after
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from tests.client import Api


@pytest.fixture
def planted() -> Iterator[str]:
    """A kind of this test's own."""
    yield after.kind("planted", "what a test tells")
    del after.KINDS["planted"]


def done(api: Api, *told: str, fails: bool = False) -> None:
    """A unit of work that tells something."""
    world = api.runtime.worlds.get("w")

    def run(batch: Batch) -> None:
        work = Work(batch, world.account)
        for value in told:
            work.after_commit("planted", value)
        batch.changes.add("ledger_balances.add", (world.world, "x", "usd", 1))
        if fails:
            raise ValueError("no")
        work.keep()

    async def enqueued() -> None:
        await api.runtime.engine.enqueue((world, run))

    api.loop.run_until_complete(enqueued())


def test_what_is_told_is_heard_after_the_commit(api: Api, planted: str) -> None:
    heard: list[tuple[list[Any], int]] = []

    def hear(batch: Batch, values: list[Any]) -> None:
        ((amount,),) = batch.store.rows("SELECT amount FROM ledger_balances WHERE name='x'")
        heard.append((values, amount))

    api.runtime.engine.hear(planted, hear)
    done(api, "a", "b")
    assert heard == [(["a", "b"], 1)]
    done(api)
    assert len(heard) == 1
    api.runtime.engine.unhear(hear)
    done(api, "c")
    assert len(heard) == 1


def test_a_function_that_fails_tells_nothing(api: Api, planted: str) -> None:
    heard: list[Any] = []
    api.runtime.engine.hear(planted, lambda batch, values: heard.extend(values))
    with pytest.raises(ValueError, match="no"):
        done(api, "a", fails=True)
    assert heard == []


def test_a_kind_that_nobody_declared_is_refused(api: Api) -> None:
    with pytest.raises(AssertionError, match="declared the kind planted"):
        done(api, "a")
    with pytest.raises(AssertionError, match="declared the kind planted"):
        api.runtime.engine.hear("planted", lambda batch, values: None)
    with pytest.raises(AssertionError, match="declared twice"):
        after.kind("endpoints", "again")
