"""Whether an answer has the shape that its API version promises; every test asks this of every answer.

Owns: comparing a value with a node of the tables. Does not own: the tables, what is put into an answer.
Money: none. source: spec
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pinstripe.api.table import Node, Table

Check = Callable[[Any, Node, Table, str, list[str]], None]


def problems(value: Any, node: Node, table: Table, *, path: str = "") -> list[str]:
    """What is wrong with an answer, one `path: fault` each; empty where it is as promised."""
    found: list[str] = []
    check(value, node, table, path, found)
    return found


def check(value: Any, node: Node, table: Table, path: str, found: list[str]) -> None:
    """Compare one value with one node and append what is wrong."""
    kind = node.get("t")
    if value is None:
        if not node.get("null") and kind != "any_json":
            found.append(f"{path}: null is not allowed")
    elif kind is None:
        check_object(value, node["ref"], table, path, found)
    else:
        CHECKS[kind](value, node, table, path, found)


def fault(path: str, expected: str, value: Any) -> str:
    """The sentence for a value of the wrong kind."""
    return f"{path}: expected {expected}, got {type(value).__name__}"


def inside(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def check_enum(value: Any, node: Node, path: str, found: list[str]) -> None:
    enum = node.get("enum")
    if enum is not None and value not in enum:
        found.append(f"{path}: {value!r} is none of its {len(enum)} values")


def check_str(value: Any, node: Node, table: Table, path: str, found: list[str]) -> None:
    """A word, or in the place of an id that may be expanded, the object itself."""
    if type(value) is str:
        check_enum(value, node, path, found)
        limit = node.get("max")
        if limit is not None and len(value) > limit:
            found.append(f"{path}: longer than {limit} characters")
    elif "expand" in node and type(value) is dict:
        check_one_of(value, [{"ref": name} for name in node["expand"]], table, path, found)
    else:
        found.append(fault(path, "a string", value))


def check_int(value: Any, node: Node, table: Table, path: str, found: list[str]) -> None:
    if type(value) is not int:
        found.append(fault(path, "an integer", value))
        return
    check_enum(value, node, path, found)
    if "min" in node and value < node["min"]:
        found.append(f"{path}: less than {node['min']}")


def check_num(value: Any, node: Node, table: Table, path: str, found: list[str]) -> None:
    if type(value) is not int and type(value) is not float:
        found.append(fault(path, "a number", value))


def check_bool(value: Any, node: Node, table: Table, path: str, found: list[str]) -> None:
    if type(value) is not bool:
        found.append(fault(path, "a boolean", value))
    else:
        check_enum(value, node, path, found)


def check_file(value: Any, node: Node, table: Table, path: str, found: list[str]) -> None:
    if not isinstance(value, bytes):
        found.append(fault(path, "bytes", value))


def check_any_json(value: Any, node: Node, table: Table, path: str, found: list[str]) -> None:
    """Whatever JSON can say is right here."""


def check_list(value: Any, node: Node, table: Table, path: str, found: list[str]) -> None:
    if type(value) is not list:
        found.append(fault(path, "a list", value))
        return
    items = node["items"]
    for position, item in enumerate(value):
        check(item, items, table, f"{path}[{position}]", found)


def check_map(value: Any, node: Node, table: Table, path: str, found: list[str]) -> None:
    if type(value) is not dict:
        found.append(fault(path, "an object", value))
        return
    values = node["values"]
    for key, item in value.items():
        check(item, values, table, inside(path, key), found)


def check_hash(value: Any, node: Node, table: Table, path: str, found: list[str]) -> None:
    props = node["props"]
    required = [name for name, inner in props.items() if "req" in inner]
    check_props(value, props, required, table, path, found)


def check_object(value: Any, name: str, table: Table, path: str, found: list[str]) -> None:
    """A value that must be the object of this schema name."""
    shape = table.object(name)
    check_props(value, shape.props, shape.required, table, path, found)


def check_props(
    value: Any,
    props: dict[str, Node],
    required: list[str] | tuple[str, ...],
    table: Table,
    path: str,
    found: list[str],
) -> None:
    """Nothing missing, nothing that the shape does not know, and every property right in itself."""
    if type(value) is not dict:
        found.append(fault(path, "an object", value))
        return
    for name in required:
        if name not in value:
            found.append(f"{inside(path, name)}: required but missing")
    for name, item in value.items():
        node = props.get(name)
        if node is None:
            found.append(f"{inside(path, name)}: unknown property")
        else:
            check(item, node, table, inside(path, name), found)


def check_any(value: Any, node: Node, table: Table, path: str, found: list[str]) -> None:
    check_one_of(value, node["of"], table, path, found)


def check_one_of(value: Any, options: list[Node], table: Table, path: str, found: list[str]) -> None:
    """Right if it is right as one of the options; else the faults against the one it comes closest to."""
    best: list[str] | None = None
    for option in [option for option in options if says_to_be(value, option, table)] or options:
        tried: list[str] = []
        check(value, option, table, path, tried)
        if not tried:
            return
        if best is None or len(tried) < len(best):
            best = tried
    found += best or [f"{path}: none of the possible shapes"]


def says_to_be(value: Any, option: Node, table: Table) -> bool:
    """Whether an object names itself as the option does, so that faults are told against the right shape."""
    if type(value) is not dict or "ref" not in option:
        return False
    shape = table.object(option["ref"])
    stub = "deleted" in shape.props
    return shape.object == value.get("object") and stub == ("deleted" in value)


CHECKS: Final[dict[str, Check]] = {
    "str": check_str,
    "int": check_int,
    "num": check_num,
    "bool": check_bool,
    "file": check_file,
    "any_json": check_any_json,
    "list": check_list,
    "map": check_map,
    "hash": check_hash,
    "any": check_any,
}
