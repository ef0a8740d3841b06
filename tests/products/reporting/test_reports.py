"""Reports say what the books say: line by line, in sums, at both ends of an interval."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pinstripe.http import auth
from pinstripe.http.seen import Request
from pinstripe.products.reporting import statement
from tests.client import Answer, Api

DAY = 86400
ITEMIZED = "balance_change_from_activity.itemized.3"
NEVER = {"enabled": "true", "allow_redirects": "never"}


def paid(api: Api, amount: int, currency: str = "usd", **more: Any) -> Answer:
    """A payment whose money can be used at once."""
    return api.ok(
        api.post(
            "/v1/payment_intents",
            amount=amount,
            currency=currency,
            payment_method="pm_card_bypassPending",
            confirm="true",
            automatic_payment_methods=NEVER,
            **more,
        )
    )


def advance(api: Api, seconds: int) -> None:
    """The world's clock goes on."""
    world = api.runtime.worlds.get(auth.world_name("pinstripe"))
    api.loop.run_until_complete(api.runtime.scheduler.advance(world, world.now() + seconds))


def report(api: Api, kind: str, **parameters: Any) -> list[dict[str, str]]:
    """Runs a report to its end and reads its file."""
    made = api.ok(api.post("/v1/reporting/report_runs", report_type=kind, parameters=parameters))
    advance(api, 2)
    done = api.ok(api.get(f"/v1/reporting/report_runs/{made.id}"))
    assert (done["status"], done["parameters"]["interval_end"]) == ("succeeded", parameters["interval_end"])
    path = done["result"]["url"].split("://", 1)[1]
    request = Request("GET", path[path.index("/") :], b"", {"authorization": f"Bearer {api.key}"}, b"")
    reply = api.loop.run_until_complete(api.runtime.chain.handle(request))
    assert dict(reply.headers)["Content-Type"] == "text/csv"
    body = bytes(reply.body)
    assert len(body) == done["result"]["size"]
    return list(csv.DictReader(io.StringIO(body.decode())))


def span(api: Api, start: int | None = None) -> dict[str, int]:
    """All that can be reported, or from a moment on."""
    kind = api.ok(api.get(f"/v1/reporting/report_types/{ITEMIZED}"))
    return {
        "interval_start": kind["data_available_start"] if start is None else start,
        "interval_end": kind["data_available_end"],
    }


def test_every_movement_has_a_line(api: Api) -> None:
    ann = api.ok(api.post("/v1/customers", name="Ann", email="ann@example.com"))
    order = paid(api, 10000, customer=ann.id, metadata={"order": "A, 1"}, description='Say "hi"')
    paid(api, 4000)
    api.ok(api.post("/v1/refunds", payment_intent=order.id, amount=1500, metadata={"why": "late"}))
    rows = api.ok(api.get("/v1/balance_transactions"))["data"][::-1]
    advance(api, DAY)
    columns = [
        *("balance_transaction_id", "created", "created_utc", "gross", "fee", "net", "reporting_category"),
        *("source_id", "description", "customer_facing_amount", "customer_email", "charge_id", "card_brand"),
        *("is_link", "payment_intent_id", "payment_metadata[order]", "refund_metadata[why]"),
    ]
    told = report(api, ITEMIZED, columns=columns, timezone="Asia/Tokyo", **span(api))
    assert [one["balance_transaction_id"] for one in told] == [row["id"] for row in rows]
    first, second, third = told
    assert list(first) == columns
    assert (first["gross"], first["fee"], first["net"]) == ("100.00", "3.20", "96.80")
    assert (third["gross"], third["fee"], third["net"]) == ("-15.00", "0.00", "-15.00")
    assert (first["created_utc"], first["created"]) == ("2026-01-01 00:00:00", "2026-01-01 09:00:00")
    assert (first["description"], first["payment_metadata[order]"]) == ('Say "hi"', "A, 1")
    assert (first["customer_email"], second["customer_email"]) == ("ann@example.com", "")
    assert (third["charge_id"], third["payment_intent_id"]) == (first["charge_id"], order.id)
    assert (third["refund_metadata[why]"], third["customer_facing_amount"]) == ("late", "15.00")
    assert (first["card_brand"], first["is_link"]) == ("Visa", "false")
    refunds = report(api, ITEMIZED, reporting_category="refund", **span(api))
    assert [one["balance_transaction_id"] for one in refunds] == [rows[2]["id"]]
    assert report(api, ITEMIZED, currency="eur", **span(api)) == []
    assert report(api, ITEMIZED, decimal_separator=",", **span(api))[0]["gross"] == "100,00"


def test_an_interval_begins_with_its_start_and_ends_before_its_end(api: Api) -> None:
    created = paid(api, 1000).created
    advance(api, DAY)
    before = report(api, ITEMIZED, interval_start=created - 1, interval_end=created)
    within = report(api, ITEMIZED, interval_start=created, interval_end=created + 1)
    assert (len(before), len(within)) == (0, 1)


def test_a_long_report_is_written_in_steps(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statement, "CHUNK", 2)
    made = [paid(api, amount)["latest_charge"] for amount in (100, 200, 300, 400, 500)]
    advance(api, DAY)
    told = report(api, ITEMIZED, columns=["charge_id", "gross"], **span(api))
    assert [one["charge_id"] for one in told] == made
    summed = report(api, "balance_change_from_activity.summary.1", **span(api))
    assert [(one["reporting_category"], one["count"], one["gross"]) for one in summed] == [
        ("charge", "5", "15.00")
    ]


def test_one_file_tells_of_all_connected_accounts(api: Api) -> None:
    sellers = [
        api.ok(api.post("/v1/accounts", type="custom", country="US")).id,
        api.ok(api.post("/v1/accounts", type="custom", country="US")).id,
    ]
    advance(api, DAY)
    told = report(api, "connected_account_balance_change_from_activity.summary.1", **span(api))
    assert (len(sellers), told) == (2, [])


def test_payouts_are_told_with_what_they_are_made_of(api: Api) -> None:
    schedule = {"interval": "daily"}
    api.ok(api.post("/v1/balance_settings", payments={"payouts": {"schedule": schedule}}))
    first, second = paid(api, 5000)["latest_charge"], paid(api, 7000)["latest_charge"]
    advance(api, DAY)
    [payout] = api.ok(api.get("/v1/payouts"))["data"]
    made_of = api.ok(api.get("/v1/balance_transactions", payout=payout["id"]))["data"]
    advance(api, DAY // 2)
    third = paid(api, 900)["latest_charge"]
    single = "payout_reconciliation.by_id"
    kind = "payout_reconciliation.itemized.5"
    columns = ["source_id", "net", "automatic_payout_id", "trace_id_status"]
    told = report(api, kind, columns=columns, **span(api))
    assert [(one["source_id"], one["automatic_payout_id"]) for one in told] == [
        (first, payout["id"]),
        (second, payout["id"]),
    ]
    assert sorted(one["source"] for one in made_of) == sorted([first, second, payout["id"]])
    assert sum(minor(one["net"]) for one in told) == payout["amount"]
    made = api.ok(
        api.post(
            "/v1/reporting/report_runs",
            report_type=f"{single}.itemized.4",
            parameters={"payout": payout["id"], "columns": columns},
        )
    )
    advance(api, 2)
    assert api.get(f"/v1/reporting/report_runs/{made.id}")["status"] == "succeeded"
    left = report(api, "ending_balance_reconciliation.itemized.4", interval_end=span(api)["interval_end"])
    itemized = report(api, "payouts.itemized.3", **span(api))
    assert ([one["net"] for one in left], len(itemized)) == ([], 1)
    advance(api, DAY // 2)
    left = report(api, "ending_balance_reconciliation.itemized.4", interval_end=span(api)["interval_end"])
    assert [one["balance_transaction_id"] for one in left] == [
        api.get(f"/v1/charges/{third}")["balance_transaction"]
    ]


def test_a_manual_payout_is_not_reconciled(api: Api) -> None:
    paid(api, 5000)
    payout = api.ok(api.post("/v1/payouts", amount=1000, currency="usd"))
    given = {"payout": payout.id}
    refused = api.post(
        "/v1/reporting/report_runs", report_type="payout_reconciliation.by_id.summary.1", parameters=given
    )
    assert (refused.status, refused.error["param"]) == (400, "parameters[payout]")


def test_the_newest_versions_tell_of_taxes_statements_and_payouts_that_failed(api: Api) -> None:
    world = api.runtime.worlds.get(auth.world_name("pinstripe"))
    fails = {"next": {"credit": [{"outcome": "fails"}]}}
    api.runtime.worlds.change(world, settings={**world.settings, "faults": {"banks": fails}})
    api.ok(api.post("/v1/balance_settings", payments={"payouts": {"schedule": {"interval": "manual"}}}))
    paid(api, 5000)
    out = api.ok(api.post("/v1/payouts", amount=1000, currency="usd"))
    advance(api, 7 * DAY)
    assert api.get(f"/v1/payouts/{out.id}")["status"] == "failed"
    [failed] = report(
        api, "failed_payouts.itemized.2", columns=["payout_id", "net", "payout_status"], **span(api)
    )
    assert failed == {"payout_id": out.id, "net": "10.00", "payout_status": "failed"}
    columns = ["fee", "withheld_tax", "fee_net_of_withheld_tax", "source_id"]
    [line] = report(api, "balance_change_from_activity.itemized.6", columns=columns, **span(api))
    assert (line["withheld_tax"], line["fee_net_of_withheld_tax"]) == ("0.00", line["fee"])
    for kind in ("payout_reconciliation.itemized.6", "payout_reconciliation.itemized.7"):
        shown = api.ok(api.get(f"/v1/reporting/report_types/{kind}"))["default_columns"]
        assert ("automatic_payout_id" in shown) == kind.endswith("7")
    for kind in ("balance.summary.2", "payout_reconciliation.summary.2"):
        report(api, kind, **span(api))


Step = tuple[str, int, str]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "refund", "day"]), st.integers(100, 5000), st.sampled_from(["usd", "eur"])
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, cut=st.integers(0, 3))
def test_reports_equal_the_balance(steps: list[Step], cut: int) -> None:
    """Whatever happens: opening and activity make the ending balance, which is what the account has."""
    import asyncio

    from tests.client import fresh

    loop = asyncio.new_event_loop()
    runtime = fresh()
    api = Api(runtime, loop)
    for kind, amount, currency in steps:
        if kind == "pay":
            paid(api, amount, currency)
        elif kind == "day":
            advance(api, DAY)
        elif charges := api.ok(api.get("/v1/charges", limit="1"))["data"]:
            left = charges[0]["amount"] - charges[0]["amount_refunded"]
            if left:
                api.ok(api.post("/v1/refunds", charge=charges[0]["id"], amount=str(min(amount, left))))
    advance(api, DAY)
    whole = span(api)
    lines = report(api, "balance.summary.1", **span(api, whole["interval_end"] - cut * DAY - 1))
    itemized = report(api, ITEMIZED, columns=["net"], **whole)
    balance = api.ok(api.get("/v1/balance"))
    has = sum(one["amount"] for side in ("available", "pending") for one in balance[side])
    ends = {one["currency"]: one["net_amount"] for one in lines if one["category"] == "ending_balance"}
    assert sum(minor(value) for value in ends.values()) == has
    assert sum(minor(one["net"]) for one in itemized) == has
    for currency in ends:
        opening, activity, payouts, ending = (
            minor(one["net_amount"]) for one in lines if one["currency"] == currency
        )
        assert opening + activity + payouts == ending
    loop.run_until_complete(runtime.stop())
    loop.close()


def minor(text: str) -> int:
    """Cents of a report's decimal."""
    return int(text.replace(".", ""))
