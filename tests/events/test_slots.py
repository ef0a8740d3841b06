"""Slots: endpoints that hang, and worlds that flood, hold up nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from pinstripe.events.delivery import Deliverer, Settings
from pinstripe.events.lanes import FIRST, Lane
from pinstripe.events.slots import Slots
from tests.events.listener import Stage
from tests.waiting import until_async

HANGING_WORLDS = 12
EACH = 15
"""Events of each of them: more in all than a server ever had connections for."""


@pytest.fixture
def patient(loop: asyncio.AbstractEventLoop) -> Iterator[Stage]:
    """A server that waits for its endpoints as long as usual."""
    stage = Stage(loop).begin(Settings(grace_seconds=0))
    yield stage
    stage.end()


def hang(stage: Stage, key: str, events: int) -> None:
    """A world with an endpoint that never answers, and events for it."""
    other = stage.api.with_(key=key)
    url = f"{stage.listener.url}/hang"
    other.ok(other.post("/v1/webhook_endpoints", url=url, enabled_events=["*"]))
    for _ in range(events):
        other.ok(other.post("/v1/customers"))


def heard(stage: Stage, path: str) -> list[Any]:
    return [one for one in stage.listener.heard if one.path == path]


def test_endpoints_that_hang_hold_up_no_others(patient: Stage) -> None:
    patient.listener.seconds = lambda heard: 30 if heard.path == "/hang" else 0
    for number in range(HANGING_WORLDS):
        hang(patient, f"sk_test_hanging{number}", EACH)
    patient.run(0.2)
    patient.endpoint("/healthy")
    for _ in range(5):
        patient.api.ok(patient.api.post("/v1/customers"))
    done = until_async(lambda: len(heard(patient, "/healthy")) == 5, 3)
    assert patient.loop.run_until_complete(done)
    assert len(heard(patient, "/hang")) <= HANGING_WORLDS * FIRST


def test_hanging_endpoints_of_the_same_world_hold_up_no_others(patient: Stage) -> None:
    patient.listener.seconds = lambda heard: 30 if heard.path == "/hang" else 0
    for _ in range(14):
        patient.endpoint("/hang")
    patient.endpoint("/healthy")
    for _ in range(10):
        patient.api.ok(patient.api.post("/v1/customers"))
    done = until_async(lambda: len(heard(patient, "/healthy")) == 10, 3)
    assert patient.loop.run_until_complete(done)


def test_time_begins_when_the_request_is_sent(loop: asyncio.AbstractEventLoop) -> None:
    one_by_one = Settings(all_connections=1, timeout_seconds=1, grace_seconds=0)
    stage = Stage(loop).begin(one_by_one)
    stage.listener.seconds = lambda heard: 0.4
    stage.endpoint()
    for _ in range(5):
        stage.api.ok(stage.api.post("/v1/customers"))
    stage.settle()
    assert stage.states == ["delivered"] * 5
    assert stage.rows("SELECT COUNT(*),MAX(duration_ms)<1000 FROM attempts") == [(5, 1)]
    stage.end()


def test_an_endpoint_earns_connections_by_answering(loop: asyncio.AbstractEventLoop) -> None:
    stage = Stage(loop).begin(Settings(grace_seconds=0))
    stage.listener.seconds = lambda heard: 0.1
    stage.endpoint()
    for _ in range(40):
        stage.api.ok(stage.api.post("/v1/customers"))
    deliverer: Deliverer = stage.runtime.deliverer
    [lane] = deliverer.lanes.values()
    assert Lane(lane.world, lane.endpoint, lane.past).width == FIRST
    stage.settle()
    assert lane.width == Settings().connections
    lane.answered(0, 16)
    assert lane.width == FIRST
    stage.end()


def test_worlds_are_served_in_turn(loop: asyncio.AbstractEventLoop) -> None:
    slots, served = Slots(busy=2, sockets=3, total=3), []

    async def deliver(world: int) -> None:
        await slots.take(world)
        served.append(world)

    async def flood() -> None:
        tasks = [asyncio.create_task(deliver(world)) for world in (1, 1, 1, 1, 2, 2, 3)]
        await asyncio.sleep(0)
        assert served == [1, 1, 2]
        slots.give(1)
        await asyncio.sleep(0)
        slots.give(1)
        await asyncio.sleep(0)
        assert sorted(served[3:]) == [2, 3] or served[3] == 1
        slots.give(2)
        slots.give(2)
        await asyncio.sleep(0)
        slots.give(3)
        await asyncio.gather(*tasks)

    loop.run_until_complete(asyncio.wait_for(flood(), 2))
    assert sorted(served) == [1, 1, 1, 1, 2, 2, 3]


def test_slow_deliveries_make_room_for_others_of_their_world(loop: asyncio.AbstractEventLoop) -> None:
    slots = Slots(busy=1, sockets=2, total=9)

    async def act() -> None:
        await slots.take(1)
        second = asyncio.create_task(slots.take(1))
        await asyncio.sleep(0)
        assert not second.done()
        slots.turn_slow(1)
        await second
        third = asyncio.create_task(slots.take(1))
        await asyncio.sleep(0)
        slots.turn_slow(1)
        await asyncio.sleep(0)
        assert not third.done()
        slots.give(1, slow=True)
        await third
        ended = asyncio.create_task(slots.take(1))
        await asyncio.sleep(0)
        ended.cancel()
        await asyncio.gather(ended, return_exceptions=True)
        slots.give(1, slow=True)
        slots.give(1)
        assert slots.taken == 0 and not slots._shares

    loop.run_until_complete(asyncio.wait_for(act(), 2))


@pytest.mark.parametrize(("status", "state"), [(200, "delivered"), (500, "failed")])
def test_a_status_counts_however_slowly_its_body_drips(stage: Stage, status: int, state: str) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 %d Said\r\nContent-Length: 900000\r\n\r\n" % status)
        while await reader.read(1):
            writer.write(b".")  # a byte for each of the request's, and then none until the client goes
        writer.close()

    server = stage.loop.run_until_complete(asyncio.start_server(drip, "127.0.0.1", 0))
    port = server.sockets[0].getsockname()[1]
    hook = f"http://127.0.0.1:{port}/"
    stage.api.ok(stage.api.post("/v1/webhook_endpoints", url=hook, enabled_events=["*"]))
    stage.api.ok(stage.api.post("/v1/customers"))
    stage.settle()
    assert stage.states == [state]
    assert set(stage.rows("SELECT status,error FROM attempts")) == {(status, "")}
    server.close()


def test_a_body_that_breaks_off_after_its_status_is_an_acknowledgement(stage: Stage) -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n.")
        writer.close()

    server = stage.loop.run_until_complete(asyncio.start_server(cut, "127.0.0.1", 0))
    hook = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    stage.api.ok(stage.api.post("/v1/webhook_endpoints", url=hook, enabled_events=["*"]))
    stage.api.ok(stage.api.post("/v1/customers"))
    stage.settle()
    assert stage.states == ["delivered"]
    server.close()
