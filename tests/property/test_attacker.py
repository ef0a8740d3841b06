"""Somebody who tries every operation with ids that are not theirs: in the path, in any text, in expansions.

Four attackers: the key of another world, without and with the account's name; the platform's connected
account; the account's platform. What is asked is drawn from a seed; a failure names it. PINSTRIPE_SOAK=1:
100,000 tries.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from pinstripe.api.spoken import spoken
from pinstripe.api.table import NEWEST, OLDEST, Node
from pinstripe.kernel.operation import HANDLERS
from tests.client import Answer, Api
from tests.property.bases import bases, parted
from tests.property.place import Place
from tests.property.rooms.connect import connected
from tests.property.test_isolation import CARDS, CATALOGUES, SHARED, replaced, strings
from tests.property.test_requests import routed

ROUNDS, TRIES = (20, 5000) if os.environ.get("PINSTRIPE_SOAK") else (1, 400)
KEPT = frozenset({"account", "application", "webhook_endpoint"})
"""Kinds of ids that others may know of, as they stand in their own records."""
EXPANSIONS = "customer data.customer data.default_source latest_charge payment_intent charge.customer".split()
OFFERED = ("climate.", "reporting.report_type", "tax_code", "country_spec")


class Prey:
    """What belongs to one account, and what an attacker has to take its place in calls that succeed."""

    def __init__(self, place: Place, account: str, ids: list[str], other: dict[str, str]) -> None:
        self.place = place
        self.account = account
        self.ids = ids
        self.other = other
        self.sent: set[str] = set()
        """What an attacker has named: it may stand in the attacker's own records."""
        self.taken: set[str] = set()
        """What an attacker has given to objects of its own as their ids."""

    def begin(self) -> None:
        """What is there now is what may not be written."""
        (self.last,) = self.place.store.rows(
            "SELECT MAX(seq) FROM versions WHERE account=?", (self.account,)
        )[0]

    def written(self) -> list[Any]:
        """What of it has new versions. An account's own record stands with its platform, and so do the sums
        of a balance: both are written by what an account does itself.
        """
        query = (
            "SELECT id FROM versions WHERE account=? AND seq>? AND id LIKE '%\\_%' ESCAPE '\\' AND "
            "id NOT LIKE 'acct\\_%' ESCAPE '\\' AND id!='balance_settings' AND "
            "id IN (SELECT id FROM versions WHERE account=? AND seq<=?)"
        )
        return self.place.store.rows(query, (self.account, self.last, self.account, self.last))


def shown(value: Any) -> Iterator[str]:
    """Ids of all objects that an answer shows."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for one in value.values():
            yield from shown(one)
    elif isinstance(value, list):
        for one in value:
            yield from shown(one)


def texts(node: Node, depth: int = 0) -> Iterator[tuple[str, ...]]:
    """Ways to the texts that an operation takes."""
    if node["t"] == "str" and "enum" not in node:
        yield ()
    for option in node.get("of", ()):
        yield from texts(option, depth)
    if depth < 3:
        for name, inner in node.get("props", {}).items():
            for way in texts(inner, depth + 1):
                yield (name, *way)


def put(params: dict[str, Any], way: tuple[str, ...], value: str) -> dict[str, Any]:
    """Parameters with a text at the end of the way."""
    step, *rest = way
    below = params.get(step)
    inner = put(below if isinstance(below, dict) else {}, (*rest,), value) if rest else value
    return {**params, step: inner}


def attempt(draw: random.Random, api: Api, prey: Prey, name: str) -> tuple[Answer | None, str]:
    """One call that names what is the prey's. gives: the answer, the call in words"""
    method, _, path = name.partition(" ")
    version = NEWEST if name in routed(NEWEST) else OLDEST
    operation, api = spoken(version).table.operation(name), api.with_(version=version)
    params, named = parted(replaced(draw.choice(bases(name, prey.place.pool)), prey.other))
    for word in operation.path_params:
        key = named.get(word, "")
        if not key or draw.random() < 0.3:
            key = draw.choice(prey.ids)
        path = path.replace(f"{{{word}}}", key)
    if "{" in path or "key" in named:
        return None, ""
    ways = sorted(set(texts(operation.params)))
    for _ in range(draw.randrange(3) if ways else 0):
        way, key = draw.choice(ways), draw.choice(prey.ids)
        params = put(params or {}, way, key)
        prey.taken |= {key} if way[-1] == "id" else set()
    if draw.random() < 0.3 and "expand" in operation.params.get("props", {}):
        params = {**(params or {}), "expand": [draw.choice(EXPANSIONS)]}
    said = f"{method} {path} {params}"
    prey.sent |= strings(params) | {one for one in prey.ids if one in path}
    try:
        if path.startswith("/v2") and method == "POST":
            return api.json(path, params or {}), said
        return api.call(method, path, params or {}), said
    except AssertionError:  # of an answer's shape, which is a matter of test_requests.py
        return None, said


def leaked(answer: Answer, prey: Prey) -> set[str]:
    """What an answer tells of the prey: an object of it, or an id that the attacker never named."""
    if answer.body is None:
        return set()
    objects = set(shown(answer.body)) & {*prey.ids} - prey.taken if answer.status == 200 else set()
    raw = orjson.dumps(answer.body).decode()
    return objects | {one for one in prey.ids if one not in prey.sent and f'"{one}"' in raw}


def owned(pool: dict[str, list[str]]) -> list[str]:
    """Ids that nobody else can have guessed or been given."""
    kinds = [kind for kind in pool if kind.split()[0] not in KEPT and not kind.startswith(OFFERED)]
    return sorted({key for kind in kinds for key in pool[kind] if "_" in key and len(key) > 18})


def belongings(place: Place, account: str) -> dict[str, str]:
    """What an account has, by kind."""
    there = place.api.with_(account=account)
    paid = there.ok(there.post("/v1/payment_intents", amount=1000, currency="usd", **CARDS))
    made = {"payment_intent": paid.id, "charge": paid.latest_charge}
    made["customer"] = there.ok(there.post("/v1/customers")).id
    made["product"] = there.ok(there.post("/v1/products", name="Shirt")).id
    made["invoice"] = there.ok(there.post("/v1/invoices", customer=made["customer"])).id
    made["refund"] = there.ok(there.post("/v1/refunds", payment_intent=paid.id, amount=10)).id
    method = there.post("/v1/payment_methods", type="card", card={"token": "tok_visa"})
    return {**made, "payment_method": there.ok(method).id}


def attackers(place: Place) -> list[tuple[str, Api, Prey]]:
    """Who tries, and on what."""
    acct = connected(place.api, "custom")
    own = belongings(place, acct)
    platform = place.api.ok(place.api.get("/v1/account")).id
    all_of_it = Prey(place, platform, owned(place.pool), {})
    kinds = {key: kind for kind, keys in place.pool.items() for key in keys}
    other = {key: own[kind] for key, kind in kinds.items() if kind in own}
    of_account = Prey(place, acct, sorted(own.values()), other)
    stranger = place.api.with_(key="sk_test_strangerwithanotherkey")
    return [
        ("a stranger", stranger, all_of_it),
        ("a stranger who names the account", stranger.with_(account=acct), of_account),
        ("a connected account", place.api.with_(account=acct), all_of_it),
        ("the platform", place.api, of_account),
    ]


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_an_attacker_finds_nothing(seed: int) -> None:
    """Nothing of it is shown, nothing of it is written. The platform's own fees and news of the account,
    and the account's news for its platform, are no attack: they are counted with the account that they
    belong to.
    """
    place, draw = Place(), random.Random(seed)
    names = [name for name in sorted(HANDLERS) if name not in SHARED and not name.startswith(CATALOGUES)]
    try:
        for who, api, prey in attackers(place):
            prey.begin()
            for _ in range(TRIES // 4):
                answer, said = attempt(draw, api, prey, draw.choice(names))
                if answer is not None:
                    found = leaked(answer, prey)
                    assert not found, f"seed {seed}: {who}: {said}: {sorted(found)}\n{answer!r}"
                    assert not prey.written(), f"seed {seed}: {who} wrote: {said}\n{answer!r}"
    finally:
        place.close()
