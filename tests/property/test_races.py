"""Many callers who want the same thing at once, through real sockets: one wins, or what they get adds up.

Owns: races for a key, a state, a sum, a number of times, a balance, a clock; on SQLite, and with `make soak`
through two servers on one PostgreSQL. Does not own: what each call means alone (scenarios), crashes
(tests/crash). Money: charges, refunds and payouts of a world of its own, audited after each race.
"""

from __future__ import annotations

import http.client
import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.conftest import Served
from tests.property.values import pairs

SOAK = os.environ.get("PINSTRIPE_SOAK") == "1"
ROUNDS = 25 if SOAK else 1
NOW, WEEK = 1_767_225_600, 7 * 86400
CARD = {"payment_method": "pm_card_visa", "confirm": True, "allowed_payment_method_types": ["card"]}

pytestmark = pytest.mark.soak


@dataclass(frozen=True)
class Answer:
    """What one caller was told."""

    status: int
    body: dict[str, Any]

    @property
    def code(self) -> str:
        """The code of a refusal."""
        return str(self.body["error"].get("code"))


class World:
    """One key, behind one server or several, which take turns."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.ports = ports
        self.turns = cycle(ports)
        self.key = f"sk_test_{os.urandom(8).hex()}"

    def call(self, port: int, method: str, path: str, key: str = "", **params: Any) -> Answer:
        """One request over a connection of its own, in the form that its path asks for."""
        ours = path.startswith("/_pinstripe")
        flat = [pair for name, value in params.items() for pair in pairs(plain(value), name, True)]
        headers = {"Authorization": f"Bearer {self.key}", **({"Idempotency-Key": key} if key else {})}
        headers["Content-Type"] = "application/json" if ours else "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            line.request(method, path, json.dumps(params) if ours else urlencode(flat), headers)
            answer = line.getresponse()
            return Answer(answer.status, json.loads(answer.read()))
        finally:
            line.close()

    def ok(self, method: str, path: str, **params: Any) -> Any:
        """What must succeed, before and after a race."""
        answer = self.call(self.ports[0], method, path, **params)
        assert answer.status == 200, answer.body
        return answer.body

    def at_once(self, *calls: Callable[[int], Answer]) -> list[Answer]:
        """All of them in the same moment, each on a thread of its own; their answers, in their order.

        params: calls, each is given the port that it goes to
        """
        start = threading.Barrier(len(calls))
        answers: list[Answer | None] = [None] * len(calls)

        def run(place: int, port: int, ask: Callable[[int], Answer]) -> None:
            start.wait()
            answers[place] = ask(port)

        callers = [
            threading.Thread(target=run, args=(place, next(self.turns), ask))
            for place, ask in enumerate(calls)
        ]
        for one in callers:
            one.start()
        for one in callers:
            one.join()
        assert all(answer is not None and answer.status < 500 for answer in answers), answers
        return [answer for answer in answers if answer is not None]

    def wish(self, method: str, path: str, key: str = "", **params: Any) -> Callable[[int], Answer]:
        """A call that is made once it is known where."""
        return lambda port: self.call(port, method, path, key, **params)


def plain(value: Any) -> Any:
    """A value as a form writes it."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def won(answers: Sequence[Answer]) -> list[Answer]:
    """Those who got what they wanted."""
    return [one for one in answers if one.status == 200]


def refused_with(answers: Sequence[Answer]) -> set[str]:
    """What the others were told."""
    return {one.code for one in answers if one.status != 200}


def one_key(world: World) -> None:
    """One idempotency key by 16 callers, as many with another amount: one charge, shown again to the rest."""
    wishes = [{"amount": amount, "currency": "usd", "source": "tok_visa"} for amount in (500, 600)]
    calls = [world.wish("POST", "/v1/charges", "key", **wish) for wish in wishes for _ in range(8)]
    answers = world.at_once(*calls)
    (charge,) = world.ok("GET", "/v1/charges")["data"]
    assert {one.body["id"] for one in won(answers)} == {charge["id"]}
    assert {one.body["amount"] for one in won(answers)} == {charge["amount"]}
    assert {one.status for one in answers} <= {200, 400, 409}
    assert refused_with(answers) <= {"idempotency_key_in_use", "None"}, "in use, or used for another amount"


def one_intent(world: World) -> None:
    """What is held is captured or cancelled, once; what is noted meanwhile is kept."""
    intent = world.ok(
        "POST", "/v1/payment_intents", amount=1000, currency="usd", capture_method="manual", **CARD
    )
    path = f"/v1/payment_intents/{intent['id']}"
    notes = [world.wish("POST", path, metadata={f"note{number}": "kept"}) for number in range(5)]
    ends = [world.wish("POST", f"{path}/{verb}") for verb in ("capture", "cancel") for _ in range(5)]
    answers = world.at_once(*ends, *notes)
    (winner,) = won(answers[: len(ends)])
    assert refused_with(answers[: len(ends)]) == {"payment_intent_unexpected_state"}
    found = world.ok("GET", path)
    assert found["status"] == winner.body["status"]
    assert found["amount_received"] == (1000 if found["status"] == "succeeded" else 0)
    kept = {f"note{number}" for number, one in enumerate(answers[len(ends) :]) if one.status == 200}
    assert set(found["metadata"]) == kept


def one_charge(world: World) -> None:
    """Refunds of a charge never come to more than it, whether in parts or of the whole."""
    charge = world.ok("POST", "/v1/charges", amount=1000, currency="usd", source="tok_visa")["id"]
    parts = [world.wish("POST", "/v1/refunds", charge=charge, amount=300) for _ in range(12)]
    wholes = [world.wish("POST", "/v1/refunds", charge=charge) for _ in range(2)]
    answers = world.at_once(*parts, *wholes)
    given = sum(one.body["amount"] for one in won(answers))
    shown = world.ok("GET", f"/v1/charges/{charge}")
    refunds = world.ok("GET", f"/v1/refunds?charge={charge}&limit=100")["data"]
    assert given == shown["amount_refunded"] == sum(one["amount"] for one in refunds)
    assert given in (900, 1000) and shown["refunded"] == (given == 1000)
    assert refused_with(answers) <= {"charge_already_refunded", "None"}, "or more than is left"


def one_coupon(world: World) -> None:
    """Three may redeem it, and three do."""
    world.ok("POST", "/v1/coupons", id="three", percent_off=10, duration="forever", max_redemptions=3)
    price = world.ok(
        "POST",
        "/v1/prices",
        currency="usd",
        unit_amount=1000,
        recurring={"interval": "month"},
        product_data={"name": "Box"},
    )["id"]
    later = {"collection_method": "send_invoice", "days_until_due": 9, "items": [{"price": price}]}
    customers = [world.ok("POST", "/v1/customers")["id"] for _ in range(10)]
    taken = {"discounts": [{"coupon": "three"}], **later}
    answers = world.at_once(
        *(world.wish("POST", "/v1/subscriptions", customer=one, **taken) for one in customers)
    )
    assert len(won(answers)) == world.ok("GET", "/v1/coupons/three")["times_redeemed"] == 3
    assert refused_with(answers) == {"coupon_expired"}
    assert len(world.ok("GET", "/v1/subscriptions")["data"]) == 3, "who was refused has none"


def one_balance(world: World) -> None:
    """What is available is paid out once, down to what is less than a payout."""
    world.ok("POST", "/v1/charges", amount=2000, currency="usd", source="tok_bypassPending")
    (before,) = world.ok("GET", "/v1/balance")["available"]
    answers = world.at_once(
        *(world.wish("POST", "/v1/payouts", amount=500, currency="usd") for _ in range(9))
    )
    assert len(won(answers)) == before["amount"] // 500 == 3
    assert refused_with(answers) == {"balance_insufficient"}
    (after,) = world.ok("GET", "/v1/balance")["available"]
    assert after["amount"] == before["amount"] % 500


def one_clock(world: World) -> None:
    """A clock that advances is deleted: once, whole, and what hung on it is over."""
    clock = world.ok("POST", "/v1/test_helpers/test_clocks", frozen_time=NOW)["id"]
    price = world.ok(
        "POST",
        "/v1/prices",
        currency="usd",
        unit_amount=700,
        recurring={"interval": "week"},
        product_data={"name": "Box"},
    )["id"]
    subscriptions = []
    for _ in range(2):
        payer = {"payment_method": "pm_card_visa", "test_clock": clock}
        default = {"default_payment_method": "pm_card_visa"}
        customer = world.ok("POST", "/v1/customers", invoice_settings=default, **payer)["id"]
        bought = world.ok("POST", "/v1/subscriptions", customer=customer, items=[{"price": price}])
        subscriptions.append(bought)
    path = f"/v1/test_helpers/test_clocks/{clock}"
    world.ok("POST", f"{path}/advance", frozen_time=NOW + 12 * WEEK)
    notes = [
        world.wish("POST", f"/v1/subscriptions/{one['id']}", metadata={"a": "b"}) for one in subscriptions
    ]
    answers = world.at_once(*(world.wish("DELETE", path) for _ in range(4)), *notes)
    assert len(won(answers[:4])) == 1 and refused_with(answers[:4]) == {"resource_missing"}
    assert world.call(world.ports[0], "GET", path).code == "resource_missing"
    for one in subscriptions:
        assert world.ok("GET", f"/v1/customers/{one['customer']}").get("deleted") is True
        assert world.ok("GET", f"/v1/subscriptions/{one['id']}")["status"] == "canceled"


RACES = (one_key, one_intent, one_charge, one_coupon, one_balance, one_clock)


@pytest.fixture(params=["sqlite", *(["postgres"] if SOAK else [])])
def ports(request: pytest.FixtureRequest) -> Iterator[list[int]]:
    """One server on SQLite; two servers on one PostgreSQL."""
    if request.param == "sqlite":
        yield [port_of(request.getfixturevalue("shared_server"))]
        return
    servers = [Served(request.getfixturevalue("postgres_dsn")) for _ in range(2)]
    yield [port_of(one) for one in servers]
    for one in servers:
        one.stop()


def port_of(server: Served) -> int:
    return int(server.url.rsplit(":", 1)[1])


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_one_wins_or_it_adds_up(race: Callable[[World], None], ports: list[int]) -> None:
    for _ in range(ROUNDS):
        world = World(ports)
        race(world)
        report = world.ok("GET", "/_pinstripe/audit")
        assert report["agrees"], report["faults"]
