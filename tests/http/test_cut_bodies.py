"""A body that was cut off leads to nothing, however it was announced and however it ended."""

from __future__ import annotations

import asyncio
import http.client
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from pinstripe.api.errors import ApiError
from pinstripe.http import bodies
from tests import wire
from tests.conftest import Served

KEY = {"Authorization": "Bearer sk_test_cutoff"}
CUSTOMERS = "/v1/customers"


def port_of(server: Served) -> int:
    port = urlsplit(server.url).port
    assert port is not None
    return port


def call(server: Served, method: str, path: str, body: str | Iterator[bytes] | None = None) -> Any:
    """Status and answer of a whole request."""
    line = http.client.HTTPConnection("127.0.0.1", port_of(server), timeout=20)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    line.request(method, path, body, {**KEY, **(kind if body is not None else {})})
    answer = line.getresponse()
    return answer.status, json.loads(answer.read())


def listed(server: Served) -> list[str]:
    """Names of all customers."""
    return [one["name"] for one in call(server, "GET", f"{CUSTOMERS}?limit=100")[1]["data"]]


@pytest.mark.parametrize(("form", "end"), wire.WAYS, ids=lambda way: getattr(way, "__name__", way))
def test_what_was_cut_off_did_not_happen(shared_server: Served, form: str, end: Callable[..., None]) -> None:
    before = listed(shared_server)
    kept = call(shared_server, "POST", CUSTOMERS, "name=kept")[1]["id"]
    port = port_of(shared_server)
    wire.cut(port, "POST", CUSTOMERS, KEY, b"name=Ada&metadata[a]=1234", form, end)
    wire.cut(port, "POST", f"{CUSTOMERS}/{kept}", KEY, b"name=Ada", form, end)
    wire.cut(port, "POST", "/_pinstripe/clock/advance", KEY, b'{"seconds": 86400}', form, end)
    assert listed(shared_server) == ["kept", *before]


@pytest.mark.parametrize("end", wire.STREAM_ENDS)
@pytest.mark.parametrize("form", ["http2", "http2 with length"])
def test_a_removal_that_was_cut_off_did_not_happen(
    shared_server: Served, form: str, end: Callable[..., None]
) -> None:
    kept = call(shared_server, "POST", CUSTOMERS, "name=kept")[1]["id"]
    wire.cut(port_of(shared_server), "DELETE", f"{CUSTOMERS}/{kept}", KEY, b"a=1", form, end)
    assert "deleted" not in call(shared_server, "GET", f"{CUSTOMERS}/{kept}")[1]


class Endless:
    """What the server library gives of an HTTP/2 stream whose connection is gone."""

    def __init__(self, *parts: bytes) -> None:
        self.parts = list(parts)
        self.asked = 0

    def __aiter__(self) -> Endless:
        return self

    async def __anext__(self) -> bytes:
        self.asked += 1
        assert self.asked < 10, "it goes on for ever"
        return self.parts.pop(0) if self.parts else b""


@pytest.mark.parametrize("empty", [1, 2])
def test_a_body_that_never_ends_is_given_up(loop: asyncio.AbstractEventLoop, empty: int) -> None:
    for parts in ((), (b"name=Ada",), (b"name=", b"Ada")):
        with pytest.raises(ApiError, match="the body is not complete"):
            loop.run_until_complete(bodies.parts_of(Endless(*parts), empty))


def test_whole_bodies_are_taken_with_their_length_or_in_chunks(shared_server: Served) -> None:
    chunks = iter([b"name=", b"chu", b"nks"])
    assert call(shared_server, "POST", CUSTOMERS, chunks)[1]["name"] == "chunks"
    assert call(shared_server, "POST", CUSTOMERS)[0] == 200
    body = b"name=two"
    answer = wire.one(port_of(shared_server), "POST", CUSTOMERS, {**KEY, "Content-Length": "8"}, body)
    assert b'"name": "two"' in answer
    assert listed(shared_server)[0] == "two"


def test_over_http2_a_body_needs_its_length(shared_server: Served) -> None:
    before = listed(shared_server)
    answer = wire.one(port_of(shared_server), "POST", CUSTOMERS, KEY, b"name=Ada")
    assert b"needs a Content-Length header" in answer
    assert listed(shared_server) == before
    kept = call(shared_server, "POST", CUSTOMERS, "name=kept")[1]["id"]
    answer = wire.one(port_of(shared_server), "DELETE", f"{CUSTOMERS}/{kept}", KEY, b"")
    assert b'"deleted": true' in answer
    kept = call(shared_server, "POST", CUSTOMERS, "name=kept")[1]["id"]
    answer = wire.one(port_of(shared_server), "DELETE", f"{CUSTOMERS}/{kept}", KEY, b"a=1")
    assert b"needs a Content-Length header" in answer


def test_what_is_not_complete_is_said_to_who_still_listens(shared_server: Served) -> None:
    for more in ({"Content-Length": "20"}, {"Transfer-Encoding": "chunked"}):
        with wire.connected(port_of(shared_server)) as line:
            line.sendall(wire.head("POST", CUSTOMERS, {**KEY, **more}) + b"5\r\nname=")
            line.shutdown(1)
            answer = wire.heard(line)
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert b"the body is not complete, so nothing was done" in answer
