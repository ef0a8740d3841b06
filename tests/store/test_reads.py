"""Pages cost what they show, however much lies beside them: steps of SQLite's machine are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pinstripe.kernel.world import World
from pinstripe.store.base import page
from pinstripe.store.sqlite import SQLiteStore
from tests.client import NOW, Api, fresh

MANY = 20_000
EACH = 100
"""Steps of the machine between two counts."""
MOST_STEPS = 20_000
"""A page of ten takes some hundred steps for each row; a walk over all others takes MANY times ten."""
DAY = 86400


@pytest.fixture(scope="module")
def full() -> Iterator[tuple[Api, World]]:
    """A world with MANY customers, one a second; as many on a test clock, made later; and their events."""
    import asyncio

    loop = asyncio.new_event_loop()
    runtime = fresh(now=NOW)
    api = Api(runtime, loop)
    api.ok(api.post("/v1/customers", email="rare@example.com", name="Ruby"))
    body = api.ok(api.post("/v1/customers", email="first@example.com")).raw
    for amount in (100, 5000):
        paid = api.ok(api.post("/v1/payment_intents", amount=amount, currency="usd")).raw
    first = api.ok(api.post("/v1/products", name="rare", metadata={"order": "a7"})).id
    (world,) = runtime.worlds.open.values()
    store = runtime.store
    seq = store.rows("SELECT seq FROM worlds")[0][0]
    account = world.account
    versions, heads, events = [], [], []
    for number in range(MANY):
        seq += 1
        key = f"pi_{number:08}"
        versions.append((world.world, seq, account, key, paid, None))
        heads.append((world.world, account, key, seq, 1, "payment_intent", NOW, seq, "", 0))
    for number in range(2 * MANY):
        seq += 1
        hidden = number >= MANY
        key = f"cus_{number:08}"
        versions.append((world.world, seq, account, key, body, None))
        clock = "clock_1" if hidden else ""
        heads.append((world.world, account, key, seq, 1, "customer", NOW + number % MANY, seq, clock, 0))
        if not hidden:
            events.append(
                (world.world, seq, account, f"evt_{number:08}", "customer.created", key, seq, None, "", "",
                 "", NOW + number, "")
            )  # fmt: skip
    for name, rows in (("versions", versions), ("heads", heads), ("events", events)):
        marks = ",".join("?" * len(rows[0]))
        store.transaction([(f"INSERT INTO {name} VALUES ({marks})", row) for row in rows])  # noqa: S608
    store.execute("UPDATE worlds SET seq=?,clock_at=?", (seq, NOW + MANY))
    world.seq, world.clock_at = seq, NOW + MANY
    assert first
    api.ok(api.get("/v1/customers/search", query='name~"ruby"'))  # the first one reads all
    yield api, world
    loop.run_until_complete(runtime.stop())
    loop.close()


def steps(api: Api, call: Callable[[], Any]) -> int:
    """How many steps the machine takes for a call."""
    count = 0

    def told() -> int:
        nonlocal count
        count += EACH
        return 0

    store = api.runtime.store
    assert isinstance(store, SQLiteStore)
    store._db.set_progress_handler(told, EACH)
    try:
        call()
    finally:
        store._db.set_progress_handler(None, EACH)
    return count


CALLS: dict[str, tuple[str, dict[str, Any], int]] = {
    "the first page, though newer ones hang on a test clock": ("/v1/customers", {"limit": 10}, 10),
    "the oldest by time": ("/v1/customers", {"created": {"lt": NOW + 3}, "limit": 10}, 5),
    "one second": ("/v1/customers", {"created": NOW + 7, "limit": 10}, 1),
    "a time that nothing was made at": ("/v1/customers", {"created": {"gt": NOW + 2 * MANY}}, 0),
    "events of a rare type": ("/v1/events", {"type": "product.created"}, 1),
    "events of a type that never came": ("/v1/events", {"type": "charge.refunded"}, 0),
    "events of a kind": ("/v1/events", {"type": "charge.*"}, 0),
    "the oldest events by time": ("/v1/events", {"created": {"lt": NOW + 2}, "limit": 10}, 7),
    "events that an endpoint is owed": ("/v1/events", {"delivery_success": False}, 0),
    "a search by e-mail": ("/v1/customers/search", {"query": 'email:"First@Example.com"'}, 1),
    "a search by metadata": ("/v1/customers/search", {"query": 'metadata["order"]:"6735"'}, 0),
    "a search by metadata of a product": ("/v1/products/search", {"query": 'metadata["order"]:"A7"'}, 1),
    "a search by a part of a text": ("/v1/customers/search", {"query": 'email~"RARE@"'}, 1),
    "a search by parts that never stand together": (
        "/v1/customers/search",
        {"query": 'email~"first@" AND name~"Ruby"'},
        0,
    ),
    "a search by a part that all have": ("/v1/customers/search", {"query": 'email~"example.com"'}, 10),
    "a search by what a few have": ("/v1/customers/search", {"query": "-name:null"}, 1),
    "a search by any of two": ("/v1/customers/search", {"query": 'name~"ruby" OR phone:"+15550100"'}, 1),
    "a search by a number": ("/v1/payment_intents/search", {"query": "amount:100"}, 1),
    "a search below a number": ("/v1/payment_intents/search", {"query": "amount<5000"}, 1),
    "a search above a number": ("/v1/payment_intents/search", {"query": "amount>5000"}, 0),
    "a search by number and text": (
        "/v1/payment_intents/search",
        {"query": 'amount>=100 AND currency:"usd" AND customer~"cus"'},
        0,
    ),
    "a search by time": ("/v1/customers/search", {"query": f"created<{NOW + 3}"}, 5),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_page_reads_what_it_shows(full: tuple[Api, World], name: str) -> None:
    api, _ = full
    path, params, count = CALLS[name]
    taken = steps(api, lambda: api.ok(api.get(path, **params)))
    assert taken < MOST_STEPS, f"{taken} steps"
    shown = api.get(path, **params).data
    assert len(shown) == count, [one["created"] - NOW for one in shown]


def test_the_count_of_steps_finds_a_walk(full: tuple[Api, World]) -> None:
    """What this file measures with can fail."""
    api, world = full
    rows = api.runtime.store.rows
    walk = "SELECT COUNT(*) FROM heads WHERE world=? AND created<0"
    assert steps(api, lambda: rows(walk, (world.world,))) > MANY


def test_a_world_whose_time_went_back_is_looked_through(full: tuple[Api, World]) -> None:
    """What was made later may look older there, so nothing is left out by its place."""
    api, world = full
    world.settings = {**world.settings, "back": True}
    try:
        shown = api.get("/v1/customers", created={"lt": NOW + 3}, limit=10).data
        assert len(shown) == 5
    finally:
        world.settings = {name: value for name, value in world.settings.items() if name != "back"}


def test_of_two_filters_the_scarce_one_is_walked(full: tuple[Api, World]) -> None:
    """One customer's invoices of a state that none has: neither the customer's nor the state's are walked."""
    api, world = full
    store = api.runtime.store
    rows = [(world.world, world.account, "invoice.customer", "cus_1", n, f"in_{n}") for n in range(MANY)]
    store.transaction([("INSERT INTO record_index VALUES (?,?,?,?,?,?)", row) for row in rows])
    filters = [("invoice.customer", "cus_1"), ("invoice.status", "uncollectible")]
    for order in (filters, filters[::-1]):
        taken = steps(api, lambda order=order: page(store, world.world, world.account, "invoice", 10, order))
        assert taken < MOST_STEPS, f"{taken} steps"
