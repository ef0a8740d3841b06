"""A unit of work asks networks by name; the outcomes that it used up are gone once it is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import numbers
from tests.client import Api

BANK = numbers.accounts()["us/110000000/000123456789"]
FORCED = {"next": {"inspect": [{"outcome": "unusable"}, {"outcome": "deactivated"}]}}


def within(api: Api, function: Callable[[Batch], Any]) -> Any:
    """What a function of a batch gives, once it is committed."""
    world = api.runtime.worlds.get("w")

    async def enqueued() -> Any:
        return await api.runtime.engine.enqueue((world, function))

    return api.loop.run_until_complete(enqueued())


def asked(api: Api, times: int, *, kept: bool = True) -> list[str]:
    """What a bank says in one unit of work, asked for the acting account and for another one by turns."""

    def run(batch: Batch) -> list[str]:
        work = Work(batch, batch.world.account)
        sides = (work, work.acting_for("acct_other"))
        said = [sides[number % 2].network("banks").inspect(BANK).value for number in range(times)]
        if kept:
            work.keep()
        return said

    found: list[str] = within(api, run)
    return found


def force(api: Api) -> None:
    """Set what the next answers shall be."""

    def run(batch: Batch) -> None:
        world = batch.world
        world.settings = {**world.settings, "faults": {"banks": FORCED, "webhooks": {"drop": 1}}}
        batch.changes.add("worlds.settings", (world.world, world.row()[-1]))

    within(api, run)


def left(api: Api) -> Any:
    """The world's faults, as the next batch finds them."""
    return within(api, lambda batch: batch.world.settings["faults"])


def test_forced_outcomes_are_spent_once_whoever_is_acted_for(api: Api) -> None:
    force(api)
    assert asked(api, 3) == ["unusable", "deactivated", "good"]
    assert left(api) == {"banks": {}, "webhooks": {"drop": 1}}
    assert asked(api, 1) == ["good"]


def test_what_one_work_used_the_next_does_not_find(api: Api) -> None:
    force(api)
    assert (asked(api, 1), asked(api, 1), asked(api, 1)) == (["unusable"], ["deactivated"], ["good"])


def test_a_work_that_is_not_kept_spends_nothing(api: Api) -> None:
    force(api)
    assert asked(api, 1, kept=False) == ["unusable"]
    assert left(api) == {"banks": FORCED, "webhooks": {"drop": 1}}
    assert asked(api, 1) == ["unusable"]


def test_what_is_left_is_on_disk(api: Api) -> None:
    force(api)
    asked(api, 1)
    ((settings,),) = api.runtime.store.rows("SELECT settings FROM worlds")
    assert "deactivated" in str(settings) and "unusable" not in str(settings)
