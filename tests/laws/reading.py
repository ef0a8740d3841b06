"""Which names a function can come to read: its own and those of every function it reaches.

A static reading, on the generous side: a name counts as read where it stands as an attribute or as a text
constant, in a function or constant that the handler's code leads to.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from tests.laws.code import Function, Module, names, package, text_of, word

FAR = ("pinstripe.kernel", "pinstripe.api", "pinstripe.store", "pinstripe.http", "pinstripe.events")
"""Packages that are not followed: what they read of parameters is not a product's decision."""
NEAR = frozenset({"pinstripe.kernel.generate"})
DECLARES = frozenset({"Resource", "posting", "lifecycle", "operation", "job"})
"""Calls whose words declare something, and read no parameter."""

Place = tuple[str, str]


@dataclass
class Read:
    """What was found on the way: names, and uses of the generic writers as (function, first argument)."""

    names: set[str] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)
    """Of names that are put together: `f"address_{part}"` reads all that begin so."""
    generic: set[tuple[str, str]] = field(default_factory=set)
    places: set[Place] = field(default_factory=set)


@dataclass
class Scope:
    """A module's top level: what it defines, and what its imports mean."""

    module: Module
    defined: dict[str, ast.AST]
    imported: dict[str, Place]


def scope_of(module: Module) -> Scope:
    """The names that a module's functions can mean."""
    defined: dict[str, ast.AST] = {}
    for node in module.tree.body:
        if isinstance(node, Function | ast.ClassDef):
            defined[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    defined[target.id] = node
    imported: dict[str, Place] = {}
    for statement in ast.walk(module.tree):
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("pinstripe"):
            for alias in statement.names:
                whole = f"{statement.module}.{alias.name}"
                place = (whole, "") if whole in names() else (str(statement.module), alias.name)
                imported[alias.asname or alias.name] = place
    return Scope(module, defined, imported)


@cache
def scopes() -> dict[str, Scope]:
    """Every module's top level by name."""
    return {module.name: scope_of(module) for module in package()}


def reading(module: str, function: str, known: dict[str, Scope] | None = None) -> Read:
    """Everything that a function can come to read."""
    known = known or scopes()
    found = Read()
    todo: list[Place] = [(module, function)]
    while todo:
        place = todo.pop()
        scope = known.get(place[0])
        if place in found.places or scope is None:
            continue
        found.places.add(place)
        if place[0].startswith(FAR) and place[0] not in NEAR:
            continue
        node = scope.defined.get(place[1])
        if node is not None:
            todo += look(scope, node, found)
        elif place[1] in scope.imported:
            todo.append(scope.imported[place[1]])
    return found


def look(scope: Scope, top: ast.AST, found: Read) -> Iterator[Place]:
    """Note the names that one definition reads; gives the places that it leads to."""
    stack: list[ast.AST] = list(top.body) if isinstance(top, Function | ast.ClassDef) else [top]
    if isinstance(top, Function):
        stack += [*top.args.defaults, *[one for one in top.args.kw_defaults if one is not None]]
    leads: list[Place] = []
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Call) and word(node.func).rpartition(".")[2] in DECLARES:
            continue
        if isinstance(node, ast.Name):
            leads += led(scope, node.id, "")
        elif isinstance(node, ast.Attribute):
            found.names.add(node.attr)
            leads += led(scope, word(node.value), node.attr)
        elif isinstance(node, ast.Constant) and node not in scope.module.docstrings:
            found.names.update((text_of(node) or "").split(",") if node.value else ())
        elif isinstance(node, ast.JoinedStr) and text_of(node.values[0]):
            found.beginnings.add(text_of(node.values[0]) or "")
        elif isinstance(node, ast.Call):
            note_call(node, found)
        stack += ast.iter_child_nodes(node)
    return iter(leads)


def note_call(node: ast.Call, found: Read) -> None:
    """A generic writer with its first argument; a text that is split into words."""
    called = word(node.func).rpartition(".")[2]
    if called in {"stored", "updates"} and node.args:
        found.generic.add((called, word(node.args[0])))
    if called == "split" and isinstance(node.func, ast.Attribute):
        found.names.update((text_of(node.func.value) or "").split())


def led(scope: Scope, name: str, attribute: str) -> list[Place]:
    """Where a name, or a name of an imported module, leads."""
    if name in scope.defined:
        return [(scope.module.name, name)]
    if name in scope.imported:
        module, inner = scope.imported[name]
        return [(module, inner or attribute)] if inner or attribute else []
    return []
