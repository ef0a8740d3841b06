"""Whatever order payments, captures, reversals and disputes come in: holds resolve once, and the books
balance."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pinstripe.ledger.audit import audit
from tests.client import Api, fresh

HELPER = "/v1/test_helpers/issuing"
ADDRESS = {"line1": "1 Main Street", "city": "Austin", "state": "TX", "postal_code": "78701", "country": "US"}
LIMIT = 5000
ACTS = (
    "authorize",
    "increment",
    "capture",
    "part",
    "reverse",
    "expire",
    "finalize",
    "refund",
    "dispute",
    "force",
)
Steps = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 4), st.integers(1, 900)), max_size=14)


class Bank:
    """A second, simpler book: what must be there after each answer."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.money, self.spent = 10_000, 0
        self.open: list[str] = []
        self.sales: list[str] = []
        self.held: dict[str, int] = {}
        holder = self.ok(
            "/v1/issuing/cardholders", type="company", name="Rides", billing={"address": ADDRESS}
        )
        self.ok(f"{HELPER}/fund_balance", amount=self.money, currency="usd")
        rules = {"spending_limits": [{"amount": LIMIT, "interval": "monthly"}]}
        facts = {"cardholder": holder["id"], "currency": "usd", "type": "virtual", "status": "active"}
        self.card = self.ok("/v1/issuing/cards", **facts, spending_controls=rules)["id"]

    def ok(self, path: str, **params: Any) -> Any:
        return self.api.ok(self.api.post(path, **params)).body

    def step(self, act: str, place: int, amount: int) -> None:
        if act == "authorize":
            made = self.ok(f"{HELPER}/authorizations", card=self.card, amount=amount)
            fits = self.spent + amount <= LIMIT and amount <= self.money
            assert made["approved"] == fits, (made["request_history"], self.spent, amount)
            if fits:
                self.open.append(made["id"])
                self.hold(made["id"], amount)
        elif act == "force":
            self.take(
                self.ok(f"{HELPER}/transactions/create_force_capture", card=self.card, amount=amount), amount
            )
            self.spent += amount
        elif act in ("refund", "dispute"):
            if self.sales:
                self.after(act, self.sales[place % len(self.sales)], amount)
        elif self.open:
            self.on(act, self.open[place % len(self.open)], amount)

    def on(self, act: str, key: str, amount: int) -> None:
        """Something happens to an authorization that is open."""
        path, held = f"{HELPER}/authorizations/{key}", self.held[key]
        if act == "increment":
            more = self.ok(f"{path}/increment", increment_amount=amount)["request_history"][-1]["approved"]
            assert more == (self.spent + amount <= LIMIT and amount <= self.money)
            self.hold(key, amount if more else 0)
        elif act in ("capture", "part"):
            close = act == "capture"
            made = self.ok(f"{path}/capture", capture_amount=amount, close_authorization=close)
            part = min(amount, held)
            self.free(key, held if close else part)
            self.spent += amount - (0 if not close else held) - (part if not close else 0)
            self.take(made["transactions"][-1], amount)
            if close:
                self.open.remove(key)
        elif act == "finalize":
            total = self.api.get(f"/v1/issuing/authorizations/{key}").amount
            answer = self.api.post(f"{path}/finalize_amount", final_amount=amount)
            if amount < total - held:
                assert answer.status == 400
            else:
                self.hold(key, amount - total)
        elif act == "reverse" and amount < held:
            self.ok(f"{path}/reverse", reverse_amount=amount)
            self.spent -= amount
            self.free(key, amount)
        elif act in ("reverse", "expire"):
            self.ok(f"{path}/{act}")
            self.spent -= held
            self.free(key, held)
            self.open.remove(key)
            assert self.api.post(f"{path}/{act}").status == 400

    def after(self, act: str, key: str, amount: int) -> None:
        """Something happens to a sale."""
        if act == "refund":
            answer = self.api.post(f"{HELPER}/transactions/{key}/refund", refund_amount=amount)
            self.money += amount if answer.status == 200 else 0
            return
        said = {"reason": "fraudulent", "fraudulent": {"explanation": "winning_evidence"}}
        answer = self.api.post("/v1/issuing/disputes", transaction=key, evidence=said)
        if answer.status == 200:
            self.ok(f"/v1/issuing/disputes/{answer.id}/submit")

    def hold(self, key: str, amount: int) -> None:
        self.held[key] = self.held.get(key, 0) + amount
        self.money -= amount
        self.spent += amount

    def free(self, key: str, amount: int) -> None:
        self.held[key] -= amount
        self.money += amount

    def take(self, sale: Any, amount: int) -> None:
        self.sales.append(sale["id"])
        self.money -= amount


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=Steps)
def test_holds_resolve_once_and_the_books_balance(loop: Any, steps: list[tuple[str, int, int]]) -> None:
    runtime = fresh()
    api = Api(runtime, loop)
    bank = Bank(api)
    for act, place, amount in steps:
        bank.step(act, place, amount)
        shown = api.get("/v1/balance").issuing["available"][0]["amount"]
        assert shown == bank.money, (act, place, amount)
    report = audit(runtime.store, next(iter(runtime.worlds.open.values())).world)
    assert report.agrees, report.faults
    loop.run_until_complete(runtime.stop())
