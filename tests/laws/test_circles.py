"""No circle of files, and no import inside a function without a reason: what hides a circle is found."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.laws.code import Module, package, planted
from tests.laws.test_arrows import short

HEAVY: dict[str, str] = {
    "cryptography": "a cipher: a world that keeps no secret never needs it",
    "pyreqwest": "the client of webhooks: a server without endpoints never needs it",
    "fpdf": "draws documents: a server that nobody asks for one never needs it",
    "fontTools.ttLib": "reads fonts for documents in other letters than ours: seldom, and heavy",
    "granian": "the HTTP server: tests and commands run without one",
    "holidays": "the calendar of a country costs a good part of start-up",
    "rich": "tables and bars: shown on a terminal only",
    "uvloop": "not installed everywhere",
    "pinstripe.analytics.dialect": "the reader of SQL: loaded with the first query",
    "pinstripe.store.bridge": "greenlets: for a shared database only",
    "pinstripe.store.postgres": "its driver is an extra of the package",
    "pinstripe.store.sqlite": "one of two drivers: the one that is asked for",
}
"""Libraries, and modules that stand for one, that are loaded when they are first needed."""

LAYERS: dict[tuple[str, str], str] = {
    ("cli", "control"): "a command starts at once: the server's code is loaded by those that need it",
    ("cli", "http"): "likewise",
    ("cli", "runtime"): "likewise",
    ("cli", "tax"): "likewise",
}
"""What one layer loads late of another: (importing, imported)."""

Graph = dict[str, set[str]]


def graph_of(modules: Iterable[Module]) -> Graph:
    """Which module imports which, wherever in its text; what only a type checker reads does not count."""
    graph: Graph = {}
    for module in modules:
        found = graph.setdefault(module.name, set())
        found |= {name for node, name in module.imports() if node not in module.type_only}
        found.discard(module.name)
    return graph


def reached(graph: Graph, start: str) -> set[str]:
    """Every module that one leads to."""
    found: set[str] = set()
    todo = [start]
    while todo:
        for name in graph.get(todo.pop(), ()):
            if name not in found:
                found.add(name)
                todo.append(name)
    return found


def circles(modules: Iterable[Module]) -> list[tuple[str, str]]:
    """Every import that closes a circle: what it leads to leads back."""
    graph = graph_of(modules)
    beyond = {name: reached(graph, name) for name in graph}
    return sorted(
        (short(name), short(other))
        for name, others in graph.items()
        for other in others
        if name in beyond.get(other, ())
    )


def late(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """Imports inside functions, of the package and of others."""
    known: dict[ast.stmt, list[str]] = {}
    for node, name in module.imports():
        known.setdefault(node, []).append(name)
    inside = {node for function in module.functions() for node in ast.walk(function)}
    for node in sorted(inside - module.type_only, key=lambda one: getattr(one, "lineno", 0)):
        if isinstance(node, ast.ImportFrom):
            yield from ((node, name) for name in known.get(node, [node.module or ""]))
        elif isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)


def reason(module: Module, name: str) -> str:
    """The exception that lets an import stand inside a function, "" if there is none."""
    for heavy in HEAVY:
        if name == heavy or name.startswith(f"{heavy}."):
            return heavy
    pair = (module.layer, short(name).split(".")[0])
    return "/".join(pair) if name.startswith("pinstripe.") and pair in LAYERS else ""


def hidden(modules: Iterable[Module], used: set[str] | None = None) -> dict[tuple[str, str], str]:
    """Imports inside functions that have no reason, and where they stand."""
    found = {}
    for module in modules:
        for node, name in late(module):
            why = reason(module, name)
            if not why:
                found[(short(module.name), short(name))] = module.at(node)
            elif used is not None:
                used.add(why)
    return found


def test_no_circle_of_files() -> None:
    assert circles(package()) == []


def test_no_import_inside_a_function_without_a_reason() -> None:
    assert [f"{place}: {pair}" for pair, place in hidden(package()).items()] == []


def test_every_exception_is_needed() -> None:
    used: set[str] = {"pyreqwest"}  # loaded by its name, on a thread (events/sender.py)
    hidden(package(), used)
    assert sorted({*HEAVY, *("/".join(pair) for pair in LAYERS)} - used) == []


def test_a_circle_is_caught() -> None:
    first = planted("from pinstripe.kernel import batch\n", "pinstripe.kernel.world")
    second = planted("def f():\n    from pinstripe.kernel import world\n", "pinstripe.kernel.batch")
    assert circles([first, second]) == [("kernel.batch", "kernel.world"), ("kernel.world", "kernel.batch")]


def test_a_circle_of_three_is_caught() -> None:
    chain = ("pinstripe.kernel.world", "pinstripe.kernel.batch", "pinstripe.kernel.work")
    texts = [f"import {name}\n" for name in (*chain[1:], chain[0])]
    assert len(circles(planted(text, name) for text, name in zip(texts, chain, strict=True))) == 3


def test_what_only_a_type_checker_reads_closes_no_circle() -> None:
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pinstripe.kernel import world\n"
    first = planted("from pinstripe.kernel import batch\n", "pinstripe.kernel.world")
    assert circles([first, planted(text, "pinstripe.kernel.batch")]) == []


def test_an_import_inside_a_function_is_caught() -> None:
    for text in (
        "def f():\n    from pinstripe.ledger import book\n",
        "class A:\n    async def f(self):\n        import json\n",
        "def f():\n    def g():\n        from pinstripe.products.catalog.prices import shown\n",
    ):
        assert len(hidden([planted(text)])) == 1, text


def test_a_heavy_library_may_be_loaded_late() -> None:
    assert hidden([planted("def f():\n    from rich.table import Table\n", "pinstripe.ledger.x")]) == {}
    assert hidden([planted("def f():\n    import pinstripe.runtime\n", "pinstripe.cli.x")]) == {}
    assert len(hidden([planted("def f():\n    import pinstripe.runtime\n", "pinstripe.store.x")])) == 1
