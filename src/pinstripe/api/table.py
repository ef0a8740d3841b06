"""The compiled facts of one API version: every operation and every object, each read when first asked for.

Owns: finding and parsing lines of the tables. Does not own: what the facts are (`spec/` writes them),
decoding of parameters, checking of answers. Money: none.
source: spec
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson

NEWEST: Final = "2026-10-28.endive"
OLDEST: Final = "2024-04-10"
COMPILED: Final = Path(__file__).with_name("compiled")

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One call that a caller can make: where it is, what it takes, what it answers."""

    name: str
    id: str
    method: str
    path: str
    path_params: tuple[str, ...]
    params: Node
    encoding: str
    answer: Node
    overlay: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What an object shows: its properties, and the word it says of itself."""

    name: str
    object: str | None
    props: dict[str, Node]
    required: tuple[str, ...] = field(init=False)
    nullable: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        props = self.props.items()
        required = tuple(name for name, node in props if node.get("req"))
        nullable = tuple(name for name, node in props if node.get("null") and not node.get("opt"))
        object.__setattr__(self, "required", required)
        object.__setattr__(self, "nullable", nullable)

    def blank(self) -> dict[str, None]:
        """A new object's properties of which nothing is known yet: all that are shown as null until set.

        In v1 the description never calls a nullable property required, though it is always shown: nullable
        is what counts. What only the SDK's types know (`opt`) may be left out as well, so it is.
        source: inferred
        """
        return dict.fromkeys(self.nullable)


class Lines:
    """A file of JSON lines of which a line can be read by its place, without reading the others."""

    __slots__ = ("_map",)

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def read(self, offset: int) -> dict[str, Any]:
        """The line that begins at this byte."""
        line: dict[str, Any] = orjson.loads(self._map[offset : self._map.find(b"\n", offset)])
        return line


class Table:
    """The operations and objects of one API version."""

    __slots__ = (
        *("version", "_lines", "_operations", "_shapes"),
        *("_operation_places", "_shape_places", "_names_by_value"),
    )

    def __init__(self, version: str, folder: Path = COMPILED) -> None:
        place = folder / version
        if not (place / "index.json").is_file():
            raise LookupError(f"no compiled table for API version {version}")
        index = orjson.loads((place / "index.json").read_bytes())
        self.version = version
        self._lines = {kind: Lines(place / f"{kind}.jsonl") for kind in ("operations", "objects")}
        self._operation_places: dict[str, list[int]] = index["operations"]
        self._shape_places: dict[str, int] = index["objects"]
        self._names_by_value: dict[str, str] = index["values"]
        self._operations: dict[str, Operation] = {}
        self._shapes: dict[str, Shape] = {}

    @staticmethod
    @cache
    def load(version: str) -> Table:
        """The table of a version, opened once per process."""
        return Table(version)

    def operations(self) -> Iterator[str]:
        """The names of all operations, `METHOD path`, in the order of paths; no line is parsed for it."""
        return iter(self._operation_places)

    def operation(self, name: str) -> Operation:
        """One operation by its name; a name that the API does not have is a KeyError."""
        known = self._operations.get(name)
        if known is None:
            line = self._lines["operations"].read(self._operation_places[name][0])
            line["path_params"] = tuple(line["path_params"])
            known = self._operations[name] = Operation(name=name, **line)
        return known

    def objects(self) -> Iterator[str]:
        """The schema names of all objects; no line is parsed for it."""
        return iter(self._shape_places)

    def object(self, name: str) -> Shape:
        """One object by its schema name; a name that the API does not have is a KeyError."""
        known = self._shapes.get(name)
        if known is None:
            known = self._shapes[name] = Shape(**self._lines["objects"].read(self._shape_places[name]))
        return known

    def schema_of(self, object_value: str) -> str:
        """The schema behind the value of an `object` property; never that of a deletion stub."""
        return self._names_by_value[object_value]

    def has(self, object_value: str) -> bool:
        """Does the version have objects of this kind?"""
        return object_value in self._names_by_value


@cache
def event_types() -> dict[str, str]:
    """Every event type with the object that it carries, `a|b` where it may be one of several.

    source: spec (types); docs: Types of events (objects, and the types of later releases)
    """
    tables = orjson.loads((COMPILED / "events.json").read_bytes())
    return {**tables["spec"], **tables["newer"]}


@cache
def thin_types() -> dict[str, str]:
    """Every thin event of what the first version has, with what it says of its object: id, type and address
    ("object"), the last two of what there is one of ("singleton"), nothing. source: sdk
    """
    found: dict[str, str] = orjson.loads((COMPILED / "events.json").read_bytes())["thin"]
    return found
