"""Functions fit a screen, modules fit a sitting, lines fit a window."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tests.laws.code import Module, others, package, planted, word

FUNCTION_LINES = 50
MODULE_LINES = 400
LINE_COLUMNS = 110
TABLE_COLUMNS = 130
"""Lifecycle rows and route decorators are read as tables, so they may be wider."""


def wide_lines(module: Module) -> set[int]:
    """Numbers of the lines that may be wider: rows within lifecycle(…), decorators."""
    lines: set[int] = set()
    for node in ast.walk(module.tree):
        spans: list[ast.expr] = []
        if isinstance(node, ast.Call) and word(node.func).endswith("lifecycle"):
            spans = [node]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            spans = list(node.decorator_list)
        for span in spans:
            lines.update(range(span.lineno, (span.end_lineno or span.lineno) + 1))
    return lines


def long_lines(modules: Iterable[Module]) -> list[str]:
    """Lines wider than they may be."""
    found = []
    for module in modules:
        longest = max((len(line) for line in module.lines), default=0)
        wide = wide_lines(module) if longest > LINE_COLUMNS else set()
        for number, line in enumerate(module.lines, 1):
            limit = TABLE_COLUMNS if number in wide else LINE_COLUMNS
            if len(line) > limit:
                found.append(f"{module.path}:{number}: {len(line)} columns, at most {limit}")
    return found


def long_functions(modules: Iterable[Module]) -> list[str]:
    """Functions longer than they may be."""
    found = []
    for module in modules:
        for node in module.functions():
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                found.append(f"{module.at(node)}: {node.name} has {length} lines, at most {FUNCTION_LINES}")
    return found


def long_modules(modules: Iterable[Module]) -> list[str]:
    """Modules longer than they may be."""
    sizes = ((module.path, len(module.lines)) for module in modules)
    return [f"{path}: {size} lines, at most {MODULE_LINES}" for path, size in sizes if size > MODULE_LINES]


def test_lines_fit() -> None:
    assert long_lines((*package(), *others())) == []


def test_functions_fit() -> None:
    assert long_functions((*package(), *others())) == []


def test_modules_fit() -> None:
    assert long_modules(package()) == []


def test_what_is_too_long_is_caught() -> None:
    assert long_lines([planted("x = " + "1" * 107 + "\n")]) == [
        "pinstripe/products/invoices/planted.py:1: 111 columns, at most 110"
    ]
    assert len(long_functions([planted("def f():\n" + "    x = 1\n" * 50)])) == 1
    assert len(long_modules([planted("x = 1\n" * 401)])) == 1


def test_rows_and_decorators_may_be_wider_but_not_too_wide() -> None:
    row = f'LIFE = lifecycle(\n    ("{"a" * 110}",),\n)\n'
    route = f'@operation("{"a" * 112}")\ndef f(): ...\n'
    assert long_lines([planted(row), planted(route)]) == []
    assert len(long_lines([planted(row.replace("a" * 110, "a" * 130))])) == 1
    assert len(long_lines([planted(f"def f():\n    lifecycle = '{'a' * 110}'\n")])) == 1
