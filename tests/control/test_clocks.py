"""A world's clock, moved from outside."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import orjson
import pytest

from pinstripe.clock import now as clock
from pinstripe.http.seen import Request
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.operation import JOBS
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from tests.client import NOW, Api, fresh
from tests.control.conftest import Panel


@pytest.fixture
def note() -> Iterator[None]:
    """A verb of customers that notes when it ran, for this test."""

    def ran(work: Work, record: Record, **payload: object) -> None:
        work.change(record, description=f"{record.description or ''}{payload['mark']}@{work.now - NOW} ")

    JOBS[("customer", "note")] = ran
    yield
    del JOBS[("customer", "note")]


def later(api: Api, customer: str, **marks: int) -> None:
    """Schedule notes, so many seconds from now."""
    world = next(iter(api.runtime.worlds.open.values()))

    def plan(batch: Batch) -> None:
        work = Work(batch, world.account)
        for mark, seconds in marks.items():
            work.schedule("note", work.load(customer, "customer"), NOW + seconds, mark=mark)
        work.keep()

    async def run() -> None:
        await api.runtime.engine.enqueue((world, plan))

    api.loop.run_until_complete(run())


def test_advancing_runs_what_falls_due_in_its_own_moment(panel: Panel, api: Api, note: None) -> None:
    customer = api.post("/v1/customers")
    later(api, customer.id, b=300, a=100, c=900)
    assert panel.get("world").next_job_due_at == NOW + 100
    told = panel.post("clock/advance", seconds=600).body
    assert told == {"now": NOW + 600, "jobs_run": 2, "endpoints_retried": 0}
    assert api.get(f"/v1/customers/{customer.id}").description == "a@100 b@300 "
    assert panel.post("clock/advance", to=NOW + 900).jobs_run == 1
    assert panel.get("world").next_job_due_at is None
    assert panel.get("audit").agrees


def test_a_snapshot_keeps_what_was_to_come(panel: Panel, api: Api, note: None) -> None:
    customer = api.post("/v1/customers")
    later(api, customer.id, a=100)
    panel.post("snapshot", name="s")
    for _ in range(2):
        assert panel.post("clock/advance", seconds=600).jobs_run == 1
        assert api.get(f"/v1/customers/{customer.id}").description == "a@100 "
        panel.post("restore", name="s")
        assert api.get(f"/v1/customers/{customer.id}").description is None
    world = next(iter(api.runtime.worlds.open.values()))
    assert world.due == NOW + 100


def test_a_clock_that_is_under_way_is_seen_and_left_alone(panel: Panel, api: Api, note: None) -> None:
    customer = api.post("/v1/customers")
    later(api, customer.id, **{f"m{number}": number + 1 for number in range(450)})
    seen: list[dict[str, int]] = []

    async def both() -> None:
        headers = {"authorization": f"Bearer {panel.key}"}
        ask = Request("GET", "/_pinstripe/world", b"", headers, b"")
        move = Request("POST", "/_pinstripe/clock/advance", b"", headers, b'{"seconds": 1000}')
        moving = asyncio.create_task(panel.control.handle(move))
        await asyncio.sleep(0)
        for path in ("clock/advance", "reset", "restore"):
            body = b'{"seconds": 1}' if path == "clock/advance" else b""
            body = b'{"name": "s"}' if path == "restore" else body
            refused = await panel.control.handle(Request("POST", f"/_pinstripe/{path}", b"", headers, body))
            assert refused.status == 409, refused.body
        while not moving.done():
            reply = await panel.control.handle(ask)
            told = orjson.loads(reply.body)["clock"]["advancing"]
            if told:
                seen.append(told)
            await asyncio.sleep(0)
        assert (await moving).status == 200

    api.loop.run_until_complete(both())
    steps = sorted({told["jobs_run"] for told in seen})
    assert steps[-1] >= 400 and len(steps) >= 3
    assert all(told["from"] == NOW and told["to"] == NOW + 1000 for told in seen)
    assert panel.get("world").clock["advancing"] is None


def test_freezing_and_letting_go(panel: Panel, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "wall", lambda: NOW + 10_000)
    assert panel.post("clock/unfreeze").body == {"now": NOW, "offset": -10_000}
    monkeypatch.setattr(clock, "wall", lambda: NOW + 10_030)
    assert api.post("/v1/customers").created == NOW + 30
    assert panel.get("world").clock["mode"] == "offset"
    assert panel.post("clock/advance", seconds=70).now == NOW + 100
    assert panel.post("clock/unfreeze", offset=0).now == NOW + 10_030
    assert panel.get("world").clock["mode"] == "real"
    assert panel.post("clock/freeze").now == NOW + 10_030
    assert panel.post("clock/freeze", now=NOW).now == NOW
    monkeypatch.undo()
    assert api.post("/v1/customers").created == NOW


@pytest.mark.parametrize(("limits", "status"), [("none", 200), ("stripe", 400)])
def test_a_clock_of_stripes_has_few_customers_and_subscriptions(
    loop: asyncio.AbstractEventLoop, limits: str, status: int
) -> None:
    runtime = fresh(limits=limits)
    api = Api(runtime, loop)
    clock_id = api.post("/v1/test_helpers/test_clocks", frozen_time=NOW).id
    people = [api.ok(api.post("/v1/customers", test_clock=clock_id)).id for _ in range(3)]
    assert api.post("/v1/customers", test_clock=clock_id).status == status
    assert api.ok(api.post("/v1/customers")).livemode is False
    price = api.post(
        "/v1/prices",
        currency="usd",
        unit_amount=0,
        recurring={"interval": "month"},
        product_data={"name": "a"},
    )
    form = {"customer": people[0], "items": [{"price": price.id}]}
    first, *_ = [api.ok(api.post("/v1/subscriptions", **form)).id for _ in range(3)]
    refused = api.post("/v1/subscriptions", **form)
    assert refused.status == status
    assert status == 200 or refused.error["code"] == "customer_max_subscriptions"
    api.ok(api.delete(f"/v1/subscriptions/{first}"))
    assert api.ok(api.post("/v1/subscriptions", **form)).customer == people[0]
    loop.run_until_complete(runtime.stop())


@pytest.mark.parametrize(("limits", "status"), [("none", 200), ("stripe", 400)])
def test_stripes_limits_are_asked_for(loop: asyncio.AbstractEventLoop, limits: str, status: int) -> None:
    runtime = fresh(limits=limits)
    api = Api(runtime, loop)
    clock_id = api.post("/v1/test_helpers/test_clocks", frozen_time=NOW).id
    answer = api.post(f"/v1/test_helpers/test_clocks/{clock_id}/advance", frozen_time=NOW + 3 * 366 * 86400)
    assert answer.status == status
    api.settle()
    moved = api.ok(api.get(f"/v1/test_helpers/test_clocks/{clock_id}")).frozen_time > NOW
    assert moved == (status == 200)
    loop.run_until_complete(runtime.stop())
