"""A search looks through what is there beside the loop: nobody else waits, and it sees one moment."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pinstripe.http.seen import Request
from pinstripe.kernel import search
from tests.client import Api, fresh

SECONDS = 10


@pytest.fixture
def api(tmp_path: Path, loop: asyncio.AbstractEventLoop) -> Iterator[Api]:
    """A server on a file: what is kept in memory has one connection only."""
    runtime = fresh(str(tmp_path / "apart.db"))
    yield Api(runtime, loop)
    loop.run_until_complete(runtime.stop())


def request(api: Api, method: str, path: str, query: bytes = b"", body: bytes = b"") -> Request:
    headers = {"authorization": f"Bearer {api.key}", "content-type": "application/x-www-form-urlencoded"}
    return Request(method, path, query, headers, body)


def test_others_are_answered_while_a_search_runs(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api.ok(api.post("/v1/customers", name="Ann"))
    began, go_on = threading.Event(), threading.Event()
    plain = search.matching

    def slow(*args: Any) -> Any:
        began.set()
        assert go_on.wait(SECONDS), "the loop waits for a search"
        return plain(*args)

    monkeypatch.setattr(search, "matching", slow)

    async def story() -> tuple[bytes, bytes, bytes]:
        handle = api.runtime.chain.handle
        asked = request(api, "GET", "/v1/customers/search", b"query=name:'ann'")
        looking = asyncio.create_task(handle(asked))
        while not began.is_set():
            await asyncio.sleep(0)
        listed = await handle(request(api, "GET", "/v1/customers"))
        made = await handle(request(api, "POST", "/v1/customers", b"", b"name=ann"))
        assert not looking.done()
        go_on.set()
        found = await looking
        return listed.body, made.body, found.body

    listed, made, found = api.loop.run_until_complete(story())
    assert b'"Ann"' in listed and b'"ann"' in made
    assert b'"Ann"' in found and b'"ann"' not in found, "it sees the moment at which it began"
    assert len(api.get("/v1/customers/search", query="name:'ann'").data) == 2
