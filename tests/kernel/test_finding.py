"""Finding records by index fields: all of them in chunks, or so few that none is cut off unsaid."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import pytest

from pinstripe.kernel import finding
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.finding import MOST, Cut
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work
from pinstripe.store import base
from tests.client import Api

PRODUCT = "product"


def done(api: Api, function: Callable[[Work], Any]) -> Any:
    """What a function gives that has a unit of work of its own; it is kept."""
    world = api.runtime.worlds.get("w")

    def run(batch: Batch) -> Any:
        work = Work(batch, world.account)
        given = function(work)
        work.keep()
        return given

    async def enqueued() -> Any:
        return await api.runtime.engine.enqueue((world, run))

    return api.loop.run_until_complete(enqueued())


def make(work: Work, *names: str) -> list[Record]:
    """Products of these names, active."""
    return [work.create(REGISTRY[PRODUCT], None, name=name, active=True) for name in names]


def names(found: Any) -> list[str]:
    """Their names."""
    return [one.name for one in found]


def numbered(number: int) -> list[str]:
    """So many names."""
    return [f"p{place}" for place in range(number)]


def test_all_are_found_newest_first_in_chunks(api: Api) -> None:
    done(api, lambda work: make(work, *numbered(11)))
    for chunk in (1, 3, 11, 500):
        found = done(api, lambda work, chunk=chunk: names(work.each(PRODUCT, chunk=chunk, active=True)))
        assert found == numbered(11)[::-1], chunk
    assert done(api, lambda work: names(work.each(PRODUCT, chunk=4))) == numbered(11)[::-1]


def test_what_this_work_wrote_is_seen_where_it_belongs(api: Api) -> None:
    first = done(api, lambda work: [one.id for one in make(work, *numbered(5))])

    def look(work: Work) -> tuple[list[str], list[str]]:
        work.change(work.load(first[1], PRODUCT), active=False)
        work.change(work.load(first[3], PRODUCT), name="renamed")
        work.delete(work.load(first[4], PRODUCT))
        make(work, "new", "newest")
        return names(work.each(PRODUCT, chunk=2, active=True)), names(work.where(PRODUCT, active=True))

    streamed, found = done(api, look)
    assert streamed == found == ["newest", "new", "renamed", "p2", "p0"]


def test_what_an_earlier_function_of_the_batch_wrote_is_seen_too(api: Api) -> None:
    world = api.runtime.worlds.get("w")
    made = done(api, lambda work: [one.id for one in make(work, "a", "b")])

    def first(batch: Batch) -> None:
        work = Work(batch, world.account)
        work.change(work.load(made[0], PRODUCT), name="changed")
        make(work, "c")
        work.keep()

    def second(batch: Batch) -> list[str]:
        return names(Work(batch, world.account).each(PRODUCT, chunk=1, active=True))

    async def together() -> list[Any]:
        enqueue = api.runtime.engine.enqueue
        return list(await asyncio.gather(enqueue((world, first)), enqueue((world, second))))

    assert api.loop.run_until_complete(together())[1] == ["c", "b", "changed"]


def test_records_may_change_while_they_are_looked_through(api: Api) -> None:
    """Each once, though none matches any more once it was seen; one that was changed ahead is passed over."""
    done(api, lambda work: make(work, *numbered(7)))

    def put_away(work: Work) -> list[str]:
        seen = []
        for one in work.each(PRODUCT, chunk=2, active=True):
            seen.append(one.name)
            work.change(one, active=False)
            if one.name == "p5":
                (third,) = [p for p in work.where(PRODUCT, active=True) if p.name == "p3"]
                work.change(third, active=False)
        return seen

    assert done(api, put_away) == ["p6", "p5", "p4", "p2", "p1", "p0"]
    assert done(api, lambda work: names(work.where(PRODUCT, active=True))) == []


def test_one_goes_on_below_a_record(api: Api) -> None:
    done(api, lambda work: make(work, *numbered(6)))

    def pieces(work: Work) -> list[list[str]]:
        found, below = [], 0
        while True:
            piece = [one for one, _ in zip(work.each(PRODUCT, chunk=2, below=below), range(2), strict=False)]
            if not piece:
                return found
            found.append(names(piece))
            below = piece[-1].born

    assert done(api, pieces) == [["p5", "p4"], ["p3", "p2"], ["p1", "p0"]]


def test_a_limit_that_was_named_is_kept(api: Api) -> None:
    first = done(api, lambda work: [one.id for one in make(work, *numbered(5))])
    assert done(api, lambda work: names(work.where(PRODUCT, limit=2, active=True))) == ["p4", "p3"]

    def look(work: Work) -> list[str]:
        work.change(work.load(first[4], PRODUCT), active=False)
        return names(work.where(PRODUCT, limit=2, active=True))

    assert done(api, look) == ["p3", "p2"], (
        "one that matches no more does not take the place of one that does"
    )


def test_more_than_are_given_are_not_cut_off_unsaid(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST == 1000
    monkeypatch.setattr(finding, "MOST", 5)
    done(api, lambda work: make(work, *numbered(5)))
    assert len(done(api, lambda work: work.where(PRODUCT, active=True))) == 5
    done(api, lambda work: make(work, "sixth"))
    with pytest.raises(Cut, match=r"type product match \(asked by active\): use each, or name a limit"):
        done(api, lambda work: work.where(PRODUCT, active=True))
    assert len(done(api, lambda work: work.where(PRODUCT, limit=6, active=True))) == 6
    assert issubclass(Cut, AssertionError)


def test_types_that_there_are_none_of_are_not_asked_for(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """One question about the type, none about its records, until there is one of them."""
    asked: list[str] = []
    plain = base.page

    def page(*args: Any, **more: Any) -> Any:
        asked.append(args[3])
        return plain(*args, **more)

    monkeypatch.setattr(base, "page", page)
    for _ in range(2):
        assert done(api, lambda work: names(work.each(PRODUCT, active=True))) == []
        assert done(api, lambda work: work.peek("prod_none", PRODUCT)) is None
    assert asked == []

    def makes_and_fails(work: Work) -> None:
        make(work, "lost")
        raise KeyError

    with contextlib.suppress(KeyError):
        done(api, makes_and_fails)
    assert done(api, lambda work: names(work.each(PRODUCT, active=True))) == []
    (made,) = done(api, lambda work: make(work, "kept"))
    assert done(api, lambda work: names(work.each(PRODUCT, active=True))) == ["kept"]
    assert done(api, lambda work: work.peek(made.id, PRODUCT)).name == "kept"
    assert asked == [PRODUCT]
