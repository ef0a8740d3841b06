"""Amounts of invoices are added up by the bill alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tests.laws.code import Module, package, planted, word

ROOMS = ("invoices", "subscriptions")
"""Rooms whose lines become invoices."""

BILL = {"pinstripe.products.line_terms.bill"}

TOTALS = frozenset("amount_due starting_balance subtotal_excluding_tax total total_excluding_tax".split())
"""Fields of an invoice that only its bill gives."""


def fields(node: ast.AST) -> set[str]:
    """Names that a dictionary or a call gives values to."""
    if isinstance(node, ast.Dict):
        return {str(key.value) for key in node.keys if isinstance(key, ast.Constant)}
    return {each.arg for each in node.keywords if each.arg} if isinstance(node, ast.Call) else set()


def sums(modules: Iterable[Module]) -> list[str]:
    """Sums and totals outside of the bill."""
    found = []
    for module in modules:
        if module.room not in ROOMS or module.name in BILL:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and word(node.func) == "sum":
                found.append(f"{module.at(node)}: the bill adds up amounts")
            found += [
                f"{module.at(node)}: {name} comes from the bill" for name in sorted(fields(node) & TOTALS)
            ]
    return found


def test_only_the_bill_adds_up() -> None:
    assert sums(package()) == []


def test_a_sum_elsewhere_is_caught() -> None:
    for text in ("x = sum(line.amount for line in lines)\n", "x = {'total': 5}\n", "f(amount_due=5)\n"):
        assert len(sums([planted(text)])) == 1, text
    assert sums([planted("x = sum(lines)\n", "pinstripe.products.line_terms.bill")]) == []
    assert sums([planted("x = sum(lines)\n", "pinstripe.products.usage.planted")]) == []
