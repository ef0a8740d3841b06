"""Worlds in memory: opened on first use, given back when there are many that nobody asks for."""

from __future__ import annotations

import gc

from tests.client import Api


def named(api: Api, key: str) -> list[str]:
    """The names of the customers of a key's world."""
    return [one["name"] for one in api.with_(key=key).get("/v1/customers")["data"]]


def test_worlds_that_nobody_asks_for_leave_the_memory(api: Api) -> None:
    worlds, shared = api.runtime.worlds, api.runtime.store.shared
    keys = [f"sk_test_idle{number}" for number in range(4)]
    for key in keys:
        api.with_(key=key).post("/v1/customers", name=key)
    opened = dict(worlds.open)
    assert len(opened) == 4
    busy, held, *idle = opened.values()
    busy.due = busy.now() + 60
    del opened
    numbers = [world.world for world in idle]
    del idle
    worlds.give_back(10, 0)
    worlds.give_back(1, 3600)
    assert len(worlds.open) == 4, "few enough, or asked for just now"
    worlds.give_back(1, -1)
    gc.collect()
    if shared:  # another process may leave something to do in any of them
        assert len(worlds.open) == 4
        return
    assert list(worlds.open.values()) == [busy]
    assert all(number not in worlds.by_number for number in numbers)
    for key in keys:
        assert named(api, key) == [key]
        api.with_(key=key).post("/v1/customers", name="again")
        assert named(api, key) == ["again", key]
    assert worlds.get(held.name) is held, "whoever held it goes on with the same one"
    assert [world.world for world in worlds.open.values()][1:] == [held.world, *numbers]
