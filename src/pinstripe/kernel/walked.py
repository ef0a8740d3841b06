"""Older shapes of stored versions, remembered: what a pinned SDK reads again and again is walked back once.

Owns: the bounded memory, by version row and API version. Does not own: walking back (api/versions), whether
an answer may be remembered (api/render.py). Money: none.
A version row never changes; a world whose past is replaced gives its numbers out again, and begins anew here.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pinstripe.kernel.world import World

MOST_BYTES = 16 << 20
Key = tuple[int, int, str, int]
"""World, how often its past was replaced, API version, version row."""


class Walked:
    """The bodies that were shown last."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._known: OrderedDict[Key, bytes] = OrderedDict()

    def find(self, world: World, version: str, seq: int) -> bytes | None:
        """The body of a version row as an API version has it, if it is remembered."""
        key = (world.world, world.past, version, seq)
        found = self._known.get(key)
        if found is not None:
            self._known.move_to_end(key)
        return found

    def keep(self, world: World, version: str, seq: int, body: bytes) -> None:
        """Remember one; those that were not asked for the longest go."""
        key = (world.world, world.past, version, seq)
        if key in self._known:
            return
        self._known[key] = body
        self._bytes += len(body)
        while self._bytes > self._most:
            self._bytes -= len(self._known.popitem(last=False)[1])
