"""Money between accounts: a balance transaction on each side, one unit of work, holds that resolve in
parts.
"""

from __future__ import annotations

import pytest

from pinstripe.kernel.work import Work
from pinstripe.ledger.audit import audit
from pinstripe.ledger.posting import POSTINGS, Move, posting
from tests.client import NOW, Answer, Api
from tests.control.conftest import Panel
from tests.ledger.test_audit import act

TRANSFER = posting(
    "accounts.transfer",
    ("available", "{destination}/available"),
    ("{destination}/available", "platform/available", "application_fee"),
    transactions={"": ("transfer", "transfer"), "{destination}": ("payment", "charge")},
)
SET_ASIDE = posting("accounts.set_aside", ("available", "reserved"), hold="open")
MORE = posting("accounts.more", ("available", "reserved"), hold="raise")
TAKE = posting("accounts.take", ("reserved", "network:card"), hold="settle")
GIVE_BACK = posting("accounts.give_back", ("reserved", "available"), hold="release")


@pytest.fixture
def panel(api: Api) -> Panel:
    """The control API of the test's server."""
    return Panel(api)


def connected(panel: Panel, **facts: str) -> str:
    """A connected account."""
    return str(panel.post("accounts", **facts)["id"])


def test_a_transfer_is_told_on_both_sides_and_kept_together(api: Api, panel: Panel) -> None:
    seller = connected(panel)
    customer = api.ok(api.post("/v1/customers", name="Ann")).id

    def transfer(work: Work) -> dict[str, str]:
        move = Move(
            1000,
            "usd",
            names={"destination": seller, "application_fee": 100},
            transaction={"description": "out"},
            others={"{destination}": {"description": "in"}},
        )
        return work.post(TRANSFER, work.load(customer, "customer"), move)

    made = act(api, transfer)
    out = api.get(f"/v1/balance_transactions/{made['']}")
    into = api.with_(account=seller).get(f"/v1/balance_transactions/{made['{destination}']}")
    assert (out.amount, out.net, out.type, out.description) == (-900, -900, "transfer", "out")
    assert (into.amount, into.net, into.type, into.description) == (900, 900, "payment", "in")
    assert out.source == into.source == customer
    store, platform = api.runtime.store, api.runtime.worlds.numbered(1)
    assert platform is not None
    assert audit(store, 1).faults == []
    held = dict(store.rows("SELECT name,amount FROM ledger_balances WHERE world=1"))
    assert held[f"{platform.account}/available"] == -900
    assert held[f"{seller}/available"] == 900
    assert held.get("stripe:between", 0) == 0
    entries = store.rows("SELECT account,source,target,amount FROM ledger_entries WHERE world=1 ORDER BY seq")
    assert entries == [
        (platform.account, f"{platform.account}/available", "stripe:between", 1000),
        (seller, "stripe:between", f"{seller}/available", 1000),
        (seller, f"{seller}/available", "stripe:between", 100),
        (platform.account, "stripe:between", f"{platform.account}/available", 100),
    ]


def test_a_call_that_breaks_leaves_nothing_on_either_side(api: Api, panel: Panel) -> None:
    seller = connected(panel)
    customer = api.ok(api.post("/v1/customers", name="Ann")).id

    def break_down(work: Work) -> None:
        other = work.acting_for(seller)
        other.create_named("customer", name="Bob")
        names = {"destination": seller, "application_fee": 0}
        work.post(TRANSFER, work.load(customer, "customer"), Move(1000, "usd", names=names))
        raise RuntimeError("not now")

    with pytest.raises(RuntimeError):
        act(api, break_down)
    assert api.runtime.store.rows("SELECT COUNT(*) FROM ledger_entries") == [(0,)]
    assert api.with_(account=seller).get("/v1/customers").data == []


def test_one_unit_of_work_writes_for_several_accounts(api: Api, panel: Panel) -> None:
    seller = connected(panel)

    def write(work: Work) -> None:
        other = work.acting_for(seller)
        assert other is not work
        assert work.acting_for(work.account) is work
        bob = other.create_named("customer", name="Bob")
        other.schedule("delete", bob, NOW + 60)
        other.unschedule("delete", bob)
        work.create_named("customer", name="Ann")
        assert work.peek(bob.id) is None
        assert other.find("customer", bob.id, None) is bob

    act(api, write)
    assert [one["name"] for one in api.with_(account=seller).get("/v1/customers").data] == ["Bob"]
    assert [one["name"] for one in api.get("/v1/customers").data] == ["Ann"]
    assert [one["type"] for one in api.with_(account=seller).get("/v1/events").data] == ["customer.created"]
    assert api.runtime.store.rows("SELECT COUNT(*) FROM jobs") == [(0,)]


def test_a_hold_is_raised_and_resolved_in_parts(api: Api) -> None:
    customer = api.ok(api.post("/v1/customers", name="Ann")).id

    def move(name: str, amount: int) -> None:
        act(api, lambda work: work.post(POSTINGS[name], work.load(customer, "customer"), Move(amount, "usd")))

    def left() -> list[tuple[object, ...]]:
        assert audit(api.runtime.store, 1).faults == []
        return api.runtime.store.rows("SELECT amount,state FROM holds")

    move("accounts.set_aside", 100)
    move("accounts.more", 50)
    assert left() == [(150, "held")]
    move("accounts.take", 60)
    assert left() == [(90, "held")]
    move("accounts.give_back", 30)
    move("accounts.take", 60)
    assert left() == [(0, "settle")]
    for name, amount in (("accounts.take", 1), ("accounts.more", 1), ("accounts.set_aside", 5)):
        with pytest.raises(AssertionError):
            move(name, amount)
    assert left() == [(0, "settle")]


def test_a_row_without_a_posting_moves_no_money(api: Api) -> None:
    customer = api.ok(api.post("/v1/customers", name="Ann")).id
    with pytest.raises(AssertionError, match="the row that is taken has no posting"):
        act(api, lambda w: w.advance(w.load(customer, "customer"), "leave", "done", moves=Move(5, "usd")))


def sold(api: Api, currency: str = "eur") -> Answer:
    """A payment of a hundred."""
    automatic = {"enabled": True, "allow_redirects": "never"}
    intent = api.ok(
        api.post(
            "/v1/payment_intents",
            amount=10000,
            currency=currency,
            payment_method="pm_card_visa",
            confirm=True,
            automatic_payment_methods=automatic,
        )
    )
    return api.ok(api.get(f"/v1/charges/{intent.latest_charge}", expand=["balance_transaction"]))


def test_a_connected_account_pays_its_own_fee_and_settles_on_its_own_days(api: Api, panel: Panel) -> None:
    german = connected(panel, country="DE", default_currency="eur")
    ours, theirs = sold(api, "usd"), sold(api.with_(account=german))
    assert ours.balance_transaction["fee"] == 320  # 2.9 % and 30 cents
    assert theirs.balance_transaction["fee"] == 175  # 1.5 % and 25 cents
    day = 86400
    assert theirs.balance_transaction["available_on"] == NOW - NOW % day + 7 * day
    assert ours.balance_transaction["available_on"] < theirs.balance_transaction["available_on"]
    them = api.with_(account=german)
    customer = them.ok(them.post("/v1/customers", name="Ann", balance=-100)).id
    invoice = them.ok(them.post("/v1/invoices", customer=customer))
    assert (invoice.account_country, invoice.currency) == ("DE", "eur")
    assert audit(api.runtime.store, 1).faults == []
