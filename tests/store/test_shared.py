"""Two processes on one PostgreSQL database, played by two stores: no update is lost, lists have one order."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest

from pinstripe.http.auth import world_name
from pinstripe.http.seen import Request
from pinstripe.kernel import shared
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import Worlds
from pinstripe.runtime import Options, Runtime
from pinstripe.store import base, migrations, postgres_commit
from pinstripe.store.base import Changes, Conflict, Store
from pinstripe.store.open import open_store
from tests.store.rows import ACCOUNT, NOW, changes, insert, update, world

Two = tuple[Any, Any]


@pytest.fixture
def servers(dsn: str) -> Iterator[tuple[Runtime, Runtime]]:
    """Two processes' whole servers on one database."""
    first, second = (Runtime(Options(database=dsn, now=NOW)) for _ in range(2))
    yield first, second
    first.store.close()
    second.store.close()


async def call(server: Runtime, method: str, path: str, key: str = "", **params: Any) -> Any:
    """One request to one of them, its body parsed."""
    headers = {"authorization": "Bearer sk_test_two", "content-type": "application/x-www-form-urlencoded"}
    if key:
        headers["idempotency-key"] = key
    encoded = urlencode(params).encode()
    query, body = (b"", encoded) if method == "POST" else (encoded, b"")
    reply = await server.chain.handle(Request(method, path, query, headers, body))
    return {**orjson.loads(reply.body), "replayed": ("Idempotent-Replayed", "true") in reply.headers}


# -- numbers ---------------------------------------------------------------------------------------------


def test_numbers_move_behind_those_of_another_process(two: Two) -> None:
    first, second = two
    number = world(first)
    one, other = changes(first, number), changes(second, number)
    for n in range(3):
        insert(one, f"cus_a{n}", email="x")
        insert(other, f"cus_b{n}", email="x")
    first.commit([one])
    second.commit([other])
    assert (one.base, one.next, other.base, other.next) == (0, 3, 3, 6)
    for filters in ([], [("customer.email", "x")]):
        lists = [base.page(s, number, ACCOUNT, "customer", 9, filters, ascending=True) for s in two]
        assert lists[0] == lists[1]
        assert [(r.id, r.seq, r.born) for r in lists[0]] == [
            (f"cus_{who}{n}", 3 * k + n + 1, 3 * k + n + 1) for k, who in enumerate("ab") for n in range(3)
        ]


def test_stored_numbers_stay_where_they_are(two: Two) -> None:
    first, second = two
    number = world(first)
    start = changes(first, number)
    insert(start, "cus_1", email="old")
    first.commit([start])
    late = Changes(number, 0, True)  # believes that the world is still empty
    late.reads[(ACCOUNT, "cus_1")] = 1
    update(late, "cus_1", 1, b'{"n":2}')
    late.add("record_index", (number, ACCOUNT, "customer.email", "new", 1, "cus_1"))
    late.add("record_index.drop", (number, ACCOUNT, "customer.email", "old", 1, "cus_1"))
    second.commit([late])
    row = first.head(number, ACCOUNT, "cus_1")
    assert row is not None and (row.seq, row.born, row.rev) == (2, 1, 2)
    assert first.rows("SELECT value,born FROM record_index") == [("new", 1)]


def test_each_commit_counts_even_without_a_number(two: Two) -> None:
    first, second = two
    number = world(first)
    batch = changes(first, number)
    batch.add("ledger_balances.add", (number, "available", "usd", 5))
    first.commit([batch])
    assert second.rows("SELECT seq FROM worlds") == [(1,)]


def test_a_container_made_by_hand_conflicts_when_its_numbers_are_taken(two: Two) -> None:
    first, second = two
    number = world(first)
    one, other, plain = changes(first, number), Changes(number, 0), Changes(number, 0)
    insert(one, "cus_1")
    other.add("jobs", (number, other.seq(), "", 1, ACCOUNT, "customer", "cus_1", "x", b"{}"))
    plain.add("ledger_balances.add", (number, "available", "usd", 5))
    first.commit([one])
    with pytest.raises(Conflict):
        second.commit([other])
    second.commit([plain])
    assert second.rows("SELECT amount FROM ledger_balances") == [(5,)]


def test_listeners_hear_the_real_numbers(two: Two) -> None:
    first, second = two
    opened = Worlds(second, now=NOW).get("alpha")
    ahead = changes(first, opened.world)
    for n in range(5):
        insert(ahead, f"cus_{n}")
    first.commit([ahead])
    batch = Batch(second, opened)
    seq, job = batch.changes.seq(), batch.changes.seq()
    batch.events.append((opened.world, seq, ACCOUNT, "evt_1", "x", "cus_1", 3, None, "", "", "", NOW, ""))
    batch.jobs[job] = (opened.world, job, "", NOW, ACCOUNT, "customer", "cus_1", "x", b"{}")
    batch.tell("deliveries", (opened.world, seq, ACCOUNT, "we_1", seq, "evt_1", "pending", 0, NOW))
    second.commit([batch.finish()])
    shared.settle(batch)
    assert batch.events[0][1] == 6 and batch.events[0][6] == 3
    assert list(batch.jobs) == [7] and batch.jobs[7][1] == 7
    assert batch.told["deliveries"][0][1] == batch.told["deliveries"][0][4] == 6
    assert second.rows("SELECT id FROM jobs") == [(7,)]


# -- what was read ---------------------------------------------------------------------------------------


def raced(two: Two, read: Callable[[Changes], None], write: Callable[[Changes], None]) -> bool:
    """Does a batch that had read something notice that another process wrote?"""
    first, second = two
    number = world(first)
    start = changes(first, number)
    insert(start, "cus_1", email="a@b.c")
    start.add("jobs", (number, start.seq(), "", 1, ACCOUNT, "customer", "cus_1", "x", b"{}"))
    first.commit([start])
    slow, fast = changes(second, number), changes(first, number)
    read(slow)
    insert(slow, "cus_slow")
    write(fast)
    first.commit([fast])
    try:
        second.commit([slow])
    except Conflict:
        assert second.head(number, ACCOUNT, "cus_slow") is None
        return True
    assert second.head(number, ACCOUNT, "cus_slow") is not None
    return False


def nothing(batch: Changes) -> None:
    pass


def reads_the_record(batch: Changes) -> None:
    batch.reads[(ACCOUNT, "cus_1")] = 1


def changes_the_record(batch: Changes) -> None:
    update(batch, "cus_1", 1, b"{}")


def makes_another(batch: Changes) -> None:
    insert(batch, "cus_2", email="a@b.c")


def drops_the_job(batch: Changes) -> None:
    batch.add("jobs.drop", (batch.world, 2))


def takes_the_key(batch: Changes) -> None:
    batch.add("idempotency.put", (batch.world, b"key", b"print", 200, 0, b"{}", "req_1", NOW))


def looked_for_the_key(batch: Changes) -> None:
    batch.answers[b"key"] = None


@pytest.mark.parametrize(
    ("read", "write", "noticed"),
    [
        (nothing, changes_the_record, False),
        (reads_the_record, makes_another, False),
        (reads_the_record, changes_the_record, True),
        (changes_the_record, changes_the_record, True),
        (makes_another, makes_another, True),
        (drops_the_job, makes_another, False),
        (drops_the_job, drops_the_job, True),
        (looked_for_the_key, makes_another, False),
        (looked_for_the_key, takes_the_key, True),
    ],
)
def test_what_was_read_must_still_hold(
    two: Two, read: Callable[[Changes], None], write: Callable[[Changes], None], noticed: bool
) -> None:
    assert raced(two, read, write) is noticed


def test_lists_and_sums_that_were_read_must_still_hold(two: Two) -> None:
    first, second = two
    opened = Worlds(second, now=NOW).get("alpha")

    def asks(query: Callable[[Batch], Any], write: Callable[[Changes], None]) -> bool:
        batches: dict[int, Batch] = {}
        shared.prepare(second, Worlds(second), [(opened, None)], batches)
        batch = batches[opened.world]
        query(batch)
        batch.changes.add("ledger_balances.add", (opened.world, "paid", "usd", 1))
        other = changes(first, opened.world)
        write(other)
        first.commit([other])
        try:
            second.commit([batch.finish()])
        except Conflict:
            return True
        return False

    def pays(batch: Changes) -> None:
        batch.add("ledger_balances.add", (batch.world, "available", "usd", 5))

    def lists(batch: Batch) -> None:
        pair = [("customer.email", "a@b.c")]
        base.page(batch.store, opened.world, ACCOUNT, "customer", 5, pair)

    assert asks(lambda batch: batch.balance("available", "usd"), pays)
    assert not asks(lambda batch: batch.balance("available", "eur"), pays)
    assert asks(lists, makes_another)
    assert not asks(lists, pays)


def test_a_claim_keeps_others_out(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_commit, "PATIENCE_SECONDS", 0.05)
    first, second = two
    number, elsewhere = world(first), world(first, "beta")
    with first.claim([number]) as commit:
        other = changes(second, number)
        insert(other, "cus_2")
        with pytest.raises(Conflict):
            second.commit([other])
        free = changes(second, elsewhere)
        insert(free, "cus_3")
        second.commit([free])
        own = changes(first, number)
        insert(own, "cus_1")
        commit([own])
    again = changes(second, number)
    insert(again, "cus_2")
    second.commit([again])
    assert [row.id for row in base.page(first, number, ACCOUNT, "customer", 9)] == ["cus_2", "cus_1"]


def test_a_claim_is_of_its_schema_alone(two: Two, bare_dsn: str) -> None:
    """Other servers in the same database have worlds of the same numbers."""
    other = open_store(bare_dsn)
    number = world(two[0])
    assert world(other) == number
    with two[0].claim([number]):
        free = changes(other, number)
        insert(free, "cus_1")
        other.commit([free])
    assert other.head(number, ACCOUNT, "cus_1") is not None
    other.close()


def test_a_commit_waits_for_the_end_of_a_claim(two: Two) -> None:
    first, second = two
    number = world(first)
    other, own = changes(second, number), changes(first, number)
    insert(other, "cus_2")
    insert(own, "cus_1")
    waiting = threading.Thread(target=second.commit, args=([other],))
    with first.claim([number]) as commit:
        waiting.start()
        waiting.join(0.1)
        assert waiting.is_alive()
        commit([own])
    waiting.join()
    assert [row.id for row in base.page(first, number, ACCOUNT, "customer", 9)] == ["cus_2", "cus_1"]


# -- worlds ----------------------------------------------------------------------------------------------


def test_processes_that_start_at_once_make_one_schema(bare_dsn: str) -> None:
    stores: list[Store] = []
    threads = [threading.Thread(target=lambda: stores.append(open_store(bare_dsn))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stores) == 3
    steps = [(len(migrations.MIGRATIONS),)]
    assert all(store.rows("SELECT COUNT(*) FROM schema_version") == steps for store in stores)
    for store in stores:
        store.close()


def opens(worlds: Worlds, name: str, opened: list[Any]) -> None:
    opened.append(worlds.get(name))


def test_two_processes_open_one_new_world_once(two: Two) -> None:
    worlds = [Worlds(store, now=NOW) for store in two]
    for name in ("alpha", "beta", "gamma"):
        opened: list[Any] = []
        threads = [threading.Thread(target=opens, args=(one, name, opened)) for one in worlds]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(opened) == 2 and opened[0].world == opened[1].world
        assert {one.epoch for one in opened} == {1, 2}, "each opening draws ids of its own"
    assert two[0].rows("SELECT COUNT(*) FROM worlds") == [(3,)]


def test_a_number_that_another_world_took_is_not_taken_twice(two: Two) -> None:
    first, second = two
    late = Worlds(second, now=NOW)
    read, taken = second.rows, []

    def overtaken(sql: str, args: Any = ()) -> Any:
        found = read(sql, args)
        if "MAX(world)" in sql and not taken:
            taken.append(Worlds(first, now=NOW).get("beta"))
        return found

    second.rows = overtaken
    made = late.get("alpha")
    assert (taken[0].world, made.world) == (1, 2)


# -- whole servers ---------------------------------------------------------------------------------------


def test_no_update_is_lost(servers: tuple[Runtime, Runtime], loop: asyncio.AbstractEventLoop) -> None:
    async def story() -> None:
        made = await call(servers[0], "POST", "/v1/customers", email="a@b.c")
        path = f"/v1/customers/{made['id']}"
        marks = {f"metadata[k{n}]": n for n in range(24)}
        answers = await asyncio.gather(
            *(call(servers[n % 2], "POST", path, **{mark: n}) for mark, n in marks.items())
        )
        assert all("error" not in answer for answer in answers), answers
        for server in servers:
            found = await call(server, "GET", path)
            assert found["metadata"] == {f"k{n}": str(n) for n in range(24)}

    loop.run_until_complete(story())
    row = servers[0].store.rows("SELECT rev,seq FROM heads WHERE type='customer'")[0]
    assert row[0] >= 2
    numbers = [
        n for (n,) in servers[0].store.rows("SELECT seq FROM versions UNION ALL SELECT seq FROM events")
    ]
    assert len(numbers) == len(set(numbers)) and max(numbers) < base.PROVISIONAL


def test_lists_have_one_order(servers: tuple[Runtime, Runtime], loop: asyncio.AbstractEventLoop) -> None:
    async def story() -> tuple[Any, Any, Any]:
        made = await asyncio.gather(
            *(call(servers[n % 2], "POST", "/v1/customers", name=f"n{n}") for n in range(20))
        )
        lists = [await call(server, "GET", "/v1/customers", limit=50) for server in servers]
        return made, *lists

    made, first, second = loop.run_until_complete(story())
    assert first == second
    assert {one["id"] for one in first["data"]} == {one["id"] for one in made} and len(first["data"]) == 20


def test_what_another_process_made_first_of_its_type_is_found(
    servers: tuple[Runtime, Runtime], loop: asyncio.AbstractEventLoop
) -> None:
    """That there are no records of a type is remembered only until another process writes."""
    first, second = servers
    made = loop.run_until_complete(call(first, "POST", "/v1/customers", name="one"))
    world = first.worlds.get(world_name("two"))
    runs: list[int] = []

    def names(batch: Batch) -> list[str]:
        return [one.name for one in Work(batch, batch.world.account).each("product", active=True)]

    def counts(batch: Batch) -> None:
        work = Work(batch, batch.world.account)
        runs.append(len(list(work.each("product", active=True))))
        if len(runs) == 1:  # while this process thinks, the other one makes the first of them
            opened = second.worlds.get(world_name("two"))
            second.engine.run_batch([(opened, make)])
        work.change(work.load(made["id"], "customer"), name=f"{runs[-1]} products")
        work.keep()

    def make(batch: Batch) -> None:
        work = Work(batch, batch.world.account)
        work.create(REGISTRY["product"], None, name="two", active=True)
        work.keep()

    async def story() -> None:
        assert await first.engine.enqueue((world, names)) == []
        await first.engine.enqueue((world, counts))
        assert await first.engine.enqueue((world, names)) == ["two"]

    loop.run_until_complete(story())
    assert runs == [0, 1]


def test_an_identifier_counts_once_wherever_it_comes_in(
    servers: tuple[Runtime, Runtime], loop: asyncio.AbstractEventLoop
) -> None:
    """A batch asks for the identifiers of its events at its end; it is run again if one was counted."""
    first, second = servers

    async def story() -> None:
        customer = await call(first, "POST", "/v1/customers", name="one")
        told = {"display_name": "T", "event_name": "t", "default_aggregation[formula]": "sum"}
        meter = await call(first, "POST", "/v1/billing/meters", **told)
        event = {"event_name": "t", "payload[stripe_customer_id]": customer["id"], "payload[value]": 3}
        wants = [(servers[n % 2], f"id-{n % 5}") for n in range(12)]
        answers = await asyncio.gather(
            *(
                call(server, "POST", "/v1/billing/meter_events", identifier=name, **event)
                for server, name in wants
            )
        )
        again = await call(second, "POST", "/v1/billing/meter_events", identifier="id-0", **event)
        refused = [one["error"]["message"] for one in (*answers, again) if "error" in one]
        assert len(refused) == 8 and all("id-" in text for text in refused), refused
        hour = NOW // 3600 * 3600
        span = {"customer": customer["id"], "start_time": hour, "end_time": hour + 3600}
        found = await call(second, "GET", f"/v1/billing/meters/{meter['id']}/event_summaries", **span)
        assert [one["aggregated_value"] for one in found["data"]] == [15]

    loop.run_until_complete(story())


def test_one_idempotency_key_is_spent_once(
    servers: tuple[Runtime, Runtime], loop: asyncio.AbstractEventLoop
) -> None:
    async def story() -> None:
        for n in range(6):
            pair = await asyncio.gather(
                *(call(server, "POST", "/v1/customers", f"key-{n}", name="one") for server in servers)
            )
            assert pair[0]["id"] == pair[1]["id"]
            assert sorted(one["replayed"] for one in pair) == [False, True]
        assert len((await call(servers[0], "GET", "/v1/customers"))["data"]) == 6

    loop.run_until_complete(story())


def test_money_that_both_want_is_spent_once(
    servers: tuple[Runtime, Runtime], loop: asyncio.AbstractEventLoop
) -> None:
    """Each job takes 10 if there are 10; without checking what was read, both would take the last ones."""
    number = servers[0].worlds.get("till").world
    start = changes(servers[0].store, number)
    start.add("ledger_balances.add", (number, "till", "usd", 100))
    servers[0].store.commit([start])

    def take(batch: Batch) -> bool:
        enough = batch.balance("till", "usd") >= 10
        if enough:
            batch.balances[("till", "usd")] = batch.balances.get(("till", "usd"), 0) - 10
        return enough

    async def story() -> list[bool]:
        jobs = [(server, server.worlds.existing("till")) for server in servers for _ in range(9)]
        return await asyncio.gather(*(server.engine.enqueue((till, take)) for server, till in jobs))

    assert sum(loop.run_until_complete(story())) == 10
    assert servers[1].store.rows("SELECT amount FROM ledger_balances") == [(0,)]


def test_a_lost_race_is_run_again_on_what_is_true_now(
    servers: tuple[Runtime, Runtime], loop: asyncio.AbstractEventLoop
) -> None:
    first, second = servers
    made = loop.run_until_complete(call(first, "POST", "/v1/customers", name="0"))
    number = first.worlds.get(world_name("two")).world
    runs: list[str] = []

    def rename(to: str) -> Callable[[Batch], str]:
        def job(batch: Batch) -> str:
            work = Work(batch, batch.world.account)
            customer = work.load(made["id"], "customer")
            runs.append(customer.name)
            if len(runs) == 1:  # while this process thinks, the other one writes
                first.engine.run_batch([(first.worlds.by_number[number], rename("other"))])
            work.change(customer, name=f"{customer.name} {to}")
            work.keep()
            return customer.name

        return job

    async def story() -> Any:
        opened = second.worlds.numbered(number)
        assert opened is not None
        return await second.engine.enqueue((opened, rename("second")))

    assert loop.run_until_complete(story()) == "0 other second"
    assert runs == ["0", "0", "0 other"]
    events = first.store.rows("SELECT type FROM events ORDER BY seq")
    assert events == [("customer.created",), ("customer.updated",), ("customer.updated",)]
