"""`pinstripe new-resource`: what it writes breaks no law and claims nothing, in a copy of the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pinstripe import products
from pinstripe.cli.main import main
from pinstripe.cli.resources import listed, plan_of, plural, rows_of
from pinstripe.kernel.operation import HANDLERS
from pinstripe.kernel.resource import REGISTRY
from tests.conftest import ROOT

PARTS = ("src", "tests", "tools", "spec", "docs", "bench", "examples")
LAWS = ("test_rooms", "test_sources")


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
        env={**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def without_quotes(copy: Path) -> None:
    """The copy as it was before quotes were built: a room that no other imports."""
    shutil.rmtree(copy / "src/pinstripe/products/quotes")
    for name in ("tests/scenarios/quotes.txt", "tests/property/rooms/quotes.py"):
        (copy / name).unlink()
    rooms = copy / "src/pinstripe/products/__init__.py"
    lines = rooms.read_text().splitlines(keepends=True)
    rooms.write_text("".join(line for line in lines if not line.startswith('    "quotes",')))
    assert within(copy, "tools/rooms.py").returncode == 0
    assert within(copy, "-m", "pinstripe", "coverage", "--write").returncode == 0


def test_a_new_record_breaks_no_law_and_claims_nothing(copy: Path) -> None:
    without_quotes(copy)
    coverage = (copy / "COVERAGE.md").read_bytes()
    made = within(copy, "-m", "pinstripe", "new-resource", "quote", "--room", "schedules", "--prefix", "qt")
    assert made.returncode == 0, made.stderr
    room = copy / "src/pinstripe/products/schedules"
    assert 'QUOTE = Resource(\n    "quote",\n    prefix="qt",' in (room / "quote.py").read_text()
    assert "POST /v1/quotes/{quote}/finalize" in (room / "quotes.py").read_text()
    assert '    "quote",\n    "quotes",\n)' in (room / "__init__.py").read_text()
    assert "| `quotes.py` | endpoints |" in (room / "README.md").read_text()
    story = (copy / "tests/scenarios/quotes.txt").read_text()
    assert "GET /v1/quotes/x !501 not_implemented\n" in story
    chosen = [*(f"tests/laws/{law}.py" for law in LAWS), "tests/scenarios/test_scenarios.py"]
    which = " or ".join((*LAWS, "(Quote and not postgresql)"))
    done = within(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", which, *chosen)
    assert done.returncode == 0, done.stdout[-3000:]
    assert within(copy, "-m", "pinstripe", "coverage", "--check").returncode == 0
    assert (copy / "COVERAGE.md").read_bytes() == coverage
    again = within(copy, "-m", "pinstripe", "new-resource", "quote", "--room", "schedules")
    assert (again.returncode, "is declared in schedules already" in again.stderr) == (1, True)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("quote", "--room", "moons"), "There is no room moons"),
        (("moon", "--room", "invoices"), "No operation of the API gives an object moon"),
        (("customer", "--room", "customers"), "customer is declared in customers already"),
        (("bank_account", "--room", "balance"), "bank_account is declared in connect already"),
    ],
)
def test_what_makes_no_sense_is_refused(copy: Path, words: tuple[str, ...], why: str) -> None:
    result = CliRunner().invoke(main, ["new-resource", *words, "--folder", str(copy)])
    assert (result.exit_code, why in result.output) == (1, True)


def test_the_tables_suggest_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    products.register()
    monkeypatch.delitem(REGISTRY, "credit_note")
    for name in [one for one in HANDLERS if "/v1/credit_notes" in one]:
        monkeypatch.delitem(HANDLERS, name)
    monkeypatch.setattr(products, "register", lambda: None)
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
