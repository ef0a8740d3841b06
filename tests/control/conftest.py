"""Fixtures of control tests: the control API in process."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import orjson
import pytest

from pinstripe.control.routes import Control
from pinstripe.http.seen import Request
from tests.client import Answer, Api, flat


class Panel:
    """Calls the control API of a test's server with its key."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.control = Control(api.runtime)
        self.key = api.key

    def call(
        self, method: str, path: str, body: dict[str, Any] | None = None, key: str | None = None
    ) -> Answer:
        """One request, whatever comes of it."""
        query = urlencode(flat(body)).encode() if body and method == "GET" else b""
        data = orjson.dumps(body) if body and method != "GET" else b""
        key = self.key if key is None else key
        headers = {"authorization": f"Bearer {key}"} if key else {}
        request = Request(method, f"/_pinstripe/{path}", query, headers, data)
        reply = self.api.loop.run_until_complete(self.control.handle(request))
        headers = dict(reply.headers)
        if headers["Content-Type"] == "application/json":
            return Answer(reply.status, headers, reply.body)
        answer = Answer(reply.status, headers, b"")
        answer.body = reply.body.decode()
        return answer

    def get(self, path: str, **body: Any) -> Answer:
        """A GET that must be answered."""
        return self.api.ok(self.call("GET", path, body))

    def post(self, path: str, **body: Any) -> Answer:
        """A POST that must be answered."""
        return self.api.ok(self.call("POST", path, body))

    def delete(self, path: str, **body: Any) -> Answer:
        """A DELETE that must be answered."""
        return self.api.ok(self.call("DELETE", path, body))


@pytest.fixture
def panel(api: Api) -> Panel:
    """The control API of the test's server."""
    return Panel(api)
