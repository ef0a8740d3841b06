"""Whatever is done in whatever order, the books of financial accounts balance."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pinstripe.http.auth import world_name
from pinstripe.ledger.audit import audit
from tests.client import Api, fresh
from tests.property.rooms.treasury import DATA, FEATURES, TEST

NUMBERS = ("000123456789", "000000000009", "000000000234", "000000000123", "000111111116", "000123457890")
METHODS = ("", "_processing", "_accountClosed", "_insufficientFunds", "_dispute", "_internalFailure")
PARTS = ("cash", "inbound_pending", "outbound_pending")


class Bank:
    """Two financial accounts, and what was done with them."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.runtime = fresh()
        self.api = Api(self.runtime, self.loop)
        self.world = self.runtime.worlds.get(world_name(self.api.key.removeprefix("sk_test_")))
        self.known: dict[str, list[str]] = {}
        params: dict[str, Any] = {"supported_currencies": ["usd"], "features": FEATURES}
        self.accounts = [self.api.post("/v1/treasury/financial_accounts", **params).id for _ in range(2)]
        self.wait(1)

    def wait(self, seconds: int) -> None:
        """Time passes."""
        to = self.world.now() + seconds
        self.loop.run_until_complete(self.runtime.scheduler.advance(self.world, to))

    def post(self, path: str, **params: Any) -> None:
        """A call that may be refused; what comes of it is remembered."""
        answer = self.api.post(path, **params)
        assert answer.status in (200, 400), answer
        if answer.status == 200:
            self.known.setdefault(answer.body["object"], []).append(answer.body["id"])

    def step(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        """One thing of all that can be done."""
        bank, other = draw(st.permutations(self.accounts))
        amount = draw(st.sampled_from((1, 7, 500, 1000, 2500)))
        own = {"financial_account": bank, "amount": amount, "currency": "usd"}
        kind = draw(st.sampled_from((*"cdpofit", "helper", "helper", "reverse", "wait")))
        match kind:
            case "c" | "d":
                word = "credits" if kind == "c" else "debits"
                self.post(f"{TEST}/received_{word}", **own, network="ach")
            case "p":
                numbers = {**DATA["us_bank_account"], "account_number": draw(st.sampled_from(NUMBERS))}
                data = {**DATA, "us_bank_account": numbers}
                self.post("/v1/treasury/outbound_payments", **own, destination_payment_method_data=data)
            case "o" | "f":
                to = {"type": "financial_account", "financial_account": other}
                path = "outbound_payments" if kind == "f" else "outbound_transfers"
                self.post(f"/v1/treasury/{path}", **own, destination_payment_method_data=to)
            case "i" | "t":
                method = f"pm_usBankAccount{draw(st.sampled_from(METHODS))}"
                word, path = ("origin", "inbound") if kind == "i" else ("destination", "outbound")
                self.post(f"/v1/treasury/{path}_transfers", **own, **{f"{word}_payment_method": method})
            case "helper":
                self.help(draw)
            case "reverse":
                word = draw(st.sampled_from(("credit", "debit")))
                if keys := self.known.get(f"treasury.received_{word}"):
                    self.post(
                        f"/v1/treasury/{word}_reversals", **{f"received_{word}": draw(st.sampled_from(keys))}
                    )
            case "wait":
                self.wait(draw(st.sampled_from((1, 6, 86400))))

    def help(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        """A test helper, or a cancellation, of something that exists."""
        kind = draw(st.sampled_from(("outbound_payment", "outbound_transfer", "inbound_transfer")))
        keys = self.known.get(f"treasury.{kind}")
        verbs = ("succeed", "fail", "return") if kind == "inbound_transfer" else ("post", "fail", "return")
        verb = draw(st.sampled_from((*verbs, "cancel")))
        if keys:
            place = "/v1/treasury" if verb == "cancel" else TEST
            self.post(f"{place}/{kind}s/{draw(st.sampled_from(keys))}/{verb}")

    def check(self) -> None:
        """Balances are the sums of entries, transactions of theirs; nothing is left between accounts."""
        report = audit(self.runtime.store, self.world.world)
        assert report.agrees, report.faults
        for bank in self.accounts:
            shown = self.api.get(f"/v1/treasury/financial_accounts/{bank}").body["balance"]
            sums: Counter[str] = Counter()
            per: dict[str, Counter[str]] = {}
            for entry in self.every("transaction_entries", bank):
                for one in (sums, per.setdefault(entry["transaction"], Counter())):
                    one.update(entry["balance_impact"])
            assert {part: shown[part]["usd"] for part in PARTS} == {part: sums[part] for part in PARTS}
            for row in self.every("transactions", bank):
                mine = per.get(row["id"], Counter())
                assert row["balance_impact"] == {part: mine[part] for part in PARTS}
                if row["status"] == "void":
                    assert row["amount"] == 0 == mine["cash"]
                if row["status"] == "posted":
                    assert row["amount"] == mine["cash"] and not mine["outbound_pending"]
        rows = self.runtime.store.rows(
            "SELECT SUM(amount) FROM ledger_balances WHERE name='network:stripe' AND world=?",
            (self.world.world,),
        )
        assert not rows[0][0]

    def every(self, kind: str, bank: str) -> list[dict[str, Any]]:
        """All rows of a list."""
        found: list[dict[str, Any]] = []
        while True:
            after = {"starting_after": found[-1]["id"]} if found else {}
            page = self.api.get(f"/v1/treasury/{kind}", financial_account=bank, limit=100, **after).body
            found += page["data"]
            if not page["has_more"]:
                return found


@settings(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_the_books_balance_whatever_the_order(data: st.DataObject) -> None:
    bank = Bank()
    try:
        for account in bank.accounts:
            bank.post(
                f"{TEST}/received_credits",
                financial_account=account,
                amount=3000,
                currency="usd",
                network="ach",
            )
        for _ in range(25):
            bank.step(data.draw)
        bank.check()
        bank.wait(10 * 86400)
        bank.check()
    finally:
        bank.loop.run_until_complete(bank.runtime.stop())
        bank.loop.close()
