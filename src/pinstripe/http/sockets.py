"""Sockets: where a command line that listens is told what happens, as long as it likes to hear it.

Owns: opening a socket, reading from it and writing to it. Does not own: what is said (events/lines.py), who
may speak to this server at all (http/gate.py). Money: none.
Source: docs: Granian, RSGI; sdk: the command line tool.

Granian answers pings, and refuses with a bare status: a session that is not known cannot be told so in words.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from pinstripe.api.errors import ApiError
from pinstripe.http.gate import Gate

CLOSED, TEXT = 0, 2
"""Kinds of messages: the end of a socket, and text."""
UNKNOWN = 401
NOWHERE = 404


class Exchange(Protocol):
    """What joins sockets with what is said on them."""

    path: str

    async def dial(self, token: str) -> Any:
        """The line that a token opens; None for an unknown one."""

    async def serve(self, line: Any, send: Callable[[str], Awaitable[None]]) -> None:
        """Speak until the line ends."""

    async def heard(self, line: Any, text: str) -> None:
        """What the other side says."""


class Sockets:
    """The sockets of one server."""

    def __init__(self, exchange: Exchange, gate: Gate) -> None:
        self.exchange = exchange
        self.gate = gate

    async def handle(self, scope: Any, protocol: Any) -> None:
        """One socket, from its opening to its end."""
        try:
            self.gate.check(scope)
        except ApiError as error:
            protocol.close(error.status)
            return
        if scope.path != self.exchange.path:
            protocol.close(NOWHERE)
            return
        line = await self.exchange.dial(scope.headers.get("websocket-id") or "")
        if line is None:
            protocol.close(UNKNOWN)
            return
        transport = await protocol.accept()
        loop = asyncio.get_running_loop()
        both = (
            loop.create_task(self.exchange.serve(line, transport.send_str)),
            loop.create_task(self._listen(line, transport)),
        )
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)

    async def _listen(self, line: Any, transport: Any) -> None:
        """Take what the other side says, until it hangs up."""
        while True:
            try:
                message = await transport.receive()
            except Exception:
                # The library's own exceptions have no common name. The other side is gone.
                return
            if message.kind == CLOSED:
                return
            if message.kind == TEXT:
                await self.exchange.heard(line, message.data)
