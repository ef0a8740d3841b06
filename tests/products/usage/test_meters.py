"""Meters, meter events in v1 and v2, their summaries, and taking events back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson
import pytest

from pinstripe.api.table import NEWEST
from pinstripe.products.usage.meter import number
from tests.client import NOW, Answer, Api

DAY = 86400


@pytest.fixture
def meter(api: Api) -> Answer:
    return api.ok(
        api.post(
            "/v1/billing/meters",
            display_name="Tokens",
            event_name="tokens",
            default_aggregation={"formula": "sum"},
        )
    )


@pytest.fixture
def customer(api: Api) -> str:
    return api.ok(api.post("/v1/customers", email="a@x.test")).id


def used(api: Api, customer: str, value: str = "1", **more: Any) -> Answer:
    payload = {"stripe_customer_id": customer, "value": value}
    return api.post("/v1/billing/meter_events", event_name="tokens", payload=payload, **more)


def total(api: Api, meter: Answer, customer: str) -> list[Any]:
    params = {"customer": customer, "start_time": NOW - DAY, "end_time": NOW + DAY}
    rows = api.ok(api.get(f"/v1/billing/meters/{meter.id}/event_summaries", **params)).data
    return [row["aggregated_value"] for row in rows]


def test_events_are_summed_up(api: Api, meter: Answer, customer: str) -> None:
    assert total(api, meter, customer) == []
    event = api.ok(used(api, customer, "12.5", identifier="a", timestamp=NOW - 60))
    assert (event.identifier, event.timestamp, event.payload["value"]) == ("a", NOW - 60, "12.5")
    api.ok(used(api, customer, "-2"))
    assert total(api, meter, customer) == [10.5]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"event_name": "none"}, "no_meter"),
        ({"payload": {"value": "1"}}, "payload_no_customer_defined"),
        ({"payload": {"stripe_customer_id": "cus_1"}}, "payload_no_value_defined"),
        ({"payload": {"stripe_customer_id": "cus_1", "value": "many"}}, "payload_invalid_value"),
        ({"payload": {"stripe_customer_id": "cus_1", "value": "NaN"}}, "payload_invalid_value"),
        ({"timestamp": NOW - 36 * DAY}, "timestamp_too_far_in_past"),
        ({"timestamp": NOW + 301}, "timestamp_in_future"),
    ],
)
def test_bad_events_count_nothing(api: Api, meter: Answer, change: dict[str, Any], code: str) -> None:
    good = {"event_name": "tokens", "payload": {"stripe_customer_id": "cus_1", "value": "1"}}
    refused = api.post("/v1/billing/meter_events", **{**good, **change})
    assert (refused.status, refused.error["code"]) == (400, code)
    assert api.runtime.store.rows("SELECT COUNT(*) FROM usage_log") == [(0,)]


@pytest.mark.parametrize(
    ("total", "shown"),
    [("7", b"7"), ("2.5", b"2.5"), (str(2**53 - 1), b"9007199254740991"), ("2e19", b"2e+19")],
)
def test_a_total_is_a_number_however_large(total: str, shown: bytes) -> None:
    assert orjson.dumps(number(Decimal(total))) == shown


def test_an_identifier_counts_once_over_all_doors(api: Api, meter: Answer, customer: str) -> None:
    api.ok(used(api, customer, identifier="a"))
    again = used(api, customer, identifier="a")
    assert again.error["code"] == "duplicate_meter_event"
    assert again.headers["Stripe-Should-Retry"] == "false"
    v2 = {
        "event_name": "tokens",
        "identifier": "a",
        "payload": {"stripe_customer_id": customer, "value": "1"},
    }
    assert api.json("/v2/billing/meter_events", v2).error["code"] == "duplicate_meter_event"
    session = api.ok(api.json("/v2/billing/meter_event_session", {}))
    events = [v2, {**v2, "identifier": "b"}, {**v2, "identifier": "b"}]
    token = session.authentication_token
    assert api.json("/v2/billing/meter_event_stream", {"events": events}, key=token).status == 200
    assert total(api, meter, customer) == [2]


STREAM = "/v2/billing/meter_event_stream"
WRONG = [
    ({"event_name": "none"}, "no_meter"),
    ({"payload": {"value": "1"}}, "meter_event_no_customer_defined"),
    ({"payload": {"stripe_customer_id": "cus_1"}}, "meter_event_value_not_found"),
    ({"payload": {"stripe_customer_id": "cus_1", "value": "many"}}, "meter_event_invalid_value"),
    ({"timestamp": "2025-11-20T00:00:00Z"}, "timestamp_too_far_in_past"),
    ({"timestamp": "2026-01-01T00:06:00.000Z"}, "timestamp_in_future"),
]


@pytest.mark.parametrize(("change", "code"), WRONG)
def test_what_is_wrong_in_the_stream_is_told_later(
    api: Api, meter: Answer, customer: str, change: dict[str, Any], code: str
) -> None:
    good = {"event_name": "tokens", "payload": {"stripe_customer_id": customer, "value": "3"}}
    token = api.ok(api.json("/v2/billing/meter_event_session", {})).authentication_token
    events = [good, {**good, "identifier": "odd", **change}, {**good, "identifier": "even", **change}]
    assert api.ok(api.json(STREAM, {"events": events}, key=token)).body == {}
    assert total(api, meter, customer) == [3]
    [told] = api.ok(api.get("/v2/core/events")).data
    data = told["data"]
    assert data["developer_message_summary"] == "There are 2 invalid events"
    assert data["reason"]["error_count"] == 2
    [kind] = data["reason"]["error_types"]
    assert (kind["code"], kind["error_count"]) == (code, 2)
    assert [one["request"]["identifier"] for one in kind["sample_errors"]] == ["odd", "even"]
    assert data["validation_start"] == "2026-01-01T00:00:00.000Z"
    assert data["validation_end"] == "2026-01-01T00:00:10.000Z"
    assert api.ok(api.get(f"/v2/core/events/{told['id']}")).body == told
    if code == "no_meter":
        assert told["type"] == "v1.billing.meter.no_meter_found" and "related_object" not in told
        message = "No meter was found matching event_name none."
        assert kind["sample_errors"][0]["error_message"] == message
    else:
        assert told["type"] == "v1.billing.meter.error_report_triggered"
        place = f"/v1/billing/meters/{meter.id}"
        assert told["related_object"] == {"id": meter.id, "type": "billing.meter", "url": place}


def test_one_report_for_each_meter_and_pages_of_them(api: Api, meter: Answer) -> None:
    api.ok(api.post(f"/v1/billing/meters/{meter.id}/deactivate"))
    token = api.ok(api.json("/v2/billing/meter_event_session", {})).authentication_token
    who = {"stripe_customer_id": "cus_1", "value": "1"}
    events = [{"event_name": name, "payload": who} for name in ("tokens", "none", "nothing", "tokens")]
    for _ in range(2):
        api.ok(api.json(STREAM, {"events": events}, key=token))
    kinds = [one["type"].rpartition(".")[2] for one in api.ok(api.get("/v2/core/events")).data]
    assert kinds == ["no_meter_found", "error_report_triggered"] * 2
    asked = api.ok(api.get("/v2/core/events", object_id=meter.id))
    codes = {kind["code"] for one in asked.data for kind in one["data"]["reason"]["error_types"]}
    assert len(asked.data) == 2 and codes == {"archived_meter"}
    only = api.ok(api.get("/v2/core/events", types=["v1.billing.meter.no_meter_found"], limit=1))
    assert len(only.data) == 1 and only.previous_page_url is None
    path, _, query = only.next_page_url.partition("?")
    page = api.ok(api.raw("GET", path, query.encode(), b"", {"authorization": f"Bearer {api.key}"}))
    assert page.data[0]["id"] != only.data[0]["id"] and page.next_page_url is None
    assert page.data[0]["type"] == "v1.billing.meter.no_meter_found"
    late = api.ok(api.get("/v2/core/events", created={"gt": "2026-01-01T00:00:00Z"}))
    assert late.data == []
    assert api.get("/v2/core/events/evt_test_none").status == 404
    assert api.get("/v2/core/events", page="evt_test_none").status == 400


def test_a_time_that_is_none_is_refused_at_once(api: Api, meter: Answer) -> None:
    token = api.ok(api.json("/v2/billing/meter_event_session", {})).authentication_token
    event = {"event_name": "tokens", "payload": {"value": "1"}, "timestamp": "yesterday"}
    assert api.json(STREAM, {"events": [event]}, key=token).status == 400
    assert api.ok(api.get("/v2/core/events")).data == []


def test_sessions_open_the_stream_alone_and_end(api: Api, meter: Answer) -> None:
    token = api.ok(api.json("/v2/billing/meter_event_session", {})).authentication_token
    assert api.with_(key=token).get("/v1/customers").status == 401
    assert api.json("/v2/billing/meter_event_stream", {"events": []}).status == 401
    next(iter(api.runtime.worlds.open.values())).clock_at = NOW + 901
    late = api.json("/v2/billing/meter_event_stream", {"events": []}, key=token)
    assert (late.status, late.error["code"]) == (401, "billing_meter_event_session_expired")


def test_a_key_that_was_used_otherwise_is_a_conflict(api: Api, meter: Answer, customer: str) -> None:
    headers = {"authorization": f"Bearer {api.key}", "content-type": "application/json"}
    headers |= {"stripe-version": NEWEST, "idempotency-key": "once"}
    sent = {"event_name": "tokens", "payload": {"stripe_customer_id": customer, "value": "5"}}
    path = "/v2/billing/meter_events"
    first = api.ok(api.raw("POST", path, b"", orjson.dumps(sent), headers))
    assert api.raw("POST", path, b"", orjson.dumps(sent), headers).body == first.body
    other = api.raw("POST", path, b"", orjson.dumps({**sent, "identifier": "b"}), headers)
    assert (other.status, other.error["code"], other.error["type"]) == (409, *["idempotency_error"] * 2)


def test_an_event_is_taken_back(api: Api, meter: Answer, customer: str) -> None:
    api.ok(used(api, customer, "5", identifier="a"))
    api.ok(used(api, customer, "7", identifier="b"))
    back = {"event_name": "tokens", "type": "cancel", "cancel": {"identifier": "b"}}
    assert api.ok(api.post("/v1/billing/meter_event_adjustments", **back))["status"] == "complete"
    assert total(api, meter, customer) == [5]
    again = api.post("/v1/billing/meter_event_adjustments", **back)
    assert again.error["code"] == "invalid_cancel_configuration"


def test_a_meter_is_switched_off_and_on(api: Api, meter: Answer, customer: str) -> None:
    off = api.ok(api.post(f"/v1/billing/meters/{meter.id}/deactivate"))
    assert (off["status"], off.status_transitions["deactivated_at"]) == ("inactive", NOW)
    assert used(api, customer).error["code"] == "archived_meter"
    assert api.post(f"/v1/billing/meters/{meter.id}/deactivate").status == 400
    other = api.ok(
        api.post(
            "/v1/billing/meters",
            display_name="B",
            event_name="tokens",
            default_aggregation={"formula": "count"},
        )
    )
    assert api.post(f"/v1/billing/meters/{meter.id}/reactivate").status == 400
    api.ok(api.post(f"/v1/billing/meters/{other.id}/deactivate"))
    assert api.ok(api.post(f"/v1/billing/meters/{meter.id}/reactivate"))["status"] == "active"
    kinds = {event["type"] for event in api.ok(api.get("/v1/events")).data}
    assert {"billing.meter.created", "billing.meter.deactivated", "billing.meter.reactivated"} <= kinds


def test_windows_begin_on_their_boundaries(api: Api, meter: Answer, customer: str) -> None:
    path = f"/v1/billing/meters/{meter.id}/event_summaries"
    base = {"customer": customer, "start_time": NOW + 60, "end_time": NOW + DAY}
    assert api.get(path, **base, value_grouping_window="hour").error["param"] == "start_time"
    assert api.get(path, **{**base, "start_time": NOW + DAY}).error["param"] == "start_time"
    api.ok(used(api, customer, "1", timestamp=NOW - 7200))
    api.ok(used(api, customer, "2", timestamp=NOW))
    rows = api.ok(
        api.get(
            path, customer=customer, start_time=NOW - DAY, end_time=NOW + DAY, value_grouping_window="hour"
        )
    ).data
    assert [(row["start_time"], row["aggregated_value"]) for row in rows] == [(NOW, 2), (NOW - 7200, 1)]
    first = api.ok(
        api.get(
            path,
            customer=customer,
            start_time=NOW - DAY,
            end_time=NOW + DAY,
            value_grouping_window="hour",
            limit=1,
        )
    )
    assert first.has_more and first.data[0]["id"] == rows[0]["id"]
