"""The HTTP server: Granian's embedded one, in this process, speaking RSGI to the chain.

Owns: start and graceful stop, choice of port, control routes beside the API.
Does not own: bodies (http/bodies.py), what is answered (http/chain.py, control). Money: none.
Source: docs: Granian, RSGI
"""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable
from typing import Any

from pinstripe.api.errors import ApiError
from pinstripe.http import bodies
from pinstripe.http.chain import Chain
from pinstripe.http.gate import OAUTH, OURS, Gate
from pinstripe.http.seen import Request
from pinstripe.http.sockets import Sockets
from pinstripe.kernel.call import Reply

Control = Callable[[Request], Awaitable[Reply]]
BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})
BACKLOG = 1024
"""Connections that may wait to be taken up; where there is no room a client tries again after seconds."""
POLL_SECONDS = 0.002
GRACE_SECONDS = 3
"""How long requests under way may take after a signal: `docker stop` kills after ten."""


class Application:
    """The RSGI application: the API's chain, our own endpoints under /_pinstripe/, and sockets."""

    def __init__(self, chain: Chain, control: Control, gate: Gate, sockets: Sockets) -> None:
        self.chain = chain
        self.control = control
        self.gate = gate
        self.sockets = sockets

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if scope.proto == "ws":
            await self.sockets.handle(scope, protocol)
            return
        method, path, headers = scope.method, scope.path, scope.headers
        body, flaw = b"", None
        try:
            self.gate.check(scope)
            if method not in BODILESS:
                body = await bodies.read(scope, protocol)
        except ApiError as error:
            flaw = error
        request = Request(
            method, path, scope.query_string.encode(), headers, body, address(scope.client), flaw
        )
        ours = path.startswith((OURS, *OAUTH))
        reply = await (self.control if ours else self.chain.handle)(request)
        protocol.response_bytes(reply.status, reply.headers, reply.body)


def address(client: str) -> str:
    """Where a request came from, without the port: 127.0.0.1:80, [::1]:80; nothing for a Unix socket."""
    return client.rpartition(":")[0].strip("[]")


def free_address(host: str, port: int) -> tuple[str, int]:
    """The host's address and the port, if nobody listens there; any free port for 0. refuses: OSError

    Granian would share a port with another server of its kind, and each would get some of the calls.
    """
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        found = probe.getsockname()
        return str(found[0]), int(found[1])


async def serve(
    application: Application, host: str, port: int, started: Callable[[], None], ending: Callable[[], None]
) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are answered first. ending: called on the signal"""
    from granian.constants import HTTPModes, Interfaces
    from granian.server.embed import Server

    server = Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.auto,
        backlog=BACKLOG,
        log_enabled=False,
        websockets=True,
    )
    loop = asyncio.get_running_loop()
    serving = loop.create_task(server.serve())

    def stop() -> None:
        ending()
        server.stop()
        loop.call_later(GRACE_SECONDS, give_up)

    def give_up() -> None:
        """What is still open will never be a request: its connection ends with the process."""
        loop.set_exception_handler(unless_late)
        serving.cancel()

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop)
    announcing = loop.create_task(announce(host, port, started))
    await asyncio.wait((serving,))
    announcing.cancel()
    if not serving.cancelled():
        serving.result()


def unless_late(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """An error as always, but for what the server library says when it ends after it was given up."""
    if not isinstance(context.get("exception"), asyncio.InvalidStateError):
        loop.default_exception_handler(context)


async def announce(host: str, port: int, started: Callable[[], None]) -> None:
    """Say that the server listens once it does: whoever waits for that line connects at once."""
    while True:
        try:
            _, writer = await asyncio.open_connection(host, port)
        except OSError:
            await asyncio.sleep(POLL_SECONDS)
        else:
            writer.close()
            return started()
