"""Money between accounts: a balance transaction on each side, one unit of work, holds that resolve in
parts.
"""

from __future__ import annotations

import pytest

from pinstripe.kernel.work import Work
from pinstripe.ledger.audit import audit
from pinstripe.ledger.posting import POSTINGS, Move, Posting, posting
from tests.client import NOW, Answer, Api
from tests.control.conftest import Panel
from tests.ledger.test_audit import act

TRANSFER = posting(
    "accounts.transfer",
    ("available", "{destination}/available"),
    ("{destination}/available", "available", "application_fee"),
    transactions={"": ("transfer", "transfer"), "{destination}": ("payment", "charge")},
)
DIRECT = posting(
    "accounts.direct",
    ("network:card", "available"),
    ("available", "stripe:fees", "fee"),
    ("available", "stripe:application_fees", "application_fee"),
    ("stripe:application_fees", "platform/available", "application_fee"),
    transactions={"": ("charge", "charge"), "platform": ("application_fee", "platform_earning")},
)
PAY_OUT = posting("accounts.pay_out", ("available", "in_transit"), transaction=("payout", "payout"))
ARRIVE = posting("accounts.arrive", ("in_transit", "network:{network}"))
SILENT = Posting(
    "accounts.silent", (("available", "{destination}/available"),), {"": ("transfer", "transfer")}
)
"""Not registered: one side of it makes no balance transaction."""
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


def detail(amount: int, kind: str) -> dict[str, object]:
    """One part of a fee."""
    return {"amount": amount, "currency": "usd", "type": kind, "application": None, "description": kind}


def test_a_fee_for_the_platform_is_a_fee_on_one_side_and_income_on_the_other(api: Api, panel: Panel) -> None:
    seller = connected(panel)
    theirs = api.with_(account=seller)
    customer = theirs.ok(theirs.post("/v1/customers", name="Bob")).id

    def charge(work: Work) -> dict[str, str]:
        seller_work = work.acting_for(seller)
        move = Move(
            10000,
            "usd",
            names={"fee": 320, "application_fee": 500},
            transaction={"fee_details": [detail(320, "stripe_fee"), detail(500, "application_fee")]},
            others={"platform": {"source": "fee_1"}},
        )
        return seller_work.post(DIRECT, seller_work.load(customer, "customer"), move)

    made = act(api, charge)
    sold = theirs.get(f"/v1/balance_transactions/{made['']}")
    earned = api.get(f"/v1/balance_transactions/{made['platform']}")
    assert (sold.amount, sold.fee, sold.net, sold.source) == (10000, 820, 9180, customer)
    assert (earned.amount, earned.fee, earned.net, earned.type) == (500, 0, 500, "application_fee")
    assert earned.source == "fee_1"

    def charge_without_fee(work: Work) -> dict[str, str]:
        seller_work = work.acting_for(seller)
        names = {"fee": 320, "application_fee": 0}
        move = Move(10000, "usd", names, {"fee_details": [detail(320, "stripe_fee")]})
        return seller_work.post(DIRECT, seller_work.load(customer, "customer"), move)

    assert list(act(api, charge_without_fee)) == [""]
    assert audit(api.runtime.store, 1).faults == []


def test_a_payout_leaves_the_balance_when_it_is_sent(api: Api) -> None:
    customer = api.ok(api.post("/v1/customers", name="Ann")).id

    def send(work: Work) -> dict[str, str]:
        made = work.post(PAY_OUT, work.load(customer, "customer"), Move(700, "usd"))
        arrived = Move(700, "usd", names={"network": "ach"})
        assert work.post(ARRIVE, work.load(customer, "customer"), arrived) == {}
        return made

    sent = api.get(f"/v1/balance_transactions/{act(api, send)['']}")
    assert (sent.amount, sent.fee, sent.net, sent.type) == (-700, 0, -700, "payout")
    assert audit(api.runtime.store, 1).faults == []


def test_a_movement_that_one_side_does_not_hear_of_is_refused(api: Api, panel: Panel) -> None:
    seller = connected(panel)
    customer = api.ok(api.post("/v1/customers", name="Ann")).id
    move = Move(5, "usd", names={"destination": seller})
    with pytest.raises(AssertionError, match=f"accounts.silent makes no balance transaction for {seller}"):
        act(api, lambda work: work.post(SILENT, work.load(customer, "customer"), move))
    platform = api.runtime.worlds.numbered(1).account  # type: ignore[union-attr]
    to_itself = Move(5, "usd", names={"destination": platform, "application_fee": 0})
    with pytest.raises(AssertionError, match=f"accounts.transfer: {platform} is on both sides"):
        act(api, lambda work: work.post(TRANSFER, work.load(customer, "customer"), to_itself))


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("DELETE FROM ledger_entries WHERE source LIKE '%/available'", "leaves -1000 usd in stripe:between"),
        ("UPDATE ledger_entries SET txn='' WHERE source='stripe:between'", "names no balance transaction"),
        ("UPDATE ledger_entries SET record='cus_no'", "were posted for cus_no, which does not exist there"),
        (
            "UPDATE ledger_entries SET posting='accounts.direct' WHERE target='stripe:between'",
            "accounts.direct of cus_",
        ),
    ],
)
def test_one_side_that_is_missing_or_explained_by_nothing_is_caught(
    api: Api, panel: Panel, sql: str, fault: str
) -> None:
    seller = connected(panel)
    customer = api.ok(api.post("/v1/customers", name="Ann")).id
    move = Move(1000, "usd", names={"destination": seller, "application_fee": 0})
    act(api, lambda work: work.post(TRANSFER, work.load(customer, "customer"), move))
    assert audit(api.runtime.store, 1).faults == []
    api.runtime.store.execute(sql)
    found = audit(api.runtime.store, 1).faults
    assert any(fault in one for one in found), found


def test_the_money_of_a_record_moves_in_its_own_account(api: Api, panel: Panel) -> None:
    seller = connected(panel)
    customer = api.ok(api.post("/v1/customers", name="Ann")).id

    def mistake(work: Work) -> None:
        seller_work = work.acting_for(seller)
        seller_work.post(PAY_OUT, work.load(customer, "customer"), Move(5, "usd"))

    with pytest.raises(AssertionError, match=f"{customer}: its money moves in its own account"):
        act(api, mistake)
    act(api, lambda work: work.post(SET_ASIDE, work.load(customer, "customer"), Move(5, "usd")))
    api.runtime.store.execute("UPDATE ledger_entries SET account=?", (seller,))
    fault = f"accounts.set_aside: entries of {seller} were posted for {customer}, which does not exist there"
    assert fault in audit(api.runtime.store, 1).faults


def test_a_call_that_breaks_leaves_nothing_on_either_side(api: Api, panel: Panel) -> None:
    seller = connected(panel)
    customer = api.ok(api.post("/v1/customers", name="Ann")).id

    def break_down(work: Work) -> None:
        seller_work = work.acting_for(seller)
        seller_work.create_named("customer", name="Bob")
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
        seller_work = work.acting_for(seller)
        assert seller_work is not work
        assert work.acting_for(seller) is seller_work
        assert work.acting_for(work.account) is seller_work.acting_for(work.account) is work
        bob = seller_work.create_named("customer", name="Bob")
        seller_work.schedule("delete", bob, NOW + 60)
        seller_work.unschedule("delete", bob)
        work.create_named("customer", name="Ann")
        assert work.peek(bob.id) is None
        assert seller_work.find("customer", bob.id, None) is bob

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
    for name, amount in (("accounts.take", 1), ("accounts.set_aside", 5)):
        with pytest.raises(AssertionError):
            move(name, amount)
    assert left() == [(0, "settle")]
    move("accounts.more", 1)  # what was all taken or given back may be raised again
    assert left() == [(1, "held")]


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
