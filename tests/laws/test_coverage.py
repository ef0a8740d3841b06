"""COVERAGE.md and its pages tell the truth: every operation once, and what the code makes of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pinstripe.api.table import NEWEST, OLDEST, Table
from pinstripe.cli import coverage, facts
from pinstripe.kernel.operation import HANDLERS
from tests.laws.code import ROOT

LONGEST_CELL = 300
ROW = re.compile(r"^\| `([A-Z]+ /[^`]+)` \| (\w+) \|", re.MULTILINE)


def problems(text: str, operations: Iterable[str]) -> list[str]:
    """Operations that the document forgets, names twice, or misjudges; names that no table has."""
    rows = ROW.findall(text)
    listed = [name for name, _ in rows]
    known = set(operations)
    found = [f"{name} is not listed" for name in sorted(known - set(listed))]
    found += [f"{name} is listed, and no operation" for name in sorted(set(listed) - known)]
    found += [f"{name} is listed twice" for name in sorted({n for n in listed if listed.count(n) > 1})]
    for name, state in rows:
        handler = HANDLERS.get(name)
        truth = "missing" if handler is None else "generated" if handler.generated else "written"
        if state != truth:
            found.append(f"{name} is {truth}, not {state}")
    return found


def every_operation() -> set[str]:
    """What the compiled tables know."""
    return {name for version in (NEWEST, OLDEST) for name in Table.load(version).operations()}


def pages() -> str:
    """All pages, one after the other, as the code writes them."""
    return "".join(coverage.documents(facts.facts()).values())


def long_cells(text: str) -> list[str]:
    """Table cells that nobody reads to their end."""
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    return [cell for row in rows for cell in row.split(" | ") if len(cell) > LONGEST_CELL]


def test_every_operation_is_accounted_for() -> None:
    assert problems(pages(), every_operation()) == []


def test_the_documents_are_what_the_code_makes_of_them() -> None:
    assert coverage.outdated(ROOT, coverage.everything(ROOT, facts.facts())) == [], "make coverage"


def test_every_family_is_in_the_summary_with_its_page() -> None:
    texts = coverage.documents(facts.facts())
    linked = re.findall(r"\]\((docs/coverage/\w+\.md)\)", texts.pop(coverage.FILE))
    assert linked == list(texts)


def test_cells_are_readable() -> None:
    assert long_cells(pages()) == []
    assert long_cells("| a | " + "b" * 301 + " |") == ["b" * 301 + " |"]


def test_every_missing_parameter_is_named() -> None:
    for fact in facts.facts():
        listed = coverage.params_list(fact.missing_params)
        for param in fact.missing_params:
            name, _, rest = param.partition(".")
            assert f"`{name}`" in listed and rest in listed
    assert coverage.params_list(("a", "b.c", "b.d.e", "f")) == "  - `a`, `f`\n  - `b`: c, d.e\n"


def test_a_document_that_lies_is_caught() -> None:
    text = pages()
    name = "POST /v1/customers"
    assert problems(text.replace(f"| `{name}` |", "| |"), every_operation()) == [f"{name} is not listed"]
    assert problems(text.replace(f"`{name}` | written", f"`{name}` | missing"), every_operation()) == [
        f"{name} is written, not missing"
    ]
    assert problems(text + f"| `{name}` | written |\n", every_operation()) == [f"{name} is listed twice"]
    assert problems(text + "| `GET /v1/moon` | missing |\n", every_operation()) == [
        "GET /v1/moon is listed, and no operation"
    ]
