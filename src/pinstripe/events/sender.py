"""The HTTP side of webhooks: one POST, and what became of it.

Owns: the client session (opened when the first event is sent), headers, the time limit, what is an answer.
Does not own: when to send and what to do with the outcome (delivery.py). Money: none.
Source: docs: webhooks; sdk (signature); headers as the reference lists them.
"""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import Any, NamedTuple

from pinstripe.clock import now as clock
from pinstripe.events.signing import sign

HEADERS = {
    "Content-Type": "application/json; charset=utf-8",
    "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    "Accept": "*/*; q=0.5, application/xml",
    "Cache-Control": "no-cache",
}
ANSWER_LIMIT = 65_536
"""So much of an answer is read, so that its connection can be used again; a longer one loses it."""
ERROR_LENGTH = 300
KEEP_ALIVE_SECONDS = 30


class Attempt(NamedTuple):
    """One try: when, the status answered (0 for none), why there was none, how long it took."""

    at: int
    status: int
    error: str
    duration_ms: int

    @property
    def delivered(self) -> bool:
        """Any 2xx acknowledges; a redirect does not. source: docs: webhooks"""
        return 200 <= self.status < 300 and not self.error


class Sender:
    """One client session for all endpoints, its connections kept alive."""

    def __init__(self, timeout_seconds: int, connections: int) -> None:
        self.timeout_seconds = timeout_seconds
        self.connections = connections
        self._opening = asyncio.Lock()
        self._http: Any = None
        self._session: Any = None

    async def post(self, url: str, payload: bytes, secret: str) -> Attempt:
        """Send a signed payload; a failure is an outcome, never an exception."""
        if self._session is None:
            await self._open()
        at, start = clock.wall(), clock.tick()
        status, error = 0, ""
        headers = {**HEADERS, "Stripe-Signature": sign(payload, secret, at)}
        try:
            try:
                status = await self._post(url, payload, headers)
            except self._http.ServerDisconnectedError:
                # The other side had given up the idle connection just then; it never saw the request.
                status = await self._post(url, payload, headers)
        except TimeoutError:
            error = f"timed out after {self.timeout_seconds} seconds"
        except (self._http.ClientError, OSError, ValueError) as problem:
            error = f"{type(problem).__name__}: {problem}"[:ERROR_LENGTH]
        return Attempt(at, status, error, int((clock.tick() - start) * 1000))

    async def _post(self, url: str, payload: bytes, headers: dict[str, str]) -> int:
        async with self._session.post(url, data=payload, headers=headers, allow_redirects=False) as response:
            read = 0
            while read < ANSWER_LIMIT and not response.content.at_eof():
                read += len(await response.content.read(ANSWER_LIMIT))
            return int(response.status)

    async def _open(self) -> None:
        """Import the client on a thread: it would hold up the server for a third of a second."""
        async with self._opening:
            if self._session is not None:
                return
            http = self._http = await asyncio.to_thread(import_module, "aiohttp")
            self._session = http.ClientSession(
                connector=http.TCPConnector(limit=self.connections, keepalive_timeout=KEEP_ALIVE_SECONDS),
                timeout=http.ClientTimeout(total=self.timeout_seconds),
                cookie_jar=http.DummyCookieJar(),
                auto_decompress=False,
                skip_auto_headers=("Accept-Encoding",),
            )

    async def close(self) -> None:
        """Give the connections back."""
        if self._session is not None:
            await self._session.close()
            self._session = None
