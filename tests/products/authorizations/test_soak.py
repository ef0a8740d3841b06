"""A card programme and a neobank in one world: whatever is done in whatever order, the books agree.

Each run is told by its seed. Everybody may ask for anything: many calls are refused, and none may break.
`make soak` does a hundred thousand things on SQLite, and fewer on PostgreSQL.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from pinstripe.http.auth import world_name
from pinstripe.ledger.audit import audit
from tests.client import Api, fresh
from tests.products.authorizations.test_holds import ADDRESS, HELPER
from tests.products.treasury.test_books import METHODS, NUMBERS
from tests.property.rooms.treasury import DATA, FEATURES, TEST

SOAK = os.environ.get("PINSTRIPE_SOAK") == "1"
SEED = int(os.environ.get("PINSTRIPE_SEED", "11"))
KEPT = 60
"""So many of each kind are still touched: later things happen to what is young."""
DAY = 86_400
REASONS = ("fraudulent", "canceled", "not_received", "other")


class Everybody:
    """All who do something: holders, merchants, banks, the account itself, and time."""

    def __init__(self, database: str, loop: asyncio.AbstractEventLoop) -> None:
        self.random = Random(SEED)  # noqa: S311 - told again by its seed
        self.runtime = fresh(database)
        self.api = Api(self.runtime, loop)
        self.loop = loop
        self.world = self.runtime.worlds.get(world_name(self.api.key.removeprefix("sk_test_")))
        self.known: dict[str, list[str]] = {}
        self.answers: dict[int, int] = {}
        params: dict[str, Any] = {"supported_currencies": ["usd"], "features": FEATURES}
        self.banks = [self.api.post("/v1/treasury/financial_accounts", **params).id for _ in range(2)]
        self.wait(5)
        holder = self.post(
            "/v1/issuing/cardholders", type="company", name="Rides", billing={"address": ADDRESS}
        )
        self.cards = [self.card(holder, place) for place in range(6)]
        self.acts: list[Callable[[], Any]] = [
            *(4 * [self.authorize]),
            *(4 * [self.touch]),
            *(2 * [self.afterwards]),
            self.dispute,
            self.money_in,
            self.money_out,
            self.between,
            *(2 * [self.bank_says]),
            self.take_back,
            self.change,
        ]

    def card(self, holder: str, place: int) -> str:
        facts: dict[str, Any] = {
            "cardholder": holder,
            "currency": "usd",
            "type": "virtual",
            "status": "active",
        }
        if place % 2:
            facts["financial_account"] = self.banks[place % 4 // 2]
        else:
            limit = {"amount": 200_000, "interval": ("daily", "monthly", "all_time")[place // 2]}
            facts["spending_controls"] = {"spending_limits": [limit]}
        return self.post("/v1/issuing/cards", **facts)

    def wait(self, seconds: int) -> None:
        """Time passes."""
        to = self.world.now() + seconds
        self.loop.run_until_complete(self.runtime.scheduler.advance(self.world, to))

    def post(self, path: str, **params: Any) -> str:
        """A call that may be refused; what comes of it is remembered. gives: its id, or nothing"""
        answer = self.api.post(path, **params)
        self.answers[answer.status] = self.answers.get(answer.status, 0) + 1
        assert answer.status in (200, 400, 402, 404), (SEED, path, params, answer)
        if answer.status != 200 or "id" not in answer.body:
            return ""
        young = self.known.setdefault(answer.body["object"], [])
        if answer.body["id"] not in young:
            young.append(answer.body["id"])
        del young[:-KEPT]
        for sale in (answer.body.get("transactions") or ())[-1:]:
            self.known.setdefault("issuing.transaction", []).append(sale["id"])
        return str(answer.body["id"])

    def one(self, kind: str) -> str:
        """Something young of a kind; a name that nobody has where there is none."""
        return self.random.choice(self.known.get(kind) or ["nobody"])

    @property
    def amount(self) -> int:
        return self.random.choice((1, 7, 250, 999, 2_500, 40_000))

    # -- cards -----------------------------------------------------------------------------------------

    def authorize(self) -> None:
        card, abroad = self.random.choice(self.cards), self.random.random() < 0.1
        more: dict[str, Any] = {"merchant_amount": 500, "merchant_currency": "eur"} if abroad else {}
        more |= {"is_amount_controllable": "true"} if self.random.random() < 0.2 else {}
        self.post(f"{HELPER}/authorizations", card=card, amount=self.amount, **more)

    def touch(self) -> None:
        path = f"{HELPER}/authorizations/{self.one('issuing.authorization')}"
        match self.random.choice(("increment", "capture", "part", "reverse", "some", "expire", "final")):
            case "increment":
                self.post(f"{path}/increment", increment_amount=self.amount)
            case "capture":
                self.post(f"{path}/capture")
            case "part":
                self.post(f"{path}/capture", capture_amount=self.amount, close_authorization="false")
            case "reverse":
                self.post(f"{path}/reverse")
            case "some":
                self.post(f"{path}/reverse", reverse_amount=self.amount)
            case "expire":
                self.post(f"{path}/expire")
            case "final":
                self.post(f"{path}/finalize_amount", final_amount=self.amount)

    def afterwards(self) -> None:
        card = self.random.choice(self.cards)
        match self.random.choice(("refund", "refund", "force", "unlinked", "fund")):
            case "refund":
                self.post(
                    f"{HELPER}/transactions/{self.one('issuing.transaction')}/refund",
                    refund_amount=self.amount,
                )
            case "force":
                self.post(f"{HELPER}/transactions/create_force_capture", card=card, amount=self.amount)
            case "unlinked":
                self.post(f"{HELPER}/transactions/create_unlinked_refund", card=card, amount=self.amount)
            case "fund":
                self.post(f"{HELPER}/fund_balance", amount=self.amount, currency="usd")

    def dispute(self) -> None:
        reason, word = self.random.choice(REASONS), self.random.choice(("winning", "losing", "no"))
        said = {"reason": reason, reason: {"explanation": f"{word}_evidence"}}
        key = self.post("/v1/issuing/disputes", transaction=self.one("issuing.transaction"), evidence=said)
        if key and self.random.random() < 0.8:
            self.post(f"/v1/issuing/disputes/{key}/submit")

    def change(self) -> None:
        status = self.random.choice(("active", "active", "inactive"))
        self.post(f"/v1/issuing/cards/{self.random.choice(self.cards)}", status=status)

    # -- financial accounts ----------------------------------------------------------------------------

    def own(self) -> dict[str, Any]:
        bank = self.random.choice(self.banks)
        return {"financial_account": bank, "amount": self.amount, "currency": "usd"}

    def money_in(self) -> None:
        word = self.random.choice(("credits", "credits", "debits"))
        self.post(f"{TEST}/received_{word}", **self.own(), network="ach")

    def money_out(self) -> None:
        method = f"pm_usBankAccount{self.random.choice(METHODS)}"
        match self.random.choice(("pay", "in", "out")):
            case "pay":
                number = {**DATA["us_bank_account"], "account_number": self.random.choice(NUMBERS)}
                data = {**DATA, "us_bank_account": number}
                self.post(
                    "/v1/treasury/outbound_payments", **self.own(), destination_payment_method_data=data
                )
            case "in":
                self.post("/v1/treasury/inbound_transfers", **self.own(), origin_payment_method=method)
            case "out":
                self.post("/v1/treasury/outbound_transfers", **self.own(), destination_payment_method=method)

    def between(self) -> None:
        own = self.own()
        other = next(one for one in self.banks if one != own["financial_account"])
        path = self.random.choice(("outbound_payments", "outbound_transfers"))
        to = {"type": "financial_account", "financial_account": other}
        self.post(f"/v1/treasury/{path}", **own, destination_payment_method_data=to)

    def bank_says(self) -> None:
        kind = self.random.choice(("outbound_payment", "outbound_transfer", "inbound_transfer"))
        first = "succeed" if kind == "inbound_transfer" else "post"
        verb = self.random.choice((first, "fail", "return", "cancel"))
        place = "/v1/treasury" if verb == "cancel" else TEST
        self.post(f"{place}/{kind}s/{self.one(f'treasury.{kind}')}/{verb}")

    def take_back(self) -> None:
        word = self.random.choice(("credit", "debit"))
        self.post(
            f"/v1/treasury/{word}_reversals", **{f"received_{word}": self.one(f"treasury.received_{word}")}
        )

    # -- all of it -------------------------------------------------------------------------------------

    def go_on(self, count: int) -> None:
        """So many things happen; now and then time passes, and the books are looked at."""
        for number in range(1, count + 1):
            self.random.choice(self.acts)()
            if number % 40 == 0:
                self.wait(self.random.choice((1, 600, DAY)))
            if number % (count // 4) == 0:
                self.look()

    def look(self) -> None:
        """The books agree, and nothing is left between accounts."""
        report = audit(self.runtime.store, self.world.world)
        assert report.agrees, (SEED, report.faults)
        rows = self.runtime.store.rows(
            "SELECT SUM(amount) FROM ledger_balances WHERE name='network:stripe' AND world=?",
            (self.world.world,),
        )
        assert not rows[0][0], SEED

    def end(self) -> None:
        """Half a year later nothing waits any more."""
        self.wait(200 * DAY)
        self.look()
        held = self.runtime.store.rows(
            "SELECT COUNT(*) FROM holds WHERE world=? AND state='open'", (self.world.world,)
        )
        pending = self.api.get("/v1/issuing/authorizations", status="pending", limit=1).data
        assert (held[0][0], pending) == (0, []), SEED


def everything(database: str, loop: Any, count: int) -> dict[int, int]:
    everybody = Everybody(database, loop)
    try:
        everybody.go_on(count)
        everybody.end()
    finally:
        loop.run_until_complete(everybody.runtime.stop())
    return everybody.answers


@pytest.mark.soak
def test_the_books_agree_after_all_that_can_happen(loop: Any, tmp_path: Any) -> None:
    count = 100_000 if SOAK else 240
    answers = everything(str(tmp_path / "soak.db"), loop, count)
    assert answers[200] > count // 3, answers


@pytest.mark.soak
def test_the_books_agree_on_postgresql_too(loop: Any, postgres_dsn: str) -> None:
    count = 5_000 if SOAK else 80
    answers = everything(postgres_dsn, loop, count)
    assert answers[200] > count // 3, answers
