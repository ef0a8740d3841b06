"""Machines know no product, and no product reaches into a machine."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from pinstripe import products, runtime
from pinstripe.kernel.after import KINDS
from pinstripe.kernel.resource import REGISTRY
from tests.laws.code import Module, method, package, planted, text_of, word

assert runtime.Runtime, "whoever hears of a kind declares it when it is imported"

INNER = frozenset({"after", "told", "side"})
"""What a unit of work and a batch keep for machines: a product says `work.after_commit(kind, value)`."""


def reaching(modules: Iterable[Module]) -> list[str]:
    """Products that touch what a unit of work, a batch or a world keeps for machines."""
    return [
        f"{module.at(node)}: {word(node)} is for machines; say work.after_commit"
        for module in modules
        if module.layer == "products"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and node.attr in INNER
        and word(node.value).rpartition(".")[2] in {"work", "batch", "world"}
    ]


def untold(modules: Iterable[Module]) -> list[str]:
    """News of a kind that nobody has declared."""
    return [
        f"{module.at(call)}: nobody hears of {text_of(call.args[0])}"
        for module in modules
        for call in module.calls()
        if method(call) in {"after_commit", "tell"}
        and len(call.args) == 2
        and text_of(call.args[0]) is not None
        and text_of(call.args[0]) not in KINDS
    ]


def naming(modules: Iterable[Module]) -> list[str]:
    """Text in the clock that names a type of record: which records are clocks is declared by their room."""
    products.register()
    return [
        f"{module.at(node)}: the clock names {text_of(node)}"
        for module in modules
        if module.layer == "clock"
        for node in ast.walk(module.tree)
        if node not in module.docstrings
        and any(kind in (text_of(node) or "").split("'") for kind in REGISTRY)
    ]


def test_no_product_reaches_into_a_machine() -> None:
    assert reaching(package()) == []


def test_news_are_of_kinds_that_somebody_declared() -> None:
    assert {"advance", "deliveries", "endpoints"} <= set(KINDS)
    assert untold(package()) == []


def test_the_clock_names_no_type_of_record() -> None:
    assert naming(package()) == []


def test_a_product_that_reaches_into_a_machine_is_caught() -> None:
    for text in (
        "def f(work):\n    work.after.append(print)\n",
        "def f(work):\n    work.batch.side['advance'] = []\n",
        "def f(batch):\n    batch.told['advance'] = []\n",
    ):
        assert len(reaching([planted(text)])) == 1, text
    assert reaching([planted("def f(change):\n    return change.after\n")]) == []


def test_news_that_nobody_hears_of_are_caught() -> None:
    for text in ('work.after_commit("gossip", 1)\n', 'batch.tell("gossip", 1)\n'):
        assert len(untold([planted(text)])) == 1, text


def test_a_clock_that_names_a_type_is_caught() -> None:
    for text in (
        'KIND = "test_helpers.test_clock"\n',
        "SQL = \"... WHERE type='test_helpers.test_clock'\"\n",
    ):
        assert len(naming([planted(text, "pinstripe.clock.planted")])) == 1, text
