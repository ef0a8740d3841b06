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
    body = record.body
    out = []
    for field, path in REGISTRY[record.type].indexes:
        value = body.get(path[0]) if len(path) == 1 else _below(record, path)
        if value is None:
            continue
        if isinstance(value, dict):
            value = value.get("id")
        if isinstance(value, str):
            out.append((field, value))
            continue
        for one in value if isinstance(value, list | tuple) else (value,):
            if one is not None:
                out.append((field, index_text(one)))
    return frozenset(out)


def _below(record: Record, path: tuple[str, ...]) -> Any:
    """A nested field, or a private fact where the path says so."""
    hidden = path[0] == "private"
    value: Any = record.private if hidden else record.body
    for name in path[1:] if hidden else path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
