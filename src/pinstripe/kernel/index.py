"""Index pairs: the declared fields under which lists and references find a record."""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY


def index_text(value: Any) -> str:
    """A value as the index holds it."""
    if value is True or value is False:
        return "true" if value else "false"
    return str(value)


def index_of(record: Record) -> frozenset[tuple[str, str]]:
    """The (field, value) pairs under which a record is found."""
    out = set()
    for field, path in REGISTRY[record.type].indexes:
        hidden = path[0] == "private"
        value: Any = record.private if hidden else record.body
        for name in path[1:] if hidden else path:
            value = value.get(name) if isinstance(value, dict) else None
        if isinstance(value, dict):
            value = value.get("id")
        for one in value if isinstance(value, list | tuple) else (value,):
            if one is not None:
                out.add((field, index_text(one)))
    return frozenset(out)
