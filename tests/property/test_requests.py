"""Generated requests at every routed operation of both tables: answered in shape, or refused in shape.

In CI the same examples every time; `make soak` draws new ones, and many more. A failure prints its requests.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest

from pinstripe.api.forms import parse
from pinstripe.api.params import Params, decode, decode_json
from pinstripe.api.spoken import Spoken, spoken
from pinstripe.api.table import NEWEST, OLDEST, Operation
from pinstripe.kernel.operation import HANDLERS
from tests.client import Answer
from tests.property import judge
from tests.property.bases import KNOWN, bases, parted
from tests.property.place import Place, built, template
from tests.property.values import Choose, Maker, chance, pairs, seeded, simplest

SOAK = os.environ.get("PINSTRIPE_SOAK") == "1"
VERSIONS = (NEWEST, OLDEST)
SEED = os.environ.get("PINSTRIPE_SEED") or (str(time.time_ns()) if SOAK else "1")
CALLS = 8
"""Requests of one example: they see what those before them did."""


def told(story: Callable[[Choose], object], examples: int, about: str) -> None:
    """A story told several times, otherwise each time. A failure shows what was asked."""
    for number in range(examples * (40 if SOAK else 1)):
        print(f"seed {SEED}, example {number}")
        story(seeded(f"{SEED} {about} {number}"))


class Caller:
    """Sends what is drawn to one copy of the world, and judges what comes back."""

    def __init__(self, place: Place, choose: Choose, version: Spoken) -> None:
        self.place = place
        self.version = version
        self.api = place.api.with_(version=version.name)
        self.maker = Maker(choose, place.pool)

    def judged(self, operation: Operation) -> Answer:
        """One generated request; what is wrong with its answer fails the test."""
        handler = HANDLERS.get(operation.name)
        every = [*bases(operation.name, self.place.pool), None] if handler else [None]
        base, named = parted(self.maker.one_of(every))
        params = self.maker.params(operation, base)
        path = self.maker.path(operation, handler, named)
        answer = self.sent(operation, path, params, named.get("key", ""))
        found = judge.problems(operation, self.version, answer)
        assert not found, f"{operation.method} {path}: {found}\n{answer!r}"
        if answer.status == 200 and operation.method != "DELETE":
            self.place.know(answer.body)
        return answer

    def sent(self, operation: Operation, path: str, params: dict[str, Any], key: str = "") -> Answer:
        """A form, a query string or a JSON body; if it was accepted, what it said must be in the answer."""
        if operation.encoding == "json" and operation.method != "GET":
            print(f"{operation.method} {path} {params}")
            answer = self.api.json(path, params, key)
            if answer.status == 200:
                self.refuse_lost(operation, decode_json(operation, orjson.dumps(params)), answer)
            return answer
        indexed = not chance(self.maker.choose, 3)
        sent = [pair for name, value in params.items() for pair in pairs(value, name, indexed)]
        encoded = urlencode(sent).encode()
        print(f"{operation.method} {path} {encoded.decode()}")
        headers = {"authorization": f"Bearer {self.api.key}", "stripe-version": self.version.name}
        query, body = (b"", encoded) if operation.method == "POST" else (encoded, b"")
        answer = self.api.raw(operation.method, path, query, body, headers)
        if answer.status == 200 and operation.method == "POST":
            self.refuse_lost(operation, decode(operation, parse(encoded)), answer)
            self.again(answer.body)
        return answer

    def refuse_lost(self, operation: Operation, params: Params, answer: Answer) -> None:
        """What was accepted is in the answer."""
        lost = list(judge.ignored(operation, params, answer.body))
        assert not lost, f"{operation.method} {operation.path}: {lost}\n{params}\n{answer!r}"

    def again(self, body: Any) -> None:
        """What was answered is what is stored: a retrieve shows the same."""
        path = {h.resource.object: h.resource.path for h in HANDLERS.values()}.get(body.get("object", ""))
        if path is None or f"GET {path}" not in HANDLERS or "id" not in body:
            return
        if (
            body.get("status") == "advancing"
            or (body.get("action") or {}).get("type") == "confirm_payment_intent"
        ):
            return  # it goes on after the answer
        stored = self.api.get(f"{path}/{body['id']}")
        if stored.status != 200:
            return
        shown = {name: value for name, value in body.items() if name in stored.body}
        assert {name: stored.body[name] for name in shown} == shown, f"{path}: stored otherwise"


def in_version(version: str, names: list[str]) -> Iterator[Operation]:
    """Those of the operations that a version routes."""
    table = spoken(version).table
    known = set(table.operations())
    return (table.operation(name) for name in names if name in known)


def routed(version: str) -> list[str]:
    """Every operation of a version's table."""
    return sorted(spoken(version).table.operations())


def thrown(version: str, choose: Choose, names: list[str], calls: int = CALLS) -> set[int]:
    """Calls of some of these operations, one after the other, in one copy of the world. gives: statuses"""
    statuses = set()
    place = Place()
    try:
        caller = Caller(place, choose, spoken(version))
        every = list(in_version(version, names))
        for _ in range(calls):
            statuses.add(caller.judged(caller.maker.one_of(every)).status)
    finally:
        place.close()
    return statuses


WAITS = "an answer while an authorization is asked about, and nothing is asked here"
NOTIFICATION = "/v1/sources/{source}/mandate_notifications/{mandate_notification}"
UNANSWERED: dict[str, str] = {
    "POST /v1/files": "generated calls are forms, and a file comes in parts",
    "POST /v1/issuing/authorizations/{authorization}/approve": WAITS,
    "POST /v1/issuing/authorizations/{authorization}/decline": WAITS,
    "POST /v1/sources/{source}/verify": "no type of source that can be made is verified by a code",
    f"GET {NOTIFICATION}": "debits alone are notified of, and no source is one",
}
"""Written operations that no generated call succeeds with, each with the reason."""


BY_CHANCE = {
    (
        "POST /v1/test_helpers/issuing/cards/{card}/shipping/submit",
        OLDEST,
    ): "it is for versions since 2024-09-30.acacia",
    (
        "POST /v2/core/account_links",
        OLDEST,
    ): "it needs `configurations`, which what calls begin with cannot name",
    (
        "POST /v1/terminal/readers/{reader}/process_setup_intent",
        OLDEST,
    ): "it needs `customer_consent_collected`, which what calls begin with cannot name",
}
"""Operations that an older version refuses, or that succeed there if a generated call happens to be whole."""


@pytest.mark.soak
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", built())
def test_an_operation_that_is_built(name: str, version: str) -> None:
    if name not in routed(version):
        return

    statuses: set[int] = set()
    statuses |= thrown(version, simplest, [name], 1)
    told(lambda choose: statuses.update(thrown(version, choose, [name])), 3, f"{name} {version}")
    if (name, version) in BY_CHANCE:
        return
    assert (200 in statuses) == (name not in UNANSWERED), f"{name} in {version}: {sorted(statuses)}"


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_what_generated_calls_begin_with_succeeds(name: str) -> None:
    """Without these hardly any generated call would come past validation."""
    version = spoken(NEWEST if name in routed(NEWEST) else OLDEST)
    operation = version.table.operation(name)
    for number in range(len(bases(name, template()[1]))):
        place = Place()
        params, named = parted(bases(name, place.pool)[number])
        path = Maker(simplest, place.pool).path(operation, HANDLERS[name], named)
        caller = Caller(place, simplest, version)
        answer = caller.sent(operation, path, params or {}, named.get("key", ""))
        assert answer.status == 200, answer
        place.close()


SHARE = 25
"""So many of the missing operations are called within one example."""


@pytest.mark.soak
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("start", range(0, 620, SHARE))
def test_what_is_missing(version: str, start: int) -> None:
    """It validates its parameters all the same, and then says that it is missing."""
    missing = [name for name in routed(version) if name not in HANDLERS]

    def story(choose: Choose) -> None:
        caller = Caller(place, choose, spoken(version))
        for operation in in_version(version, missing[start : start + SHARE]):
            caller.judged(operation)

    place = Place()
    told(story, 1, f"{start} {version}")
    place.close()
