"""Nothing stands in the package that nothing in the package uses: what only tests reach is dead.

A static reading by name. A definition at the top of a module is used where its own module names it outside of
itself, where another imports it by name, or where an attribute or a text of its name stands anywhere. A
method is used where an attribute or a text of its name stands. A use inside of something dead is none; two
that use only each other are not seen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tests.laws.code import Function, Module, package, planted, word

PLAIN = frozenset(
    "cache cached_property property classmethod staticmethod dataclass contextmanager override setter".split()
)
"""Decorators that only change a function; every other one hands it to somebody who calls it."""

READ_BY_NAME = frozenset("DESCRIPTION SOURCE DOORS MODULES".split())
"""Constants of versions and rooms that are read from the module as a whole."""

CHECK = "what every test and the laws hold answers against"
REFUSAL = "a recorded refusal that waits for those who will give it"
ACCOUNTS = ("RESERVED",)
KNOWN: dict[str, str] = {
    "pinstripe.api.errors.rate_limited": REFUSAL,
    **dict.fromkeys(
        (f"pinstripe.ledger.accounts.{name}" for name in ACCOUNTS), "an account of a room that is not built"
    ),
    "pinstripe.store.snapshot.delete_world": "takes a world away; no command does yet",
    "pinstripe.api.shapes.problems": CHECK,
}
"""What nothing uses, each with the reason why it stays. The list only shrinks."""


Use = tuple[tuple[str, str], frozenset[ast.AST]]
"""(module or "" for any, name), and the definitions around the place."""


@dataclass(frozen=True, eq=False)
class Definition:
    """A function, class, method or constant: where it stands, and whether it belongs to a class."""

    module: Module
    name: str
    node: ast.AST
    member: bool

    @property
    def whole(self) -> str:
        """Its full name; a method's without its class."""
        return f"{self.module.name}.{self.name}"


def definitions(module: Module) -> Iterator[Definition]:
    """What a module defines for others to use."""
    for node in module.tree.body:
        if isinstance(node, Function | ast.ClassDef):
            if not handed_over(node):
                yield Definition(module, node.name, node, False)
            if isinstance(node, ast.ClassDef) and not inherits(node):
                for inner in node.body:
                    if isinstance(inner, Function) and not handed_over(inner):
                        yield Definition(module, inner.name, inner, True)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name) and target.id not in READ_BY_NAME and target.id[:2] != "__":
                    yield Definition(module, target.id, node, False)


def handed_over(node: Function | ast.ClassDef) -> bool:
    """Is it called by whoever its decorator gives it to, or by Python itself?"""
    if node.name.startswith("__"):
        return True
    named = {word(one.func if isinstance(one, ast.Call) else one) for one in node.decorator_list}
    return bool({name.rpartition(".")[2] for name in named} - PLAIN)


def inherits(node: ast.ClassDef) -> bool:
    """Does a base from elsewhere call its methods? Protocols and enums have none of their own to call."""
    return any(word(base).rpartition(".")[2] not in {"", "Protocol"} for base in node.bases)


def uses(module: Module) -> Iterator[Use]:
    """What a module uses, and inside of which of its definitions."""
    tops = {one.node for one in definitions(module)}
    stack: list[tuple[ast.AST, frozenset[ast.AST]]] = [(module.tree, frozenset())]
    while stack:
        node, inside = stack.pop()
        inside = inside | {node} if node in tops else inside
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield (module.name, node.id), inside
        elif isinstance(node, ast.Attribute):
            yield ("", node.attr), inside
        elif isinstance(node, ast.ImportFrom):
            yield from (((str(node.module), alias.name), inside) for alias in node.names)
        elif isinstance(node, ast.Constant) and node not in module.docstrings:
            words = node.value.replace(".", " ").replace(":", " ") if isinstance(node.value, str) else ""
            yield from ((("", one), inside) for one in words.split())
        stack += [(one, inside) for one in ast.iter_child_nodes(node)]


def dead(modules: tuple[Module, ...], kept: frozenset[str]) -> list[Definition]:
    """Definitions that nothing alive uses; what is kept counts as alive."""
    every = [one for module in modules for one in definitions(module)]
    users: dict[tuple[str, str], list[frozenset[ast.AST]]] = {}
    for module in modules:
        for name, inside in uses(module):
            users.setdefault(name, []).append(inside)
    found: set[Definition] = set()
    while True:
        gone = {one.node for one in found if one.whole not in kept}
        more = {one for one in every if one not in found and not used(one, users, gone)}
        if not more:
            return sorted(found, key=lambda one: one.whole)
        found |= more


def used(one: Definition, users: dict[tuple[str, str], list[frozenset[ast.AST]]], gone: set[ast.AST]) -> bool:
    """Does something alive use it, outside of itself?"""
    places = [
        *users.get(("", one.name), ()),
        *users.get(("" if one.member else one.module.name, one.name), ()),
    ]
    return any(one.node not in inside and not inside & gone for inside in places)


def findings(modules: tuple[Module, ...], kept: dict[str, str]) -> list[str]:
    """What is dead and not listed; what is listed and not dead."""
    found = dead(modules, frozenset(kept))
    listed = {one.whole for one in found}
    return [
        f"{one.module.at(one.node)}: nothing uses {one.name}" for one in found if one.whole not in kept
    ] + [f"{name}: used, or gone, so it leaves the list" for name in sorted(set(kept) - listed)]


def test_nothing_is_dead() -> None:
    assert findings(package(), KNOWN) == []


def test_what_nothing_uses_is_caught() -> None:
    text = (
        "def alive(): return 1\n"
        "def dead(): return inner()\n"
        "def inner(): return 1\n"
        "USED, = 1,\n"
        "IDLE = alive()\n"
        "@operation('GET /')\n"
        "def handler(): return alive()\n"
        "class Thing:\n"
        "    def idle(self): return self.busy()\n"
        "    def busy(self): return 1\n"
        "    def told(self): return 1\n"
        "print(Thing().told())\n"
    )
    module = planted(text)
    found = [one.name for one in dead((module,), frozenset())]
    assert found == ["IDLE", "busy", "dead", "idle", "inner"]
    where = "pinstripe.products.invoices.planted"
    kept = {f"{where}.{name}": "a reason" for name in ("IDLE", "dead", "idle")}
    assert findings((module,), kept) == []
    assert findings((module,), {**kept, f"{where}.alive": "no reason"}) == [
        f"{where}.alive: used, or gone, so it leaves the list"
    ]
