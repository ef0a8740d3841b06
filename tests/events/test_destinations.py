"""Event destinations: thin events and snapshots reach the address that asked for them."""

from __future__ import annotations

import time
from typing import Any

from tests.events.listener import Stage, verified

PATH = "/v2/core/event_destinations"
INCLUDE = ["webhook_endpoint.url", "webhook_endpoint.signing_secret"]


def destination(stage: Stage, payload: str, *kinds: str) -> Any:
    """A destination at the listener's address."""
    return stage.api.ok(
        stage.api.json(
            PATH,
            {
                "name": payload,
                "type": "webhook_endpoint",
                "event_payload": payload,
                "enabled_events": list(kinds),
                "include": INCLUDE,
                "webhook_endpoint": {"url": f"{stage.listener.url}/{payload}"},
            },
        )
    ).body


def test_thin_events_and_snapshots_go_where_they_are_wanted(stage: Stage) -> None:
    thin = destination(stage, "thin", "v2.core.account.created")
    whole = destination(stage, "snapshot", "customer.created")
    assert thin["webhook_endpoint"]["signing_secret"].startswith("whsec_")
    customer = stage.api.post("/v1/customers", name="Ann").body
    account = stage.api.ok(
        stage.api.json("/v2/core/accounts", {"contact_email": "a@example.com", "display_name": "Ann"})
    ).body
    stage.settle()
    by_path = {heard.path: heard for heard in stage.listener.heard}
    assert sorted(by_path) == ["/snapshot", "/thin"]
    assert len(stage.listener.heard) == 2
    told = by_path["/thin"]
    assert verified(
        told.raw,
        told.headers["Stripe-Signature"],
        thin["webhook_endpoint"]["signing_secret"],
        int(time.time()),
    )
    assert told.event["object"] == "v2.core.event"
    assert told.event["related_object"]["id"] == account["id"]
    assert "data" not in told.event
    assert told.event["reason"]["type"] == "request"
    assert told.event["reason"]["request"]["id"].startswith("req_")
    assert stage.api.get(f"/v2/core/events/{told.event['id']}").body["type"] == "v2.core.account.created"
    assert stage.api.get(f"/v1/events/{told.event['id']}").status == 404
    assert [one["type"] for one in stage.api.get("/v1/events").body["data"]] == ["customer.created"]
    snapshot = by_path["/snapshot"].event
    assert snapshot["data"]["object"] == customer
    assert snapshot["api_version"] == whole["snapshot_api_version"]


def test_what_meters_could_not_count_is_sent_thin(stage: Stage) -> None:
    thin = destination(stage, "thin", "v1.billing.meter.no_meter_found")
    token = stage.api.ok(stage.api.json("/v2/billing/meter_event_session", {})).authentication_token
    event = {"event_name": "none", "payload": {"stripe_customer_id": "cus_1", "value": "1"}}
    stage.api.ok(stage.api.json("/v2/billing/meter_event_stream", {"events": [event]}, key=token))
    stage.settle()
    [heard] = stage.listener.heard
    assert heard.event["type"] == "v1.billing.meter.no_meter_found"
    assert not {"data", "reason"} & heard.event.keys()
    told = stage.api.ok(stage.api.get(f"/v2/core/events/{heard.event['id']}"))
    assert told["data"]["reason"]["error_count"] == 1
    assert stage.api.get("/v1/events").data == []
    for kind, status in (("v1.customer.created", 200), ("v1.wat", 400), ("customer.created", 400)):
        changed = stage.api.json(f"{PATH}/{thin['id']}", {"enabled_events": [kind]})
        assert changed.status == status


def test_a_ping_goes_to_one_destination(stage: Stage) -> None:
    one, _ = destination(stage, "thin", "*"), destination(stage, "snapshot", "*")
    event = stage.api.ok(stage.api.json(f"{PATH}/{one['id']}/ping", {})).body
    stage.settle()
    [heard] = stage.listener.heard
    assert (heard.path, heard.event["id"]) == ("/thin", event["id"])
    assert heard.event["related_object"]["id"] == one["id"]


def test_what_is_disabled_hears_nothing(stage: Stage) -> None:
    one = destination(stage, "snapshot", "*")
    assert stage.api.json(f"{PATH}/{one['id']}/disable", {}).body["status_details"] == {
        "disabled": {"reason": "user"}
    }
    assert stage.api.json(f"{PATH}/{one['id']}/ping", {}).status == 400
    stage.api.post("/v1/customers")
    assert stage.api.json(f"{PATH}/{one['id']}/enable", {}).body["status"] == "enabled"
    stage.api.post("/v1/products", name="Gold")
    stage.settle()
    assert [heard.type for heard in stage.listener.heard] == ["product.created"]
    assert stage.api.delete(f"{PATH}/{one['id']}").status == 200
    stage.api.post("/v1/customers")
    stage.settle()
    assert len(stage.listener.heard) == 1
