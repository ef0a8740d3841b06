"""Copies of worlds: forks are isolated, restores bring back the bytes, resets leave nothing."""

from __future__ import annotations

import pytest

from pinstripe.kernel.world import World, Worlds
from pinstripe.store import base, snapshot
from pinstripe.store.base import Conflict, Store
from tests.store.rows import ACCOUNT, NOW, changes, everything, insert, update


@pytest.fixture
def worlds(store: Store) -> Worlds:
    return Worlds(store, now=NOW)


@pytest.fixture
def alpha(store: Store, worlds: Worlds) -> World:
    """A world with something in most tables."""
    world = worlds.get("alpha")
    batch = changes(store, world.world)
    insert(batch, "cus_1", b'{"n":1}', email="a@b.c")
    insert(batch, "cus_2", b'{"n":2}')
    batch.add("jobs", (world.world, batch.seq(), "", NOW, ACCOUNT, "customer", "cus_1", "x", b"{}"))
    batch.add("ledger_balances.add", (world.world, "available", "usd", 500))
    batch.add("idempotency.put", (world.world, b"key", b"print", 200, 1, None, "req_1", NOW))
    store.commit([batch])
    worlds.refresh(world)
    return world


def grow(store: Store, world: int, key: str = "cus_3") -> None:
    """More happens in a world."""
    batch = changes(store, world)
    insert(batch, key)
    update(batch, "cus_1", 1, b'{"n":"changed"}')
    batch.add("jobs.drop", (world, 3))
    batch.add("ledger_balances.add", (world, "available", "usd", -100))
    store.commit([batch])


def ids(store: Store, world: int) -> list[str]:
    return [row.id for row in base.page(store, world, ACCOUNT, "customer", 10, ascending=True)]


def test_a_fork_holds_the_same_and_goes_its_own_way(store: Store, worlds: Worlds, alpha: World) -> None:
    number = snapshot.copy_world(store, alpha.world, "fork")
    before = everything(store, alpha.world)
    assert number != alpha.world and everything(store, number) == before
    grow(store, number)
    assert everything(store, alpha.world) == before
    grow(store, alpha.world, "cus_4")
    assert ids(store, number) == ["cus_1", "cus_2", "cus_3"]
    assert ids(store, alpha.world) == ["cus_1", "cus_2", "cus_4"]


def test_forks_go_on_alike(store: Store, worlds: Worlds, alpha: World) -> None:
    for name in ("one", "two"):
        snapshot.copy_world(store, alpha.world, name)
    one, two = worlds.get("one"), worlds.get("two")
    assert (one.account, one.seed, one.seq, one.epoch) == (
        alpha.account,
        alpha.seed,
        alpha.seq,
        alpha.epoch + 1,
    )
    assert [one.mint.letters(14) for _ in range(3)] == [two.mint.letters(14) for _ in range(3)]
    assert (one.clock, one.clock_at) == ("frozen", NOW)


def test_a_taken_name_is_refused(store: Store, worlds: Worlds, alpha: World) -> None:
    beta = worlds.get("beta")
    with pytest.raises(Conflict):
        snapshot.copy_world(store, alpha.world, "beta")
    assert ids(store, beta.world) == []


def test_restore_brings_back_the_bytes(store: Store, worlds: Worlds, alpha: World) -> None:
    before = everything(store, alpha.world)
    other = worlds.get("beta")
    grow_other = changes(store, other.world)
    insert(grow_other, "cus_b")
    store.commit([grow_other])
    snapshot.snapshot(store, worlds, alpha, "clean")
    grow(store, alpha.world)
    worlds.change(alpha, clock_at=alpha.clock_at + 1000)
    assert everything(store, alpha.world) != before
    for _ in range(2):
        alpha.side["identifiers"] = "of the past that is gone"
        assert snapshot.restore(store, worlds, alpha, "clean")
        assert not alpha.side
        assert everything(store, alpha.world) == before
        assert (alpha.seq, alpha.clock_at) == (3, NOW)
        drawn = alpha.mint.letters(14)
        grow(store, alpha.world, drawn)
    assert ids(store, alpha.world) == ["cus_1", "cus_2", drawn]
    assert ids(store, other.world) == ["cus_b"]
    assert worlds.get("alpha") is alpha


def test_what_follows_a_restore_is_the_same_each_time(store: Store, worlds: Worlds, alpha: World) -> None:
    snapshot.snapshot(store, worlds, alpha, "clean")
    drawn = []
    for _ in range(2):
        snapshot.restore(store, worlds, alpha, "clean")
        drawn.append([alpha.mint.letters(14) for _ in range(3)])
    assert drawn[0] == drawn[1]


def test_an_unknown_snapshot_changes_nothing(store: Store, worlds: Worlds, alpha: World) -> None:
    before = everything(store, alpha.world)
    assert not snapshot.restore(store, worlds, alpha, "nothing")
    assert everything(store, alpha.world) == before


def test_a_snapshot_replaces_one_of_its_name_and_stays_closed(
    store: Store, worlds: Worlds, alpha: World
) -> None:
    snapshot.snapshot(store, worlds, alpha, "clean")
    grow(store, alpha.world)
    number = snapshot.snapshot(store, worlds, alpha, "clean")
    snapshot.snapshot(store, worlds, alpha, "also")
    assert snapshot.snapshots(store, alpha) == ["also", "clean"]
    assert snapshot.snapshots(store, worlds.get("beta")) == []
    assert ids(store, number) == ["cus_1", "cus_2", "cus_3"]
    assert worlds.numbered(number) is None, "nobody runs the jobs of a snapshot"
    assert store.rows("SELECT COUNT(*) FROM worlds") == [(4,)]


def test_reset_leaves_an_empty_world_that_begins_anew(store: Store, worlds: Worlds, alpha: World) -> None:
    store.execute("INSERT INTO keys (key,world,kind) VALUES (?,?,?)", ("hash", alpha.world, "sk"))
    other = worlds.get("beta")
    account, first = alpha.account, Worlds(store, now=NOW).seed
    snapshot.snapshot(store, worlds, alpha, "clean")
    worlds.change(alpha, clock_at=NOW + 5, api_version="2024-04-10")
    snapshot.reset(store, worlds, alpha)
    assert not any(everything(store, alpha.world).values())
    assert (alpha.seq, alpha.epoch, alpha.clock_at, alpha.api_version) == (0, 1, NOW, "")
    assert (alpha.account, alpha.seed) == (account, f"{first}/alpha")
    assert store.rows("SELECT COUNT(*) FROM keys") == [(1,)]
    assert worlds.get("beta") is other
    assert snapshot.restore(store, worlds, alpha, "clean") and ids(store, alpha.world) == ["cus_1", "cus_2"]


def test_delete_takes_snapshots_and_keys_along(store: Store, worlds: Worlds, alpha: World) -> None:
    store.execute("INSERT INTO keys (key,world,kind) VALUES (?,?,?)", ("hash", alpha.world, "sk"))
    fork = snapshot.copy_world(store, alpha.world, "fork")
    snapshot.snapshot(store, worlds, alpha, "clean")
    snapshot.delete_world(store, worlds, alpha)
    assert store.rows("SELECT name FROM worlds") == [("fork",)]
    assert store.rows("SELECT COUNT(*) FROM keys") == [(0,)]
    assert store.rows("SELECT DISTINCT world FROM heads") == [(fork,)]
    again = worlds.get("alpha")
    assert again is not alpha and again.seq == 0


def test_a_failed_copy_leaves_nothing(store: Store, worlds: Worlds, alpha: World) -> None:
    before = store.rows("SELECT COUNT(*) FROM versions")
    store.execute("INSERT INTO attempts (world,delivery,number) VALUES (?,?,?)", (alpha.world + 1, 1, 1))
    store.execute("INSERT INTO attempts (world,delivery,number) VALUES (?,?,?)", (alpha.world, 1, 1))
    with pytest.raises(Exception, match="(?i)unique|no number"):
        snapshot.copy_world(store, alpha.world, "fork")
    assert store.rows("SELECT COUNT(*) FROM versions") == before
    assert store.rows("SELECT COUNT(*) FROM worlds") == [(1,)]
