"""COVERAGE.md tells the truth: it names every operation, and it is what the code makes of itself today."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pinstripe.api.table import NEWEST, OLDEST, Table
from pinstripe.cli import coverage, facts
from pinstripe.kernel.operation import HANDLERS
from tests.laws.code import ROOT

FILE = ROOT / "COVERAGE.md"
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


def test_every_operation_is_accounted_for() -> None:
    assert problems(coverage.document(facts.facts()), every_operation()) == []


def test_the_document_is_what_the_code_makes_of_it() -> None:
    assert FILE.read_text(encoding="utf-8") == coverage.document(facts.facts()), "make coverage"


def test_a_document_that_lies_is_caught() -> None:
    text = coverage.document(facts.facts())
    name = "POST /v1/customers"
    assert problems(text.replace(f"| `{name}` |", "| |"), every_operation()) == [f"{name} is not listed"]
    assert problems(text.replace(f"`{name}` | written", f"`{name}` | missing"), every_operation()) == [
        f"{name} is written, not missing"
    ]
    assert problems(text + f"| `{name}` | written |\n", every_operation()) == [f"{name} is listed twice"]
    assert problems(text + "| `GET /v1/moon` | missing |\n", every_operation()) == [
        "GET /v1/moon is listed, and no operation"
    ]
