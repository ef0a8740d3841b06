"""Texts and shapes that nobody means, in every place of every built operation: never a failure of ours.

Owns: the sweep over texts, bodies of the wrong shape, and paths, on the embedded store and the shared one.
Does not own: numbers (test_edges.py), generated requests (test_requests.py). Run by `make soak`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import orjson
import pytest

from pinstripe.api.spoken import Spoken, spoken
from pinstripe.api.table import NEWEST, OLDEST, Node, Operation
from pinstripe.http.auth import world_name
from pinstripe.kernel.operation import HANDLERS
from pinstripe.ledger.audit import audit
from pinstripe.runtime import Runtime
from pinstripe.store.snapshot import copy_world
from tests.client import Api
from tests.property.bases import bases, parted
from tests.property.place import Place, Pool, built, template
from tests.property.test_edges import filled
from tests.property.test_requests import SOAK, routed
from tests.property.values import Maker, pairs, simplest

TEXTS = (
    *(
        "",
        "x" * 5001,
        "a\x00b",
        "\U0001f600",
        "ẞǅ\u202e",
        "../../etc/passwd",
        "%_%",
        "' OR 1=1 --",
        "[]",
        "{}",
    ),
    *("true", "null", "NaN", "1e3", "01", "+1", " 1", "1.0", "cus_" + "a" * 300, "pi_1/../x"),
)
TAILS = (
    *(b"[a]=1", b"[]=1", b"[]", b"[=1", b"]=1", b"[[x]]=1", b"[a][b][c][d][e][f]=1"),
    *(b"=%FF%FE", b"=%ED%A0%80", b"=%00", b"=%"),
)
"""What stands behind a parameter's name in a form."""
VALUES = (
    *(b"1", b"1.5", b"-0", b"1e400", b"NaN", b"18446744073709551616", b"true", b"null"),
    *(b'"x"', b'"\\ud800"', b"[]", b"[[1]]", b"{}", b'{"a":{"b":{"c":1}}}'),
)
"""What stands in a parameter's place in JSON."""
DEEP = 2000
BODIES = (
    *(b"", b"{", b"1", b"null", b'"x"', b"[]", b"[" * DEEP + b"]" * DEEP),
    b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    b"&".join(b"metadata[k%d]=1" % number for number in range(DEEP)),
    b"a" + b"[b]" * 200 + b"=1",
)
QUERIES = (b"&&&==&a=&=b&expand[]=&expand[]=data.data.data&expand=x", b"limit=&created[gt]=x&created[zz]=1")
KEYS = ("%2e%2e", "a%00b", "%FF", "%ED%A0%80", "x" * 3000, "\U0001f600")
DEPTH = 2
NOT_BUILT = 501
EACH = 1 if SOAK else 97
"""One operation of so many is tried each time; `make soak` tries all."""


def places(node: Node, depth: int = 0) -> Iterator[tuple[Any, ...]]:
    """The way to each value below a node: names of hashes, and 0 for a list's first element."""
    if node["t"] not in ("hash", "list", "any") or node.get("fmt"):
        yield ()
    for option in node.get("of", ()):
        yield from places(option, depth)
    if depth >= DEPTH:
        return
    for name, inner in node.get("props", {}).items():
        for way in places(inner, depth + 1):
            yield (name, *way)
    if "items" in node:
        for way in places(node["items"], depth + 1):
            yield (0, *way)


class Asking:
    """One operation at one of its places; keeps what failed."""

    def __init__(self, api: Api, operation: Operation, version: Spoken, pool: Pool) -> None:
        self.api, self.operation, self.version, self.pool = api, operation, version, pool
        self.json = operation.encoding == "json" and operation.method != "GET"
        self.failed: list[str] = []

    def ask(self, path: str, sent: bytes, kind: str = "") -> None:
        """Parameters where the operation takes them."""
        headers = {"authorization": f"Bearer {self.api.key}", "stripe-version": self.version.name}
        if self.json or kind:
            headers["content-type"] = kind or "application/json"
        posted = self.operation.method == "POST"
        query, body = (b"", sent) if posted else (sent, b"")
        answer = self.api.raw(self.operation.method, path, query, body, headers)
        if answer.status >= 500 and answer.status != NOT_BUILT:
            self.failed.append(f"{self.operation.method} {path[:200]} {sent[:300]!r}: {answer!r}")

    def all(self) -> list[str]:
        """Every text and shape. gives: what failed"""
        handler, maker = HANDLERS[self.operation.name], Maker(simplest, self.pool)
        params, named = parted(next(iter(bases(self.operation.name, self.pool))))
        path = maker.path(self.operation, handler, named)
        node = self.operation.params
        for way in dict.fromkeys(places(node)):
            for text in TEXTS:
                self.ask(path, self.encoded(filled(node, params, way, text, maker)))
        for name in node.get("props", {}):
            self.shapes(path, name.encode())
        for body in BODIES:
            self.ask(path, body, "application/json" if body[:1] in b"[{" else "")
        for query in QUERIES:
            self.ask(path, query, "application/x-www-form-urlencoded")
        self.keys(path)
        return self.failed

    def encoded(self, sent: dict[str, Any]) -> bytes:
        """As the operation takes them."""
        if self.json:
            return orjson.dumps(sent)
        known = [pair for name, value in sent.items() for pair in pairs(value, name, True)]
        return "&".join(f"{quote(key)}={quote(str(value), safe='')}" for key, value in known).encode()

    def shapes(self, path: str, name: bytes) -> None:
        """One parameter in shapes of others, and twice."""
        if self.json:
            for value in VALUES:
                self.ask(path, b'{"%b":%b}' % (name, value))
            self.ask(path, b'{"%b":1,"%b":2}' % (name, name))
            return
        for tail in TAILS:
            self.ask(path, name + tail)
        self.ask(path, b"%b[0]=1&%b[1]=2&%b=3" % (name, name, name))

    def keys(self, path: str) -> None:
        """Other ids in the path."""
        steps, real = self.operation.path.split("/"), path.split("/")
        spots = [number for number, step in enumerate(steps) if step.startswith("{")]
        for key in KEYS if spots else ():
            self.ask("/".join((*real[: spots[-1]], key, *real[spots[-1] + 1 :])), b"")


def asking(api: Api, name: str, pool: Pool) -> Asking:
    """The operation at the newest version that routes it."""
    version = spoken(NEWEST if name in routed(NEWEST) else OLDEST)
    return Asking(api, version.table.operation(name), version, pool)


@pytest.mark.soak
@pytest.mark.parametrize("name", built()[::EACH])
def test_texts_and_shapes(name: str) -> None:
    """On the embedded store."""
    place = Place()
    try:
        assert asking(place.api, name, place.pool).all() == []
        place.api.settle()
        report = audit(place.store, place.runtime.worlds.get(world_name("pinstripe")).world)
        assert report.agrees, report.faults
    finally:
        place.close()


@pytest.mark.soak
def test_texts_and_shapes_on_the_shared_store(shared: Runtime, loop: asyncio.AbstractEventLoop) -> None:
    """Each operation in a copy of the world, and the books after it."""
    source = shared.worlds.get(world_name("pinstripe")).world
    for number, name in enumerate(built()[::EACH]):
        copy_world(shared.store, source, world_name(f"{number:05}ripe"))
        api = Api(shared, loop, key=f"sk_test_{number:05}ripe")
        assert asking(api, name, template()[1]).all() == []
        api.settle()
        report = audit(shared.store, shared.worlds.get(world_name(f"{number:05}ripe")).world)
        assert report.agrees, report.faults
