"""Index pairs: the declared fields under which lists and references find a record."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Final

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY, Resource

LONGEST: Final = 200
"""Characters of free text that stand in the index; a search reads the rest where it stands."""
SMALL: Final = str.maketrans(ascii_uppercase, ascii_lowercase)


def index_text(value: Any) -> str:
    """A value as the index holds it."""
    if value is True or value is False:
        return "true" if value else "false"
    return str(value)


def folded(text: str) -> str:
    """The one spelling of free text: small letters of ASCII, as every store's own `lower` makes them, and no
    more than an index row may hold.
    """
    return text[:LONGEST].translate(SMALL)


def metadata_field(resource: Resource, key: str) -> str:
    """The index field of one key of a type's metadata."""
    return f"{resource.object}~metadata.{key}"


def index_of(record: Record) -> frozenset[tuple[str, str]]:
    """The (field, value) pairs under which a record is found."""
    body = record.body
    out = []
    record_type = REGISTRY[record.type]
    for field, path in record_type.indexes:
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
    if record_type.search:
        out += _searched(record_type, record)
    return frozenset(out)


def _searched(resource: Resource, record: Record) -> Iterator[tuple[str, str]]:
    """Free text and metadata that a search asks for, in the one spelling of the index."""
    for field, path in resource.free:
        value = _below(record, path)
        if isinstance(value, str):
            yield field, folded(value)
    for key, value in (record.body.get("metadata") or {}).items():
        yield metadata_field(resource, key), folded(value)


def _below(record: Record, path: tuple[str, ...]) -> Any:
    """A nested field, or a private fact where the path says so."""
    hidden = path[0] == "private"
    value: Any = record.private if hidden else record.body
    for name in path[1:] if hidden else path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
