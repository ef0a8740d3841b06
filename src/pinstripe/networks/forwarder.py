"""One request to another processor: to the address that was checked, and nowhere else.

Owns: resolving names, which addresses may be reached, the exchange. Does not own: which processors are
allowed (products/forwarding). Money: none. A redirect is an answer like any other: nobody follows it. A name is
resolved once, and the connection goes to an address that was looked at; one that leads into a private network
is refused, while whoever allows an address by its number, or this machine by its name, means it.
Source: inferred.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping, Sequence
from importlib import import_module
from ipaddress import ip_address
from typing import Any, NamedTuple

from pinstripe.clock import now as clock

LONGEST_ANSWER = 262_144
"""So many bytes of an answer are taken. source: inferred"""
HERE = frozenset({"localhost"})
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
    http = await asyncio.to_thread(import_module, "aiohttp")
    place = import_module("yarl").URL(url, encoded=True)
    if place.host != host or place.port != port:
        raise Forbidden(host)
    start = clock.tick()
    within = http.ClientTimeout(total=seconds)
    connector = http.TCPConnector(resolver=_pinned(http, host, address), force_close=True)
    try:
        async with (
            http.ClientSession(
                connector=connector,
                cookie_jar=http.DummyCookieJar(),
                auto_decompress=False,
                skip_auto_headers=("Accept-Encoding", "User-Agent"),
                timeout=within,
            ) as session,
            session.post(place, data=body, headers=list(headers), allow_redirects=False) as answer,
        ):
            raw = await _read(answer)
            named = tuple((name, value) for name, value in answer.headers.items())
    except (http.ClientConnectorError, http.ClientSSLError) as problem:
        raise Unreached(f"{host}: {type(problem).__name__}") from problem
    except (http.ServerDisconnectedError, ConnectionError) as problem:
        raise Dropped(host) from problem
    except (http.ClientError, ValueError) as problem:
        raise Broken(f"{host}: {type(problem).__name__}") from problem
    return Answered(int(answer.status), named, raw, int((clock.tick() - start) * 1000), address)


async def _read(answer: Any) -> str:
    """The text of an answer. refuses: Broken"""
    parts: list[bytes] = []
    size = 0
    async for part in answer.content.iter_any():
        parts.append(part)
        size += len(part)
        if size > LONGEST_ANSWER:
            raise Broken(f"the answer is longer than {LONGEST_ANSWER} bytes")
    try:
        return b"".join(parts).decode()
    except UnicodeDecodeError as problem:
        raise Broken("the answer is no text") from problem


def _pinned(http: Any, host: str, address: str) -> Any:
    """A resolver that knows one name."""

    class Pinned(http.abc.AbstractResolver):  # type: ignore[name-defined, misc]
        """The name leads where it led when it was looked at."""

        async def resolve(self, name: str, port: int = 0, family: int = 0) -> list[Mapping[str, Any]]:
            """The one address."""
            if name != host:
                raise OSError(f"{name} was not looked at")
            kind = socket.AF_INET6 if ":" in address else socket.AF_INET
            return [{"hostname": name, "host": address, "port": port, "family": kind, "proto": 0, "flags": 0}]

        async def close(self) -> None:
            """Nothing is open."""

    return Pinned()
