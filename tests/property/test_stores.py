"""Both stores answer the same requests with the same bytes: no dialect shows."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from difflib import unified_diff
from typing import Any

import pytest

from pinstripe.api.spoken import newest
from pinstripe.http.auth import world_name
from pinstripe.runtime import Runtime
from pinstripe.store.snapshot import copy_world
from tests.client import Answer, Api, fresh
from tests.property.place import Builder, Place, build, built, template
from tests.property.test_requests import CALLS, Caller, in_version, told
from tests.property.values import Choose

STREAM = "POST /v2/billing/meter_event_stream"


class Twice(Api):
    """Sends each request to the embedded store and to the shared one, and compares."""

    other: Api

    def raw(self, *request: Any) -> Answer:
        """The answer of both, which is one."""
        answer = super().raw(*request)
        method, path, query, body, headers = request
        second = self.other.raw(method, path, query, body, {**headers, "authorization": self.authorization})
        for api in (self, self.other):
            api.settle()  # a clock that was advanced arrives before the next request
        embedded, other = (f"{one.status}\n{shown(one).decode()}".splitlines() for one in (answer, second))
        differs = "\n".join(unified_diff(embedded, other, "embedded", "shared", n=1, lineterm=""))
        assert not differs, f"{request}\n{differs}"
        return answer

    @property
    def authorization(self) -> str:
        """The other world's key."""
        return f"Bearer {self.other.key}"


def shown(answer: Answer) -> bytes:
    """An answer without what is made of a commit's number, or of the world's own. A shared store takes a
    number for every commit, an embedded one only where rows are numbered (`next_page` of a search); a world
    is one of several there (addresses of file links and papers).
    """
    paged = re.sub(rb'"next_page": "W[^"]*"', b'"next_page": "W"', answer.raw)
    return re.sub(rb'/(links|papers)/[^/"]*', rb"/\1/", paged)


@pytest.fixture
def shared(postgres_dsn: str, loop: asyncio.AbstractEventLoop) -> Iterator[Runtime]:
    """The same world on a shared store."""
    runtime = fresh(postgres_dsn)
    made = Builder(Api(runtime, loop))
    build(made)
    assert made.pool == template()[1], "the same seed gives the same ids"
    yield runtime
    loop.run_until_complete(runtime.stop())


@pytest.mark.soak
def test_both_stores_answer_alike(shared: Runtime, loop: asyncio.AbstractEventLoop) -> None:
    source = shared.worlds.get(world_name("pinstripe")).world
    # The stream takes a session's token, which each world has for itself.
    every = [one for one in in_version(newest().name, built()) if one.name != STREAM]
    count = 0

    def story(choose: Choose) -> None:
        nonlocal count
        count += 1
        copy_world(shared.store, source, world_name(f"{count:05}ripe"))
        place = Place()
        twice = Twice(place.runtime, place.loop, version=newest().name)
        # A key that is masked like the other one.
        twice.other = Api(shared, loop, key=f"sk_test_{count:05}ripe")
        try:
            caller = Caller(place, choose, newest())
            caller.api = twice
            for _ in range(CALLS):
                caller.judged(caller.maker.one_of(every))
        finally:
            place.close()

    told(story, 25, "both stores")
