"""The world that generated requests are thrown at: one object of every kind and state that can be built.

It is made once; each example begins with a copy of it, so that an example can be told again and shrunk.
"""

from __future__ import annotations

import asyncio
import json
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from pinstripe.control.routes import Control
from pinstripe.http.seen import Request
from pinstripe.kernel.operation import HANDLERS
from pinstripe.products import ROOMS
from pinstripe.runtime import Options, Runtime
from pinstripe.store.sqlite import SQLiteStore
from tests.client import NOW, Answer, Api, fresh

Pool = dict[str, list[str]]
"""Ids that exist, by the `object` they belong to; single ones also by a name of their own."""

Bases = dict[str, list[dict[str, Any]]]
"""Calls that succeed, by operation."""


class Builder:
    """Makes objects and remembers their ids."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.pool: Pool = {}

    def post(self, path: str, **params: Any) -> Answer:
        """An object that must come to be."""
        answer = self.api.ok(self.api.post(path, **params))
        self.api.settle()  # what follows of it by itself is written before the next call, on every store
        self.know(answer.body)
        return answer

    def act(self, path: str, **params: Any) -> Any:
        """What only a person does: a call of the control API."""
        body = json.dumps(params).encode()
        request = Request("POST", path, b"", {"authorization": f"Bearer {self.api.key}"}, body)
        reply = self.api.loop.run_until_complete(Control(self.api.runtime).handle(request))
        assert reply.status == 200, reply.body
        self.api.settle()
        return json.loads(reply.body)

    def in_version(self, version: str) -> Builder:
        """The same world, spoken to in another version."""
        twin = Builder(self.api.with_(version=version))
        twin.pool = self.pool
        return twin

    def name(self, name: str, key: str) -> None:
        """An id that calls ask for by a name: "invoice draft"."""
        self.pool.setdefault(name, []).append(key)

    def know(self, body: dict[str, Any]) -> None:
        """Its id is one that exists."""
        if "id" in body and body["id"] not in self.pool.setdefault(body["object"], []):
            self.pool[body["object"]].append(body["id"])


def the_rest(made: Builder) -> None:
    """What was told of all this."""
    for event in made.api.get("/v1/events", limit=3).data:
        made.know(event)


@cache
def rooms() -> tuple[ModuleType, ...]:
    """The modules in `rooms/`: each `build`s what its room has, and knows `bases` of calls that succeed."""
    there = {path.stem for path in (Path(__file__).parent / "rooms").glob("*.py")}
    assert there <= set(ROOMS), f"no such room: {there - set(ROOMS)}"
    return tuple(import_module(f"tests.property.rooms.{room}") for room in ROOMS if room in there)


def build(made: Builder) -> None:
    """The whole world, room by room in their order."""
    for room in rooms():
        room.build(made)
    the_rest(made)


@cache
def template() -> tuple[bytes, Pool]:
    """The world as its database file, and what is in it."""
    loop = asyncio.new_event_loop()
    runtime = fresh()
    made = Builder(Api(runtime, loop))
    build(made)
    image = runtime.store._db.serialize()  # type: ignore[attr-defined]
    loop.run_until_complete(runtime.stop())
    loop.close()
    return image, made.pool


class Place:
    """A copy of the world, used for one example."""

    def __init__(self) -> None:
        image, pool = template()
        self.loop = asyncio.new_event_loop()
        self.store = SQLiteStore(":memory:")
        self.store._db.deserialize(image)
        self.pool = {kind: list(ids) for kind, ids in pool.items()}
        self.runtime = Runtime(Options(now=NOW), store=self.store)
        self.api = Api(self.runtime, self.loop)

    def know(self, body: Any) -> None:
        """What an answer brought into being can be named by the next request."""
        if isinstance(body, dict) and isinstance(body.get("id"), str) and isinstance(body.get("object"), str):
            ids = self.pool.setdefault(body["object"], [])
            if body["id"] not in ids:
                ids.append(body["id"])

    def close(self) -> None:
        """Nothing of it stays."""
        self.api.settle()
        self.loop.run_until_complete(self.runtime.stop())
        self.loop.close()


def built() -> list[str]:
    """Every operation that is built."""
    template()
    return sorted(HANDLERS)
