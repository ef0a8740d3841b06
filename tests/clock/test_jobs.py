"""Jobs that ask the outside, and jobs in pieces: in order, never lost, whatever ends the process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from pinstripe.api import errors
from pinstripe.clock import jobs, scheduler
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.operation import JOBS, Again, job
from pinstripe.kernel.outside import Outside
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.runtime import Runtime
from pinstripe.store import snapshot
from tests.client import NOW, Api, fresh, settled
from tests.waiting import until_async

CLOCKS = "/v1/test_helpers/test_clocks"


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


def add(work: Work, record: Record, words: str) -> None:
    """Note on the record what happened, and when."""
    work.change(record, description=f"{record.description or ''}{words}@{work.now - NOW} ")


def note(work: Work, record: Record, mark: str = "note") -> None:
    """A job that asks nobody."""
    add(work, record, mark)


@pytest.fixture
def someone(monkeypatch: pytest.MonkeyPatch) -> Someone:
    """Jobs of customers: `ask` asks twice, `note` notes."""
    outside = Someone()

    def ask(work: Work, record: Record, mark: str = "ask") -> Generator[Outside, Any, None]:
        add(work, record, mark)
        try:
            first = yield Outside(outside.ask, "first", seconds=5)
        except ConnectionError:
            first = "nobody"
        add(work, record, first)
        second = yield Outside(outside.ask, "second", seconds=5)
        add(work, record, f"{second}.")

    monkeypatch.setitem(JOBS, ("customer", "ask"), ask)
    monkeypatch.setitem(JOBS, ("customer", "note"), note)
    return outside


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Both stores."""
    if request.param == "sqlite":
        return str(tmp_path / "test.db")
    dsn: str = request.getfixturevalue("postgres_dsn")
    return dsn


@pytest.fixture
def runtime(database: str, loop: asyncio.AbstractEventLoop) -> Iterator[Runtime]:
    server = fresh(database)
    yield server
    loop.run_until_complete(server.stop())


def world_of(runtime: Runtime) -> World:
    """The only world."""
    (world,) = runtime.worlds.open.values()
    return world


async def plan(runtime: Runtime, key: str, *planned: tuple[str, int, dict[str, Any]]) -> None:
    """Schedule jobs of a customer: (verb, seconds from now, payload)."""
    world = world_of(runtime)

    def schedule(batch: Batch) -> None:
        work = Work(batch, world.account)
        for verb, seconds, payload in planned:
            work.schedule(verb, work.load(key, "customer"), NOW + seconds, **payload)
        work.keep()

    await runtime.engine.enqueue((world, schedule))


def rows(runtime: Runtime) -> list[tuple[str, int, dict[str, Any]]]:
    """What is still to be done: verb, when, payload."""
    found = runtime.store.rows("SELECT verb,due_at,payload FROM jobs ORDER BY id")
    return [(verb, due - NOW, orjson.loads(bytes(payload))) for verb, due, payload in found]


def clocked(api: Api) -> tuple[str, str]:
    """A test clock, and a customer that hangs on it."""
    clock = api.ok(api.post(CLOCKS, frozen_time=NOW)).id
    return clock, api.ok(api.post("/v1/customers", test_clock=clock)).id


def said(api: Api, customer: str) -> str:
    """What the customer's jobs have noted."""
    return str(api.ok(api.get(f"/v1/customers/{customer}")).description)


ORDERED = "a@100 yes@100 yes.@100 b@100 c@300 "
PLANNED = (("ask", 100, {"mark": "a"}), ("note", 100, {"mark": "b"}), ("note", 300, {"mark": "c"}))


def test_a_job_asks_and_those_after_it_wait(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    """What it did before is committed, its row stays and is marked; each acts at its own moment."""
    api = Api(runtime, loop)
    customer = api.ok(api.post("/v1/customers")).id
    someone.free.clear()

    async def begin() -> asyncio.Task[tuple[int, int]]:
        await plan(runtime, customer, *PLANNED)
        moving = asyncio.create_task(runtime.scheduler.advance(world_of(runtime), NOW + 400))
        await someone.asking.wait()
        return moving

    moving = loop.run_until_complete(begin())
    assert said(api, customer) == "a@100 "
    left = rows(runtime)
    assert [(verb, due) for verb, due, _ in left] == [("ask", 100), ("note", 100), ("note", 300)]
    assert left[0][2]["mark"] == "a" and left[0][2][jobs.ASKING][0] == world_of(runtime).epoch
    someone.free.set()
    assert loop.run_until_complete(moving)[0] == 3
    assert said(api, customer) == ORDERED and rows(runtime) == []
    assert someone.asked == ["first", "second"]
    assert world_of(runtime).now() == NOW + 400


def test_a_test_clock_waits_for_it_too(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    api = Api(runtime, loop)
    clock, customer = clocked(api)
    someone.free.clear()
    loop.run_until_complete(plan(runtime, customer, *PLANNED))
    api.ok(api.post(f"{CLOCKS}/{clock}/advance", frozen_time=NOW + 400))
    loop.run_until_complete(someone.asking.wait())
    assert said(api, customer) == "a@100 "
    assert api.get(f"{CLOCKS}/{clock}").status_details == {"advancing": {"target_frozen_time": NOW + 400}}
    someone.free.set()
    api.settle()
    assert said(api, customer) == ORDERED and rows(runtime) == []
    assert api.get(f"{CLOCKS}/{clock}").body["status"] == "ready"


def test_a_job_that_another_one_makes_may_ask_as_well(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its row is new in the very transaction in which it begins."""

    def first(work: Work, record: Record) -> None:
        work.schedule("ask", record, work.now + 5, mark="x")

    monkeypatch.setitem(JOBS, ("customer", "first"), first)
    api = Api(runtime, loop)
    clock, customer = clocked(api)
    loop.run_until_complete(plan(runtime, customer, ("first", 10, {}), ("note", 20, {})))
    api.ok(api.post(f"{CLOCKS}/{clock}/advance", frozen_time=NOW + 100))
    api.settle()
    assert said(api, customer) == "x@15 yes@15 yes.@15 note@20 " and rows(runtime) == []


def test_what_the_outside_does_wrong_is_raised_where_it_was_asked(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = someone.ask

    async def broken(what: str) -> str:
        someone.answer = ConnectionError("the line is dead") if what == "first" else "yes"
        return await asked(what)

    monkeypatch.setattr(someone, "ask", broken)
    api = Api(runtime, loop)
    clock, customer = clocked(api)
    loop.run_until_complete(plan(runtime, customer, ("ask", 100, {})))
    api.ok(api.post(f"{CLOCKS}/{clock}/advance", frozen_time=NOW + 400))
    api.settle()
    assert said(api, customer) == "ask@100 nobody@100 yes.@100 "


def test_one_that_breaks_is_tried_again_with_what_it_was_given(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    """On a world's own clock; nothing of its last transaction is kept."""
    api = Api(runtime, loop)
    customer = api.ok(api.post("/v1/customers")).id
    someone.answer = ValueError("not what anybody expected")
    loop.run_until_complete(plan(runtime, customer, ("ask", 100, {"mark": "a"}), ("note", 110, {})))
    loop.run_until_complete(runtime.scheduler.advance(world_of(runtime), NOW + 120))
    assert said(api, customer) == "a@100 note@110 "
    assert rows(runtime) == [("ask", 100 + jobs.POSTPONE_SECONDS, {"mark": "a"})]
    someone.answer = "yes"
    loop.run_until_complete(runtime.scheduler.advance(world_of(runtime), NOW + 200))
    assert said(api, customer) == "a@100 note@110 a@160 yes@160 yes.@160 " and rows(runtime) == []


def test_a_test_clock_fails_with_one_that_breaks(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    api = Api(runtime, loop)
    clock, customer = clocked(api)
    someone.answer = ValueError("not what anybody expected")
    loop.run_until_complete(plan(runtime, customer, ("ask", 100, {})))
    api.ok(api.post(f"{CLOCKS}/{clock}/advance", frozen_time=NOW + 400))
    api.settle()
    assert api.get(f"{CLOCKS}/{clock}").body["status"] == "internal_failure"
    assert said(api, customer) == "ask@100 " and rows(runtime) == [("ask", 100, {})]
    someone.answer = "yes"
    api.ok(api.post(f"{CLOCKS}/{clock}/advance", frozen_time=NOW + 400))
    api.settle()
    assert said(api, customer) == "ask@100 ask@100 yes@100 yes.@100 " and rows(runtime) == []


def test_one_that_breaks_at_once_is_not_lost_either(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ran before it in the same step is kept."""
    broken = True

    def fragile(work: Work, record: Record) -> None:
        add(work, record, "fragile")
        assert not broken

    monkeypatch.setitem(JOBS, ("customer", "fragile"), fragile)
    monkeypatch.setitem(JOBS, ("customer", "note"), note)
    api = Api(runtime, loop)
    clock, customer = clocked(api)
    loop.run_until_complete(
        plan(runtime, customer, ("note", 50, {}), ("fragile", 100, {}), ("note", 200, {}))
    )
    api.ok(api.post(f"{CLOCKS}/{clock}/advance", frozen_time=NOW + 400))
    api.settle()
    assert api.get(f"{CLOCKS}/{clock}").body["status"] == "internal_failure"
    assert said(api, customer) == "note@50 "
    assert rows(runtime) == [("fragile", 100, {}), ("note", 200, {})]
    broken = False
    api.ok(api.post(f"{CLOCKS}/{clock}/advance", frozen_time=NOW + 400))
    api.settle()
    assert said(api, customer) == "note@50 fragile@100 note@200 "


def test_one_that_is_refused_after_it_asked_is_over(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(work: Work, record: Record) -> Generator[Outside, Any, None]:
        add(work, record, "before")
        yield Outside(someone.ask, "may I?")
        add(work, record, "after")
        raise errors.missing_param("source")

    monkeypatch.setitem(JOBS, ("customer", "refused"), refused)
    api = Api(runtime, loop)
    clock, customer = clocked(api)
    loop.run_until_complete(plan(runtime, customer, ("refused", 100, {}), ("note", 110, {})))
    api.ok(api.post(f"{CLOCKS}/{clock}/advance", frozen_time=NOW + 400))
    api.settle()
    assert said(api, customer) == "before@100 note@110 " and rows(runtime) == []
    assert api.get(f"{CLOCKS}/{clock}").body["status"] == "ready"


# -- what happens meanwhile -------------------------------------------------------------------------------


def asked_meanwhile(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone, do: Callable[[Api, str, str], None]
) -> tuple[Api, str, str]:
    """A job of a test clock asks; something is done; it is answered."""
    api = Api(runtime, loop)
    clock, customer = clocked(api)
    someone.free.clear()
    loop.run_until_complete(plan(runtime, customer, ("ask", 100, {}), ("note", 200, {})))
    api.ok(api.post(f"{CLOCKS}/{clock}/advance", frozen_time=NOW + 400))
    loop.run_until_complete(someone.asking.wait())
    do(api, clock, customer)
    someone.free.set()
    api.settle()
    return api, clock, customer


def test_others_write_to_its_record_and_it_sees_it(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    def rename(api: Api, clock: str, customer: str) -> None:
        world = world_of(runtime)

        def change(batch: Batch) -> None:
            work = Work(batch, world.account)
            work.change(work.load(customer, "customer"), description="new ")
            work.keep()

        async def run() -> None:  # no caller's write, which would wait for the clock
            await runtime.engine.enqueue((world, change))

        loop.run_until_complete(run())

    api, _, customer = asked_meanwhile(runtime, loop, someone, rename)
    assert said(api, customer) == "new yes@100 yes.@100 note@200 "


def test_one_that_is_unscheduled_meanwhile_goes_on(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    """The outside has done what it was asked for: whether that still matters is for the job to look at."""

    def forget(api: Api, clock: str, customer: str) -> None:
        world = world_of(runtime)

        def unschedule(batch: Batch) -> None:
            work = Work(batch, world.account)
            work.unschedule("", work.load(customer, "customer"))
            work.keep()

        async def run() -> None:
            await runtime.engine.enqueue((world, unschedule))

        loop.run_until_complete(run())
        assert rows(runtime) == []

    api, clock, customer = asked_meanwhile(runtime, loop, someone, forget)
    assert said(api, customer) == "ask@100 yes@100 yes.@100 "
    assert rows(runtime) == [] and api.get(f"{CLOCKS}/{clock}").body["status"] == "ready"


def test_a_world_that_is_reset_meanwhile_hears_nothing_of_it(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    def reset(api: Api, clock: str, customer: str) -> None:
        snapshot.reset(runtime.store, runtime.worlds, world_of(runtime))

    api, _, _ = asked_meanwhile(runtime, loop, someone, reset)
    assert api.get("/v1/customers").data == [] and api.get("/v1/events").data == []
    assert someone.asked == ["first"] and rows(runtime) == []


# -- ends of processes ------------------------------------------------------------------------------------


def cut_short(server: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone) -> None:
    """The process ends while a job waits for the outside."""
    loop.run_until_complete(someone.asking.wait())
    loop.run_until_complete(server.stop())
    someone.asking.clear()
    someone.free.set()


@pytest.mark.parametrize("stored", [True, False])
def test_a_crash_between_the_two_leaves_the_job(
    database: str,
    loop: asyncio.AbstractEventLoop,
    someone: Someone,
    monkeypatch: pytest.MonkeyPatch,
    stored: bool,
) -> None:
    """Its row stays, marked; after the restart the clock goes on, and the job begins again.

    stored: the job was in its table before; otherwise another one of the same step has scheduled it.
    """

    def first(work: Work, record: Record) -> None:
        work.schedule("ask", record, NOW + 100, mark="a")

    monkeypatch.setitem(JOBS, ("customer", "first"), first)
    monkeypatch.setattr(scheduler, "GRACE_SECONDS", 0.01)
    monkeypatch.setattr(jobs, "LEASE_SECONDS", -1)  # what another process had in hand is free at once
    server = fresh(database)
    api = Api(server, loop)
    clock, customer = clocked(api)
    begin = ("ask", 100, {"mark": "a"}) if stored else ("first", 50, {})
    loop.run_until_complete(plan(server, customer, begin, ("note", 300, {"mark": "c"})))
    someone.free.clear()
    api.ok(api.post(f"{CLOCKS}/{clock}/advance", frozen_time=NOW + 400))
    cut_short(server, loop, someone)
    again = fresh(database)
    try:
        api = Api(again, loop)
        assert said(api, customer) == "a@100 "
        assert sorted((verb, due) for verb, due, _ in rows(again)) == [("ask", 100), ("note", 300)]

        async def take_up() -> None:
            again.scheduler.take_up(world_of(again))
            await settled(again, 0)

        loop.run_until_complete(take_up())
        assert said(api, customer) == "a@100 a@100 yes@100 yes.@100 c@300 " and rows(again) == []
        assert api.get(f"{CLOCKS}/{clock}").body["status"] == "ready"
    finally:
        loop.run_until_complete(again.stop())


def test_a_server_that_stops_lets_an_answer_come(
    database: str, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    server = fresh(database)
    api = Api(server, loop)
    clock, customer = clocked(api)
    loop.run_until_complete(plan(server, customer, ("ask", 100, {}), ("note", 200, {})))
    someone.free.clear()
    api.ok(api.post(f"{CLOCKS}/{clock}/advance", frozen_time=NOW + 400))
    loop.run_until_complete(someone.asking.wait())
    loop.call_soon(someone.free.set)
    loop.run_until_complete(server.stop())
    again = fresh(database)
    try:
        assert said(Api(again, loop), customer) == "ask@100 yes@100 yes.@100 "
        assert rows(again) == [("note", 200, {})]
    finally:
        loop.run_until_complete(again.stop())


def test_real_time_runs_jobs_that_ask_and_no_world_holds_up_another(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    api = Api(runtime, loop)
    customer = api.ok(api.post("/v1/customers")).id
    loop.run_until_complete(plan(runtime, customer, ("ask", 0, {}), ("note", 0, {})))
    other = api.with_(key="sk_test_other")
    second = other.ok(other.post("/v1/customers")).id
    worlds = dict(runtime.worlds.open)
    (name,) = [key for key, world in worlds.items() if world is not world_named(runtime, customer)]
    someone.free.clear()

    async def story() -> None:
        watching = asyncio.create_task(runtime.scheduler.watch(0.005))
        await someone.asking.wait()
        await schedule_note(runtime, worlds[name], second)
        await until_async(lambda: other_said(runtime, worlds[name]))
        someone.free.set()
        await until_async(lambda: not runtime.store.rows("SELECT 1 FROM jobs"))
        runtime.scheduler._stopping = True
        await watching
        runtime.scheduler._stopping = False

    loop.run_until_complete(asyncio.wait_for(story(), 10))
    assert other.get(f"/v1/customers/{second}").description == "note@0 "
    assert said(api, customer) == "ask@0 yes@0 yes.@0 note@0 "


def test_what_is_due_already_does_not_wait_for_the_next_look(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    api = Api(runtime, loop)
    customer = api.ok(api.post("/v1/customers")).id

    async def story() -> None:
        watching = asyncio.create_task(runtime.scheduler.watch(3600))
        await asyncio.sleep(0)
        await schedule_note(runtime, world_named(runtime, customer), customer)
        await until_async(lambda: not runtime.store.rows("SELECT 1 FROM jobs"))
        watching.cancel()

    loop.run_until_complete(asyncio.wait_for(story(), 10))
    assert said(api, customer).startswith("note@")


def test_who_asks_next_sees_what_fell_due_with_the_answer(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone
) -> None:
    api = Api(runtime, loop)
    customer = api.ok(api.post("/v1/customers")).id
    world = world_named(runtime, customer)

    async def story() -> None:
        watching = asyncio.create_task(runtime.scheduler.watch(3600))
        await asyncio.sleep(0)
        await schedule_note(runtime, world, customer)
        await world.caught_up()
        assert not runtime.store.rows("SELECT 1 FROM jobs") and world.pressing is None
        world.pressing = asyncio.Event()  # of something that takes its time
        await world.caught_up()
        assert world.pressing is None
        watching.cancel()

    loop.run_until_complete(asyncio.wait_for(story(), 10))


def world_named(runtime: Runtime, customer: str) -> World:
    """The world that has a customer."""
    ((number,),) = runtime.store.rows("SELECT world FROM heads WHERE id=?", (customer,))
    return runtime.worlds.by_number[number]


def other_said(runtime: Runtime, world: World) -> bool:
    """Has the job of the other world run?"""
    return not runtime.store.rows("SELECT 1 FROM jobs WHERE world=?", (world.world,))


async def schedule_note(runtime: Runtime, world: World, key: str) -> None:
    """A job of another world, due now."""

    def schedule(batch: Batch) -> None:
        work = Work(batch, world.account)
        work.schedule("note", work.load(key, "customer"), NOW)
        work.keep()

    await runtime.engine.enqueue((world, schedule))


# -- two processes on one database ------------------------------------------------------------------------


@pytest.fixture
def servers(postgres_dsn: str, loop: asyncio.AbstractEventLoop) -> Iterator[tuple[Runtime, Runtime]]:
    first, second = fresh(postgres_dsn), fresh(postgres_dsn)
    yield first, second
    for server in (first, second):
        loop.run_until_complete(server.stop())


def test_what_one_process_asks_no_other_asks_too(
    servers: tuple[Runtime, Runtime],
    loop: asyncio.AbstractEventLoop,
    someone: Someone,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second waits, and runs nothing that is due later, until the first is through."""
    monkeypatch.setattr(scheduler, "HELD_SECONDS", 0.02)
    first, second = servers
    customer = Api(first, loop).ok(Api(first, loop).post("/v1/customers")).id
    assert said(Api(second, loop), customer) == "None"
    someone.free.clear()

    async def story() -> tuple[int, int]:
        await plan(first, customer, *PLANNED)
        one = asyncio.create_task(first.scheduler.run(world_of(first), "", NOW + 400))
        await someone.asking.wait()
        two = asyncio.create_task(second.scheduler.run(world_of(second), "", NOW + 400))
        await asyncio.sleep(0.1)
        assert not two.done() and someone.asked == ["first"]
        someone.free.set()
        return await one, await two

    ran = loop.run_until_complete(story())
    assert sum(ran) == 3 and someone.asked == ["first", "second"]
    assert said(Api(first, loop), customer) == ORDERED and rows(first) == []


def test_a_job_that_was_taken_over_ends_where_it_asked(
    servers: tuple[Runtime, Runtime],
    loop: asyncio.AbstractEventLoop,
    someone: Someone,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One process stalls beyond its mark, another one runs the job: the first does nothing more of it."""
    first, second = servers
    customer = Api(first, loop).ok(Api(first, loop).post("/v1/customers")).id
    Api(second, loop).get("/v1/customers")
    monkeypatch.setattr(jobs, "LEASE_SECONDS", -1)
    someone.free.clear()

    async def story() -> list[int]:
        await plan(first, customer, ("ask", 100, {"mark": "a"}))
        one = asyncio.create_task(first.scheduler.run(world_of(first), "", NOW + 400))
        await someone.asking.wait()
        someone.asking.clear()
        two = asyncio.create_task(second.scheduler.run(world_of(second), "", NOW + 400))
        await someone.asking.wait()
        monkeypatch.setattr(jobs, "LEASE_SECONDS", 60)
        someone.free.set()
        return list(await asyncio.gather(one, two))

    assert sum(loop.run_until_complete(story())) == 1
    assert said(Api(first, loop), customer) == "a@100 a@100 yes@100 yes.@100 " and rows(first) == []
    assert someone.asked == ["first", "first", "second"]


# -- in pieces --------------------------------------------------------------------------------------------


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that does three pieces of something."""

    def count(work: Work, record: Record, upto: int, cursor: int = 0) -> Again | None:
        add(work, record, str(cursor))
        return Again(cursor + 1) if cursor + 1 < upto else None

    monkeypatch.setitem(JOBS, ("customer", "count"), count)
    monkeypatch.setitem(JOBS, ("customer", "note"), note)


def test_a_job_goes_on_with_its_cursor_before_all_that_is_later(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, pieces: None
) -> None:
    api = Api(runtime, loop)
    customer = api.ok(api.post("/v1/customers")).id
    loop.run_until_complete(plan(runtime, customer, ("count", 100, {"upto": 3}), ("note", 100, {})))
    world = world_of(runtime)
    steps = []

    async def one_step() -> jobs.Step:
        found: jobs.Step = await runtime.engine.enqueue((world, lambda b: jobs.step(b, "", NOW + 200)))
        return found

    while rows(runtime):
        steps.append((loop.run_until_complete(one_step()), rows(runtime)[:1]))
    assert [(one.ran, one.more) for one, _ in steps] == [(0, True), (0, True), (2, False)]
    assert steps[0][1] == [("count", 100, {"upto": 3, "cursor": 1})]
    assert said(api, customer) == "0@100 1@100 2@100 note@100 "


def test_a_job_in_pieces_on_both_kinds_of_clocks(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, pieces: None
) -> None:
    api = Api(runtime, loop)
    clock, hung = clocked(api)
    own = api.ok(api.post("/v1/customers")).id
    for customer in (hung, own):
        loop.run_until_complete(plan(runtime, customer, ("count", 100, {"upto": 3}), ("note", 150, {})))
    api.ok(api.post(f"{CLOCKS}/{clock}/advance", frozen_time=NOW + 200))
    api.settle()
    assert loop.run_until_complete(runtime.scheduler.advance(world_of(runtime), NOW + 200))[0] == 2
    assert said(api, hung) == said(api, own) == "0@100 1@100 2@100 note@150 "


def test_a_job_that_does_not_get_on_breaks(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(JOBS, ("customer", "stuck"), lambda work, record, cursor=0: Again(7))
    api = Api(runtime, loop)
    customer = api.ok(api.post("/v1/customers")).id
    loop.run_until_complete(plan(runtime, customer, ("stuck", 100, {})))
    loop.run_until_complete(runtime.scheduler.advance(world_of(runtime), NOW + 120))
    assert rows(runtime) == [("stuck", 160, {"cursor": 7})]


def test_a_generator_may_go_on_in_pieces_too(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def both(work: Work, record: Record, cursor: int = 0) -> Generator[Outside, Any, Again | None]:
        answer = yield Outside(someone.ask, f"piece {cursor}")
        add(work, record, f"{answer}{cursor}")
        return Again(cursor + 1) if cursor < 1 else None

    monkeypatch.setitem(JOBS, ("customer", "both"), both)
    api = Api(runtime, loop)
    clock, customer = clocked(api)
    loop.run_until_complete(plan(runtime, customer, ("both", 100, {}), ("note", 100, {})))
    api.ok(api.post(f"{CLOCKS}/{clock}/advance", frozen_time=NOW + 200))
    api.settle()
    assert said(api, customer) == "yes0@100 yes1@100 note@100 "
    assert someone.asked == ["piece 0", "piece 1"]


# -- the same again, and what can't be -------------------------------------------------------------------


def test_the_same_story_has_the_same_bytes(loop: asyncio.AbstractEventLoop, someone: Someone) -> None:
    told = []
    for _ in range(2):
        server = fresh()
        api = Api(server, loop)
        clock, customer = clocked(api)
        loop.run_until_complete(plan(server, customer, *PLANNED))
        api.ok(api.post(f"{CLOCKS}/{clock}/advance", frozen_time=NOW + 400))
        loop.run_until_complete(settled(server, 0))
        told.append(api.get("/v1/events", limit=100).raw + api.get(f"/v1/customers/{customer}").raw)
        loop.run_until_complete(server.stop())
    assert told[0] == told[1] and b"c@300" in told[0]


def test_what_is_no_job_is_refused_where_it_is_bound(api: Api) -> None:
    async def coroutine(work: Work, record: Record) -> None: ...

    async def asking(work: Work, record: Record) -> Any:
        yield 1

    def alone(work: Work) -> None: ...

    def starred(work: Work, record: Record, *rest: Any) -> None: ...

    def forgetful(work: Work, record: Record) -> Again:
        return Again(1)

    for function, problem in (
        (coroutine, "plain generator"),
        (asking, "plain generator"),
        (alone, "given the work and the record"),
        (starred, "given by name"),
        (forgetful, "takes a cursor"),
    ):
        with pytest.raises(AssertionError, match=problem):
            job(REGISTRY["customer"], "planted")(function)
    assert ("customer", "planted") not in JOBS


def test_a_function_asks_by_an_outside_alone(
    runtime: Runtime, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(work: Work, record: Record) -> Generator[Any, Any, None]:
        yield "not a question"

    monkeypatch.setitem(JOBS, ("customer", "wrong"), wrong)
    api = Api(runtime, loop)
    clock, customer = clocked(api)
    loop.run_until_complete(plan(runtime, customer, ("wrong", 100, {})))
    api.ok(api.post(f"{CLOCKS}/{clock}/advance", frozen_time=NOW + 200))
    api.settle()
    assert api.get(f"{CLOCKS}/{clock}").body["status"] == "internal_failure"
