"""Queries read what an account has, in Sigma's dialect, and can reach nothing else."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pinstripe.analytics import question
from pinstripe.analytics.failures import Late
from tests.client import Api
from tests.products.sigma.asking import ask


def rows(api: Api, sql: str, **more: Any) -> list[list[str]]:
    """The rows of a query's answer."""
    told = ask(api, sql, **more)
    assert told["count"] == len(told["rows"])
    return list(told["rows"])


def test_a_query_reads_records(api: Api) -> None:
    ann = api.ok(api.post("/v1/customers", name="Ann", address={"city": "Rome"}, metadata={"tier": "gold"}))
    api.ok(api.post("/v1/customers", name="Bob", metadata={"tier": "tin"}))
    for amount in (1000, 2500):
        api.ok(api.post("/v1/charges", amount=amount, currency="usd", source="tok_visa", description="a,b"))
    assert rows(api, "SELECT name, address_city FROM customers ORDER BY 1") == [["Ann", "Rome"], ["Bob", ""]]
    summed = "SELECT currency, sum(amount), count(*) FROM charges GROUP BY 1"
    assert rows(api, summed) == [["usd", "3500", "2"]]
    assert rows(api, "SELECT date_format(created, '%Y-%m-%d %H:%i') FROM charges LIMIT 1") == [
        ["2026-01-01 00:00"]
    ]
    joined = "SELECT customer_id FROM customers_metadata WHERE value = 'gold'"
    assert rows(api, joined) == [[ann.id]]
    assert rows(api, "WITH big AS (SELECT * FROM charges WHERE amount > 2000) SELECT count(*) FROM big") == [
        ["1"]
    ]
    fees = "SELECT sum(b.fee) FROM balance_transactions b JOIN charges c ON b.source_id = c.id"
    assert rows(api, fees) == [["162"]]
    assert rows(api, "SELECT DISTINCT merchant_id FROM charges") == [[api.get("/v1/account").id]]
    assert rows(api, "SELECT payment_method_details_card_brand FROM charges LIMIT 1") == [["visa"]]


def test_nobody_reads_what_belongs_to_another(api: Api) -> None:
    seller = api.ok(api.post("/v1/accounts", type="custom", country="US")).id
    api.ok(api.with_(account=seller).post("/v1/customers", name="Theirs"))
    api.ok(api.with_(key="sk_test_other").post("/v1/customers", name="Foreign"))
    assert rows(api, "SELECT name FROM customers") == []
    assert rows(api, "SELECT name, merchant_id FROM connected_account_customers") == [["Theirs", seller]]
    assert rows(api, "SELECT name FROM customers", account=seller) == [["Theirs"]]
    assert rows(api, "SELECT name FROM connected_account_customers", account=seller) == []


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("SELECT 1; SELECT 2", "single query"),
        ("DROP TABLE charges", "single query"),
        ("INSERT INTO charges SELECT * FROM charges", "single query"),
        ("ATTACH '/tmp/x.db'", ""),
        ("SELECT * FROM moons", "'moons' does not exist"),
        ("SELECT * FROM read_csv('/etc/passwd')", ""),
        ("SELECT * FROM '/etc/passwd'", ""),
        ("SELECT moons FROM charges", "moons"),
        ("SELEKT", ""),
        ("", "single query"),
    ],
)
def test_what_is_no_query_is_refused(api: Api, sql: str, why: str) -> None:
    told = ask(api, sql)
    assert (told["error"]["type"], why in told["error"]["message"]) == ("invalid_request_error", True)
    assert "root:" not in told["error"]["message"]


def test_a_query_that_takes_too_long_is_given_up(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question, "SECONDS", 1)
    endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t"
    assert "too long" in ask(api, endless)["error"]["message"]


def test_a_query_may_not_fill_memory(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question, "MEMORY", "20MB")
    large = "SELECT array_agg(repeat('x', 1000)) FROM unnest(sequence(1, 1000000)) AS t(n)"
    assert ask(api, large)["error"]["type"] == "invalid_request_error"
    monkeypatch.setattr(question, "LARGEST", 10)
    assert "too large" in ask(api, "SELECT 'a longer line than ten bytes'")["error"]["message"]


def test_a_run_that_takes_too_long_says_so(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.products.sigma.asking import control

    async def never(*_: Any) -> None:
        await asyncio.sleep(0)
        raise Late

    monkeypatch.setattr(question, "ask", never)
    query = control(api, "sigma/queries", {"name": "Endless", "sql": "SELECT 1"})
    control(api, "sigma/queries/run", {"query": query["id"]})
    control(api, "clock/advance", {"seconds": 1})
    [run] = api.ok(api.get("/v1/sigma/scheduled_query_runs"))["data"]
    assert (run["status"], run["file"], run["title"]) == ("timed_out", None, "Endless")
