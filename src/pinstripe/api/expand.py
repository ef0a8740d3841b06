"""Expansion: ids become objects where the shape allows it, at most four levels deep.

Source: docs: expanding responses; recorded: stripe_world probes (refusal texts).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from pinstripe.api import errors
from pinstripe.kernel.resource import REGISTRY

if TYPE_CHECKING:
    from pinstripe.api.table import Table
    from pinstripe.kernel.record import Record
    from pinstripe.kernel.work import Work

DEPTH = 4


class Reader(Protocol):
    """What expansion needs of whoever shows records to a caller (api/render.Shower)."""

    @property
    def work(self) -> Work:
        """Where records are read."""
        ...

    @property
    def table(self) -> Table:
        """The shapes of the caller's version."""
        ...

    def body(self, record: Record) -> dict[str, Any]:
        """The record as the caller's version has it."""
        ...

    def older(self, body: dict[str, Any], private: dict[str, Any] | None = None) -> dict[str, Any]:
        """A body of the newest shape as the caller's version has it."""
        ...


def expand(body: dict[str, Any], paths: Sequence[str], shower: Reader, listed: bool) -> dict[str, Any]:
    """The body with every path expanded. refuses: what cannot be expanded, by path."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEPTH:
            raise errors.expand_too_deep(path)
        if listed:
            if steps[0] == "total_count" and len(steps) == 1:
                continue
            if steps[0] != "data":
                raise errors.cannot_expand(path, listed=True)
            if len(steps) > 1:
                data = [_into(item, steps[1:], "data.", shower) for item in body["data"]]
                if not data:
                    continue
                body = {**body, "data": data}
        else:
            body = _into(body, steps, "", shower)
    return body


def _into(body: Any, steps: list[str], prefix: str, shower: Reader) -> Any:
    """One object with one path expanded below it."""
    if not isinstance(body, dict):
        return body
    name, *rest = steps
    node = _node(body, name, shower)
    resource = REGISTRY.get(body.get("object", ""))
    included = resource.includable.get(name) if resource is not None else None
    value = body.get(name)
    if included is not None and node is not None and value is None:
        record = shower.work.peek(body["id"])
        value = included(shower, record) if record is not None else None
    elif node is None:
        raise errors.cannot_expand(prefix + name)
    elif isinstance(value, str):
        if "expand" not in node:
            raise errors.cannot_expand(prefix + name)
        value = _fetched(value, shower, node["expand"])
    elif not (_reaches(node) if value is None else isinstance(value, dict | list)):
        raise errors.cannot_expand(prefix + name)
    if rest:
        value = _below(value, rest, f"{prefix}{name}.", shower)
    elif included is None and node is not None and not _reaches(node):
        raise errors.cannot_expand(prefix + name)
    return {**body, name: value}


def _below(value: Any, rest: list[str], prefix: str, shower: Reader) -> Any:
    if isinstance(value, list):
        return [_into(item, rest, prefix, shower) for item in value]
    if isinstance(value, dict) and value.get("object") == "list" and rest[0] == "data":
        if len(rest) == 1:
            return value
        return {**value, "data": [_into(item, rest[1:], f"{prefix}data.", shower) for item in value["data"]]}
    return _into(value, rest, prefix, shower)


def _node(body: dict[str, Any], name: str, shower: Reader) -> dict[str, Any] | None:
    """The shape of a property; nested hashes without an object name are passed through."""
    kind = body.get("object")
    if not isinstance(kind, str) or kind == "list":
        return {"t": "any_json", "expand": []} if name in body else None
    schema = shower.table.schema_of(kind)
    return shower.table.object(schema).props.get(name) if schema else None


def _reaches(node: dict[str, Any]) -> bool:
    return "expand" in node or node.get("t") in {"hash", "list", "any", "any_json"} or "ref" in node


def _fetched(key: str, shower: Reader, kinds: Sequence[str]) -> Any:
    """The object of an id, as one of the kinds that may stand there."""
    record = shower.work.records.get((shower.work.account, key)) or shower.work.peek(key)
    if record is None:
        known = shower.work.batch.load(shower.work.account, key)
        if known is None:
            return key
        if known.deleted:
            return {"id": key, "object": known.type, "deleted": True}
        record = known
    for twin in REGISTRY[record.type].twins if record.type not in kinds else ():
        if twin.object in kinds and twin.applies(record):
            return shower.older(twin.view(record.body, record.private), record.private)
    if key in shower.work.views:
        return shower.older(shower.work.views[key], record.private)
    return shower.body(record)
