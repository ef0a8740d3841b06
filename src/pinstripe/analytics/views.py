"""The tables that a query sees: one for each type of record, its columns made from the compiled shape.

Owns: names and types of columns, a record as a row. Does not own: which tables there are (who asks says it),
running a query (question.py). Money: only read.
A hash becomes columns with its name before theirs (`billing_details_email`); a list, a map and a hash of many
kinds are JSON. What refers to another object has a second name with `_id`. Moments are timestamps in UTC.
Source: docs: Sigma (from memory); inferred.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import orjson

from pinstripe.api.table import NEWEST, Node, Table

DEPTH = 2
"""So deep hashes become columns."""
KINDS_MOST = 20
"""A hash with more hashes than this is one of many kinds (payment_method_details): JSON."""
TYPES = {"int": "BIGINT", "bool": "BOOLEAN", "num": "DOUBLE"}


class Column(NamedTuple):
    """A column: its name, how the engine reads it (`at`: seconds that become a timestamp), where it is."""

    name: str
    type: str
    path: tuple[str, ...]


class View(NamedTuple):
    """A table: the type of its records, its columns; one row for each pair of a record's metadata if `pairs`.

    account: does it tell of connected accounts?
    """

    kind: str
    columns: tuple[Column, ...]
    pairs: str = ""
    connected: bool = False


@cache
def columns_of(schema: str) -> tuple[Column, ...]:
    """The columns of a shape, as the newest version has it; none where it has none."""
    table = Table.load(NEWEST)
    if schema not in table.objects():
        return ()
    found = {one.name: one for one in _columns(table, table.object(schema).props, (), 0)}
    return tuple(found.values())


def _columns(table: Table, props: dict[str, Node], path: tuple[str, ...], depth: int) -> Iterator[Column]:
    for name, node in props.items():
        place = (*path, name)
        word = "_".join(place)
        if name == "object":
            continue
        inner = table.object(node["ref"]).props if "ref" in node else node.get("props")
        if inner is None:
            known = TYPES.get(node.get("t", ""), "VARCHAR")
            yield Column(word, "at" if node.get("fmt") == "unix-time" else known, place)
            if node.get("expand"):
                yield Column(f"{word}_id", "VARCHAR", place)
            continue
        many = sum("ref" in one or "props" in one for one in inner.values()) > KINDS_MOST
        if many or depth >= DEPTH or "data" in inner:
            yield Column(word, "VARCHAR", place)
        if not ("data" in inner or depth >= DEPTH):
            simple = {key: one for key, one in inner.items() if not many or "ref" not in one or key == "card"}
            yield from _columns(table, simple, place, depth + 1)


def row_of(columns: tuple[Column, ...], body: dict[str, Any], account: str) -> bytes:
    """A record as the engine reads it."""
    row: dict[str, Any] = {"merchant_id": account}
    for name, _, path in columns:
        value: Any = body
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        row[name] = orjson.dumps(value).decode() if isinstance(value, dict | list) else value
    return orjson.dumps(row)


def rows_of(view: View, body: dict[str, Any], account: str) -> Iterator[bytes]:
    """The rows of a record: one, or as many as its metadata has pairs."""
    if not view.pairs:
        yield row_of(view.columns, body, account)
        return
    for key, value in (body.get("metadata") or {}).items():
        yield orjson.dumps({"merchant_id": account, view.pairs: body["id"], "key": key, "value": value})


def pairs_of(kind: str) -> tuple[Column, ...]:
    """The columns of a table of metadata."""
    return tuple(Column(name, "VARCHAR", ()) for name in (f"{kind.replace('.', '_')}_id", "key", "value"))
