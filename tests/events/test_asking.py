"""Questions to webhook endpoints: a function posts, signed, and reads what is answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Generator, Iterator
from typing import Any

import orjson
import pytest
from aiohttp import web

from pinstripe.api.params import Params
from pinstripe.events import asking
from pinstripe.events.asking import Answered, Unanswered
from pinstripe.events.sender import ANSWER_LIMIT, Sender
from pinstripe.kernel.operation import HANDLERS, JOBS, Handler
from pinstripe.kernel.outside import SECONDS_MAX, Outside
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work
from tests.client import NOW, Answer
from tests.events.listener import Listener, Stage, verified

SECRET = "whsec_0123456789abcdef0123456789abcdef"
UPDATE = "POST /v1/customers/{customer}"


class Answering(Listener):
    """A listener that answers with a body."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self.body = b'{"approved": true}'
        self.status = 200

    async def _hear(self, request: web.Request) -> web.Response:
        await super()._hear(request)
        return web.Response(status=self.status, body=self.body, headers={"X-Said-By": "the test"})


@pytest.fixture
def listener(loop: asyncio.AbstractEventLoop) -> Iterator[Answering]:
    found = Answering(loop)
    loop.run_until_complete(found.open())
    yield found
    loop.run_until_complete(found.close())


@pytest.fixture
def sender(loop: asyncio.AbstractEventLoop) -> Iterator[Sender]:
    """A sender whose own limit is none of the questions'."""
    found = Sender(timeout_seconds=15)
    yield found
    loop.run_until_complete(found.close())


def ask(loop: asyncio.AbstractEventLoop, sender: Sender, url: str, seconds: int = 5) -> Answered:
    return loop.run_until_complete(sender.ask(url, b'{"id": "evt_1"}', SECRET, seconds))


def test_a_question_is_signed_and_its_answer_is_whole(
    loop: asyncio.AbstractEventLoop, sender: Sender, listener: Answering
) -> None:
    answer = ask(loop, sender, f"{listener.url}/auth")
    (heard,) = listener.heard
    assert heard.path == "/auth" and heard.event == {"id": "evt_1"}
    assert verified(heard.raw, heard.headers["Stripe-Signature"], SECRET, int(time.time()))
    assert (answer.status, answer.body, answer.json()) == (200, listener.body, {"approved": True})
    assert answer.headers["x-said-by"] == "the test" and answer.accepted


def test_any_status_is_an_answer_and_redirects_are_not_followed(
    loop: asyncio.AbstractEventLoop, sender: Sender, listener: Answering
) -> None:
    listener.status, listener.body = 302, b"go away"
    answer = ask(loop, sender, listener.url + "/x")
    assert (answer.status, answer.accepted, len(listener.heard)) == (302, False, 1)
    with pytest.raises(Unanswered, match="no JSON"):
        answer.json()
    listener.status = 500
    assert ask(loop, sender, listener.url + "/x").status == 500


def test_an_answer_is_bounded(loop: asyncio.AbstractEventLoop, sender: Sender, listener: Answering) -> None:
    listener.body = b"x" * ANSWER_LIMIT
    assert len(ask(loop, sender, listener.url + "/x").body) == ANSWER_LIMIT
    for more in (1, 100 * ANSWER_LIMIT):
        listener.body = b"x" * (ANSWER_LIMIT + more)
        with pytest.raises(Unanswered, match=f"longer than {ANSWER_LIMIT} bytes"):
            ask(loop, sender, listener.url + "/x")
    listener.body = b"{}"
    assert ask(loop, sender, listener.url + "/x").json() == {}


def test_nobody_and_nothing_in_time_are_no_answers(
    loop: asyncio.AbstractEventLoop, sender: Sender, listener: Answering
) -> None:
    listener.answers = [0]
    with pytest.raises(Unanswered, match="timed out after 1 seconds"):
        ask(loop, sender, listener.url + "/x", seconds=1)
    with pytest.raises(Unanswered, match="Connect"):
        ask(loop, sender, "http://127.0.0.1:1/x")
    with pytest.raises(Unanswered):
        ask(loop, sender, "not an address")


# -- as a function asks ------------------------------------------------------------------------------------


@pytest.fixture
def asked_stage(loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A server whose customers are updated, and whose jobs run, after an endpoint was asked."""

    def decide(work: Work, record: Record) -> Generator[Outside, Any, Record]:
        (endpoint,) = work.where("webhook_endpoint", limit=1)
        try:
            answer = yield asking.webhook(work, endpoint, {"asked": record.id}, seconds=1)
            said = answer.json()["approved"] if answer.accepted else answer.status
        except Unanswered as problem:
            said = f"default: {problem}"
        return work.change(record, description=str(said))

    def update(work: Work, record: Record, params: Params) -> Generator[Outside, Any, Record]:
        return (yield from decide(work, record))

    def job(work: Work, record: Record) -> Generator[Outside, Any, None]:
        yield from decide(work, record)

    stage = Stage(loop)
    stage.listener = Answering(loop)
    stage.begin()
    customer = REGISTRY["customer"]
    handler = Handler(UPDATE, customer, update, "update", "customer", "customer", frozenset())
    monkeypatch.setitem(HANDLERS, UPDATE, handler)
    monkeypatch.setitem(JOBS, ("customer", "decide"), job)
    yield stage
    stage.end()


def decided(stage: Stage) -> Answer:
    """A customer, after the endpoint was asked about it."""
    stage.endpoint(enabled_events=["product.created"])
    made = stage.api.ok(stage.api.post("/v1/customers"))
    return stage.api.ok(stage.api.post(f"/v1/customers/{made.id}"))


def test_a_function_asks_an_endpoint_and_reads_its_answer(asked_stage: Stage) -> None:
    answer = decided(asked_stage)
    (heard,) = asked_stage.listener.heard
    assert answer.description == "True" and heard.event == {"asked": answer.id}
    assert heard.raw == orjson.dumps(heard.event, option=orjson.OPT_INDENT_2)
    assert verified(heard.raw, heard.headers["Stripe-Signature"], asked_stage.secret, int(time.time()))
    assert asked_stage.states == [], "a question is no delivery"


def test_without_an_answer_the_function_has_its_default(asked_stage: Stage) -> None:
    asked_stage.listener.answers = [0]
    assert decided(asked_stage).description == "default: timed out after 1 seconds"


def test_a_refusal_is_an_answer(asked_stage: Stage) -> None:
    listener = asked_stage.listener
    assert isinstance(listener, Answering)
    listener.status = 503
    assert decided(asked_stage).description == "503"


@pytest.mark.parametrize(
    ("fault", "heard", "said"),
    [("drop", 0, "not sent: forced fault"), ("time_out", 1, "timed out: forced fault")],
)
def test_questions_are_hit_by_forced_faults(asked_stage: Stage, fault: str, heard: int, said: str) -> None:
    asked_stage.endpoint(enabled_events=["product.created"])
    made = asked_stage.api.ok(asked_stage.api.post("/v1/customers"))
    asked_stage.fault(**{fault: True})
    answer = asked_stage.api.ok(asked_stage.api.post(f"/v1/customers/{made.id}"))
    assert answer.description == f"default: {said}" and len(asked_stage.listener.heard) == heard


def test_a_job_asks_an_endpoint_too(asked_stage: Stage) -> None:
    asked_stage.endpoint(enabled_events=["product.created"])
    api, world = asked_stage.api, asked_stage.world
    made = api.ok(api.post("/v1/customers"))

    def schedule(batch: Any) -> None:
        work = Work(batch, world.account)
        work.schedule("decide", work.load(made.id, "customer"), NOW + 10)
        work.keep()

    async def story() -> int:
        await asked_stage.runtime.engine.enqueue((world, schedule))
        return (await asked_stage.runtime.scheduler.advance(world, NOW + 20))[0]

    assert asked_stage.loop.run_until_complete(story()) == 1
    assert api.get(f"/v1/customers/{made.id}").description == "True"


def test_the_time_to_answer_is_below_the_kernels(asked_stage: Stage) -> None:
    with pytest.raises(AssertionError, match="comes before"):
        asking.webhook(None, None, {}, SECONDS_MAX)  # type: ignore[arg-type]
