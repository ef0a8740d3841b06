"""A version as it is spoken: its name, its view of the compiled tables, its routes; made once per name.

Owns: the cache. Does not own: what differs between versions (api/versions).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from pinstripe.api import versions
from pinstripe.api.router import Router
from pinstripe.api.table import Table
from pinstripe.api.versions.changes import answering, reshaped, since_when

HOLDERS: Final = frozenset(("list", "search_result", "event"))


class Spoken:
    """One version, ready for use."""

    __slots__ = ("_reshaped", "_touched", "name", "newest", "router", "table", "version")

    def __init__(self, version: versions.Version) -> None:
        self.version = version
        self.name = version.name
        self.newest = version.newest
        self._reshaped = reshaped(version)
        kinds = b"|".join(re.escape(kind).encode() for kind in sorted(answering(version)))
        self._touched = re.compile(b'"object": "(?:%b)"' % kinds) if kinds else None
        self.table: Table = versions.table(version)
        self.router = router(since_when(version), version)

    def same(self, kind: str) -> bool:
        """Is an object of this kind shown as it is kept?

        Lists and events may hold objects of any kind, so the newest version alone shows them as they are.
        """
        if self._reshaped is None:
            return False
        return kind not in self._reshaped and (not self._reshaped or kind not in HOLDERS)

    def stored(self, kind: str, body: bytes) -> bool:
        """Is this very body shown as it is stored? Where no object in it is of a kind that some change
        touches, there is nothing to walk back.
        """
        if self.same(kind):
            return True
        return self._touched is None or self._touched.search(body) is None

    def before(self, name: str) -> bool:
        """Did this version come before another one?"""
        return self.version.before(name)


_routers: dict[str, Router] = {}


def router(key: str, version: versions.Version) -> Router:
    """The routes of all versions between the same two changes."""
    if key not in _routers:
        _routers[key] = Router(versions.table(version), versions.dead(version))
    return _routers[key]


@lru_cache(maxsize=512)
def spoken(header: str) -> Spoken:
    """The version of a Stripe-Version header. refuses: invalid_version"""
    return Spoken(versions.resolve(header))


@cache
def newest() -> Spoken:
    """The version that the code itself speaks."""
    return Spoken(versions.CURRENT)
