"""A batch that cannot be kept: only the call that is the cause of it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from pinstripe.http.seen import Request
from pinstripe.kernel.call import Reply
from pinstripe.store.base import Changes
from tests.client import Api

POISON = b"poison"


def request(key: str, path: str, body: bytes) -> Request:
    headers = {"authorization": f"Bearer {key}", "content-type": "application/x-www-form-urlencoded"}
    return Request("POST", path, b"", headers, body)


def poisoned(batches: Sequence[Changes]) -> bool:
    return any(POISON in row[4] for changes in batches for row in changes.rows.get("versions", ()))


@pytest.fixture
def failing(api: Api, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A store that keeps no commit with a poisoned body in it; how many worlds each failed commit had."""
    failed: list[int] = []
    for name in ("write", "commit"):
        plain = getattr(api.runtime.store, name, None)
        if plain is not None:
            monkeypatch.setattr(api.runtime.store, name, guarded(plain, failed))
    return failed


def guarded(plain: Callable[..., Any], failed: list[int]) -> Callable[[Sequence[Changes]], Any]:
    def write(batches: Sequence[Changes]) -> Any:
        if poisoned(batches):
            failed.append(len(batches))
            raise OverflowError("no column holds this")
        return plain(batches)

    return write


def together(api: Api, *requests: Request) -> list[Reply]:
    async def run() -> list[Reply]:
        return await asyncio.gather(*(api.runtime.chain.handle(one) for one in requests))

    return api.loop.run_until_complete(run())


def test_only_the_culprit_is_refused(api: Api, failing: list[int]) -> None:
    keys = ("sk_test_pinstripe", "sk_test_other", "sk_test_third")
    for key in keys:
        assert together(api, request(key, "/v1/customers", b""))[0].status == 200
    sent = [request(keys[number % 3], "/v1/customers", f"name=n{number}".encode()) for number in range(30)]
    sent.insert(14, request(keys[0], "/v1/customers", b"name=poison"))
    replies = together(api, *sent)
    assert [reply.status for reply in replies] == [200] * 14 + [500] + [200] * 16
    assert failing[0] == 3 and failing[1:] == [1, 1], "the whole, its world, the call itself"
    for key, count in zip(keys, (11, 11, 11), strict=True):
        listed = api.with_(key=key).get("/v1/customers", limit=100).data
        assert len(listed) == count
        assert all(one["name"] != "poison" for one in listed)


def test_a_world_remembers_nothing_of_what_was_not_kept(api: Api, failing: list[int]) -> None:
    api.ok(api.post("/v1/customers"))
    world = next(iter(api.runtime.worlds.open.values()))
    before = (world.seq, world.settings, world.clock_at)
    assert together(api, request(api.key, "/v1/customers", b"name=poison"))[0].status == 500
    assert (world.seq, world.settings, world.clock_at) == before
    assert api.ok(api.post("/v1/customers", name="next")).name == "next"


def test_a_key_whose_call_failed_is_free_again(
    api: Api, failing: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = request(api.key, "/v1/customers", b"name=poison")
    first.headers["idempotency-key"] = "once"
    assert together(api, first)[0].status == 500
    monkeypatch.undo()
    again = request(api.key, "/v1/customers", b"name=poison")
    again.headers["idempotency-key"] = "once"
    reply = together(api, again)[0]
    assert (reply.status, b'"name": "poison"' in reply.body) == (200, True)
