"""An endpoint is asked whether a payment may be: what it hears, what its answers mean, and every fault of
it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import web

from pinstripe.http.seen import Request
from tests.client import Answer, flat
from tests.events.listener import Heard, Listener, Stage

HELPER = "/v1/test_helpers/issuing/authorizations"
ADDRESS = {"line1": "1 Main Street", "city": "Austin", "state": "TX", "postal_code": "78701", "country": "US"}
SPOKEN = {"Stripe-Version": "2022-08-01"}
REQUEST, CREATED = "issuing_authorization.request", "issuing_authorization.created"


class Asked(Listener):
    """An endpoint whose answers a test decides; what it calls meanwhile is answered, too."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self.body: Any = {"approved": True}
        self.headers: dict[str, str] = dict(SPOKEN)
        self.meanwhile: Callable[[Heard], Any] | None = None

    async def _hear(self, request: web.Request) -> web.Response:
        plain = await super()._hear(request)
        if self.meanwhile is not None and self.heard[-1].type == REQUEST:
            await self.meanwhile(self.heard[-1])
        data = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        kind = "application/json"
        return web.Response(status=plain.status, body=data, headers=self.headers, content_type=kind)


@pytest.fixture
def stage(loop: asyncio.AbstractEventLoop) -> Iterator[Stage]:
    found = Stage(loop)
    found.listener = Asked(loop)
    found.begin()
    yield found
    found.end()


@pytest.fixture
def card(stage: Stage) -> str:
    """An active card with money, and an endpoint that is asked."""
    api = stage.api
    holder = api.ok(
        api.post("/v1/issuing/cardholders", type="company", name="Rides", billing={"address": ADDRESS})
    ).id
    api.ok(api.post("/v1/test_helpers/issuing/fund_balance", amount=10_000, currency="usd"))
    stage.endpoint(enabled_events=[REQUEST, CREATED])
    facts = {"cardholder": holder, "currency": "usd", "type": "virtual", "status": "active"}
    return str(api.ok(api.post("/v1/issuing/cards", **facts)).id)


def pay(stage: Stage, card: str, amount: int = 1000, **more: Any) -> Answer:
    return stage.api.ok(stage.api.post(HELPER, card=card, amount=amount, **more))


def reason(paid: Answer) -> tuple[bool, str]:
    return paid.approved, paid.request_history[-1]["reason"]


def call(stage: Stage, path: str, **params: Any) -> Callable[[Heard], Any]:
    """A call that the endpoint makes before it answers. params: path, below the authorization"""

    async def made(heard: Heard) -> None:
        key = heard.event["data"]["object"]["id"]
        headers = {
            "authorization": f"Bearer {stage.api.key}",
            "content-type": "application/x-www-form-urlencoded",
        }
        body = urlencode(flat(params)).encode()
        target = f"/v1/issuing/authorizations/{key}{path}"
        reply = await stage.runtime.chain.handle(Request("POST", target, b"", headers, body))
        stage.said = (reply.status, json.loads(reply.body))  # type: ignore[attr-defined]

    return made


def test_the_question_and_its_answer(stage: Stage, card: str) -> None:
    listener: Any = stage.listener
    listener.body = {"approved": True, "metadata": {"trip": "7"}, "amount": 1}
    paid = pay(stage, card)
    assert reason(paid) == (True, "webhook_approved") and paid.amount == 1000, (
        "the amount was not its to choose"
    )
    assert paid.metadata == {"trip": "7"} and paid.pending_request is None
    stage.settle()
    assert listener.types == [REQUEST, CREATED], "the question is not told again"
    seen = listener.heard[0].event["data"]["object"]
    assert (seen["amount"], seen["approved"], seen["status"]) == (0, False, "pending")
    assert (seen["amount"], seen["merchant_amount"], seen["pending_request"]["merchant_amount"]) == (
        0,
        0,
        1000,
    )
    assert seen["pending_request"]["amount"] == 1000 and seen["card"]["cardholder"]["name"] == "Rides"
    assert not seen["request_history"] and not seen["balance_transactions"]
    part = pay(stage, card, is_amount_controllable=True)
    assert (part.approved, part.amount, part.request_history[0]["amount"]) == (True, 1, 1)
    listener.body = {"approved": False, "metadata": {"why": "no"}}
    no = pay(stage, card)
    assert reason(no) == (False, "webhook_declined") and (no["status"], no.amount) == ("closed", 1000)
    assert no.metadata == {"why": "no"}
    more = stage.api.ok(stage.api.post(f"{HELPER}/{paid.id}/increment", increment_amount=5))
    assert (more.amount, more["status"], more.request_history[1]["reason"]) == (
        1000,
        "pending",
        "webhook_declined",
    )
    assert pay(stage, card, 20_000).request_history[0]["reason"] == "insufficient_funds"
    events = stage.api.get("/v1/events", type=REQUEST, limit=10).data
    assert [one["data"]["object"]["amount"] for one in events] == [1000, 0, 0, 0]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"not json", SPOKEN, 200),
        ([], SPOKEN, 200),
        ({}, SPOKEN, 200),
        ({"approved": "yes"}, SPOKEN, 200),
        ({"approved": True, "metadata": {"a": 1}}, SPOKEN, 200),
        ({"approved": True, "amount": 0}, SPOKEN, 200),
        ({"approved": True, "amount": 10}, SPOKEN, 200),
        ({"approved": True}, {}, 200),
        ({"approved": True}, SPOKEN, 500),
    ],
)
def test_answers_that_cannot_be_used(stage: Stage, card: str, body: Any, headers: Any, status: int) -> None:
    listener: Any = stage.listener
    listener.body, listener.headers, listener.always = body, headers, status
    facts = {"is_amount_controllable": True, "amount_details": {"cashback_amount": 50}}
    paid = pay(stage, card, **facts)
    assert reason(paid) == (False, "webhook_error") and paid.request_history[0]["reason_message"]


def test_nobody_answers_in_time(stage: Stage, card: str) -> None:
    stage.fault(time_out=1)
    assert reason(pay(stage, card)) == (False, "webhook_timeout")
    stage.world.settings = {**stage.world.settings, "issuing": {"time_out": "approve"}}
    paid = pay(stage, card)
    assert reason(paid) == (True, "webhook_timeout") and paid.amount == 1000


def test_a_call_counts_more_than_the_answer(stage: Stage, card: str) -> None:
    listener: Any = stage.listener
    listener.body, listener.meanwhile = {"approved": False}, call(stage, "/approve", metadata={"by": "call"})
    paid = pay(stage, card)
    assert reason(paid) == (True, "webhook_approved") and paid.metadata == {"by": "call"}
    listener.body, listener.meanwhile = {"approved": True}, call(stage, "/decline")
    assert reason(pay(stage, card)) == (False, "webhook_declined")
    listener.meanwhile = call(stage, "", metadata={"note": "1"})
    assert pay(stage, card).metadata == {"note": "1"}
    listener.meanwhile = call(stage, "/approve", amount=40)
    assert pay(stage, card).amount == 1000
    assert stage.said[0] == 400, "the amount is fixed"  # type: ignore[attr-defined]
    assert pay(stage, card, is_amount_controllable=True).amount == 40
    refused = stage.api.post(f"/v1/issuing/authorizations/{paid.id}/approve")
    assert refused.status == 400


def test_money_that_is_gone_meanwhile(stage: Stage, card: str) -> None:
    listener: Any = stage.listener

    async def spend(heard: Heard) -> None:
        body = urlencode({"card": card, "amount": 9000}).encode()
        headers = {
            "authorization": f"Bearer {stage.api.key}",
            "content-type": "application/x-www-form-urlencoded",
        }
        target = "/v1/test_helpers/issuing/transactions/create_force_capture"
        await stage.runtime.chain.handle(Request("POST", target, b"", headers, body))

    listener.meanwhile = spend
    assert reason(pay(stage, card, 5000)) == (False, "insufficient_funds")
    assert stage.api.get("/v1/balance").issuing["available"] == [{"amount": 1000, "currency": "usd"}]
