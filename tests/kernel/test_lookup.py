"""Searches that words lead give what a walk through all gives, whatever is written, kept or lost."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pinstripe.kernel import lookup, search
from pinstripe.store import snapshot
from pinstripe.store import words as stored
from tests.client import Api, fresh

NAMES = ("Straße", "STRASSE", "K-mart", 'a "q"', "Jenny", "jen", "Émile", "x" * 250, "", "rosen \\ co")
PARTS = ("stra", "sse", "jen", "enn", "mart", 'a "q', "xxxx", "émi", "zzz", "n \\ c")


@pytest.fixture(params=["memory", "file", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_dsn"))
    return ":memory:" if request.param == "memory" else str(tmp_path / "find.db")


@pytest.fixture
def api(database: str, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """A server that keeps words after a few numbers, in small pieces, and looks at few records at a time."""
    for name, value in {"MOST": 9, "WINDOW": 700, "BULK": 40, "PIECE": 50}.items():
        monkeypatch.setattr(lookup, name, value)
    monkeypatch.setattr(search, "FIRST_CHUNK", 1)
    monkeypatch.setattr(search, "CHUNK", 4)
    runtime = fresh(database)
    yield Api(runtime, loop)
    loop.run_until_complete(runtime.stop())


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows with each search that words lead."""
    count: list[int] = []
    plain = lookup.Index.places

    def places(self: lookup.Index, *args: Any) -> Iterator[int]:
        count.append(1)
        return plain(self, *args)

    monkeypatch.setattr(lookup.Index, "places", places)
    return count


def both_ways(api: Api, path: str, **params: Any) -> tuple[bytes, bytes]:
    """What a search answers when words lead it, and when nothing does."""
    led = api.ok(api.get(path, **params)).raw
    plain, search.plan_for = search.plan_for, lambda *args: None
    try:
        return led, api.ok(api.get(path, **params)).raw
    finally:
        search.plan_for = plain


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def clause(chance: random.Random, kind: str) -> str:
    minus = chance.choice(("", "", "", "-"))
    bound = chance.choice((0, 50, 99, 100, 101, 1600, 70_000, 10**17))
    every = {
        "customers": [
            f"name~{quoted(chance.choice(PARTS))}",
            f"email~{quoted(chance.choice(PARTS))}",
            f"name:{quoted(chance.choice(NAMES).swapcase())}",
            f'metadata["k"]~{quoted(chance.choice(PARTS))}',
            f'metadata["k"]:{quoted(chance.choice(NAMES))}',
            'metadata["k"]:null',
            "email:null",
            f"created>{bound}",
        ],
        "payment_intents": [
            f"amount{chance.choice((':', '>', '<', '>=', '<='))}{bound}",
            f"amount{chance.choice((':', '>', '<', '>=', '<='))}{chance.randrange(100, 120)}",
            f'currency:"{chance.choice(("usd", "EUR", "jpy"))}"',
            f'status~"{chance.choice(("requires", "cancel", "zzz"))}"',
            'status:"canceled"',
            "customer:null",
        ],
    }
    return minus + chance.choice(every[kind])


def query(chance: random.Random, kind: str) -> str:
    joint = chance.choice((" AND ", " OR ", " "))
    return joint.join(clause(chance, kind) for _ in range(chance.choice((1, 1, 2, 3))))


def write(api: Api, chance: random.Random, held: dict[str, list[str]]) -> None:
    """Create, update or delete one."""
    kind = chance.choice(("customers", "payment_intents"))
    known, roll = held[kind], chance.random()
    if kind == "customers":
        facts: dict[str, Any] = {
            "name": chance.choice(NAMES),
            "metadata": {"k": chance.choice((*NAMES, "x" * 400))} if chance.random() < 0.5 else {},
        }
        if chance.random() < 0.5:
            facts["email"] = f"{chance.choice(('jenny', 'STRA', 'xyz'))}@example.com"
    else:
        facts = {"amount": chance.choice((100, 101, 117, 1600, 70_000))}
    if known and roll < 0.3:
        api.post(f"/v1/{kind}/{chance.choice(known)}", **facts)
    elif known and roll < 0.45:
        key = known.pop(chance.randrange(len(known)))
        if kind == "customers":
            api.ok(api.delete(f"/v1/customers/{key}"))
        else:
            api.ok(api.post(f"/v1/payment_intents/{key}/cancel"))
    else:
        if kind == "payment_intents":
            facts["currency"] = chance.choice(("usd", "eur"))
        known.append(api.ok(api.post(f"/v1/{kind}", **facts)).id)


def jump(api: Api) -> None:
    """Much was numbered that is no record: the next ones stand in another bucket."""
    (world,) = (one for one in api.runtime.worlds.open.values())
    api.runtime.store.execute("UPDATE worlds SET seq=seq+40000 WHERE world=?", (world.world,))
    world.seq += 40_000


@pytest.mark.parametrize("seed", range(4))
def test_words_lead_to_all_that_is_meant(api: Api, used: list[int], seed: int) -> None:
    chance = random.Random(seed)
    held: dict[str, list[str]] = {"customers": [], "payment_intents": []}
    for number in range(70):
        write(api, chance, held)
        if number % 20 == 19:
            jump(api)
        if number % 3:
            continue
        kind = chance.choice(list(held))
        asked = {"query": query(chance, kind), "limit": chance.choice((1, 3, 100))}
        led, walked = both_ways(api, f"/v1/{kind}/search", expand=["total_count"], **asked)
        assert led == walked, asked
        page = api.get(f"/v1/{kind}/search", **asked)["next_page"]
        if page:
            led, walked = both_ways(api, f"/v1/{kind}/search", page=page, **asked)
            assert led == walked, (asked, page)
    assert len(used) > 5
    assert api.runtime.store.rows("SELECT COUNT(*) FROM search_words")[0][0] > 100


def filled(api: Api, count: int = 30) -> list[str]:
    """Customers, the first of which is called Rosa."""
    return [
        api.ok(api.post("/v1/customers", name="Rosa" if not number else f"name {number}")).id
        for number in range(count)
    ]


def rosa(api: Api) -> list[str]:
    return [one["id"] for one in api.ok(api.get("/v1/customers/search", query='name~"rosa"')).data]


def test_what_breaks_off_loses_nothing(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows are written before the number that says so."""
    first, *_ = filled(api)
    plain = stored.keep

    def broken(*args: Any) -> bool:
        if args[3] > args[2].through:
            raise OSError("the disk is full")
        return plain(*args)

    monkeypatch.setattr(stored, "keep", broken)
    assert api.get("/v1/customers/search", query='name~"rosa"').status == 500
    store = api.runtime.store
    assert store.rows("SELECT COUNT(*) FROM search_words")[0][0] > 0
    assert store.rows("SELECT through FROM search_state") == [(0,)]
    monkeypatch.setattr(stored, "keep", plain)
    assert rosa(api) == [first]
    assert store.rows("SELECT through FROM search_state")[0][0] > 0


def test_what_another_process_keeps_is_not_kept_twice(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = filled(api)
    plain, store = stored.keep, api.runtime.store

    def overtaken(*args: Any) -> bool:
        monkeypatch.setattr(stored, "keep", plain)
        store.execute("UPDATE search_state SET rev=rev+1")
        return plain(*args)

    monkeypatch.setattr(stored, "keep", overtaken)
    assert rosa(api) == [first]


def test_a_worlds_past_takes_its_words_along(api: Api) -> None:
    """Reset, restore, fork and delete: nothing is found that is not there, and all that is."""
    ids = filled(api)
    runtime = api.runtime
    (world,) = runtime.worlds.open.values()
    assert rosa(api) == ids[:1]
    snapshot.snapshot(runtime.store, runtime.worlds, world, "before")
    api.ok(api.delete(f"/v1/customers/{ids[0]}"))
    assert rosa(api) == []
    snapshot.restore(runtime.store, runtime.worlds, world, "before")
    assert rosa(api) == ids[:1]
    assert runtime.store.rows("SELECT COUNT(*) FROM search_state") == [(1,)]
    snapshot.reset(runtime.store, runtime.worlds, world)
    assert rosa(api) == []
    again = filled(api, 12)
    assert rosa(api) == again[:1]
    snapshot.delete_world(runtime.store, runtime.worlds, world)
    for table in ("search_words", "search_state"):
        assert runtime.store.rows(f"SELECT COUNT(*) FROM {table}") == [(0,)]


def test_a_record_on_a_test_clock_is_hidden_as_before(api: Api) -> None:
    clock = api.ok(api.post("/v1/test_helpers/test_clocks", frozen_time=1_767_225_600)).id
    hidden = api.ok(api.post("/v1/customers", name="Rosa", test_clock=clock)).id
    filled(api)
    shown = rosa(api)
    assert len(shown) == 1 and hidden not in shown


def test_what_is_remembered_is_kept_after_the_answer(
    tmp_path: Path, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search that reads few numbers waits for no writing."""
    monkeypatch.setattr(search, "FIRST_CHUNK", 1)
    monkeypatch.setattr(lookup, "MOST", 60)
    runtime = fresh(str(tmp_path / "after.db"))
    api = Api(runtime, loop)
    first, *_ = filled(api, 10)
    assert rosa(api) == [first]
    assert runtime.store.rows("SELECT COUNT(*) FROM search_state") == [(0,)]
    filled(api, 25)
    assert len(rosa(api)) == 2
    loop.run_until_complete(runtime.stop())
    runtime = fresh(str(tmp_path / "after.db"))
    assert runtime.store.rows("SELECT through FROM search_state")[0][0] > 60
    api = Api(runtime, loop)
    assert len(rosa(api)) == 2
    loop.run_until_complete(runtime.stop())
