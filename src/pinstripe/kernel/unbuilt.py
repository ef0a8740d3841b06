"""What an operation takes and does not do: lists for `missing=` of @operation, read from the compiled facts.

Owns: the words of such a list. Does not own: the refusal (kernel/engine.py). Money: none. Source: spec.
"""

from __future__ import annotations

from collections.abc import Iterator

from pinstripe.api.table import NEWEST, OLDEST, Node, Table


def others(name: str, within: str = "", *, but: str) -> str:
    """The parameters of an operation, or of a hash within one ("a.b"), but for those that are built.

    Those of the newest and of the oldest version are read. A name in `but` that neither has fails at import.
    gives: paths as `missing=` takes them. source: spec
    """
    found = dict.fromkeys(one for node in _nodes(name) for one in _names(node, within.split(".")))
    built = set(but.split())
    assert found, f"{name} has no {within}"
    assert built <= found.keys(), (
        f"{name} has no {sorted(built - found.keys())} in {within or 'its parameters'}"
    )
    return " ".join(f"{within}.{one}" if within else one for one in found if one not in built)


def _nodes(name: str) -> Iterator[Node]:
    """The operation's parameters in both compiled versions, where there are any."""
    for table in (Table.load(NEWEST), Table.load(OLDEST)):
        try:
            yield table.operation(name).params
        except KeyError:
            continue


def _names(node: Node, path: list[str]) -> list[str]:
    """The names within a hash, or within one of its hashes; lists and alternatives are looked through."""
    if node["t"] == "list":
        return _names(node["items"], path)
    if node["t"] == "any":
        return [name for option in node["of"] for name in _names(option, path)]
    props: dict[str, Node] = node.get("props", {})
    if not path or path == [""]:
        return list(props)
    return _names(props[path[0]], path[1:]) if path[0] in props else []
