"""`pinstripe coverage` and `pinstripe explain`: what they print, what they write, what they refuse."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from pinstripe.cli import coverage, facts, families, sources
from pinstripe.cli.coverage import rows_of
from pinstripe.cli.main import main
from pinstripe.kernel.resource import REGISTRY, Resource, lifecycle

STATES = {"written", "generated", "missing"}


def run(*arguments: str, status: int = 0) -> str:
    """What a command prints."""
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == status, result.output
    return result.output


def test_the_summary_adds_up() -> None:
    lines = run("coverage").splitlines()
    assert lines[0].startswith("749 operations: ")
    assert "behaviours: " in lines[1]
    rows = [line.split() for line in lines[4:]]
    assert sum(int(row[1]) for row in rows) == 749
    for _, total, *states in rows:
        assert int(total) == sum(int(count) for count in states)


def test_every_operation_is_a_line_for_programs() -> None:
    rows = [json.loads(line) for line in run("coverage", "--json").splitlines()]
    assert len({row["operation"] for row in rows}) == len(rows) == 749
    by_name = {row["operation"]: row for row in rows}
    assert {row["state"] for row in rows} <= STATES
    assert by_name["POST /v1/customers"]["state"] == "written"
    assert "coupon" in by_name["POST /v1/customers"]["missing_params"]
    assert by_name["GET /v1/customers/{customer}"]["state"] == "generated"
    assert by_name["POST /v1/climate/orders"] == {
        "operation": "POST /v1/climate/orders",
        "state": "missing",
        "family": "climate",
        "missing_params": [],
        "source": "",
        "since": "",
        "until": "",
    }
    ended = by_name["GET /v1/subscription_items/{subscription_item}/usage_record_summaries"]
    assert ended["until"] == "2025-03-31.basil"


def test_the_document_is_written_checked_and_found_out_of_date(tmp_path: Path) -> None:
    file = tmp_path / "COVERAGE.md"
    run("coverage", "--check", "--file", str(file), status=1)
    run("coverage", "--write", "--file", str(file))
    first = file.read_bytes()
    assert "up to date" in run("coverage", "--check", "--file", str(file))
    run("coverage", "--write", "--file", str(file))
    assert file.read_bytes() == first
    file.write_text(file.read_text() + "\n")
    assert "make coverage" in run("coverage", "--check", "--file", str(file), status=1)


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


def test_missing_operations_and_parameters_say_so() -> None:
    assert "missing (answers 501)" in run("explain", "POST /v1/climate/orders")
    assert "tax_id_data: list of hash, answers 501" in run("explain", "POST /v1/customers")


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
