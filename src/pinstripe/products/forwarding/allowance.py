"""Which processors a world may forward to: a list in its settings, this machine alone where there is none.

Owns: reading an address and the list, whether one is on the other. Does not own: where names lead to
(networks/forwarder.py). Money: none. Source: docs: Forwarding (an account names its destinations); inferred.
An entry is an address (scheme, host, port, and a path: all below it), or a host, with or without a port, for
HTTPS. Where there is no list, a simulated processor may be spoken to as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pinstripe.networks import forwarder
from pinstripe.products.forwarding import refusals

PORTS = {"http": 80, "https": 443}
SECONDS = 25
"""How long an answer is waited for. source: docs: Forwarding (under a minute); inferred"""


class Place(NamedTuple):
    """An address, read."""

    scheme: str
    host: str
    port: int
    path: str


def read(url: str) -> Place:
    """An address that a request can go to. refuses: bad_url"""
    place = parsed(url)
    if place is None:
        raise refusals.bad_url(url)
    return place


def parsed(url: str) -> Place | None:
    """The parts of an address, None where it is none, says a user, or tries to leave its folder."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    plain = url.isascii() and url.isprintable() and not any(one in url for one in ' \\<>"{}|^`@#')
    folders = parts.path.lower().replace("%2e", ".").split("/")
    if parts.scheme not in PORTS or not host or not plain or ".." in folders or port == 0:
        return None
    return Place(parts.scheme, host, port or PORTS[parts.scheme], parts.path or "/")


def entry(text: str) -> Place | None:
    """An entry of the list; None where it is none."""
    return parsed(text if "://" in text else f"https://{text}")


def allowed(place: Place, settings: Mapping[str, Any]) -> bool:
    """Is it on the world's list?"""
    listed: Sequence[str] | None = settings.get("forwarding", {}).get("allow")
    if listed is None:
        return loopback(place.host) or place.host == forwarder.SIMULATED
    return any(covers(known, place) for known in map(entry, listed) if known is not None)


def loopback(host: str) -> bool:
    """Is it this machine?"""
    if forwarder.is_here(host):
        return True
    return forwarder.literal(host) and forwarder.ip_address(host).is_loopback


def covers(known: Place, place: Place) -> bool:
    """Does an entry cover an address?"""
    if known[:3] != place[:3]:
        return False
    folder = known.path.rstrip("/")
    return place.path in {known.path, folder} or place.path.startswith(f"{folder}/")
