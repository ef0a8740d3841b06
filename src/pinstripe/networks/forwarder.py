"""One request to another processor: to the address that was checked, and nowhere else.

Owns: resolving names, which addresses may be reached, the exchange. Does not own: which processors are
allowed (products/forwarding). Money: none. A redirect is an answer like any other: nobody follows it. A
name is
resolved once, and the connection goes to an address that was looked at; one that leads into a private network
is refused, while whoever allows an address by its number, or this machine by its name, means it.
Source: inferred.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from datetime import timedelta
from importlib import import_module
from ipaddress import ip_address
from typing import Any, NamedTuple

from pinstripe.clock import now as clock

LONGEST_ANSWER = 262_144
"""So many bytes of an answer are taken. source: inferred"""
HERE = frozenset({"localhost"})
UNREACHED = "client error (Connect)"
"""How the client says that no connection came about."""
SIMULATED = "processor.test"
"""A processor that answers without being there: for whoever has none at hand. Nothing leaves the machine."""
SIMULATION: tuple[tuple[tuple[str, str], ...], str, str] = (
    (("Content-Type", "application/json"),),
    '{"status":"approved"}',
    "192.0.2.1",
)


class Unreached(Exception):
    """Nobody listens there, or the name leads nowhere."""


class Forbidden(Exception):
    """The name leads into a private network."""


class Dropped(Exception):
    """The connection was lost before there was an answer: another try may do."""


class Broken(Exception):
    """What came is no answer, or a longer one than is taken."""


class Answered(NamedTuple):
    """What the other side said, how long it took, and where it is."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    duration_ms: int
    address: str


def is_here(host: str) -> bool:
    """Is it this machine, by its name?"""
    return host in HERE or host.endswith(".localhost")


def literal(host: str) -> bool:
    """Is it an address by its number?"""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


async def resolved(host: str, port: int) -> str:
    """The address that a name leads to. refuses: Unreached, Forbidden"""
    if literal(host):
        return host
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise Unreached(f"{host} could not be resolved") from problem
    addresses = [str(one[4][0]) for one in found]
    for address in addresses:
        known = ip_address(address)
        if is_here(host) != known.is_loopback or not (known.is_global or known.is_loopback):
            raise Forbidden(host)
    if not addresses:
        raise Unreached(f"{host} could not be resolved")
    return addresses[0]


async def post(
    url: str, host: str, port: int, headers: Sequence[tuple[str, str]], body: bytes, seconds: int
) -> Answered:
    """Send it and wait for the answer. refuses: Unreached, Forbidden, Dropped, Broken, TimeoutError"""
    if host == SIMULATED:
        named, text, address = SIMULATION
        return Answered(200, named, text, 0, address)
    address = await resolved(host, port)
    http = await asyncio.to_thread(import_module, "pyreqwest.client")
    errors, urls = import_module("pyreqwest.exceptions"), import_module("pyreqwest.http")
    place = urls.Url(url)
    if place.host_str.strip("[]") != host or place.port_or_known_default != port:
        raise Forbidden(host)
    builder = http.ClientBuilder().user_agent("").no_proxy().follow_redirects(False).referer(False)
    for encoding in (builder.gzip, builder.brotli, builder.zstd, builder.deflate):
        encoding(False)
    start = clock.tick()
    try:
        async with builder.resolve(host, address, port).build() as client:
            request = client.post(place).headers(list(headers)).body_bytes(body)
            async with request.timeout(timedelta(seconds=seconds)).build_streamed() as answer:
                raw = await _read(answer.body_reader)
                named = tuple((name.title(), value) for name, value in answer.headers.items())
    except TimeoutError:
        raise
    except (errors.ConnectError, errors.ReadError, errors.WriteError) as problem:
        causes = [str(cause["message"]) for cause in (problem.details or {}).get("causes", ())]
        if UNREACHED in causes:
            raise Unreached(f"{host}: {causes[-1]}") from problem
        raise Dropped(host) from problem
    except (errors.PyreqwestError, ValueError) as problem:
        raise Broken(f"{host}: {type(problem).__name__}") from problem
    return Answered(int(answer.status), named, raw, int((clock.tick() - start) * 1000), address)


async def _read(content: Any) -> str:
    """The text of an answer. refuses: Broken"""
    parts: list[bytes] = []
    size = 0
    while (part := await content.read_chunk()) is not None:
        parts.append(bytes(part))
        size += len(part)
        if size > LONGEST_ANSWER:
            raise Broken(f"the answer is longer than {LONGEST_ANSWER} bytes")
    try:
        return b"".join(parts).decode()
    except UnicodeDecodeError as problem:
        raise Broken("the answer is no text") from problem
