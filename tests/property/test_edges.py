"""The edges of every number and moment that a built operation takes: refused or kept, the books are right.

Owns: the sweep over whole numbers, decimals, percentages and times, on the embedded store and the shared one.
Does not own: generated requests (test_requests.py). Money: what a store cannot hold is refused before it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from pinstripe.api.spoken import Spoken, spoken
from pinstripe.api.table import NEWEST, OLDEST, Node, Operation
from pinstripe.http.auth import world_name
from pinstripe.kernel.operation import HANDLERS
from pinstripe.ledger.audit import audit
from pinstripe.runtime import Runtime
from pinstripe.store.snapshot import copy_world
from tests.client import Api
from tests.property import judge
from tests.property.bases import bases, parted
from tests.property.place import Place, Pool, built, template
from tests.property.test_requests import SOAK, routed
from tests.property.values import Maker, pairs, simplest

EDGES = (
    *(0, 1, -1),
    *(
        sign * (edge + step)
        for edge in (2**31, 2**53, 2**63, 10**8, 10**12)
        for step in (-1, 0, 1)
        for sign in (1, -1)
    ),
    2**64,
)
ENDS = (2**31, 253_402_300_799, 253_402_300_800, 2**53 - 1, 2**63 - 1, -1, -(2**63))
"""Moments: of 32 bits, the last of the year 9999 and the one after it, no moments at all."""
FEW: dict[str, tuple[str, ...]] = {
    "int": (str(2**31 - 1), str(10**12 - 1), str(-(10**12) + 1), str(2**53 - 1), str(2**63)),
    "unix-time": ("253402300799", str(2**53 - 1), "-1"),
    "decimal": ("999999999999.999999999999", "-" + "9" * 18),
    "num": ("9" * 15,),
    "date-time": ("9999-12-31T23:59:59Z",),
}
"""What is tried each time; `make soak` tries all."""
VALUES: dict[str, tuple[str, ...]] = (
    FEW
    if not SOAK
    else {
        "int": tuple(str(edge) for edge in EDGES),
        "unix-time": tuple(str(end) for end in ENDS),
        "decimal": (*FEW["decimal"], "9" * 18, "0.000000000001", "123456789012.12"),
        "num": (*FEW["num"], "-" + "9" * 15, "100.0001", "0.000000000000001"),
        "date-time": (*FEW["date-time"], "0001-01-01T00:00:00Z", "10000-01-01T00:00:00Z"),
    }
)
DEPTH = 4
OWN = "12"
"""A number that nothing minds, where something stands beside the one that is tried."""


def kind_of(node: Node) -> str:
    """Which edges a node has, "" for none."""
    for word in (node.get("fmt", ""), node["t"]):
        if word in VALUES:
            return str(word)
    return ""


def places(node: Node, depth: int = 0) -> Iterator[tuple[tuple[Any, ...], Node]]:
    """The way to each number below a node: names of hashes, and 0 for a list's first element."""
    if kind_of(node):
        yield (), node
    for option in node.get("of", ()):
        yield from places(option, depth)
    if depth >= DEPTH:
        return
    for name, inner in node.get("props", {}).items():
        for way, found in places(inner, depth + 1):
            yield (name, *way), found
    if "items" in node:
        for way, found in places(node["items"], depth + 1):
            yield (0, *way), found


def filled(node: Node, made: Any, way: tuple[Any, ...], value: str | int, maker: Maker) -> Any:
    """What is sent in a node's place: as it was, with the value at the end of the way, and what that wants
    beside it.
    """
    if not way:
        return value
    step, *rest = way
    fitting = [one for one in node.get("of", [node]) if ("items" if step == 0 else "props") in one]
    for option in fitting:
        if step == 0:
            below = filled(
                option["items"], made[0] if isinstance(made, list) and made else None, (*rest,), value, maker
            )
            return [below, *(made[1:] if isinstance(made, list) else ())]
        props = option["props"]
        if step not in props:
            continue
        out = dict(made) if isinstance(made, dict) else {}
        for name, inner in props.items():
            if inner.get("req") and name not in out and name != step:
                out[name] = plain(inner, name, maker)
        out[step] = filled(props[step], out.get(step), (*rest,), value, maker)
        return out
    raise AssertionError(f"no such way: {way}")


def plain(node: Node, name: str, maker: Maker) -> Any:
    """The simplest value of a node."""
    return OWN if kind_of(node) == "int" else maker.value(node, name)


def sweep(api: Api, operation: Operation, version: Spoken, pool: Pool) -> int:
    """Every edge of every number of an operation, one request each. gives: how many were sent"""
    handler = HANDLERS[operation.name]
    maker = Maker(simplest, pool)
    count = 0
    for base in bases(operation.name, pool):
        params, named = parted(base)
        path = maker.path(operation, handler, named)
        for way, node in places(operation.params):
            for value in spelled(VALUES[kind_of(node)], operation.encoding == "json"):
                sent = filled(operation.params, params, way, value, maker)
                send(api, operation, version, path, sent, named.get("key", ""))
                count += 1
    return count


def spelled(values: tuple[str, ...], json: bool) -> Iterator[str | int]:
    """The values as text, and in JSON as the whole numbers that they are, too."""
    for value in values:
        yield value
        if json and value.lstrip("-").isdigit() and -(2**63) <= int(value) < 2**64:
            yield int(value)


def send(api: Api, operation: Operation, version: Spoken, path: str, params: Any, key: str) -> None:
    """One request, whose answer must be in shape."""
    if operation.encoding == "json" and operation.method != "GET":
        answer = api.json(path, params, key)
    else:
        encoded = urlencode(
            [pair for name, value in params.items() for pair in pairs(value, name, True)]
        ).encode()
        headers = {"authorization": f"Bearer {api.key}", "stripe-version": version.name}
        query, body = (b"", encoded) if operation.method == "POST" else (encoded, b"")
        answer = api.raw(operation.method, path, query, body, headers)
    found = judge.problems(operation, version, answer)
    assert not found, f"{operation.method} {path} {params}: {found}\n{answer!r}"


@pytest.mark.soak
@pytest.mark.parametrize("name", built())
def test_edges_of_numbers(name: str) -> None:
    """On the embedded store, at the newest version that routes it."""
    version = spoken(NEWEST if name in routed(NEWEST) else OLDEST)
    operation = version.table.operation(name)
    place = Place()
    try:
        if sweep(place.api, operation, version, place.pool):
            place.api.settle()
            assert place.api.get("/v1/balance").status == 200
            report = audit(place.store, place.runtime.worlds.get(world_name("pinstripe")).world)
            assert report.agrees, report.faults
    finally:
        place.close()


TOGETHER = 1 if SOAK else 8
"""So many operations share a copy of the world there: making one takes longer than trying an operation."""
EACH = 1 if SOAK else 5
"""One of so many operations is tried there; on the store of our own all are."""


@pytest.mark.soak
def test_edges_of_numbers_on_the_shared_store(shared: Runtime, loop: asyncio.AbstractEventLoop) -> None:
    """A few operations in each copy of the world, and the books after them."""
    source, every = shared.worlds.get(world_name("pinstripe")).world, list(built())[::EACH]
    for start in range(0, len(every), TOGETHER):
        copy_world(shared.store, source, world_name(f"{start:05}ripe"))
        api = Api(shared, loop, key=f"sk_test_{start:05}ripe")
        names = every[start : start + TOGETHER]
        for name in names:
            version = spoken(NEWEST if name in routed(NEWEST) else OLDEST)
            sweep(api, version.table.operation(name), version, template()[1])
        api.settle()
        report = audit(shared.store, shared.worlds.get(world_name(f"{start:05}ripe")).world)
        assert report.agrees, f"{names}: {report.faults}"
