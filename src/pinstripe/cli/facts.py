"""What is built of every operation: the code's own account of itself.

Owns: gathering operations of every compiled version with their state. Does not own: how it is printed
(coverage.py), what handlers do. Money: none.
"""

from __future__ import annotations

import inspect
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pinstripe import products
from pinstripe.api import versions
from pinstripe.api.table import NEWEST, OLDEST, Operation, Table
from pinstripe.cli import sources
from pinstripe.cli.families import FAMILIES, family_of
from pinstripe.kernel.operation import HANDLERS, Handler
from pinstripe.kernel.resource import REGISTRY

WRITTEN, GENERATED, MISSING = "written", "generated", "missing"
STATES = (WRITTEN, GENERATED, MISSING)


@dataclass(frozen=True, slots=True)
class Fact:
    """One operation: is it built, which of its parameters are not, where is it known from."""

    operation: Operation
    family: str
    state: str
    missing_params: tuple[str, ...]
    source: str
    since: str
    until: str
    handler: Handler | None

    @property
    def name(self) -> str:
        """`METHOD /path`."""
        return self.operation.name


@cache
def operations() -> dict[str, Operation]:
    """Every operation of the newest table, its overlays, and those that only the oldest has."""
    found: dict[str, Operation] = {}
    for version in (NEWEST, OLDEST):
        table = Table.load(version)
        for name in table.operations():
            found.setdefault(name, table.operation(name))
    return found


def life_of(name: str) -> tuple[str, str]:
    """The versions between which a route is alive: (since, until), "" for no bound."""
    since = until = ""
    for change in versions.CHANGES:
        if name in getattr(change, "SINCE", ()):
            since = change.DATE
        if name in getattr(change, "UNTIL", ()):
            until = change.DATE
    return since, until


def source_of(handler: Handler) -> str:
    """The tag of a handler's function, else of its resource or the module that declares it."""
    if not handler.generated:
        return sources.tag_of(inspect.getdoc(handler.function)) or sources.module_tag(
            handler.function.__module__
        )
    return handler.resource.source or sources.module_tag(home_of(handler))


@cache
def homes(count: int) -> dict[int, str]:
    """Each resource's module, by the identity of the resource. count: how many are declared by now"""
    out: dict[int, str] = {}
    for name in sources.modules():
        module = sys.modules.get(name)
        if module is None or not name.startswith("pinstripe.products"):
            continue
        text = inspect.getsource(module)
        for constant, value in vars(module).items():
            if type(value).__name__ == "Resource" and f"\n{constant} = Resource(" in text:
                out[id(value)] = name
    return out


def home_of(handler: Handler) -> str:
    """The module that declares a handler's resource."""
    return homes(len(REGISTRY))[id(handler.resource)]


def fact_of(name: str) -> Fact:
    """What is built of one operation."""
    operation = operations()[name]
    handler = HANDLERS.get(name)
    state = MISSING if handler is None else GENERATED if handler.generated else WRITTEN
    since, until = life_of(name)
    return Fact(
        operation=operation,
        family=family_of(operation.path),
        state=state,
        missing_params=tuple(sorted(handler.missing)) if handler else (),
        source=source_of(handler) if handler else "",
        since=since,
        until=until,
        handler=handler,
    )


def facts() -> list[Fact]:
    """Every operation, by family and then in the order of paths and methods."""
    products.register()
    found = [fact_of(name) for name in operations()]
    return sorted(found, key=lambda f: (FAMILIES.index(f.family), f.operation.path, f.operation.method))


def certainties(found: list[Fact]) -> dict[str, int]:
    """How well each behaviour is known; an operation without a tag of its own counts with its module's."""
    counts = dict.fromkeys(("known", "partly", "inferred", "untagged"), 0)
    for behaviour in sources.behaviours():
        counts[sources.certainty(behaviour.source)] += 1
    for fact in found:
        if (
            fact.state == WRITTEN
            and fact.handler
            and not sources.tag_of(inspect.getdoc(fact.handler.function))
        ):
            counts[sources.certainty(fact.source)] += 1
    return counts


def room_of(module: str) -> str:
    """The room that a module stands in; "" for one outside the rooms."""
    words = module.split(".")
    return words[2] if words[1:2] == ["products"] and len(words) > 2 else ""


def families_of_rooms(found: list[Fact]) -> dict[str, str]:
    """Each room with the family of most of its operations: what it decides is counted there."""
    counts: dict[str, Counter[str]] = {}
    for fact in found:
        if fact.handler is not None:
            function = fact.handler.function
            module = home_of(fact.handler) if fact.handler.generated else function.__module__
            counts.setdefault(room_of(module), Counter())[fact.family] += 1
    return {room: count.most_common(1)[0][0] for room, count in counts.items()}


def certainties_by_family(found: list[Fact]) -> dict[str, Counter[str]]:
    """How well the behaviours of each family's rooms are known."""
    families = families_of_rooms(found)
    counts: dict[str, Counter[str]] = {}
    for behaviour in sources.behaviours():
        family = families.get(room_of(behaviour.module), "")
        counts.setdefault(family, Counter())[sources.certainty(behaviour.source)] += 1
    return counts


def named(text: str) -> Iterator[Fact]:
    """The operations that a name, an operation id, or a path (with its ids, too) means."""
    products.register()
    method, _, path = text.partition(" ")
    path = path or (method if method.startswith("/") else "")
    wanted = method if path != method else ""
    for name, operation in operations().items():
        meant = path and wanted in ("", operation.method) and _same(operation.path, path)
        if meant or text in (name, operation.id):
            yield fact_of(name)


def _same(pattern: str, path: str) -> bool:
    """Does a path stand for this route? A literal word beats a placeholder only where both are asked for."""
    ours, theirs = pattern.strip("/").split("/"), path.strip("/").split("/")
    return len(ours) == len(theirs) and all(
        a == b or (a.startswith("{") and not b.startswith("{") and not _literal(ours, theirs))
        for a, b in zip(ours, theirs, strict=True)
    )


def _literal(ours: list[str], theirs: list[str]) -> bool:
    """Is there a route that has the asked words literally?"""
    return "/" + "/".join(theirs) in {operation.path for operation in operations().values()}
