"""Who may speak to this server at all: by which names it is called, and which pages of a browser may.

Owns: names of the server, requests that a web page makes. Does not own: keys (http/auth.py). Money: none.
Source: our own.

A web page may make the browser that shows it send requests to servers on the reader's own machine. So a page
whose domain was made to lead here is known by the name that it calls us by, and our own control API is
closed to pages altogether. What pages may call under /v1 is what publishable keys may (http/chain.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from pinstripe.api import errors
from pinstripe.kernel.pages import FOLDER

OURS = "/_pinstripe/"
OAUTH = ("/oauth/", "/express/oauth/")
"""Where Stripe has OAuth on a host of its own. source: docs: Connect OAuth"""
EVERY = "*"
HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(?::[0-9]{0,5})?")
"""A Host header: a name or an address, perhaps a port."""
PATTERN = re.compile(r"\*|(?:\*\.)?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?")
KNOWN_KEPT = 1000


class Gate:
    """The names of one server, and the addresses of its own pages."""

    def __init__(self, names: Iterable[str] = (), public_url: str = "") -> None:
        """names: that are allowed beside its own; `*.` at the front is any name below, `*` any at all."""
        public = urlsplit(public_url)
        self.origin = f"{public.scheme}://{public.netloc}".lower()
        self.names = {plain(name) for name in (*names, public.hostname or "") if name}
        self._known: set[str] = set()
        """Host headers that were looked at and are good."""

    def check(self, scope: Any) -> None:
        """May this request be looked at? refuses: unknown_host, not_for_web_pages

        A header that is there and cannot be read (it is no ASCII) is nobody's name.
        """
        headers = scope.headers
        host = scope.authority or headers.get("host", "?" if "host" in headers else "")
        if host not in self._known:
            if not self.allows(host):
                raise errors.unknown_host(host)
            if len(self._known) < KNOWN_KEPT:
                self._known.add(host)
        path = scope.path
        if path.startswith((OURS, *OAUTH)):
            page = headers.get("origin") or ""
            foreign = headers.get("sec-fetch-site") == "cross-site"
            ours = path.startswith((FOLDER, *OAUTH)) and self.own(page, host) and not foreign
            if "origin" in headers and not ours:
                raise errors.not_for_web_pages()

    def allows(self, host: str) -> bool:
        """Is this server called so? A request that names nobody comes from no browser."""
        if not host or EVERY in self.names:
            return True
        match = HOST.fullmatch(host)
        name = plain(match[1]) if match else ""
        if not name:
            return False
        if name in self.names or "." not in name or name.endswith(".localhost"):
            # A single label is nobody's domain: loopback, a machine beside this one, a compose service.
            return True
        return is_address(name) or any(
            f"*.{name.split('.', count)[-1]}" in self.names for count in range(1, name.count(".") + 1)
        )

    def own(self, origin: str, host: str) -> bool:
        """Does this page come from here? A browser that keeps its pages to itself says `null`."""
        return origin == "null" or origin.lower() in (self.origin, f"http://{host}", f"https://{host}")


def plain(name: str) -> str:
    """A name as names are compared."""
    return name.lower().removesuffix(".").strip("[]")


def is_address(name: str) -> bool:
    """An IP address of either kind."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
