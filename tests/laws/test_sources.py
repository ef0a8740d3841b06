"""Everything that a caller can notice says where it is known from."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from pinstripe import products
from pinstripe.cli import facts, sources
from pinstripe.kernel.resource import REGISTRY
from tests.laws.cited import cited, named_in, nameless
from tests.laws.code import ROOT, Function, Module, package, planted, word

SOURCES = ROOT / "spec" / "sources.md"
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


def guessed(modules: Iterable[Module]) -> list[str]:
    """Refusals and jobs that claim to be known from the description alone: it has no sentences of errors, and
    says nothing of what happens later.
    """
    found = []
    for module in modules:
        for node in noticed(module):
            later = any("job" in word(one) for one in map(called, node.decorator_list))
            if not (later or refuses(module, node)):
                continue
            tag = sources.tag_of(ast.get_docstring(node)) or ""
            if "spec" in tag and not re.search("inferred|recorded|docs|sdk|memory", tag):
                found.append(f"{module.at(node)}: {node.name} cannot be known from the description: {tag}")
    return found


def called(node: ast.expr) -> ast.expr:
    """What a decorator calls."""
    return node.func if isinstance(node, ast.Call) else node


def test_no_refusal_or_job_claims_the_description_alone() -> None:
    assert guessed(package()) == []


def test_guesses_that_claim_the_description_are_caught() -> None:
    room = "pinstripe.products.invoices.planted"
    refusal = 'def no(x) -> ApiError:\n    """A guess. source: spec"""\n'
    later = '@job(X, "lapse")\ndef lapse(work, x) -> None:\n    """A guess. source: spec"""\n'
    honest = 'def no(x) -> ApiError:\n    """A guess. source: spec (rule); wording inferred"""\n'
    assert [len(guessed([planted(text, room)])) for text in (refusal, later, honest)] == [1, 1, 0]


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


def explained(name: str, known: Iterable[str]) -> bool:
    """Does the list explain the name, or one that it goes on from (an id, a version, a date)?"""
    return any(name == one or (name.startswith(one) and name[len(one)] in " -+/_,'") for one in known)


def tags() -> Iterator[tuple[str, str]]:
    """Every tag of the package with its place."""
    for module, (own, found) in sources.modules().items():
        yield module, own
        yield from ((f"{module}: {one.name}", one.source) for one in found)
    products.register()
    yield from ((kind, resource.source or "") for kind, resource in REGISTRY.items())


def unexplained(found: Iterable[tuple[str, str]], known: Iterable[str]) -> list[str]:
    """Names of sources that nobody explains, and kinds that need a name and have none."""
    known = list(known)
    out = []
    for place, tag in found:
        out += [f"{place}: {name}" for name in cited(tag) if not explained(name, known)]
        if nameless(tag):
            out.append(f"{place}: names no page or recording: {tag}")
    return out


def test_every_source_is_explained() -> None:
    assert unexplained(tags(), named_in(SOURCES.read_text(encoding="utf-8"))) == []


def test_every_explanation_is_needed() -> None:
    known = named_in(SOURCES.read_text(encoding="utf-8"))
    names = [name for _, tag in tags() for name in cited(tag)]
    assert [one for one in known if not any(explained(name, [one]) for name in names)] == []
    assert len(known) == len(set(known))


def test_a_source_that_nobody_explains_is_caught() -> None:
    known = named_in("| `recorded: gumroad` | what |\n| `docs: Test clocks` | where |\n| x |\n")
    assert known == ["recorded: gumroad", "docs: Test clocks"]
    good = "spec; docs: Test clocks (rule), wording inferred; recorded: gumroad-8e80 (fees), gumroad 2020"
    assert unexplained([("f", good)], known) == []
    assert unexplained([("f", good + ", a friend")], known) == ["f: recorded: a friend"]
    assert unexplained([("f", "recorded: gumroads")], known) == ["f: recorded: gumroads"]
    assert unexplained([("f", "docs: Test")], known) == ["f: docs: Test"]
    assert unexplained([("f", "spec; recorded")], known) == ["f: names no page or recording: spec; recorded"]
    assert unexplained([("f", "what nobody recorded: inferred")], known) == []


def test_tags_are_read_and_weighed() -> None:
    assert (
        sources.tag_of("It is. source: docs: Test clocks; order inferred")
        == "docs: Test clocks; order inferred"
    )
    assert sources.tag_of("It is.\n\nsource: spec;\nrecorded: x\n\nMoney: none") == "spec; recorded: x"
    assert sources.tag_of("Nothing.") == ""
    assert sources.tag_of("It is. source: docs:\n    Test clocks\n    Else") == "docs: Test clocks"
    assert sources.tag_of("It is. source: recorded: x 12. Private fact: y") == "recorded: x 12"
    assert cited("docs: Coupons and promotion codes; recorded: a 12 and 14, b (c, d), e for f") == [
        "docs: Coupons and promotion codes",
        "recorded: a 12",
        "recorded: b",
        "recorded: e",
    ]
    kinds = {
        "spec": "known",
        "docs: x, wording inferred": "partly",
        "inferred": "inferred",
        "a friend": "untagged",
        "recorded": "untagged",
        "recorded (fees)": "untagged",
        "recorded: gumroad (fees)": "known",
        "docs": "untagged",
        "text from memory": "inferred",
        "docs: payment intents (text from memory)": "partly",
        "spec; text from memory": "partly",
    }
    assert {tag: sources.certainty(tag) for tag in kinds} == kinds
