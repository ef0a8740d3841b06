"""`pinstripe coverage` and `pinstripe explain`: what they print, what they write, what they refuse."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from pinstripe.cli import coverage, facts, families, sources
from pinstripe.cli.coverage import rows_of
from pinstripe.cli.main import main
from pinstripe.kernel.operation import HANDLERS
from pinstripe.kernel.resource import REGISTRY, Resource, lifecycle

STATES = {"written", "generated", "missing"}


def run(*arguments: str, status: int = 0) -> str:
    """What a command prints."""
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == status, result.output
    return result.output


def test_the_summary_adds_up() -> None:
    lines = run("coverage").splitlines()
    every = len(facts.operations())
    assert lines[0].startswith(f"{every} operations: ")
    assert "behaviours: " in lines[1]
    rows = [line.split() for line in lines[4:]]
    assert sum(int(row[1]) for row in rows) == every
    for _, total, *states in rows:
        assert int(total) == sum(int(count) for count in states)


def test_every_operation_is_a_line_for_programs(
    unbuilt: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    unbuilt("POST /v1/quotes")
    lacking = dataclasses.replace(HANDLERS["POST /v1/customers"], missing=frozenset({"email"}))
    monkeypatch.setitem(HANDLERS, "POST /v1/customers", lacking)
    rows = [json.loads(line) for line in run("coverage", "--json").splitlines()]
    assert len({row["operation"] for row in rows}) == len(rows) == len(facts.operations())
    by_name = {row["operation"]: row for row in rows}
    assert {row["state"] for row in rows} <= STATES
    assert by_name["POST /v1/customers"]["state"] == "written"
    assert by_name["POST /v1/customers"]["missing_params"] == ["email"]
    assert by_name["GET /v1/customers/{customer}"]["state"] == "generated"
    assert by_name["POST /v1/quotes"] == {
        "operation": "POST /v1/quotes",
        "state": "missing",
        "family": "billing",
        "missing_params": [],
        "source": "",
        "since": "",
        "until": "",
    }
    ended = by_name["GET /v1/subscription_items/{subscription_item}/usage_record_summaries"]
    assert ended["until"] == "2025-03-31.basil"


def test_the_documents_are_written_checked_and_found_out_of_date(tmp_path: Path) -> None:
    there = ("--folder", str(tmp_path))
    readme = tmp_path / "README.md"
    readme.write_text(f"# It\n{coverage.BEGIN}\nall of it\n{coverage.END}\nMore.\n")
    run("coverage", "--check", *there, status=1)
    run("coverage", "--write", *there)
    first = {path: path.read_bytes() for path in tmp_path.rglob("*.md")}
    assert len(first) == 2 + len({fact.family for fact in facts.facts()})
    claimed = f"{len(facts.operations())} operations of the API are built"
    assert claimed in readme.read_text() and readme.read_text().endswith(f"{coverage.END}\nMore.\n")
    readme.write_text(readme.read_text().replace(claimed, "so many operations are built"))
    assert "README.md: make coverage" in run("coverage", "--check", *there, status=1)
    run("coverage", "--write", *there)
    assert "up to date" in run("coverage", "--check", *there)
    page, stray = tmp_path / "docs/coverage/billing.md", tmp_path / "docs/coverage/moons.md"
    page.write_text(page.read_text() + "\n")
    stray.write_text("# Moons\n")
    told = run("coverage", "--check", *there, status=1)
    assert "docs/coverage/billing.md, docs/coverage/moons.md: make coverage" in told
    run("coverage", "--write", *there)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.md")} == first


def test_a_page_shows_states_versions_and_what_is_missing() -> None:
    text = coverage.documents(facts.facts())["docs/coverage/billing.md"]
    assert "| `POST /v1/customers` | written |  | " in text
    ended = "GET /v1/subscription_items/{subscription_item}/usage_record_summaries"
    assert f"| `{ended}` | written | until 2025-03-31.basil | " in text
    fact = dataclasses.replace(next(facts.named("POST /v1/customers")), missing_params=("email", "tax.wat"))
    listed = coverage.page("billing", [fact]).partition("## Parameters that answer 501\n\n")[2]
    assert listed == "- `POST /v1/customers`\n  - `email`\n  - `tax`: wat\n"


def test_a_written_operation_is_explained() -> None:
    text = run("explain", "POST /v1/test_helpers/test_clocks/{test_clock}/advance")
    assert text == run("explain", "PostTestHelpersTestClocksTestClockAdvance")
    assert text == run("explain", "POST", "/v1/test_helpers/test_clocks/clock_1/advance")
    assert "src/pinstripe/products/customers/clocks.py:" in text
    assert "ready → advancing  test_helpers.test_clock.advancing" in text
    assert "frozen_time: integer (unix-time), required" in text
    assert "answer    test_helpers.test_clock" in text


def test_the_line_is_where_the_function_begins() -> None:
    fact = next(facts.named("POST /v1/customers"))
    path, _, line = coverage.where(fact).partition(":")
    lines = (sources.ROOT.parents[1] / path).read_text().splitlines()
    assert lines[int(line) - 1].startswith('@operation("POST /v1/customers"')


def test_a_generated_operation_is_explained_by_its_resource() -> None:
    text = run("explain", "GET /v1/customers/{customer}")
    path, _, line = text.partition("where     ")[2].split()[0].partition(":")
    lines = (sources.ROOT.parents[1] / path).read_text().splitlines()
    assert lines[int(line) - 1] == "CUSTOMER = Resource("
    assert "(generated: retrieve)" in text


def test_a_path_names_all_its_operations() -> None:
    text = run("explain", "/v1/customers/cus_1")
    assert [line.split()[0] for line in text.splitlines() if line[:1].isalpha()] == ["DELETE", "GET", "POST"]
    assert "PostCustomersCustomer" in text
    assert "GET /v1/customers/search" not in text
    assert run("explain", "/v1/customers/search").startswith("GET /v1/customers/search")


def test_missing_operations_and_parameters_say_so(
    unbuilt: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    unbuilt("POST /v1/quotes")
    assert "missing (answers 501)" in run("explain", "POST /v1/quotes")
    name = "POST /v1/payouts"
    lacking = dataclasses.replace(HANDLERS[name], missing=frozenset({"payout_method"}))
    monkeypatch.setitem(HANDLERS, name, lacking)
    assert "payout_method: text, answers 501" in run("explain", name)


def test_what_nobody_knows_is_refused() -> None:
    assert "No operation of the API" in run("explain", "POST /v1/moons", status=1)


@pytest.mark.parametrize(
    ("path", "family"),
    [
        ("/v1/customers/{customer}", "billing"),
        ("/v1/customers/{customer}/sources/{id}", "payments"),
        ("/v1/customers/{customer}/tax_ids", "tax"),
        ("/v1/test_helpers/issuing/authorizations", "issuing"),
        ("/v1/test_helpers/customers/{customer}/fund_cash_balance", "payments"),
        ("/v2/core/event_destinations", "webhooks"),
        ("/v2/core/accounts", "connect"),
        ("/v2/billing/meter_events", "billing"),
    ],
)
def test_families_follow_the_path(path: str, family: str) -> None:
    assert families.family_of(path) == family


def test_every_operation_has_a_family() -> None:
    assert {families.family_of(one.path) for one in facts.operations().values()} <= set(families.FAMILIES)


def test_what_a_room_decides_counts_for_its_family() -> None:
    counts = facts.certainties_by_family(facts.facts())
    assert facts.room_of("pinstripe.products.usage.meters") == "usage"
    assert facts.room_of("pinstripe.kernel.work") == ""
    assert {"catalog", "payments", "billing", "connect", "webhooks", ""} <= set(counts)
    assert sum(count.total() for count in counts.values()) == len(list(sources.behaviours()))
    assert coverage.inferred_share(counts["billing"]) > "0.0 %"
    assert coverage.inferred_share(Counter()) == ""


def test_shares_are_rounded_without_floats() -> None:
    assert [coverage.percent(*pair) for pair in ((1, 3), (2, 3), (1, 8), (0, 5), (5, 5), (0, 0))] == [
        "33.3 %",
        "66.7 %",
        "12.5 %",
        "0.0 %",
        "100.0 %",
        "0.0 %",
    ]


def test_rows_name_the_field_that_they_move_where_it_is_not_the_status() -> None:
    resource = Resource(
        "planted.reader",
        lifecycle=lifecycle(("connect", "done", "offline", "online")),
        lifecycles={"action.status": lifecycle(("finish", "done", "in_progress", "succeeded"))},
    )
    try:
        for verb, row in (
            ("connect", "connect/done: offline → online"),
            ("finish", "finish/done: action.status in_progress → succeeded"),
        ):
            fact: Any = SimpleNamespace(handler=SimpleNamespace(resource=resource, verb=verb))
            assert rows_of(fact) == [row]
    finally:
        del REGISTRY[resource.object]
