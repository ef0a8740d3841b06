"""Bodies that were decoded or written last, by their bytes: what is read again and again is parsed once.

Owns: the bounded memory. Does not own: what is stored (store), records (record.py). Money: none.
A body is replaced, never changed in place; so records of any work and world may share one.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import orjson

MOST_BYTES = 1 << 20
"""Of encoded bodies; decoded they take some five times as much."""
LONGEST = 1 << 16
"""A longer body would push out too many others."""


class Decoded:
    """Encoded bodies with what they decode to."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._known: OrderedDict[bytes, dict[str, Any]] = OrderedDict()

    def of(self, raw: bytes) -> dict[str, Any]:
        """What these bytes say."""
        found = self._known.get(raw)
        if found is None:
            found = orjson.loads(raw)
            self.keep(raw, found)
        return found

    def keep(self, raw: bytes, body: dict[str, Any]) -> None:
        """Remember a body; those that were kept first go first."""
        if len(raw) > LONGEST or raw in self._known:
            return
        self._known[raw] = body
        self._bytes += len(raw)
        while self._bytes > self._most and self._known:
            self._bytes -= len(self._known.popitem(last=False)[0])


BODIES = Decoded()
"""Of all records of this process."""
