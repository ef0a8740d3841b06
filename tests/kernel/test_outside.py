"""Calls to the outside within a request: two transactions, nothing held between, one answer at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from pinstripe.api.params import Params
from pinstripe.http.seen import Request
from pinstripe.kernel import idempotency
from pinstripe.kernel.generate import stored
from pinstripe.kernel.operation import HANDLERS, Handler, operation
from pinstripe.kernel.outside import SECONDS_MAX, Outside
from pinstripe.kernel.queueing import TOGETHER
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import AVAILABLE, RESERVED
from pinstripe.ledger.audit import audit
from pinstripe.ledger.posting import POSTINGS, Move, Posting
from pinstripe.runtime import Runtime
from tests.client import NOW, Answer, Api, fresh
from tests.control.conftest import Panel

CREATE, UPDATE = "POST /v1/customers", "POST /v1/customers/{customer}"
HELD = Posting("outside.held", ((AVAILABLE, RESERVED),), hold="open")
GIVEN = Posting("outside.given", ((RESERVED, AVAILABLE),), hold="release")


class Someone:
    """The outside as a test plays it: it answers when it is let."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.asking = asyncio.Event()
        self.free = asyncio.Event()
        self.free.set()
        self.answer: str | Exception = "yes"

    async def ask(self, what: str) -> str:
        self.asked.append(what)
        self.asking.set()
        await self.free.wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Both stores: a pause is not the same work on one that others write to."""
    if request.param == "sqlite":
        return str(tmp_path / "test.db")
    dsn: str = request.getfixturevalue("postgres_dsn")
    return dsn


@pytest.fixture
def runtime(database: str, loop: asyncio.AbstractEventLoop) -> Iterator[Runtime]:
    server = fresh(database)
    yield server
    loop.run_until_complete(server.stop())


@pytest.fixture
def someone(monkeypatch: pytest.MonkeyPatch) -> Someone:
    """Customers who are made, and changed, only after somebody outside was asked about them."""
    outside = Someone()
    customer = REGISTRY["customer"]

    def create(work: Work, params: Params) -> Generator[Outside, Any, Any]:
        made = work.create(customer, None, **stored(customer, params))
        work.post(HELD, made, Move(100, "usd"))
        try:
            answer = yield Outside(outside.ask, made.id, seconds=1)
        except ConnectionError:
            answer = "nobody there"
        work.post(GIVEN, made, Move(100, "usd"))
        return work.change(made, description=f"{made.description} {answer}")

    def update(work: Work, record: Record, params: Params) -> Generator[Outside, Any, Any]:
        seen = record.name
        if params.get("name") != "quick":
            first = yield Outside(outside.ask, "first")
            second = yield Outside(outside.ask, "second")
            seen = f"{seen} {record.name} {first} {second}"
        return work.change(record, description=seen)

    for template in (HELD, GIVEN):
        monkeypatch.setitem(POSTINGS, template.name, template)
    for name, function, subject in ((CREATE, create, ""), (UPDATE, update, "customer")):
        handler = Handler(name, customer, function, function.__name__, subject, "customer", frozenset())
        monkeypatch.setitem(HANDLERS, name, handler)
    return outside


def request(path: str, body: str, **headers: str) -> Request:
    """A POST that is not sent yet."""
    return Request("POST", path, b"", {"authorization": "Bearer sk_test_pinstripe", **headers}, body.encode())


def sent(server: Runtime, one: Request) -> asyncio.Task[Answer]:
    """A request under way, to be answered while others are."""

    async def run() -> Answer:
        reply = await server.chain.handle(one)
        return Answer(reply.status, dict(reply.headers), reply.body)

    return asyncio.get_running_loop().create_task(run())


def test_what_is_done_before_is_committed_and_what_is_done_after_is_answered(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    api = Api(runtime, loop)
    someone.free.clear()

    async def story() -> tuple[Answer, Answer]:
        task = sent(runtime, request("/v1/customers", "description=asked"))
        await someone.asking.wait()
        held = await sent(runtime, Request("GET", f"/v1/customers/{someone.asked[0]}", b"", HEADERS))
        someone.free.set()
        return held, await task

    between, answer = loop.run_until_complete(story())
    assert between.description == "asked"
    assert answer.status == 200 and answer.description == "asked yes"
    assert api.get(f"/v1/customers/{answer.id}").description == "asked yes"
    types = [one["type"] for one in api.get("/v1/events").data]
    assert types == ["customer.updated", "customer.created"]
    assert audit(runtime.store, runtime.worlds.get(api_world(runtime)).world).agrees


def test_those_who_were_answered_together_share_a_commit(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    """On a store of our own; where others write too, each has one to itself, since it is run once only."""
    count = TOGETHER + 4
    Api(runtime, loop).post("/v1/products", name="the world is open")
    someone.free.clear()
    sizes = runtime.engine.batch_sizes

    async def story() -> list[Answer]:
        tasks = [sent(runtime, request("/v1/customers", f"description=n{number}")) for number in range(count)]
        while len(someone.asked) < count:
            await asyncio.sleep(0)
        sizes.clear()
        someone.free.set()
        return await asyncio.gather(*tasks)

    answers = loop.run_until_complete(story())
    assert [one.description for one in answers] == [f"n{number} yes" for number in range(count)]
    assert max(sizes) == (1 if runtime.store.shared else TOGETHER)
    assert audit(runtime.store, runtime.worlds.get(api_world(runtime)).world).agrees


def test_a_batch_of_answers_that_cannot_be_kept_leaves_what_was_before_the_question(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    if runtime.store.shared:
        pytest.skip("each has a batch of its own there")
    someone.free.clear()
    plain = runtime.store.write  # type: ignore[attr-defined]

    def unkept(batches: Any) -> Any:
        if any(b" yes" in row[4] for changes in batches for row in changes.rows.get("versions", ())):
            raise OverflowError("no column holds this")
        return plain(batches)

    async def story() -> list[Answer]:
        tasks = [sent(runtime, request("/v1/customers", "", **{"idempotency-key": key})) for key in "abc"]
        while len(someone.asked) < 3:
            await asyncio.sleep(0)
        monkeypatch.setattr(runtime.store, "write", unkept)
        someone.free.set()
        return await asyncio.gather(*tasks)

    assert [one.status for one in loop.run_until_complete(story())] == [500] * 3
    monkeypatch.setattr(runtime.store, "write", plain)
    api = Api(runtime, loop)
    assert [one["description"] for one in api.get("/v1/customers").data] == [None] * 3
    assert api.ok(api.post("/v1/customers")).description == "None yes", "the world goes on"


HEADERS = {"authorization": "Bearer sk_test_pinstripe"}


def api_world(runtime: Runtime) -> str:
    """The name of the only world."""
    return next(iter(runtime.worlds.open))


def test_others_go_on_meanwhile(runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone) -> None:
    """A call that takes long holds neither the writer nor the record: thirty writes to it pass it by."""
    Api(runtime, loop).post("/v1/products", name="the world is open")
    someone.free.clear()

    async def story() -> tuple[list[Answer], bool, Answer]:
        slow = sent(runtime, request("/v1/customers", "description=slow&name=old"))
        await someone.asking.wait()
        path = f"/v1/customers/{someone.asked[0]}"
        products = [sent(runtime, request("/v1/products", f"name=p{n}")) for n in range(30)]
        others = [*await asyncio.gather(*products), await sent(runtime, request(path, "name=quick"))]
        waiting = not slow.done()
        someone.free.set()
        return others, waiting, await slow

    others, waiting, answer = loop.run_until_complete(story())
    assert waiting and [one.status for one in others] == [200] * 31
    assert others[-1].description == "old"
    assert answer.description == "old yes", "the record shows what others wrote meanwhile"


def test_an_answer_may_lead_to_another_question(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    api = Api(runtime, loop)
    made = api.post("/v1/customers", name="Ann")
    answer = api.post(f"/v1/customers/{made.id}", name="slow")
    assert answer.description == "Ann Ann yes yes"
    assert someone.asked == [made.id, "first", "second"]


def test_a_function_that_asks_nothing_answers_at_once(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    api = Api(runtime, loop)
    made = api.post("/v1/customers", name="Ann")
    answer = api.post(f"/v1/customers/{made.id}", name="quick", idempotency_key="k")
    assert (answer.status, answer.description, someone.asked) == (200, "Ann", [made.id])
    assert answer.headers["Original-Request"] == answer.headers["Request-Id"]


def test_what_the_outside_does_wrong_is_raised_where_it_was_asked(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    api = Api(runtime, loop)
    someone.answer = ConnectionError("the line is dead")
    made = api.post("/v1/customers", description="d")
    assert (made.status, made.description) == (200, "d nobody there")


def test_a_function_that_does_not_mind_its_error_fails_alone(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was committed before the question stays; of what came after nothing is kept, the key neither."""
    api = Api(runtime, loop)
    someone.answer = ValueError("not what anybody expected")
    answer = api.post("/v1/customers", description="d", idempotency_key="k")
    assert answer.status == 500 and "not what anybody expected" in capsys.readouterr().err
    assert [one["description"] for one in api.get("/v1/customers").data] == ["d"]
    someone.answer = "yes"
    again = api.post("/v1/customers", description="d", idempotency_key="k")
    assert (again.status, again.description) == (200, "d yes")
    assert "Idempotent-Replayed" not in again.headers


def test_nobody_is_waited_for_longer_than_was_said(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = Api(runtime, loop)
    monkeypatch.setattr(asyncio, "timeout", lambda seconds: timeout(seconds and 0.01))
    timeout = asyncio.timeouts.timeout
    someone.answer = ConnectionError()
    someone.free.clear()
    made = api.post("/v1/customers", description="d")
    assert made.status == 500, "TimeoutError is no ConnectionError: the function did not expect it"
    with pytest.raises(AssertionError):
        Outside(someone.ask, seconds=SECONDS_MAX + 1)


def test_the_answer_is_kept_at_the_end_and_replayed(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    api = Api(runtime, loop)
    first = api.post("/v1/customers", description="d", idempotency_key="k")
    again = api.post("/v1/customers", description="d", idempotency_key="k")
    assert again.raw == first.raw and again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["Original-Request"] == first.headers["Original-Request"]
    assert len(someone.asked) == 1
    other = api.post("/v1/customers", description="other", idempotency_key="k")
    assert (other.status, other.error["type"]) == (400, "idempotency_error")


def test_a_key_is_in_use_while_its_request_waits(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    one = request("/v1/customers", "description=d", **{"idempotency-key": "k"})
    someone.free.clear()

    marks: list[Any] = []

    async def story() -> tuple[Answer, Answer, Answer]:
        first = sent(runtime, one)
        await someone.asking.wait()
        second = await sent(runtime, one)
        marks.extend(runtime.store.rows("SELECT status FROM idempotency"))
        someone.free.set()
        return await first, second, await sent(runtime, one)

    first, second, third = loop.run_until_complete(story())
    assert (second.status, second.error["code"]) == (409, "idempotency_key_in_use")
    shared = runtime.store.shared  # only other processes have to be told
    assert marks == ([(idempotency.UNDER_WAY,)] if shared else [])
    assert third.raw == first.raw and len(someone.asked) == 1


def test_a_crash_between_the_two_leaves_the_first(
    database: str, loop: asyncio.AbstractEventLoop, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends while it waits: the books balance, and the request can be sent again with its key."""
    crashed = fresh(database)
    one = request("/v1/customers", "description=d", **{"idempotency-key": "k"})
    someone.free.clear()

    async def begin() -> None:
        task = sent(crashed, one)
        await someone.asking.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    loop.run_until_complete(begin())
    loop.run_until_complete(crashed.stop())
    server = fresh(database)
    try:
        api = Api(server, loop)
        (left,) = api.get("/v1/customers").data
        assert left["description"] == "d"
        world = server.worlds.get(api_world(server)).world
        report = audit(server.store, world)
        assert report.agrees, report.faults
        someone.free.set()
        if server.store.shared:  # another process might still be at it
            assert api.post("/v1/customers", description="d", idempotency_key="k").status == 409
            monkeypatch.setattr(idempotency, "UNDER_WAY_SECONDS", -1)
        again = api.post("/v1/customers", description="d", idempotency_key="k")
        assert (again.status, again.description) == (200, "d yes")
        assert api.post("/v1/customers", description="d", idempotency_key="k").raw == again.raw
    finally:
        loop.run_until_complete(server.stop())


def test_a_world_that_is_reset_meanwhile_hears_nothing_of_it(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    from pinstripe.store import snapshot

    someone.free.clear()

    async def story() -> Answer:
        task = sent(runtime, request("/v1/customers", "description=d"))
        await someone.asking.wait()
        world = runtime.worlds.get(api_world(runtime))
        snapshot.reset(runtime.store, runtime.worlds, world)
        someone.free.set()
        return await task

    answer = loop.run_until_complete(story())
    assert (answer.status, answer.error["code"]) == (429, "lock_timeout")
    assert Api(runtime, loop).get("/v1/customers").data == []


def test_a_refusal_after_the_question_is_kept_too(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By then the request has done something, so the same key gets the same refusal."""
    from pinstripe.api import errors

    customer = REGISTRY["customer"]

    def create(work: Work, params: Params) -> Generator[Outside, Any, Any]:
        work.create(customer, None, description="left")
        yield Outside(someone.ask, "refused?")
        work.create(customer, None, description="gone")
        raise errors.missing_param("source")

    handler = Handler(CREATE, customer, create, "create", "", "customer", frozenset())
    monkeypatch.setitem(HANDLERS, CREATE, handler)
    api = Api(runtime, loop)
    first = api.post("/v1/customers", idempotency_key="k")
    again = api.post("/v1/customers", idempotency_key="k")
    assert first.status == 400 and again.raw == first.raw and again.headers["Idempotent-Replayed"] == "true"
    assert [one["description"] for one in api.get("/v1/customers").data] == ["left"]
    assert someone.asked == ["refused?"]


def test_a_read_asks_nobody(unbuilt: Callable[[str], None]) -> None:
    def retrieve(work: Work, record: Record, params: Params) -> Generator[Outside, Any, Any]:
        yield Outside(asyncio.sleep, 0)

    name = "GET /v1/quotes/{quote}"
    unbuilt(name)
    with pytest.raises(AssertionError, match="asks nobody"):
        operation(name, REGISTRY["customer"], subject="quote")(retrieve)


def test_a_function_is_no_coroutine(unbuilt: Callable[[str], None]) -> None:
    async def create(work: Work, params: Params) -> None: ...

    unbuilt("POST /v1/quotes")
    with pytest.raises(AssertionError, match="plain generator"):
        operation("POST /v1/quotes", REGISTRY["customer"])(create)


# -- two processes on one database ------------------------------------------------------------------------


@pytest.fixture
def servers(postgres_dsn: str, loop: asyncio.AbstractEventLoop) -> Iterator[tuple[Runtime, Runtime]]:
    first, second = fresh(postgres_dsn), fresh(postgres_dsn)
    yield first, second
    for server in (first, second):
        loop.run_until_complete(server.stop())


def test_a_key_is_in_use_in_every_process(
    servers: tuple[Runtime, Runtime], loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    first, second = servers
    one = request("/v1/customers", "description=d", **{"idempotency-key": "k"})
    someone.free.clear()

    async def story() -> tuple[Answer, Answer, Answer]:
        waiting = sent(first, one)
        await someone.asking.wait()
        refused = await sent(second, one)
        someone.free.set()
        return await waiting, refused, await sent(second, one)

    answer, refused, replayed = loop.run_until_complete(story())
    assert (refused.status, refused.error["code"]) == (409, "idempotency_key_in_use")
    assert replayed.raw == answer.raw and len(someone.asked) == 1


def test_a_function_that_has_asked_never_loses_a_race(
    servers: tuple[Runtime, Runtime], loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    """It cannot be run again: another process writes to the same record, and yet both end."""
    first, second = servers
    Api(first, loop).post("/v1/products", name="the world is open")

    async def story() -> list[Answer]:
        made = await sent(first, request("/v1/customers", "name=n"))
        path = f"/v1/customers/{made.id}"
        slow = [sent(first, request(path, "name=slow")) for _ in range(10)]
        quick = [sent(second, request(path, "name=quick")) for _ in range(20)]
        return list(await asyncio.gather(*slow, *quick))

    answers = loop.run_until_complete(story())
    assert [one.status for one in answers] == [200] * 30, answers
    assert someone.asked.count("second") == 10


def test_works_for_other_accounts_go_on_after_the_outside_was_asked(
    runtime: Runtime,
    loop: asyncio.AbstractEventLoop,
    someone: Someone,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    api = Api(runtime, loop)
    seller = str(Panel(api).post("accounts", country="DE", default_currency="eur")["id"])
    clock = api.with_(account=seller).post("/v1/test_helpers/test_clocks", frozen_time=NOW + 9).id
    customer = REGISTRY["customer"]

    def update(work: Work, record: Record, params: Params) -> Generator[Outside, Any, Any]:
        seller_work = work.acting_for(seller)
        seller_work.on_clock(clock)
        before = seller_work.create(customer, None, name="before", test_clock=clock)
        assert seller_work.acting_for(work.account) is work
        yield Outside(someone.ask, "whether to go on")
        assert work.acting_for(seller) is seller_work
        assert (seller_work.now, work.now) == (NOW + 9, NOW)
        assert (seller_work.merchant.country, work.merchant.country) == ("DE", "US")
        seller_work.change(before, name="after")
        seller_work.create(customer, None, name="beside", test_clock=clock)
        return work.change(record, name="done")

    handler = Handler(UPDATE, customer, update, "update", "customer", "customer", frozenset())
    monkeypatch.setitem(HANDLERS, UPDATE, handler)
    ann = api.ok(api.post("/v1/customers", name="Ann")).id
    assert api.ok(api.post(f"/v1/customers/{ann}", name="x")).name == "done"
    theirs = api.with_(account=seller).get("/v1/customers", test_clock=clock)
    assert [one["name"] for one in theirs.data] == ["beside", "after"]
    assert [one["name"] for one in api.get("/v1/customers").data] == ["done"]
