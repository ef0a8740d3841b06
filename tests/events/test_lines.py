"""Command lines that listen: what they are told on their socket, and what they say became of it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from pinstripe.events.lines import Line
from tests.client import Api, fresh
from tests.events.listener import AT_ONCE, Stage, verified
from tests.waiting import until_async

SESSIONS = "/v1/stripecli/sessions"


@pytest.fixture(params=["sqlite", "postgres"])
def both(request: pytest.FixtureRequest, loop: asyncio.AbstractEventLoop) -> Iterator[Stage]:
    """A server on either store."""
    dsn = request.getfixturevalue("postgres_dsn") if request.param == "postgres" else ":memory:"
    stage = Stage(loop, fresh(database=dsn)).begin(AT_ONCE, shared=request.param == "postgres")
    yield stage
    stage.end()


class Desk:
    """A command line on its socket."""

    def __init__(self, stage: Stage, *features: str, **params: Any) -> None:
        self.stage = stage
        answer = stage.api.post(SESSIONS, device_name="desk", websocket_features=list(features), **params)
        self.session = stage.api.ok(answer)
        self.frames: list[Any] = []
        self.dial()

    def dial(self) -> None:
        """Open the socket."""
        exchange = self.stage.runtime.exchange
        line = self.stage.loop.run_until_complete(exchange.dial(self.session.websocket_id))
        assert isinstance(line, Line)
        self.line = line
        self.task = self.stage.loop.create_task(exchange.serve(line, self._take))
        self.stage.run(0)

    def hang_up(self) -> None:
        """Close it."""
        self.task.cancel()
        self.stage.loop.run_until_complete(asyncio.gather(self.task, return_exceptions=True))

    async def _take(self, text: str) -> None:
        self.frames.append(json.loads(text))

    def take(self, count: int) -> list[Any]:
        """So many frames, once they are there, and no more."""
        there = until_async(lambda: len(self.frames) >= count, 5)
        self.stage.loop.run_until_complete(there)
        self.stage.run(0.01)
        found, self.frames = self.frames, []
        assert len(found) == count, found
        return found

    def say(self, **fields: Any) -> None:
        """What the command line tells of itself."""
        self.stage.loop.run_until_complete(self.stage.runtime.exchange.heard(self.line, json.dumps(fields)))


def events(frames: list[Any]) -> list[tuple[Any, str, Any]]:
    """Which copy each frame is, of what, of whose account."""
    told = [(frame["endpoint"]["api_version"], json.loads(frame["event_payload"])) for frame in frames]
    return [(version, event["type"], event.get("account")) for version, event in told]


def test_a_listener_is_told_and_says_what_its_address_answered(both: Stage) -> None:
    old = both.api.with_(version="2024-04-10")
    desk = Desk(both, "webhooks")
    newest = desk.session.latest_version
    assert desk.session.secret == Desk(both, "webhooks").session.secret
    assert desk.session.websocket_url == "ws://127.0.0.1:12111/_pinstripe/lines"
    customer = both.api.ok(old.post("/v1/customers", name="Ann"))
    own, latest = desk.take(2)
    assert events([own, latest]) == [(None, "customer.created", None), (newest, "customer.created", None)]
    secret, header = desk.session.secret, own["http_headers"]["Stripe-Signature"]
    assert verified(own["event_payload"].encode(), header, secret, int(time.time()))
    event = json.loads(own["event_payload"])
    assert event["data"]["object"]["id"] == customer.id
    seen = {name: own[name] for name in ("webhook_conversation_id", "webhook_id")}
    desk.say(type="event_ack", event_id=event["id"], **seen)
    desk.say(type="webhook_response", status=200, notification_id=event["id"], **seen)
    other = latest["webhook_conversation_id"]
    desk.say(type="webhook_response", status=500, webhook_conversation_id=other)
    desk.say(type="webhook_response", status=200, webhook_conversation_id="wc_unknown")
    rows = both.rows(
        "SELECT d.event_id,d.state,a.status FROM deliveries d JOIN attempts a ON a.delivery=d.id "
        "WHERE a.world=d.world ORDER BY d.id"
    )
    assert rows == [(event["id"], "delivered", 200), (event["id"], "canceled", 500)]
    assert both.api.get(f"/v1/events/{event['id']}").pending_webhooks == 0


def test_what_happens_between_two_sockets_is_told_on_the_second(stage: Stage) -> None:
    desk = Desk(stage, "webhooks")
    stage.api.post("/v1/customers")
    desk.take(2)
    desk.hang_up()
    stage.api.post("/v1/products", name="Gold")
    desk.dial()
    assert [kind for _, kind, _ in events(desk.take(2))] == ["product.created"] * 2
    assert stage.loop.run_until_complete(stage.runtime.exchange.dial("cliws_nobody")) is None


def test_a_platform_hears_of_its_accounts(stage: Stage) -> None:
    desk = Desk(stage, "webhooks")
    seller = stage.api.ok(stage.api.post("/v1/accounts", type="standard", country="US"))
    stage.api.with_(account=seller.id).post("/v1/customers")
    assert {whose for _, _, whose in events(desk.take(2))} == {seller.id}


def test_thin_events_are_made_once_somebody_listens(stage: Stage) -> None:
    desk = Desk(stage, "v2_events")
    customer = stage.api.ok(stage.api.post("/v1/customers"))
    body = {"contact_email": "a@example.com", "display_name": "Ann"}
    account = stage.api.ok(stage.api.json("/v2/core/accounts", body))
    first, second = (json.loads(frame["payload"]) for frame in desk.take(2))
    assert (first["type"], first["related_object"]["id"]) == ("v1.customer.created", customer.id)
    event = second
    assert (event["type"], event["related_object"]["id"]) == ("v2.core.account.created", account.id)
    desk.say(type="webhook_response", status=204, notification_id=event["id"], webhook_conversation_id="")
    assert stage.states == ["delivered"]


def test_an_event_is_told_again(stage: Stage) -> None:
    desk, hook = Desk(stage, "webhooks"), stage.endpoint(enabled_events=["customer.created"])
    other = stage.endpoint("/other", enabled_events=["product.created"])
    stage.api.post("/v1/customers")
    stage.settle()
    event = stage.api.get("/v1/events").data[0]
    assert json.loads(desk.take(2)[0]["event_payload"])["id"] == event["id"]
    path = f"/v1/events/{event['id']}/retry"
    assert stage.api.ok(stage.api.post(path, for_stripecli=True)).body == event
    desk.take(2)
    stage.settle()
    assert len(stage.listener.heard) == 1
    for asked, heard in (({"webhook_endpoint": hook.id}, 2), ({"webhook_endpoint": other.id}, 2), ({}, 3)):
        stage.api.ok(stage.api.post(path, **asked))
        stage.settle()
        assert len(stage.listener.heard) == heard
    assert not desk.frames
    refused = stage.api.post("/v1/events/evt_1/retry")
    assert (refused.status, refused.error["message"]) == (404, "No such notification: 'evt_1'")
    refused = stage.api.post(path, webhook_endpoint="we_1")
    assert (refused.status, refused.error["param"]) == (400, "webhook_endpoint")
    seller = stage.api.ok(stage.api.post("/v1/accounts", type="standard", country="US"))
    stage.api.with_(account=seller.id).post("/v1/products", name="Gold")
    desk.take(2)
    theirs = stage.api.with_(account=seller.id).get("/v1/events", type="product.created").data[0]
    path = f"/v1/events/{theirs['id']}/retry"
    assert stage.api.post(path, for_stripecli=True).status == 404
    assert stage.api.post(path, for_stripecli=True, account=seller.id).body["account"] == seller.id
    assert {whose for _, _, whose in events(desk.take(2))} == {seller.id}


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ({}, ["POST /v1/customers 200", "GET /v1/customers/cus_1 404", "POST /v1/customers 400"]),
        ({"filter_status_code_type": ["400"]}, ["GET /v1/customers/cus_1 404", "POST /v1/customers 400"]),
        ({"filter_status_code": ["404"], "filter_http_method": ["get"]}, ["GET /v1/customers/cus_1 404"]),
        ({"filter_request_status": ["SUCCEEDED"]}, ["POST /v1/customers 200"]),
        ({"filter_request_path": ["/v1/customers"], "filter_status_code": ["400"]}, ["POST /v1/customers 400"]),
        ({"filter_account": ["self"], "filter_status_code_type": ["200"]}, ["POST /v1/customers 200"]),
        ({"filter_account": ["connect_in", "connect_out"], "filter_source": ["API"]}, []),
        ({"filter_source": ["DASHBOARD"]}, []),
        ({"filter_ip_address": ["10.0.0.1"]}, []),
    ],
)  # fmt: skip
def test_requests_are_told_by_their_filters(stage: Stage, filters: dict[str, Any], told: list[str]) -> None:
    desk = Desk(stage, "request_logs", filters=json.dumps(filters))
    assert desk.session.display_connect_filter_warning is ("filter_account" in filters)
    for call in (
        stage.api.post("/v1/customers", name="Ann"),
        stage.api.get("/v1/customers/cus_1"),
        stage.api.post("/v1/customers", wat="4242424242424242"),
    ):
        assert call.status
    payloads = [json.loads(frame["event_payload"]) for frame in desk.take(len(told))]
    assert [f"{one['method']} {one['url']} {one['status']}" for one in payloads] == told
    for one in payloads:
        assert (one["error"]["type"] == "invalid_request_error") is (one["status"] >= 400)


def test_what_cannot_be_listened_to(api: Api) -> None:
    for filters in ("{", "[]", '{"filter_wat": []}', '{"filter_source": "API"}', '{"filter_source": [1]}'):
        refused = api.post(SESSIONS, websocket_features=["request_logs"], filters=filters)
        assert (refused.status, refused.error["param"]) == (400, "filters")
