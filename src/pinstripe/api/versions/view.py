"""The tables as one version sees them: a compiled table, but for the facts that changed in between.

Owns: patching single facts, leaving out routes that are not alive. Does not own: the compiled tables, what
changed (each change names its own facts as `PARAMS` and `PROPS`). Money: none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from pinstripe.api.table import NEWEST, Node, Operation, Shape, Table
from pinstripe.api.versions.known import Version


@dataclass(frozen=True, slots=True)
class Patch:
    """Facts that one change replaced: nodes known before it, and paths of the nodes known since.

    A path is dotted; a list on the way stands for its items.
    """

    older: Mapping[str, Node] = field(default_factory=dict)
    newer: tuple[str, ...] = ()

    def applied(self, props: dict[str, Node], newest: dict[str, Node], before: bool) -> None:
        """Bring a copy of the properties to the state before or since the change."""
        for path in self.newer if before else self.older:
            drop(props, path)
        if before:
            for path, node in self.older.items():
                put(props, path, node)
        else:
            for path in self.newer:
                put(props, path, reach(newest, path))


def parent_of(props: dict[str, Node], path: str) -> tuple[dict[str, Node], str] | None:
    """The properties among which the last name of a path stands; None where the way is not there."""
    *way, last = path.split(".")
    for name in way:
        node = props.get(name)
        while node is not None and node.get("t") == "list":
            node = node["items"]
        if node is None or "props" not in node:
            return None
        props = node["props"]
    return props, last


def drop(props: dict[str, Node], path: str) -> None:
    """Forget one property."""
    found = parent_of(props, path)
    if found:
        found[0].pop(found[1], None)


def put(props: dict[str, Node], path: str, node: Node | None) -> None:
    """Know one property."""
    found = parent_of(props, path)
    if found and node is not None:
        found[0][found[1]] = node


def reach(props: dict[str, Node], path: str) -> Node | None:
    """The node at a path, if the way is there."""
    found = parent_of(props, path)
    return found[0].get(found[1]) if found else None


Dated = tuple[bool, Patch]  # whether the version came before the change, and the change's facts


class VersionTable(Table):
    """A compiled table read with the eyes of one version."""

    __slots__ = ("_dead", "_param_patches", "_prop_patches", "_seen_operations", "_seen_shapes")

    def __init__(
        self,
        version: Version,
        dead: frozenset[str],
        params: dict[str, list[Dated]],
        props: dict[str, list[Dated]],
    ) -> None:
        super().__init__(version.table_version)
        self.version = version.name
        self._dead = dead
        self._param_patches = params
        self._prop_patches = props
        self._seen_operations: dict[str, Operation] = {}
        self._seen_shapes: dict[str, Shape] = {}

    def operations(self) -> Iterator[str]:
        """The names of the operations that this version has."""
        return (name for name in super().operations() if name not in self._dead)

    def operation(self, name: str) -> Operation:
        """One operation with the parameters of this version; one that it does not have is a KeyError."""
        if name in self._dead:
            raise KeyError(name)
        patches = self._param_patches.get(name)
        if not patches:
            return super().operation(name)
        if name not in self._seen_operations:
            plain = super().operation(name)
            newest = Table.load(NEWEST).operation(name).params["props"]
            params = {**plain.params, "props": patched(plain.params["props"], newest, patches)}
            self._seen_operations[name] = replace(plain, params=params)
        return self._seen_operations[name]

    def object(self, name: str) -> Shape:
        """One object with the properties of this version; what patches name may be newer than the table."""
        patches = self._prop_patches.get(name)
        if not patches:
            known = name in self._shape_places
            return super().object(name) if known else Table.load(NEWEST).object(name)
        if name not in self._seen_shapes:
            plain = super().object(name)
            newest = Table.load(NEWEST).object(name).props
            self._seen_shapes[name] = replace_props(plain, patched(plain.props, newest, patches))
        return self._seen_shapes[name]


def patched(props: dict[str, Node], newest: dict[str, Node], patches: list[Dated]) -> dict[str, Any]:
    """A copy of the properties with every patch applied."""
    copy = deepcopy(props)
    for before, patch in patches:
        patch.applied(copy, newest, before)
    return copy


def replace_props(shape: Shape, props: dict[str, Node]) -> Shape:
    """The same object with other properties."""
    return Shape(name=shape.name, object=shape.object, props=props)
