"""Change log, books, faults, seeding, deliveries, metrics: reading a world from outside."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from pinstripe.events.delivery import Settings
from tests.client import Api
from tests.control.conftest import Panel
from tests.events.listener import Stage
from tests.waiting import until_async


@pytest.fixture
def stage(loop: asyncio.AbstractEventLoop) -> Iterator[Stage]:
    """A server in process whose webhooks reach a listener; failed ones are tried again at once."""
    stage = Stage(loop).begin()
    yield stage
    stage.end()


@pytest.fixture
def patient(loop: asyncio.AbstractEventLoop) -> Iterator[Stage]:
    """The same, with minutes between attempts."""
    stage = Stage(loop).begin(Settings(retry_seconds=(300,), timeout_seconds=1, grace_seconds=1))
    yield stage
    stage.end()


def test_the_change_log_has_every_state_in_order(panel: Panel, api: Api) -> None:
    made = api.post("/v1/customers", name="A")
    api.post(f"/v1/customers/{made.id}", name="B")
    account = panel.post("accounts").id
    api.with_(account=account).post("/v1/products", name="P")
    page = panel.get("changes", limit=2).body
    assert page["has_more"] is True
    assert [(change["id"], change["type"]) for change in page["changes"]] == [(made.id, "customer")] * 2
    rest = panel.get("changes", after=page["changes"][-1]["seq"], bodies="true").body
    assert rest["has_more"] is False
    assert [(change["type"], change["account"] == account) for change in rest["changes"]] == [
        ("account", False),
        ("product", True),
    ]
    assert rest["changes"][1]["body"]["name"] == "P"
    api.delete(f"/v1/customers/{made.id}")
    assert panel.get("changes").changes[0]["deleted"] is True


def test_events_of_all_accounts_by_number(panel: Panel, api: Api) -> None:
    account = panel.post("accounts").id
    last = panel.get("events", after=-1).last
    api.with_(account=account).post("/v1/customers")
    api.post("/v1/customers")
    page = panel.get("events", after=last).body
    assert [event["type"] for event in page["events"]] == ["customer.created"] * 2
    assert [event["account"] == account for event in page["events"]] == [True, False]
    assert panel.get("events", after=page["last"]).body == {
        "events": [],
        "has_more": False,
        "last": page["last"],
    }


def test_books_of_an_empty_world(panel: Panel) -> None:
    assert panel.get("books").body == {"balances": [], "entries": [], "has_more": False}


def test_faults_are_set_one_network_at_a_time(panel: Panel) -> None:
    cards = {"next": {"authorize": [{"outcome": "declined", "decline_code": "lost_card"}]}}
    panel.post("faults", cards=cards)
    both = {"cards": cards, "webhooks": {"drop": 2, "reorder": True}}
    assert panel.post("faults", webhooks=both["webhooks"]).faults == both
    assert panel.get("faults").faults == both
    assert panel.post("faults", cards=None).faults == {"webhooks": both["webhooks"]}
    assert panel.delete("faults").faults == {}


def test_seeding_goes_by_names_and_stops_at_a_refusal(panel: Panel, api: Api) -> None:
    account = panel.post("accounts").id
    told = panel.post(
        "seed",
        calls=[
            {"path": "/v1/products", "params": {"name": "Gold"}, "as": "gold"},
            {
                "path": "/v1/prices",
                "params": {
                    "product": "$gold",
                    "currency": "usd",
                    "unit_amount": 500,
                    "nickname": "for $gold.name",
                },
                "as": "price",
            },
            {
                "path": "/v1/customers",
                "params": {"metadata": {"price": "$price", "cost": "$5"}},
                "account": account,
            },
            {"method": "GET", "path": "/v1/products/$gold"},
            {"method": "DELETE", "path": "/v1/customers/nobody"},
            {"path": "/v1/customers"},
        ],
    ).body
    assert [answer["status"] for answer in told["answers"]] == [200, 200, 200, 200, 404]
    assert told["failed"] == 4
    assert told["error"]["code"] == "resource_missing"
    price = api.get(f"/v1/prices/{told['answers'][1]['id']}")
    assert (price.product, price.nickname) == (told["answers"][0]["id"], "for Gold")
    [customer] = api.with_(account=account).get("/v1/customers").data
    assert customer["metadata"] == {"price": price.id, "cost": "$5"}
    assert api.get("/v1/customers").data == []


def test_seeding_refuses_what_names_nothing(panel: Panel) -> None:
    call = {"path": "/v1/customers", "params": {"name": "$a.nickname.x"}}
    answer = panel.call("POST", "seed", {"calls": [{"path": "/v1/customers", "as": "a"}, call]})
    assert (answer.status, answer.error["message"]) == (400, "$a.nickname.x names nothing in that answer.")


def test_deliveries_with_every_attempt_and_again(stage: Stage) -> None:
    panel = Panel(stage.api)
    endpoint = stage.endpoint()
    stage.listener.answers = [500]
    stage.api.post("/v1/customers")
    stage.settle()
    event = panel.get("events").events[0]["id"]
    [delivery] = panel.get("deliveries", event=event).deliveries
    assert (delivery["state"], delivery["endpoint"]) == ("delivered", endpoint["id"])
    assert [attempt["status"] for attempt in delivery["attempts"]] == [500, 200]
    told = panel.post("events/resend", event=event).body
    assert told == {"event": event, "endpoints": 1}
    stage.settle()
    assert len(panel.get("deliveries", event=event).deliveries) == 2
    assert panel.get("deliveries", state="pending").deliveries == []
    assert panel.call("POST", "events/resend", {"event": "evt_never"}).status == 404


def test_what_a_reset_undid_is_sent_no_more(patient: Stage) -> None:
    stage, panel = patient, Panel(patient.api)
    stage.endpoint()
    stage.listener.answers = [500, 500]
    stage.api.post("/v1/customers")
    stage.settle()
    panel.post("snapshot", name="waiting")
    panel.post("reset")
    panel.post("clock/advance", seconds=600)
    stage.settle()
    assert len(stage.listener.heard) == 1
    panel.post("restore", name="waiting")
    panel.post("clock/advance", seconds=600)
    stage.settle()
    assert len(stage.listener.heard) == 2
    assert panel.get("audit").agrees


def test_the_outcome_of_a_webhook_under_way_at_a_reset_is_not_kept(stage: Stage) -> None:
    panel = Panel(stage.api)
    stage.endpoint()
    stage.listener.seconds = lambda heard: 0.1
    stage.api.post("/v1/customers")

    assert stage.loop.run_until_complete(until_async(lambda: stage.listener.heard))
    panel.post("reset")
    stage.settle()
    stage.run(0.2)
    assert panel.get("deliveries").deliveries == []
    assert stage.runtime.store.rows("SELECT COUNT(*) FROM attempts") == [(0,)]
    assert panel.get("audit").agrees


def test_metrics_count_what_happened(panel: Panel, api: Api) -> None:
    api.post("/v1/customers")
    api.post("/v1/customers", wat=1)
    api.get("/v1/nothing")
    lines = panel.call("GET", "metrics", key="").body.splitlines()
    assert 'pinstripe_requests_total{operation="POST /v1/customers",status="200"} 1' in lines
    assert 'pinstripe_requests_total{operation="POST /v1/customers",status="400"} 1' in lines
    assert 'pinstripe_requests_total{operation="unrouted",status="404"} 1' in lines
    assert "pinstripe_request_seconds_count 3" in lines
    assert 'pinstripe_request_seconds_bucket{le="+Inf"} 3' in lines
    assert "pinstripe_batch_items_count 1" in lines
    assert 'pinstripe_batch_items_bucket{le="1"} 1' in lines
    assert "pinstripe_queue_length 0" in lines
    assert "pinstripe_deliveries_pending 0" in lines
    assert "pinstripe_worlds_open 1" in lines
    assert not any("sk_test" in line for line in lines)
