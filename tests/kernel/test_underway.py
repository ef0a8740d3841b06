"""Writes that meet a clock on its way, and advances that outlive their process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from pinstripe.clock import jobs
from pinstripe.http.seen import Request
from pinstripe.kernel import underway
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.operation import JOBS
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.runtime import Runtime
from tests.client import NOW, Api, fresh, settled

CLOCKS = "/v1/test_helpers/test_clocks"
DAYS = 30
DAY = 86400


@pytest.fixture(autouse=True)
def daily(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A job of customers that notes its day and plans the next; each step runs one."""

    def note(work: Work, record: Record) -> None:
        work.change(record, description=f"day {(work.now - NOW) // DAY}")
        work.schedule("daily", record, work.now + DAY)

    monkeypatch.setitem(JOBS, ("customer", "daily"), note)
    monkeypatch.setattr(jobs, "STEP", 1)
    yield


def only_world(runtime: Runtime) -> World:
    (world,) = runtime.worlds.open.values()
    return world


def begin(api: Api, customer: str) -> None:
    """The customer's first job falls due after a day."""
    world = only_world(api.runtime)

    def plan(batch: Batch) -> None:
        work = Work(batch, world.account)
        record = work.peek(customer)
        assert record is not None
        work.schedule("daily", record, NOW + DAY)
        work.keep()

    async def run() -> None:
        await api.runtime.engine.enqueue((world, plan))

    api.loop.run_until_complete(run())


def request(api: Api, path: str, body: bytes, method: str = "POST") -> Request:
    headers = {"authorization": f"Bearer {api.key}", "content-type": "application/x-www-form-urlencoded"}
    return Request(method, path, b"", headers, body)


def clocked(api: Api) -> tuple[str, str]:
    """A test clock and a customer of it, who has a job for every day."""
    clock = api.ok(api.post(CLOCKS, frozen_time=NOW)).id
    customer = api.ok(api.post("/v1/customers", test_clock=clock)).id
    begin(api, customer)
    return clock, customer


def test_a_write_to_a_test_clocks_object_runs_when_the_clock_stands(api: Api) -> None:
    clock, customer = clocked(api)
    body = f"frozen_time={NOW + DAYS * DAY}".encode()

    async def story() -> tuple[str, int]:
        handle = api.runtime.chain.handle
        moved = await handle(request(api, f"{CLOCKS}/{clock}/advance", body))
        assert moved.status == 200
        payment = b"amount=500&currency=usd&customer=" + customer.encode()
        made = await handle(request(api, "/v1/invoiceitems", payment))
        assert made.status == 200, made.body
        stands = await handle(request(api, f"{CLOCKS}/{clock}", b"", "GET"))
        return stands.body.decode(), made.status

    shown, _ = api.loop.run_until_complete(story())
    assert '"status": "ready"' in shown
    item = api.get("/v1/invoiceitems", customer=customer).data[0]
    assert item["date"] == NOW + DAYS * DAY
    assert api.get(f"/v1/customers/{customer}").description == f"day {DAYS}"
    assert api.get("/v1/customers", test_clock=clock).data[0]["description"] == f"day {DAYS}"


def test_stripes_own_limits_refuse_it_at_once(loop: asyncio.AbstractEventLoop) -> None:
    runtime = fresh(limits="stripe")
    api = Api(runtime, loop)
    clock, customer = clocked(api)

    async def story() -> tuple[int, bytes, int]:
        handle = api.runtime.chain.handle
        await handle(request(api, f"{CLOCKS}/{clock}/advance", f"frozen_time={NOW + DAYS * DAY}".encode()))
        refused = await handle(request(api, f"/v1/customers/{customer}", b"name=Ann"))
        elsewhere = await handle(request(api, "/v1/customers", b"name=Bob"))
        await settled(runtime, 0)
        return refused.status, refused.body, elsewhere.status

    status, body, elsewhere = loop.run_until_complete(story())
    assert status == 429 and elsewhere == 200
    said = f"Test clock advancement underway - cannot perform modifications: {clock}"
    assert said.encode() in body
    assert api.get(f"/v1/customers/{customer}").name is None
    assert api.ok(api.post(f"/v1/customers/{customer}", name="Ann")).name == "Ann"
    loop.run_until_complete(runtime.stop())


def test_a_write_that_waits_too_long_is_refused(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(underway, "PATIENCE_SECONDS", 0.01)
    clock, customer = clocked(api)

    async def story() -> int:
        await api.runtime.engine.enqueue(
            (only_world(api.runtime), lambda batch: told_to_move(batch, clock, NOW + DAY))
        )
        return (await api.runtime.chain.handle(request(api, f"/v1/customers/{customer}", b"name=A"))).status

    assert api.loop.run_until_complete(story()) == 429


def told_to_move(batch: Batch, clock: str, to: int) -> None:
    """The clock is on its way, and nobody moves it."""
    work = Work(batch, batch.world.account)
    record = work.peek(clock)
    assert record is not None
    work.note(record, target=to)
    work.advance(record, "advance", "begun", status_details={"advancing": {"target_frozen_time": to}})
    work.keep()


def test_a_write_during_an_advance_of_the_worlds_clock_sees_the_new_time(api: Api) -> None:
    customer = api.ok(api.post("/v1/customers")).id
    begin(api, customer)

    async def story() -> bytes:
        world = only_world(api.runtime)
        moving = asyncio.create_task(api.runtime.scheduler.advance(world, NOW + DAYS * DAY))
        while underway.own(world) is None:
            await asyncio.sleep(0)
        made = await api.runtime.chain.handle(request(api, "/v1/customers", b"name=Late"))
        assert moving.done() and (await moving)[0] == DAYS
        return made.body

    assert f'"created": {NOW + DAYS * DAY}'.encode() in api.loop.run_until_complete(story())


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Both stores."""
    if request.param == "sqlite":
        return str(tmp_path / "test.db")
    dsn: str = request.getfixturevalue("postgres_dsn")
    return dsn


def test_an_advance_that_a_process_did_not_survive_goes_on(
    database: str, loop: asyncio.AbstractEventLoop
) -> None:
    """The first process is left in the middle, as a kill leaves it; the second one arrives."""
    runtime = fresh(database)
    api = Api(runtime, loop)
    customer = api.ok(api.post("/v1/customers")).id
    begin(api, customer)

    async def half() -> None:
        world = only_world(runtime)
        moving = asyncio.create_task(runtime.scheduler.advance(world, NOW + DAYS * DAY))
        while len(runtime.store.rows("SELECT seq FROM events")) < DAYS // 2:
            await asyncio.sleep(0)
        runtime.scheduler._stopping = True
        with pytest.raises(Exception, match="stopping"):
            await moving

    loop.run_until_complete(half())
    between = runtime.store.rows("SELECT clock_at FROM worlds")
    assert between == [(NOW,)]
    loop.run_until_complete(runtime.stop())

    second = fresh(database)
    api = Api(second, loop)

    async def resumed() -> None:
        await second.start()
        while not second.worlds.open or underway.own(only_world(second)) is not None:
            await asyncio.sleep(0.01)

    loop.run_until_complete(asyncio.wait_for(resumed(), 30))
    assert only_world(second).now() == NOW + DAYS * DAY
    assert api.get(f"/v1/customers/{customer}").description == f"day {DAYS}"
    assert api.ok(api.post("/v1/customers")).created == NOW + DAYS * DAY
    loop.run_until_complete(second.stop())
