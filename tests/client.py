"""An in-process caller: the whole chain without sockets; every answer is checked against its shape."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson

from pinstripe.api import shapes
from pinstripe.api.spoken import spoken
from pinstripe.api.table import NEWEST
from pinstripe.http.seen import Request
from pinstripe.runtime import Options, Runtime

NOW = 1_767_225_600
"""2026-01-01T00:00:00Z: where the worlds of tests begin."""


def flat(params: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Nested parameters as the SDKs send them."""
    out: list[tuple[str, str]] = []
    for name, value in params.items():
        key = f"{prefix}[{name}]" if prefix else name
        out += _flat_value(key, value)
    return out


def _flat_value(key: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, Mapping):
        return flat(value, key)
    if isinstance(value, list | tuple):
        return [pair for n, one in enumerate(value) for pair in _flat_value(f"{key}[{n}]", one)]
    if value is None:
        return [(key, "")]
    if isinstance(value, bool):
        return [(key, "true" if value else "false")]
    return [(key, str(value))]


class Answer:
    """Status, headers and parsed body."""

    def __init__(self, status: int, headers: dict[str, str], raw: bytes) -> None:
        self.status = status
        self.headers = headers
        self.raw = raw
        bytes_alone = raw.startswith(b"%PDF-")
        self.body: Any = orjson.loads(raw) if raw and not bytes_alone else None

    @property
    def error(self) -> dict[str, Any]:
        """The error of a refusal."""
        return self.body["error"]

    def __getitem__(self, name: str) -> Any:
        return self.body[name]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.body[name]
        except KeyError:
            raise AttributeError(name) from None

    def __repr__(self) -> str:
        return f"<{self.status} {self.raw[:600].decode()}>"


class Api:
    """Calls an in-process server with one key."""

    def __init__(
        self,
        runtime: Runtime,
        loop: asyncio.AbstractEventLoop,
        key: str = "sk_test_pinstripe",
        version: str = "",
    ) -> None:
        self.runtime = runtime
        self.loop = loop
        self.key = key
        self.version = version
        self.account = ""

    def with_(self, **changes: str) -> Api:
        """The same server with another key, version or account."""
        twin = Api(self.runtime, self.loop, self.key, self.version)
        twin.account = self.account
        for name, value in changes.items():
            setattr(twin, name, value)
        return twin

    def get(self, path: str, **params: Any) -> Answer:
        """GET; nested parameters become brackets."""
        return self.call("GET", path, params)

    def post(self, path: str, **params: Any) -> Answer:
        """POST, form-encoded; `idempotency_key` becomes the header."""
        return self.call("POST", path, params)

    def delete(self, path: str, **params: Any) -> Answer:
        """DELETE."""
        return self.call("DELETE", path, params)

    def ok(self, answer: Answer) -> Answer:
        """An answer that must be 200."""
        assert answer.status == 200, answer
        return answer

    def call(self, method: str, path: str, params: Mapping[str, Any]) -> Answer:
        """One request through the whole chain."""
        params = dict(params)
        headers = {"authorization": f"Bearer {self.key}"}
        for name in ("idempotency_key",):
            if name in params:
                headers[name.replace("_", "-")] = params.pop(name)
        if self.version:
            headers["stripe-version"] = self.version
        if self.account:
            headers["stripe-account"] = self.account
        encoded = urlencode(flat(params)).encode()
        if method == "POST":
            headers["content-type"] = "application/x-www-form-urlencoded"
            return self.raw(method, path, b"", encoded, headers)
        return self.raw(method, path, encoded, b"", headers)

    def json(self, path: str, body: Any, key: str = "") -> Answer:
        """A v2 POST with a JSON body."""
        headers = {"authorization": f"Bearer {key or self.key}", "content-type": "application/json"}
        headers["stripe-version"] = self.version or NEWEST
        if self.account:
            headers["stripe-context"] = self.account
        return self.raw("POST", path, b"", orjson.dumps(body), headers)

    def raw(self, method: str, path: str, query: bytes, body: bytes, headers: dict[str, str]) -> Answer:
        """Bytes in, an answer out, its shape checked."""
        request = Request(method, path, query, headers, body)
        reply = self.loop.run_until_complete(self.runtime.chain.handle(request))
        answer = Answer(reply.status, dict(reply.headers), reply.body)
        if reply.status == 200 and not path.startswith("/_pinstripe"):
            check(
                method, path, answer, self.runtime, headers.get("authorization", "").removeprefix("Bearer ")
            )
        return answer

    def settle(self, seconds: float = 0.0) -> None:
        """Let background tasks run until nothing is left to do."""
        self.loop.run_until_complete(settled(self.runtime, seconds))


async def settled(runtime: Runtime, seconds: float) -> None:
    """Wait for the scheduler's tasks, however often they wait for a database."""
    for _ in range(100):
        await asyncio.sleep(0)
        tasks = set(runtime.scheduler._tasks)
        if not tasks:
            break
        await asyncio.wait(tasks, timeout=1)
    if seconds:
        await asyncio.sleep(seconds)


def check(method: str, path: str, answer: Answer, runtime: Runtime, key: str = "") -> None:
    """The answer against the compiled shape of its version, as every test does without asking.

    A publishable key is given less than the shape says; what it is given has the shape.
    """
    if answer.body is None:
        assert answer.headers["Content-Type"] == "application/pdf"
        return
    version = spoken(answer.headers["Stripe-Version"])
    operation, _ = version.router.match(method, path)
    if operation.answer:
        found = shapes.problems(answer.body, operation.answer, version.table)
        if key.startswith("pk_"):
            found = [problem for problem in found if not problem.endswith("required but missing")]
        assert not found, f"{method} {path}: {found}\n{answer.raw[:3000].decode()}"


def fresh(database: str = ":memory:", now: int | None = NOW, **options: Any) -> Runtime:
    """A runtime on an empty store, its clock standing at NOW."""
    return Runtime(Options(database=database, now=now, **options))
