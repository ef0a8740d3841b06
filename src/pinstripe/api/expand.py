"""Expansion: ids become objects where the shape allows it, at most four levels deep.

An object that the caller's key may not read by its own address is not read by expanding it either: `permit`
of whoever shows records refuses its type. Source: docs: expanding responses; recorded: stripe_world probes
(refusal texts); that keys are asked per type inferred.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from pinstripe.api import errors
from pinstripe.api.table import OLDEST, Table
from pinstripe.kernel.record import ABSENT
from pinstripe.kernel.resource import REGISTRY

if TYPE_CHECKING:
    from pinstripe.api.table import Node
    from pinstripe.kernel.record import Record
    from pinstripe.kernel.work import Work

DEPTH = 4
PLATFORMS = frozenset(("application_fee", "balance_transaction"))
"""What a platform has and the payments of its connected accounts lead to."""
ACROSS = frozenset(
    "application_fee.charge charge.source_transfer refund.source_transfer_reversal refund.transfer_reversal "
    "transfer.destination_payment transfer_reversal.destination_payment_refund".split()
)
"""Fields that name what another account has: the two ends of a transfer and of a fee. source: recorded: issue
reports (programs that read `transfer.destination_payment`, `source_transfer.source_transaction`); the others
inferred
"""
Owner = tuple[dict[str, Any], str] | None
"""An object, and the dotted name of a hash within it."""


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

    @property
    def fetched(self) -> dict[tuple[str, tuple[str, ...]], Any]:
        """What ids stood for when they were first expanded for this caller."""
        ...

    @property
    def homes(self) -> dict[str, str]:
        """Accounts of expanded objects that another account than the caller's has, by their ids."""
        ...

    def permit(self, kind: str) -> None:
        """An object of this kind is about to be shown. refuses: what the caller's key may not read"""
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


def _into(
    body: Any, steps: list[str], prefix: str, shower: Reader, within: Node | None = None, owner: Owner = None
) -> Any:
    """One object, or a hash within one, with one path expanded below it. within: the shape of a hash; owner:
    the object that the hash belongs to, and its dotted name there
    """
    if not isinstance(body, dict):
        return body
    name, *rest = steps
    kind = _kind(body)
    node = _node(kind, body, name, shower, within)
    whole, field = (body, name) if owner is None or kind else (owner[0], f"{owner[1]}.{name}")
    resource = REGISTRY.get(_kind(whole))
    included = resource.includable.get(field) if resource is not None else None
    value = body.get(name)
    if resource is not None and prefix.startswith("data.") and name in resource.alone.split():
        raise errors.cannot_expand(prefix + name)
    listed = resource is not None and isinstance(value, list)
    inner = resource.includable.get(".".join(steps)) if resource is not None and listed else None
    if inner is not None:
        record = shower.work.peek(body["id"])
        return body if record is None else {**body, name: inner(shower, record)}
    if included is not None and node is not None and value is None:
        for inside in _kinds(node, shower.table):
            shower.permit(inside)
        record = shower.work.peek(whole["id"])
        value = included(shower, record) if record is not None else None
        if value is ABSENT:
            return body
    elif node is None or (_anything(node) and (rest or kind == "")):
        raise (
            errors.expand_gone(name)
            if node is None and _gone(kind, name)
            else errors.cannot_expand(prefix + name)
        )
    elif isinstance(value, str):
        if "expand" not in node:
            raise errors.cannot_expand(prefix + name)
        value = _fetched(value, shower, node["expand"], whole, field)
    elif isinstance(value, list) and (kinds := (node.get("items") or {}).get("expand")):
        value = [_fetched(one, shower, kinds, whole, field) if isinstance(one, str) else one for one in value]
    elif not (_reaches(node) if value is None else isinstance(value, dict | list)):
        raise errors.cannot_expand(prefix + name)
    if rest:
        value = _below(value, rest, f"{prefix}{name}.", shower, node, (whole, field))
    elif included is None and node is not None and not _reaches(node):
        raise errors.cannot_expand(prefix + name)
    if value is None and name not in body and (body.get("deleted") is True or not (node or {}).get("null")):
        return body  # what has no null for it, and what is left of a deleted object, leave it out
    return {**body, name: value}


def _below(value: Any, rest: list[str], prefix: str, shower: Reader, node: Node | None, owner: Owner) -> Any:
    if isinstance(value, list):
        items = node.get("items") if node else None
        return [_into(item, rest, prefix, shower, items) for item in value]
    if isinstance(value, dict) and value.get("object") == "list" and rest[0] == "data":
        if len(rest) == 1:
            return value
        return {**value, "data": [_into(item, rest[1:], f"{prefix}data.", shower) for item in value["data"]]}
    return _into(value, rest, prefix, shower, node, owner)


def _kind(body: dict[str, Any]) -> str:
    """What an object says it is; "" for a hash within one, and for a list."""
    kind = body.get("object")
    return kind if isinstance(kind, str) and kind != "list" else ""


def _node(kind: str, body: dict[str, Any], name: str, shower: Reader, within: Node | None) -> Node | None:
    """The shape of a property; what a hash holds beyond its shape (older versions') is passed through."""
    if kind:
        schema = shower.table.schema_of(kind)
        return shower.table.object(schema).props.get(name) if schema else None
    known = _property(within, name, shower.table) if within else None
    if known is not None:
        return known
    return {"t": "hash", "props": {}} if isinstance(body.get(name), dict | list) else None


def _gone(kind: str, name: str) -> bool:
    """Had objects of this kind such a property that leads on, in the oldest version?"""
    table = Table.load(OLDEST)
    node = table.object(table.schema_of(kind)).props.get(name) if table.has(kind) else None
    return node is not None and _reaches(node)


def _property(node: Node, name: str, table: Table) -> Node | None:
    """A property of a hash of this shape."""
    if "ref" in node:
        return table.object(node["ref"]).props.get(name)
    if node.get("t") == "map":
        values: Node | None = node.get("values")
        return values
    found: Node | None = node.get("props", {}).get(name)
    for one in node.get("of", ()):
        found = found or _property(one, name, table)
    return found


def _kinds(node: Node, table: Table) -> tuple[str, ...]:
    """What stands in a field that is shown only when expanded: its objects, or those its list is of.

    A secret that confirms a payment is as good as the payment's own. source: inferred
    """
    rows = node.get("props", {}).get("data", {}).get("items", node)
    kinds = []
    for one in rows.get("of", (rows,)):
        shape = table.object(one["ref"]) if "ref" in one else None
        if shape is not None and shape.object:
            kinds.append(shape.object)
        elif shape is not None and "client_secret" in shape.props:
            kinds.append("payment_intent")
    return tuple(kinds)


def _anything(node: Node) -> bool:
    """May it be any JSON, such as an event's object? Nothing in there is expanded."""
    return node.get("t") == "any_json" or node.get("values", {}).get("t") == "any_json"


def _reaches(node: Node) -> bool:
    return "expand" in node or node.get("t") in {"hash", "list", "any", "any_json"} or "ref" in node


def _fetched(key: str, shower: Reader, kinds: Sequence[str], whole: dict[str, Any], field: str) -> Any:
    """The object of an id, as one of the kinds that may stand there; a page's rows share what they name.
    params: whole, the object that names it, in this field
    """
    place = (key, tuple(kinds))
    found = shower.fetched.get(place)
    if found is None:
        found = _read(key, shower, kinds, whole, field)
        if not isinstance(found, str):
            shower.fetched[place] = found
    return found


def _read(key: str, shower: Reader, kinds: Sequence[str], whole: dict[str, Any], field: str) -> Any:
    work = shower.work
    home = shower.homes.get(str(whole.get("id")), work.account)
    record = (work.records.get((home, key)) or work.peek(key)) if home == work.account else None
    if record is None:
        places = [home]
        if not PLATFORMS.isdisjoint(kinds):
            # source: recorded: gumroad (a seller's payment shows the platform's fee)
            places.append(work.world.account)
        if f"{_kind(whole)}.{field}" in ACROSS:
            places += _ends(whole, work)
        loaded = ((one, work.records.get((one, key)) or work.batch.load(one, key)) for one in places)
        home, known = next(((one, found) for one, found in loaded if found is not None), (home, None))
        if known is None:
            return key
        shower.permit(known.type)
        if known.deleted:
            return {"id": key, "object": known.type, "deleted": True}
        record = known
    if home != work.account:
        shower.homes[key] = home
    for twin in REGISTRY[record.type].twins if record.type not in kinds else ():
        if twin.object in kinds and twin.applies(record):
            shower.permit(twin.object)
            return shower.older(twin.view(record.body, record.private), record.private)
    shower.permit(record.type)
    if key in shower.work.views:
        return shower.older(shower.work.views[key], record.private)
    return shower.body(record)


def _ends(whole: dict[str, Any], work: Work) -> list[str]:
    """The accounts between which the money of an object went."""
    moved = whole
    if _kind(whole) == "transfer_reversal":
        transfer = whole["transfer"]
        named = transfer["id"] if isinstance(transfer, dict) else transfer
        known = work.records.get((work.account, named)) or work.batch.load(work.account, named)
        moved = known.body if known is not None else whole
    ends = (moved.get(name) for name in ("account", "destination", "source"))
    named_ends = (end["id"] if isinstance(end, dict) else end for end in ends)
    return [work.world.account, *(end for end in named_ends if end)]
