"""`pinstripe new-resource`: what it writes breaks no law and claims nothing, in a copy of the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pinstripe.cli.main import main
from pinstripe.cli.resources import listed, plan_of, plural, rows_of
from tests.conftest import ROOT

PARTS = ("src", "tests", "tools", "spec", "docs", "bench", "examples")
LAWS = "test_rooms test_sources"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The repository, as far as laws read it."""
    skipped = shutil.ignore_patterns("__pycache__", "node_modules", "build", "*.egg-info")
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part, ignore=skipped)
    for path in (*ROOT.glob("*.md"), ROOT / "pyproject.toml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def within(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A program of the copy."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_record_breaks_no_law_and_claims_nothing(copy: Path) -> None:
    coverage = (copy / "COVERAGE.md").read_bytes()
    made = within(
        copy, "-m", "pinstripe", "new-resource", "credit_note", "--room", "invoices", "--prefix", "cn"
    )
    assert made.returncode == 0, made.stderr
    room = copy / "src/pinstripe/products/invoices"
    assert (
        'CREDIT_NOTE = Resource(\n    "credit_note",\n    prefix="cn",'
        in (room / "credit_note.py").read_text()
    )
    assert "POST /v1/credit_notes/{id}/void" in (room / "credit_notes.py").read_text()
    assert '    "credit_note",\n    "credit_notes",\n)' in (room / "__init__.py").read_text()
    assert "| `credit_notes.py` | endpoints |" in (room / "README.md").read_text()
    story = (copy / "tests/scenarios/credit_notes.txt").read_text()
    assert "GET /v1/credit_notes/x !501 not_implemented\n" in story
    laws = [f"tests/laws/{law}.py" for law in LAWS.split()]
    story_test = "tests/scenarios/test_scenarios.py"
    for chosen in (laws, [story_test, "-k", "Credit and not postgresql"]):
        done = within(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *chosen)
        assert done.returncode == 0, done.stdout[-3000:]
    assert within(copy, "-m", "pinstripe", "coverage", "--check").returncode == 0
    assert (copy / "COVERAGE.md").read_bytes() == coverage
    again = within(copy, "-m", "pinstripe", "new-resource", "credit_note", "--room", "invoices")
    assert (again.returncode, "is declared in invoices already" in again.stderr) == (1, True)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("credit_note", "--room", "moons"), "There is no room moons"),
        (("moon", "--room", "invoices"), "No operation of the API gives an object moon"),
        (("customer", "--room", "customers"), "customer is declared in customers already"),
        (("bank_account", "--room", "balance"), "bank_account is declared in connect already"),
    ],
)
def test_what_makes_no_sense_is_refused(copy: Path, words: tuple[str, ...], why: str) -> None:
    result = CliRunner().invoke(main, ["new-resource", *words, "--folder", str(copy)])
    assert (result.exit_code, why in result.output) == (1, True)


def test_the_tables_suggest_rows() -> None:
    plan = plan_of("credit_note", "invoices", "")
    assert (plan.path, plan.states) == ("/v1/credit_notes", ("issued", "void"))
    assert list(rows_of(plan)) == [
        '("create", "?", "?", "?", "credit_note.created"),',
        '("update", "?", "?", "?", "credit_note.updated"),',
        '("void", "?", "?", "void", "credit_note.voided"),',
    ]


def test_names_follow_the_rule() -> None:
    assert [plural(word) for word in ("refund", "tax_registry", "payment_way")] == [
        "refunds",
        "tax_registries",
        "payment_ways",
    ]


def test_a_rooms_list_grows_at_its_end() -> None:
    text = 'MODULES: tuple[str, ...] = (\n    "a",\n)\nDOORS: tuple[str, ...] = ("a",)\n'
    assert listed(text, "b", "c") == text.replace('"a",\n)', '"a",\n    "b",\n    "c",\n)')
