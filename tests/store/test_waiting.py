"""A commit whose end is left to another thread: what others see and do meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pinstripe.http.seen import Request
from pinstripe.store import snapshot
from pinstripe.store.base import Changes, Conflict
from pinstripe.store.sqlite import SQLiteStore
from tests.client import Answer, Api, fresh
from tests.store.rows import insert

COUNT = "SELECT COUNT(*) FROM versions"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SQLiteStore]:
    """A store in a file with one world."""
    store = SQLiteStore(str(tmp_path / "test.db"))
    store.execute("INSERT INTO worlds (world,name,seq) VALUES (?,?,?)", (1, "one", 0))
    yield store
    store.close()


def one_record() -> Changes:
    changes = Changes(1, 0)
    insert(changes, "cus_1")
    return changes


def test_reads_beside_a_commit_see_what_was_committed_before(store: SQLiteStore) -> None:
    store.write([one_record()])
    assert store.rows(COUNT) == [(0,)]
    store.seal()
    assert store.rows(COUNT) == [(1,)]


def test_writes_beside_a_commit_wait_for_it(store: SQLiteStore) -> None:
    store.write([one_record()])
    done = threading.Thread(target=store.execute, args=("UPDATE worlds SET seq=seq+10",))
    done.start()
    done.join(0.05)
    assert done.is_alive()
    store.seal()
    done.join()
    assert store.rows("SELECT seq FROM worlds") == [(11,)]
    store.write([])
    done = threading.Thread(target=store.seal)
    done.start()
    assert store.rows("UPDATE worlds SET epoch=7 RETURNING epoch") == [(7,)]
    done.join()


def test_a_write_that_fails_leaves_nothing_and_nobody_waiting(store: SQLiteStore) -> None:
    changes = one_record()
    changes.add("heads.move", (1, 0, "", 1, "acct", "nobody", 1))
    with pytest.raises(Conflict):
        store.write([changes])
    assert store.rows(COUNT) == [(0,)]
    store.commit([one_record()])
    assert store.rows(COUNT) == [(1,)]


def test_calls_that_wait_together_are_answered_after_their_commit(tmp_path: Path) -> None:
    runtime = fresh(str(tmp_path / "calls.db"))
    loop = asyncio.new_event_loop()
    api = Api(runtime, loop)
    api.ok(api.post("/v1/customers"))
    seen: list[int] = []
    seal = runtime.store.seal  # type: ignore[attr-defined]

    def watched() -> None:
        seen.append(threading.get_ident())
        seal()

    runtime.store.seal = watched  # type: ignore[attr-defined]
    answers = loop.run_until_complete(together(api, 8))
    assert {answer.status for answer in answers} == {200}
    assert len({answer["id"] for answer in answers}) == 8
    assert seen and threading.get_ident() not in seen
    assert len(api.ok(api.get("/v1/customers", limit=20))["data"]) == 9
    loop.close()


def test_a_reset_between_a_write_and_its_end_begins_anew(tmp_path: Path) -> None:
    runtime = fresh(str(tmp_path / "reset.db"))
    loop = asyncio.new_event_loop()
    api = Api(runtime, loop)
    api.ok(api.post("/v1/customers"))
    (world,) = runtime.worlds.open.values()
    batches: dict = {}
    calls = [(world, lambda batch: batch.changes.add("holds.put", (1, "x", "", 1, "usd", "held")))]
    runtime.engine._run(calls, batches, runtime.store.write)  # type: ignore[attr-defined]
    ended = threading.Thread(target=runtime.store.seal)  # type: ignore[attr-defined]
    ended.start()
    snapshot.reset(runtime.store, runtime.worlds, world)
    ended.join()
    runtime.engine._settle(batches)
    assert world.seq == 0
    assert runtime.store.rows("SELECT COUNT(*) FROM holds") == [(0,)]
    loop.close()


async def together(api: Api, count: int) -> list:
    """So many customers at one moment."""

    def request() -> Request:
        headers = {"authorization": f"Bearer {api.key}", "content-type": "application/x-www-form-urlencoded"}
        return Request("POST", "/v1/customers", b"", headers, b"name=Jenny")

    replies = await asyncio.gather(*(api.runtime.chain.handle(request()) for _ in range(count)))
    return [Answer(reply.status, dict(reply.headers), reply.body) for reply in replies]
