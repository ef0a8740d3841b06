"""Everything that a caller can notice says where it is known from."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from pinstripe.cli import facts, sources
from tests.laws.code import Function, Module, package, planted, word

REFUSING = frozenset({"pinstripe.api.errors", "pinstripe.api.access_errors"})


def refuses(module: Module, node: Function) -> bool:
    """Does the function make a refusal: does it promise an ApiError or an Answer?"""
    promised = word(node.returns).rpartition(".")[2]
    if node.name.startswith("_"):
        return False  # a part of refusals that have their own sources
    if promised in {"ApiError", "Answer"}:
        return module.name in REFUSING or module.layer == "products"
    return False


def handles(node: Function) -> bool:
    """Is the function an operation, or a job of the clock?"""
    return any(
        isinstance(one, ast.Call) and word(one.func).rpartition(".")[2] in {"operation", "job"}
        for one in node.decorator_list
    )


def noticed(module: Module) -> Iterator[Function]:
    """Functions whose behaviour a caller notices."""
    return (node for node in module.functions() if handles(node) or refuses(module, node))


def problems(modules: Iterable[Module]) -> list[str]:
    """Behaviours without a tag, and tags that name no kind of source."""
    found = []
    for module in modules:
        for node in noticed(module):
            tag = sources.tag_of(ast.get_docstring(node))
            if not tag:
                found.append(f"{module.at(node)}: {node.name} has no source")
            elif sources.certainty(tag) == "untagged":
                found.append(f"{module.at(node)}: {node.name} has a source of no known kind: {tag}")
    return found


def test_every_handler_and_refusal_has_a_source() -> None:
    assert problems(package()) == []


def test_every_generated_operation_has_the_source_of_its_resource() -> None:
    untagged = [fact.name for fact in facts.facts() if fact.state == "generated" and not fact.source]
    assert untagged == []


def test_a_behaviour_without_source_is_caught() -> None:
    handler = '@operation("GET /v1/x", X)\ndef f(work, params):\n    """What it is."""\n'
    refusal = 'def f() -> ApiError:\n    """No. source: hearsay"""\n'
    job = '@job(X, "renew")\ndef f(work, record): ...\n'
    assert problems([planted(handler)]) == ["pinstripe/products/invoices/planted.py:2: f has no source"]
    assert "no known kind: hearsay" in problems([planted(refusal)])[0]
    assert len(problems([planted(job)])) == 1
    assert problems([planted(handler.replace("is.", "is. source: spec"))]) == []


def test_tags_are_read_and_weighed() -> None:
    assert (
        sources.tag_of("It is. source: docs: Test clocks; order inferred")
        == "docs: Test clocks; order inferred"
    )
    assert sources.tag_of("It is.\n\nsource: spec;\nrecorded: x\n\nMoney: none") == "spec; recorded: x"
    assert sources.tag_of("Nothing.") == ""
    kinds = {
        "spec": "known",
        "docs: x, wording inferred": "partly",
        "inferred": "inferred",
        "a friend": "untagged",
    }
    assert {tag: sources.certainty(tag) for tag in kinds} == kinds
