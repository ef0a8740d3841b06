"""The HTTP side of webhooks: one POST, and what became of it.

Owns: the client (opened when it is first needed), headers, the time limit, what is an answer.
Does not own: when to send and what to do with the outcome (delivery.py), questions of functions (asking.py).
Money: none. Source: docs: webhooks; sdk (signature); headers as the reference lists them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from importlib import import_module
from typing import Any, NamedTuple

import orjson

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
CLOSED = "connection closed before message completed"
"""How the client says that the other side hung up without an answer."""
REST_SECONDS = 0.5
"""The status acknowledges an event; a body that still drips after this loses its connection and no more."""


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


class Unanswered(Exception):
    """There is no answer that can be used: nobody listens, it came too late, is too long, or is no JSON."""


class Answered(NamedTuple):
    """An answer as a function is given it; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    duration_ms: int

    @property
    def accepted(self) -> bool:
        """Any 2xx."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body, parsed. refuses: Unanswered, what is no JSON"""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError as problem:
            raise Unanswered(f"the answer is no JSON: {problem}") from None


class Sender:
    """One client for all endpoints, its connections kept alive.

    How many there are at once is for whoever sends to say: none waits here, so the time is the endpoint's.
    """

    def __init__(self, timeout_seconds: int) -> None:
        self.timeout_seconds = timeout_seconds
        self._opening = asyncio.Lock()
        self._http: Any = None
        self._client: Any = None

    async def post(self, url: str, payload: bytes, secret: str) -> Attempt:
        """Send a signed payload; a failure is an outcome, never an exception."""
        at, start = clock.wall(), clock.tick()
        status, error = 0, ""
        try:
            status, _, _ = await self._sent(url, payload, secret, at, self.timeout_seconds, REST_SECONDS)
        except Unanswered as problem:
            error = str(problem)
        return Attempt(at, status, error, int((clock.tick() - start) * 1000))

    async def ask(self, url: str, payload: bytes, secret: str, seconds: int) -> Answered:
        """Send a signed payload and give the answer, whatever its status.

        refuses: Unanswered, when there is none in time, or one of more than ANSWER_LIMIT bytes
        """
        start = clock.tick()
        status, headers, body = await self._sent(url, payload, secret, clock.wall(), seconds)
        if len(body) > ANSWER_LIMIT:
            raise Unanswered(f"the answer is longer than {ANSWER_LIMIT} bytes")
        return Answered(status, headers, body, int((clock.tick() - start) * 1000))

    async def _sent(
        self, url: str, payload: bytes, secret: str, at: int, seconds: int, rest: float | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body. rest: as in _post. refuses: Unanswered"""
        if self._client is None:
            await self._open()
        headers = {**HEADERS, "Stripe-Signature": sign(payload, secret, at)}
        try:
            try:
                return await self._post(url, payload, headers, seconds, rest)
            except self._http.NetworkError as problem:
                if reason(problem) != CLOSED:
                    raise
                # The other side had given up the idle connection just then; it never saw the request.
                return await self._post(url, payload, headers, seconds, rest)
        except TimeoutError:
            raise Unanswered(f"timed out after {seconds} seconds") from None
        except (self._http.PyreqwestError, OSError, ValueError) as problem:
            raise Unanswered(f"{type(problem).__name__}: {reason(problem)}"[:ERROR_LENGTH]) from None

    async def _post(
        self, url: str, payload: bytes, headers: dict[str, str], seconds: int, rest: float | None
    ) -> tuple[int, dict[str, str], bytes]:
        """One exchange; of a long body a little more is read than the limit, which shows that it is.

        rest: the body doesn't count, and is waited for so long that its connection can be used again.
        """
        within = timedelta(seconds=seconds)
        request = self._client.post(url).headers(headers).body_bytes(payload).timeout(within)
        async with request.streamed_read_buffer_limit(0).build_streamed() as response:
            parts: list[bytes] = []
            try:
                if rest is None:
                    await _read(response.body_reader, parts)
                else:
                    async with asyncio.timeout(rest):
                        await _read(response.body_reader, parts)
            except (TimeoutError, self._http.PyreqwestError):
                if rest is None:
                    raise
            return int(response.status), dict(response.headers), b"".join(parts)

    async def _open(self) -> None:
        """Import the client on a thread: it would hold up the server for some hundredths of a second."""
        async with self._opening:
            if self._client is not None:
                return
            http = await asyncio.to_thread(import_module, "pyreqwest.client")
            self._http = import_module("pyreqwest.exceptions")
            builder = http.ClientBuilder().no_proxy().follow_redirects(False).referer(False)
            for encoding in (builder.gzip, builder.brotli, builder.zstd, builder.deflate):
                encoding(False)
            idle = timedelta(seconds=KEEP_ALIVE_SECONDS)
            self._client = builder.pool_idle_timeout(idle).build()

    async def close(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            await self._client.close()
            self._client = None


def reason(problem: BaseException) -> str:
    """Why an exchange failed: the last of the causes that the client names, which says most."""
    causes = (getattr(problem, "details", None) or {}).get("causes") or ()
    return str(causes[-1]["message"]) if causes else str(problem)


async def _read(content: Any, parts: list[bytes]) -> None:
    """A body, up to a little more than the limit."""
    read = 0
    while read <= ANSWER_LIMIT:
        part = await content.read(ANSWER_LIMIT)
        if part is None:
            return
        parts.append(bytes(part))
        read += len(part)
