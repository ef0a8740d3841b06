"""A webhook listener that outlives the server: what it heard, and whether every signature was good.

Imports nothing of the server.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import re
import threading
from hashlib import sha256

from aiohttp import web


class Hearing(threading.Thread):
    """Listens on a loopback port of its own, on a thread of its own."""

    def __init__(self) -> None:
        super().__init__(name="listener", daemon=True)
        self.secret = ""
        self.events: dict[str, tuple[str, str]] = {}
        """By event: its type, and the object it tells of."""
        self.bodies: dict[str, bytes] = {}
        """By event: what was sent last, but for the count of deliveries under way."""
        self.heard = 0
        self.forged: list[str] = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self.url = ""
        self.start()
        self._ready.wait(10)

    def run(self) -> None:
        self._loop.run_until_complete(self._open())
        self._ready.set()
        self._loop.run_forever()

    async def _open(self) -> None:
        app = web.Application(client_max_size=1 << 22)
        app.router.add_post("/hook", self._hear)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"

    async def _hear(self, request: web.Request) -> web.Response:
        body = await request.read()
        parts = dict(part.split("=", 1) for part in request.headers["Stripe-Signature"].split(","))
        signed = f"{parts['t']}.".encode() + body
        if not hmac.compare_digest(
            hmac.new(self.secret.encode(), signed, sha256).hexdigest(), parts.get("v1", "")
        ):
            self.forged.append(body.decode(errors="replace")[:200])
        event = json.loads(body)
        self.events[event["id"]] = (event["type"], event["data"]["object"].get("id", ""))
        self.bodies[event["id"]] = re.sub(rb'"pending_webhooks":\s*\d+', b"", body)
        self.heard += 1
        return web.Response(text="ok")

    def told(self) -> set[tuple[str, str]]:
        """What it was told of, by type and object."""
        return set(self.events.values())

    def close(self) -> None:
        """Listen no more."""
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self.join(10)
        self._loop.close()
