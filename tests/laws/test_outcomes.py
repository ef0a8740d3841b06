"""What a network may answer is a closed set: no text stands for it, and a match over it forgets nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tests.laws.code import Module, package, planted, text_of, word

NETWORKS_OF_THE_KERNEL = frozenset(
    {"pinstripe.networks.registry", "pinstripe.networks.port", "pinstripe.networks.banks.port"}
)
"""What the kernel may know of networks: their names and their questions, and nobody who answers."""


def texts(modules: Iterable[Module]) -> list[str]:
    """Products that hold an answer's outcome against a text: one that is not thought of falls through."""
    return [
        f"{module.at(node)}: {word(node.left)} is compared with a text; match over its enum"
        for module in modules
        if module.layer == "products"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Attribute)
        and node.left.attr == "outcome"
        and any(
            text_of(part) is not None
            for other in node.comparators
            for part in (other.elts if isinstance(other, ast.Tuple | ast.List | ast.Set) else [other])
        )
    ]


def open_ended(modules: Iterable[Module]) -> list[str]:
    """Matches over outcomes whose last case is not `assert_never`."""
    return [
        f"{module.at(node)}: a match over {word(node.subject)} must end in assert_never"
        for module in modules
        if module.layer in {"products", "networks"}
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Match)
        and word(node.subject).rpartition(".")[2] == "outcome"
        and not never(node.cases[-1])
    ]


def never(case: ast.match_case) -> bool:
    """Does a case say that it cannot happen?"""
    last = case.body[-1]
    return (
        isinstance(last, ast.Expr)
        and isinstance(last.value, ast.Call)
        and word(last.value.func) == "assert_never"
    )


def answering(modules: Iterable[Module]) -> list[str]:
    """Imports by which the kernel knows a simulator."""
    return [
        f"{module.at(node)}: the kernel knows {name}; ask work.network(name)"
        for module in modules
        if module.layer == "kernel"
        for node, name in module.imports()
        if name.startswith("pinstripe.networks") and name not in NETWORKS_OF_THE_KERNEL
    ]


def test_no_outcome_is_a_text() -> None:
    assert texts(package()) == []


def test_every_match_over_outcomes_is_closed() -> None:
    assert open_ended(package()) == []


def test_the_kernel_knows_no_simulator() -> None:
    assert answering(package()) == []


def test_an_outcome_that_is_a_text_is_caught() -> None:
    for text in ('x = done.outcome == "declined"\n', 'x = reply.outcome in ("declined", "blocked")\n'):
        assert len(texts([planted(text)])) == 1, text
    assert texts([planted("x = done.outcome is Attempted.DECLINED\n")]) == []


def test_an_open_match_is_caught() -> None:
    text = "match reply.outcome:\n    case A.X:\n        f()\n    case never:\n        {}\n"
    assert len(open_ended([planted(text.format("g()"))])) == 1
    assert open_ended([planted(text.format("assert_never(never)"))]) == []
    assert len(open_ended([planted("match outcome:\n    case A.X:\n        f()\n")])) == 1


def test_a_simulator_in_the_kernel_is_caught() -> None:
    bad = "def f():\n    from pinstripe.networks.cards.sim import CardNetwork\n"
    assert len(answering([planted(bad, "pinstripe.kernel.work")])) == 1
    good = "from pinstripe.networks.registry import Opened\n"
    assert answering([planted(good, "pinstripe.kernel.work")]) == []
