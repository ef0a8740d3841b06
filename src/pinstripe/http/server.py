"""The HTTP server: Granian's embedded one, in this process, speaking RSGI to the chain.

Owns: start and graceful stop, choice of port, control routes beside the API. source: docs: Granian
"""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable
from typing import Any

from pinstripe.http.chain import Chain, Request
from pinstripe.kernel.call import Reply

Control = Callable[[Request], Awaitable[Reply]]


class Application:
    """The RSGI application: the API's chain, and our own endpoints under /_pinstripe/."""

    def __init__(self, chain: Chain, control: Control) -> None:
        self.chain = chain
        self.control = control

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if scope.proto != "http":
            await protocol(None) if scope.proto == "ws" else None
            return
        method = scope.method
        body = b"" if method == "GET" else await protocol()
        request = Request(method, scope.path, scope.query_string.encode(), scope.headers, body)
        handle = self.control if scope.path.startswith("/_pinstripe") else self.chain.handle
        reply = await handle(request)
        protocol.response_bytes(reply.status, reply.headers, reply.body)


def free_port(host: str) -> int:
    """A port nobody uses now, for --port 0."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


async def serve(application: Application, host: str, port: int, started: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are answered first."""
    from granian.constants import HTTPModes, Interfaces
    from granian.server.embed import Server

    server = Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.auto,
        log_enabled=False,
        websockets=True,
    )
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, server.stop)
    loop.call_later(0, started)
    await server.serve()
