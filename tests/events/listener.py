"""A webhook listener on a free loopback port, and a server in process that sends to it."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import orjson
from aiohttp import web

from pinstripe.events.delivery import Deliverer, Settings
from pinstripe.runtime import Runtime
from tests.client import Api, fresh

AT_ONCE = Settings(retry_seconds=(0, 0, 0), timeout_seconds=1, grace_seconds=1)


class Heard:
    """One request as it arrived."""

    def __init__(self, path: str, headers: dict[str, str], raw: bytes) -> None:
        self.path = path
        self.headers = headers
        self.raw = raw
        self.event: dict[str, Any] = orjson.loads(raw)

    @property
    def type(self) -> str:
        """The event's type."""
        return str(self.event["type"])


class Listener:
    """Answers 200 unless told otherwise; keeps what it hears, in order of arrival."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.heard: list[Heard] = []
        self.answers: list[int] = []
        """Statuses of the next answers; 0: no answer until the listener closes."""
        self.always = 200
        self.seconds: Callable[[Heard], float] = lambda heard: 0
        self.closing = asyncio.Event()
        self.url = ""

    async def _hear(self, request: web.Request) -> web.Response:
        heard = Heard(request.path, dict(request.headers), await request.read())
        self.heard.append(heard)
        status = self.answers.pop(0) if self.answers else self.always
        if status == 0:
            await self.closing.wait()
        if self.seconds(heard):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.closing.wait(), self.seconds(heard))
        if status in {301, 302, 307}:
            return web.Response(status=status, headers={"Location": f"{self.url}/elsewhere"})
        return web.Response(status=status or 200, text="received")

    async def open(self) -> None:
        """Listen."""
        app = web.Application()
        app.router.add_post("/{path:.*}", self._hear)
        self.runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"

    async def close(self) -> None:
        """Listen no more."""
        self.closing.set()
        await self.runner.cleanup()

    @property
    def types(self) -> list[str]:
        """What was heard, in order."""
        return [heard.type for heard in self.heard]


class Stage:
    """A server in process whose webhooks reach a listener."""

    def __init__(self, loop: asyncio.AbstractEventLoop, runtime: Runtime | None = None) -> None:
        self.loop = loop
        self.runtime = runtime or fresh()
        self.api = Api(self.runtime, loop)
        self.listener = Listener(loop)
        self.secret = ""

    def begin(self, settings: Settings = AT_ONCE, shared: bool = False) -> Stage:
        """Open the listener and start sending."""
        self.loop.run_until_complete(self.listener.open())
        self.restart(settings, shared)
        return self

    def restart(self, settings: Settings = AT_ONCE, shared: bool = False) -> None:
        """Another deliverer on the same store, as after a crash of the first; `shared`: one beside it."""
        self.runtime.deliverer = Deliverer(self.runtime.engine, settings)
        self.runtime.deliverer.shared = shared
        self.loop.run_until_complete(self.runtime.deliverer.start())

    def end(self) -> None:
        """Close everything."""
        self.loop.run_until_complete(self.runtime.deliverer.stop())
        self.loop.run_until_complete(self.listener.close())
        self.loop.run_until_complete(self.runtime.stop())

    def endpoint(self, path: str = "/hook", **params: Any) -> Any:
        """An endpoint of the platform that hears of everything."""
        params = {"url": self.listener.url + path, "enabled_events": ["*"], **params}
        made = self.api.ok(self.api.post("/v1/webhook_endpoints", **params))
        self.secret = self.secret or made["secret"]
        return made

    def settle(self) -> None:
        """Until everything due is sent and its result kept."""
        self.loop.run_until_complete(asyncio.wait_for(self.runtime.deliverer.settle(), 5))

    def run(self, seconds: float) -> None:
        """Let the loop run for a moment."""
        self.loop.run_until_complete(asyncio.sleep(seconds))

    def rows(self, sql: str, *args: Any) -> list[tuple[Any, ...]]:
        """Look into the store."""
        return self.runtime.store.rows(sql, args)

    @property
    def world(self) -> Any:
        """The world of the test's key."""
        return next(iter(self.runtime.worlds.open.values()))

    def fault(self, **faults: Any) -> None:
        """Make webhooks of the world go wrong."""
        self.world.settings = {"faults": {"webhooks": faults}}

    @property
    def states(self) -> list[str]:
        """States of all deliveries, in the order they were made."""
        return [row[0] for row in self.rows("SELECT state FROM deliveries ORDER BY id")]


def verified(payload: bytes, header: str, secret: str, now: int, tolerance: int = 300) -> bool:
    """The check that the official SDKs make, written from their description."""
    parts = [part.partition("=") for part in header.split(",")]
    at = int(next(value for name, _, value in parts if name == "t"))
    signatures = [value for name, _, value in parts if name == "v1"]
    expected = hmac.new(secret.encode(), f"{at}.{payload.decode()}".encode(), sha256).hexdigest()
    return any(hmac.compare_digest(expected, one) for one in signatures) and at >= now - tolerance
