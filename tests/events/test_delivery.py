"""Delivery: from a commit to an acknowledged webhook, with everything that can go wrong between."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest

from pinstripe.api.errors import ApiError
from pinstripe.clock import now as clock
from pinstripe.events import parcels
from pinstripe.events.delivery import Settings
from pinstripe.http.seen import Request
from pinstripe.store.base import Changes
from tests.events.listener import Stage, verified
from tests.waiting import until_async

LATER = Settings(retry_seconds=(300, 1800, 7200), timeout_seconds=1, grace_seconds=1)


@pytest.fixture
def later(loop: asyncio.AbstractEventLoop) -> Iterator[Stage]:
    """The same with the usual delays between attempts."""
    stage = Stage(loop).begin(LATER)
    yield stage
    stage.end()


def test_an_event_arrives_signed_and_pretty_printed(stage: Stage) -> None:
    secret = stage.endpoint()["secret"]
    customer = stage.api.post("/v1/customers", email="a@b.c", idempotency_key="k1")
    stage.settle()
    [heard] = stage.listener.heard
    assert verified(heard.raw, heard.headers["Stripe-Signature"], secret, int(time.time()))
    assert heard.raw.startswith(b'{\n  "id": "evt_')
    assert heard.headers["Content-Type"] == "application/json; charset=utf-8"
    assert heard.headers["User-Agent"] == "Stripe/1.0 (+https://stripe.com/docs/webhooks)"
    assert heard.headers["Accept"] == "*/*; q=0.5, application/xml"
    assert heard.headers["Cache-Control"] == "no-cache"
    assert heard.event["data"] == {"object": customer.body}
    assert heard.event["pending_webhooks"] == 1
    assert heard.event["request"] == {"id": customer.headers["Request-Id"], "idempotency_key": "k1"}
    assert list(heard.event) == [
        "id", "object", "api_version", "created", "data", "livemode", "pending_webhooks", "request", "type",
    ]  # fmt: skip
    assert stage.states == ["delivered"]


def test_acknowledged_events_wait_for_nobody(stage: Stage) -> None:
    stage.endpoint()
    stage.api.post("/v1/customers")
    stage.settle()
    event = stage.listener.heard[0].event
    assert stage.api.get(f"/v1/events/{event['id']}").body == {**event, "pending_webhooks": 0}


def test_events_of_one_endpoint_arrive_in_order(stage: Stage) -> None:
    stage.endpoint()
    names = [f"n{number}" for number in range(20)]
    headers = {"authorization": f"Bearer {stage.api.key}"}

    async def burst() -> None:
        requests = (Request("POST", "/v1/customers", b"", headers, f"name={name}".encode()) for name in names)
        await asyncio.gather(*(stage.runtime.chain.handle(request) for request in requests))

    stage.loop.run_until_complete(burst())
    stage.settle()
    assert [heard.event["data"]["object"]["name"] for heard in stage.listener.heard] == names


def test_a_slow_answer_does_not_hold_up_the_others(stage: Stage) -> None:
    stage.endpoint()
    stage.listener.seconds = lambda heard: 0.4 if len(stage.listener.heard) == 1 else 0
    begun = time.perf_counter()
    for _ in range(10):
        stage.api.post("/v1/customers")
    while len(stage.listener.heard) < 10:
        stage.run(0.01)
        assert time.perf_counter() - begun < 0.35
    stage.settle()
    assert stage.states == ["delivered"] * 10


def test_a_failure_is_tried_again_and_every_attempt_logged(stage: Stage) -> None:
    stage.endpoint()
    stage.listener.answers = [500, 404]
    stage.api.post("/v1/customers")
    stage.settle()
    assert stage.listener.types == ["customer.created"] * 3
    assert stage.states == ["delivered"]
    log = stage.rows("SELECT number,status,error FROM attempts ORDER BY number")
    assert log == [(1, 500, ""), (2, 404, ""), (3, 200, "")]
    first, last = stage.listener.heard[0], stage.listener.heard[2]
    assert first.event == last.event
    assert verified(last.raw, last.headers["Stripe-Signature"], stage.secret, int(time.time()))


def test_three_retries_and_no_more(stage: Stage) -> None:
    stage.endpoint()
    stage.listener.always = 503
    stage.api.post("/v1/customers")
    stage.settle()
    assert len(stage.listener.heard) == 4
    assert stage.states == ["failed"]
    [event] = stage.api.get("/v1/events")["data"]
    assert event["pending_webhooks"] == 1


def test_a_redirect_is_a_failure_and_is_not_followed(later: Stage) -> None:
    later.endpoint()
    later.listener.answers = [302]
    later.api.post("/v1/customers")
    later.settle()
    assert [heard.path for heard in later.listener.heard] == ["/hook"]
    assert later.rows("SELECT status FROM attempts") == [(302,)]
    assert later.states == ["pending"]


def test_any_2xx_will_do(stage: Stage) -> None:
    stage.endpoint()
    stage.listener.answers = [204]
    stage.api.post("/v1/customers")
    stage.settle()
    assert stage.states == ["delivered"]
    assert len(stage.listener.heard) == 1


def test_no_answer_in_time(later: Stage) -> None:
    later.endpoint()
    later.listener.answers = [0]
    later.api.post("/v1/customers")
    later.settle()
    [(status, error, duration)] = later.rows("SELECT status,error,duration_ms FROM attempts")
    assert (status, error) == (0, "timed out after 1 seconds")
    assert 900 <= duration < 2000


def test_nobody_listens(later: Stage) -> None:
    later.endpoint(url="http://127.0.0.1:1/hook")
    later.api.post("/v1/customers")
    later.settle()
    [(status, error)] = later.rows("SELECT status,error FROM attempts")
    assert status == 0
    assert error.startswith("ConnectError: Connection refused")
    [(state, attempts, due_at)] = later.rows("SELECT state,attempts,due_at FROM deliveries")
    assert (state, attempts) == ("pending", 1)
    assert 295 <= due_at - clock.wall() <= 300


def test_retries_come_later_each_time(later: Stage) -> None:
    later.endpoint()
    later.listener.always = 500
    later.api.post("/v1/customers")
    delays = []
    for _ in range(4):
        later.settle()
        delays.append(later.rows("SELECT due_at-? FROM deliveries", clock.wall())[0][0])
        later.loop.run_until_complete(later.runtime.deliverer.make_due(later.world))
    assert [round(delay, -1) for delay in delays[:3]] == [300, 1800, 7200]
    assert later.states == ["failed"]


def test_moving_the_clock_past_a_retry_makes_it_due(later: Stage) -> None:
    later.endpoint()
    later.listener.answers = [500]
    later.api.post("/v1/customers")
    later.settle()
    hurry = later.runtime.deliverer.make_due
    assert later.loop.run_until_complete(hurry(later.world, 200)) == 0
    assert later.loop.run_until_complete(hurry(later.world, 301)) == 1
    later.settle()
    assert later.states == ["delivered"]


def test_moving_the_clock_past_all_retries_makes_all_of_them(later: Stage) -> None:
    later.endpoint()
    later.listener.answers = [500, 500, 500]
    later.api.post("/v1/customers")
    later.settle()
    later.loop.run_until_complete(later.runtime.deliverer.make_due(later.world, 3000))
    later.settle()
    assert len(later.listener.heard) == 3 and later.states == ["pending"], "5 minutes, and 30 after them"
    later.loop.run_until_complete(later.runtime.deliverer.make_due(later.world, 86400))
    later.settle()
    assert len(later.listener.heard) == 4 and later.states == ["delivered"]


def test_a_disabled_endpoint_hears_nothing_more(later: Stage) -> None:
    endpoint = later.endpoint()
    later.listener.answers = [500]
    later.api.post("/v1/customers")
    later.settle()
    later.api.post(f"/v1/webhook_endpoints/{endpoint.id}", disabled=True)
    later.api.post("/v1/customers")
    later.loop.run_until_complete(later.runtime.deliverer.make_due(later.world))
    later.settle()
    later.api.post(f"/v1/webhook_endpoints/{endpoint.id}", disabled=False)
    later.loop.run_until_complete(later.runtime.deliverer.make_due(later.world))
    later.settle()
    assert later.listener.types == ["customer.created"]
    assert later.states == ["canceled"]
    later.api.post("/v1/customers")
    later.settle()
    assert later.states == ["canceled", "delivered"]


def test_a_deleted_endpoint_hears_nothing_more(later: Stage) -> None:
    endpoint = later.endpoint()
    later.listener.answers = [500]
    later.api.post("/v1/customers")
    later.settle()
    later.api.delete(f"/v1/webhook_endpoints/{endpoint.id}")
    later.api.post("/v1/customers")
    later.loop.run_until_complete(later.runtime.deliverer.make_due(later.world))
    later.settle()
    assert len(later.listener.heard) == 1
    assert later.states == ["canceled"]


def test_an_endpoint_disabled_while_its_answer_is_awaited(later: Stage) -> None:
    endpoint = later.endpoint()
    later.listener.seconds = lambda heard: 0.1
    later.listener.always = 500
    later.api.post("/v1/customers")
    later.run(0.05)
    later.api.post(f"/v1/webhook_endpoints/{endpoint.id}", disabled=True)
    later.settle()
    assert len(later.listener.heard) == 1
    assert later.states == ["canceled"]


def test_only_the_types_asked_for(stage: Stage) -> None:
    stage.endpoint(enabled_events=["customer.updated", "customer.deleted"])
    customer = stage.api.post("/v1/customers")
    stage.api.post(f"/v1/customers/{customer.id}", name="Ada")
    stage.api.delete(f"/v1/customers/{customer.id}")
    stage.settle()
    assert stage.listener.types == ["customer.updated", "customer.deleted"]
    assert stage.listener.heard[0].event["data"]["previous_attributes"] == {"name": None}
    assert "previous_attributes" not in stage.listener.heard[1].event["data"]
    assert "deleted" not in stage.listener.heard[1].event["data"]["object"]


def test_connect_endpoints_hear_of_connected_accounts_only(stage: Stage) -> None:
    stage.endpoint("/own")
    stage.endpoint("/connect", connect=True)
    account = connected(stage)
    stage.api.post("/v1/customers", name="own")
    stage.api.with_(account=account).post("/v1/customers", name="theirs")
    stage.settle()
    customers = [heard for heard in stage.listener.heard if heard.type == "customer.created"]
    found = {heard.path: heard.event for heard in customers}
    assert len(customers) == 2
    assert found["/own"]["data"]["object"]["name"] == "own"
    assert "account" not in found["/own"]
    assert found["/connect"]["data"]["object"]["name"] == "theirs"
    assert found["/connect"]["account"] == account
    assert list(found["/connect"])[:4] == ["id", "object", "account", "api_version"]


def test_a_platforms_own_endpoint_hears_nothing_of_connected_accounts(stage: Stage) -> None:
    theirs = stage.api.with_(account=connected(stage))
    stage.endpoint(enabled_events=["customer.created"])
    theirs.post("/v1/customers")
    mine = stage.api.post("/v1/customers")
    stage.settle()
    [heard] = stage.listener.heard
    assert "account" not in heard.event and heard.event["data"]["object"]["id"] == mine.id


def connected(stage: Stage) -> str:
    """A connected account, whichever way it comes to be."""
    account = "acct_1TestConnected"
    world = stage.runtime.worlds.get(stage.runtime.keys.of(f"Bearer {stage.api.key}").world)
    changes = Changes(world.world, world.seq)
    seq = changes.seq()
    body = b'{"id":"acct_1TestConnected","object":"account"}'
    changes.add("versions", (world.world, seq, world.account, account, body, None))
    changes.add("heads", (world.world, world.account, account, seq, 1, "account", 0, seq, "", 0))
    stage.runtime.store.commit([changes])
    world.seq = changes.next
    return account


def test_the_endpoints_version_shapes_the_payload(stage: Stage) -> None:
    stage.endpoint("/new")
    stage.endpoint("/old", api_version="2019-03-14")
    stage.api.post("/v1/customers")
    stage.settle()
    told = {heard.path: heard.event["api_version"] for heard in stage.listener.heard}
    assert told == {"/new": "2026-10-28.endive", "/old": "2019-03-14"}
    assert {heard.event["pending_webhooks"] for heard in stage.listener.heard} <= {1, 2}


def test_a_new_address_is_used_at_once(later: Stage) -> None:
    endpoint = later.endpoint("/first")
    later.listener.answers = [500]
    later.api.post("/v1/customers")
    later.settle()
    later.api.post(f"/v1/webhook_endpoints/{endpoint.id}", url=f"{later.listener.url}/second")
    later.loop.run_until_complete(later.runtime.deliverer.make_due(later.world))
    later.settle()
    assert [heard.path for heard in later.listener.heard] == ["/first", "/second"]


def test_a_restart_takes_up_what_is_pending(loop: asyncio.AbstractEventLoop) -> None:
    stage = Stage(loop)
    loop.run_until_complete(stage.listener.open())
    stage.endpoint()
    for _ in range(3):
        stage.api.post("/v1/customers")
    assert stage.states == ["pending"] * 3
    stage.restart()
    stage.settle()
    assert stage.listener.types == ["customer.created"] * 3
    assert stage.states == ["delivered"] * 3
    stage.end()


def test_a_restart_waits_for_retries_and_counts_on(later: Stage) -> None:
    later.endpoint()
    later.listener.answers = [500]
    later.api.post("/v1/customers")
    later.settle()
    later.loop.run_until_complete(later.runtime.deliverer.stop())
    later.restart(LATER)
    later.settle()
    assert len(later.listener.heard) == 1
    later.loop.run_until_complete(later.runtime.deliverer.make_due(later.world))
    later.settle()
    assert later.rows("SELECT number FROM attempts ORDER BY number") == [(1,), (2,)]
    assert later.states == ["delivered"]


def test_stopping_lets_an_answer_arrive(later: Stage) -> None:
    later.endpoint()
    later.listener.seconds = lambda heard: 0.2
    later.api.post("/v1/customers")
    later.run(0.1)
    later.loop.run_until_complete(later.runtime.deliverer.stop())
    assert later.states == ["delivered"]


def test_stopping_before_the_answer_leaves_it_pending(loop: asyncio.AbstractEventLoop) -> None:
    stage = Stage(loop).begin(Settings(timeout_seconds=30, grace_seconds=0))
    stage.endpoint()
    stage.listener.answers = [0]
    stage.api.post("/v1/customers")
    stage.run(0.1)
    loop.run_until_complete(stage.runtime.deliverer.stop())
    assert len(stage.listener.heard) == 1
    assert stage.states == ["pending"]
    stage.restart()
    stage.settle()
    assert stage.listener.heard[0].event == stage.listener.heard[1].event
    assert stage.states == ["delivered"]
    stage.end()


def test_resend_to_all_and_to_one(stage: Stage) -> None:
    stage.endpoint("/a")
    second = stage.endpoint("/b")
    stage.api.post("/v1/customers")
    stage.settle()
    event = stage.listener.heard[0].event
    resend = stage.runtime.deliverer.resend
    assert stage.loop.run_until_complete(resend(stage.world, event["id"])) == 2
    stage.settle()
    assert stage.loop.run_until_complete(resend(stage.world, event["id"], second.id)) == 1
    stage.settle()
    assert sorted(heard.path for heard in stage.listener.heard) == ["/a", "/a", "/b", "/b", "/b"]
    assert {heard.event["id"] for heard in stage.listener.heard} == {event["id"]}
    assert stage.states == ["delivered"] * 5


def test_resending_an_unknown_event_is_refused(stage: Stage) -> None:
    stage.endpoint()
    with pytest.raises(ApiError) as refused:
        stage.loop.run_until_complete(stage.runtime.deliverer.resend(stage.world, "evt_none"))
    assert refused.value.status == 404
    assert refused.value.message == "No such notification: 'evt_none'"


def test_a_resend_acknowledges_what_had_failed(stage: Stage) -> None:
    stage.endpoint()
    stage.listener.answers = [500] * 4
    stage.api.post("/v1/customers")
    stage.settle()
    [event] = stage.api.get("/v1/events", delivery_success=False)["data"]
    stage.loop.run_until_complete(stage.runtime.deliverer.resend(stage.world, event["id"]))
    stage.settle()
    assert stage.states == ["failed", "delivered"]
    assert stage.api.get("/v1/events", delivery_success=False)["data"] == []
    assert stage.api.get("/v1/events", delivery_success=True)["data"][0]["pending_webhooks"] == 0


def test_forced_duplicates(stage: Stage) -> None:
    stage.endpoint()
    stage.fault(duplicate=True)
    stage.api.post("/v1/customers")
    stage.settle()
    first, second = stage.listener.heard
    assert first.event == second.event
    assert stage.rows("SELECT number,status FROM attempts ORDER BY number") == [(1, 200), (2, 200)]


def test_forced_drops_until_the_fault_is_taken_away(later: Stage) -> None:
    later.endpoint()
    later.fault(drop=True)
    later.api.post("/v1/customers")
    later.settle()
    assert later.listener.heard == []
    assert later.rows("SELECT status,error FROM attempts") == [(0, "not sent: forced fault")]
    later.fault()
    later.loop.run_until_complete(later.runtime.deliverer.make_due(later.world))
    later.settle()
    assert later.states == ["delivered"]


def test_one_in_three_is_dropped_the_same_ones_each_time(loop: asyncio.AbstractEventLoop) -> None:
    lost = []
    for _ in range(2):
        stage = Stage(loop).begin(LATER)
        stage.endpoint()
        stage.fault(drop=3)
        for _ in range(30):
            stage.api.post("/v1/customers")
        stage.settle()
        lost.append([number for number, state in enumerate(stage.states) if state == "pending"])
        stage.end()
    assert lost[0] == lost[1]
    assert 4 <= len(lost[0]) <= 16


def test_a_forced_time_out_is_heard_and_not_acknowledged(stage: Stage) -> None:
    stage.endpoint()
    stage.fault(time_out=True)
    stage.api.post("/v1/customers")
    stage.settle()
    assert len(stage.listener.heard) == 4
    assert stage.rows("SELECT DISTINCT status,error FROM attempts") == [(0, "timed out: forced fault")]
    assert stage.states == ["failed"]


def test_a_forced_delay(stage: Stage) -> None:
    stage.endpoint()
    stage.fault(delay_seconds=1)
    stage.api.post("/v1/customers")
    stage.settle()
    stage.run(0.01)
    assert stage.listener.heard == []
    stage.run(1.1)
    stage.settle()
    assert stage.listener.types == ["customer.created"]


def test_forced_disorder(stage: Stage) -> None:
    stage.endpoint()
    stage.fault(reorder=True)
    customer = stage.api.post("/v1/customers")
    stage.api.post(f"/v1/customers/{customer.id}", name="Ada")
    stage.settle()
    assert stage.listener.types == ["customer.updated", "customer.created"]


def test_two_processes_on_one_database_do_not_both_send(loop: asyncio.AbstractEventLoop) -> None:
    stage = Stage(loop).begin(shared=True)
    first = stage.runtime.deliverer
    stage.restart(shared=True)
    stage.endpoint()
    for _ in range(20):
        stage.api.post("/v1/customers")
    loop.run_until_complete(asyncio.wait_for(first.settle(), 5))
    stage.settle()
    assert len(stage.listener.heard) == 20
    assert stage.states == ["delivered"] * 20
    loop.run_until_complete(first.stop())
    stage.end()


def test_another_process_takes_over_when_the_lease_is_over(loop: asyncio.AbstractEventLoop) -> None:
    stage = Stage(loop)
    loop.run_until_complete(stage.listener.open())
    stage.endpoint()
    stage.api.post("/v1/customers")
    world, endpoint = stage.rows("SELECT world,endpoint FROM deliveries")[0]
    store = stage.runtime.store
    assert parcels.claim(store, world, endpoint, 10, lease_seconds=1)[0]
    assert parcels.claim(store, world, endpoint, 10, lease_seconds=1) == ([], False)
    stage.restart(Settings(poll_seconds=1), shared=True)
    stage.settle()
    assert stage.listener.heard == []
    stage.run(1.2)
    stage.settle()
    assert stage.states == ["delivered"]
    stage.end()


def test_a_process_that_lives_keeps_what_it_claimed(loop: asyncio.AbstractEventLoop) -> None:
    brief = Settings(lease_seconds=2, poll_seconds=1, timeout_seconds=6, grace_seconds=1)
    stage = Stage(loop).begin(brief, shared=True)
    first = stage.runtime.deliverer
    stage.restart(brief, shared=True)
    stage.endpoint()
    stage.listener.seconds = lambda heard: 3.5
    stage.api.post("/v1/customers")
    for deliverer in (first, stage.runtime.deliverer):
        loop.run_until_complete(asyncio.wait_for(deliverer.settle(), 8))
    assert len(stage.listener.heard) == 1
    assert stage.states == ["delivered"]
    loop.run_until_complete(first.stop())
    stage.end()


def test_a_lease_that_is_renewed_leaves_results_alone(stage: Stage) -> None:
    stage.endpoint()
    stage.api.post("/v1/customers")
    [(world, number)] = stage.rows("SELECT world,id FROM deliveries")
    store = stage.runtime.store
    parcels.renew(store, world, {number: 0}, 50)
    [(due,)] = stage.rows("SELECT due_at FROM deliveries")
    assert due >= clock.wall() + 49
    parcels.renew(store, world, {number: 1}, 5_000)
    assert stage.rows("SELECT due_at FROM deliveries") == [(due,)]


def test_what_a_crash_left_is_taken_up_within_seconds(loop: asyncio.AbstractEventLoop) -> None:
    assert Settings().lease_seconds <= 10
    stage = Stage(loop).begin(Settings(lease_seconds=2, grace_seconds=1), shared=True)
    stage.listener.answers = [0]
    stage.endpoint()
    stage.api.post("/v1/customers")
    assert loop.run_until_complete(until_async(lambda: stage.listener.heard))
    crashed = stage.runtime.deliverer
    for task in (*crashed._watches, *crashed._tasks):
        task.cancel()
    crashed._stopping = True
    stage.restart(Settings(lease_seconds=2, poll_seconds=1), shared=True)
    assert loop.run_until_complete(until_async(lambda: len(stage.listener.heard) == 2, 10))
    stage.settle()
    assert stage.states == ["delivered"]
    stage.end()


def test_many_endpoints_hear_the_same(stage: Stage) -> None:
    for number in range(5):
        stage.endpoint(f"/{number}")
    for _ in range(40):
        stage.api.post("/v1/customers")
    stage.settle()
    assert len(stage.listener.heard) == 200
    assert len({(heard.path, heard.event["id"]) for heard in stage.listener.heard}) == 200


def test_nothing_is_kept_in_memory_when_all_is_sent(stage: Stage) -> None:
    stage.endpoint()
    stage.api.post("/v1/customers")
    stage.settle()
    assert stage.runtime.deliverer.lanes == {}


def test_a_world_that_was_reset_is_told_of_nothing_more(later: Stage) -> None:
    later.endpoint()
    later.listener.seconds = lambda heard: 0.1
    later.listener.always = 500
    later.api.post("/v1/customers")
    later.run(0.05)
    later.runtime.worlds.forget(later.world)
    later.run(0.2)
    assert len(later.listener.heard) == 1
    assert later.rows("SELECT number FROM attempts") == []


def test_an_endpoint_made_beside_other_requests_is_heard_of(stage: Stage) -> None:
    stage.endpoint("/first", enabled_events=["product.created"])
    headers = {"authorization": f"Bearer {stage.api.key}"}
    form = f"url={stage.listener.url}/second&enabled_events[0]=customer.created".encode()

    async def together() -> None:
        chain = stage.runtime.chain
        await asyncio.gather(
            chain.handle(Request("POST", "/v1/webhook_endpoints", b"", headers, form)),
            chain.handle(Request("POST", "/v1/customers", b"", headers, b"name=same")),
        )

    stage.loop.run_until_complete(together())
    stage.api.post("/v1/customers", name="later")
    stage.settle()
    names = [heard.event["data"]["object"]["name"] for heard in stage.listener.heard]
    assert "later" in names
