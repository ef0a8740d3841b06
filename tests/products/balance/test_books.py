"""Whatever was paid, held, given back or refused: the books agree, and the balance is their sum."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.world import World
from pinstripe.ledger.audit import audit
from tests.client import NOW, Answer, Api
from tests.control.conftest import Panel

SETTLED = NOW + 4 * DAY
"""Monday 2026-01-05: the second business day after New Year, a Thursday."""


@pytest.fixture
def panel(api: Api) -> Panel:
    return Panel(api)


def pay(api: Api, method: str = "pm_card_visa", **more: Any) -> Answer:
    given = {
        "amount": 2000,
        "currency": "usd",
        "automatic_payment_methods": {"enabled": False},
        "confirm": True,
    }
    return api.post("/v1/payment_intents", payment_method=method, **{**given, **more})


def mixed(api: Api) -> None:
    """A bit of everything, in three currencies."""
    for currency in ("usd", "eur", "jpy"):
        for amount in (100, 2000, 12345):
            api.ok(pay(api, amount=amount, currency=currency))
        held = [api.ok(pay(api, currency=currency, capture_method="manual")) for _ in range(3)]
        api.ok(api.post(f"/v1/payment_intents/{held[0].id}/capture", amount_to_capture=700))
        api.ok(api.post(f"/v1/payment_intents/{held[1].id}/cancel"))
        assert pay(api, "pm_card_chargeDeclined", currency=currency).status == 402
        api.ok(pay(api, "pm_card_bypassPending", currency=currency))


def the_world(api: Api) -> World:
    (world,) = api.runtime.worlds.open.values()
    return world


def audited(api: Api) -> None:
    report = audit(api.runtime.store, the_world(api).world)
    assert report.agrees, report.faults


def nets(api: Api) -> dict[str, Counter[str]]:
    """Sums of balance transactions, by status and currency."""
    sums: dict[str, Counter[str]] = {"available": Counter(), "pending": Counter()}
    for row in api.ok(api.get("/v1/balance_transactions", limit=100)).data:
        assert row["net"] == row["amount"] - row["fee"]
        sums[row["status"]][row["currency"]] += row["net"]
    return sums


def shown(api: Api) -> dict[str, Counter[str]]:
    """The balance as it is told, without currencies that have nothing."""
    body = api.ok(api.get("/v1/balance")).body
    return {
        kind: Counter({one["currency"]: one["amount"] for one in body[kind] if one["amount"]})
        for kind in ("available", "pending")
    }


def test_the_books_agree(api: Api) -> None:
    mixed(api)
    audited(api)
    sums = api.runtime.store.rows("SELECT currency,SUM(amount) FROM ledger_balances GROUP BY currency")
    assert sorted(sums) == [("eur", 0), ("jpy", 0), ("usd", 0)]
    assert shown(api) == nets(api)
    assert shown(api)["available"].keys() == {"usd"}, "the account settles in dollars"
    exchanged = api.runtime.store.rows(
        "SELECT currency,amount>0 FROM ledger_balances WHERE name='stripe:exchange' ORDER BY currency"
    )
    assert exchanged == [("eur", 1), ("jpy", 1), ("usd", 0)]


def test_a_day_of_availability_comes_once(api: Api, panel: Panel) -> None:
    mixed(api)
    panel.post("clock/advance", to=SETTLED - 1)
    bypassed = api.ok(api.get("/v1/events", type="balance.available")).data
    assert [event["created"] for event in bypassed] == [NOW] * 3
    assert shown(api)["pending"] == nets(api)["pending"] != Counter()
    panel.post("clock/advance", to=SETTLED + 30 * DAY)
    assert shown(api) == nets(api)
    assert shown(api)["pending"] == Counter()
    audited(api)
    told = api.ok(api.get("/v1/events", type="balance.available")).data
    assert [event["created"] for event in told] == [SETTLED]
    newest = {one["currency"]: one["amount"] for one in told[0]["data"]["object"]["available"]}
    assert Counter(newest) == shown(api)["available"]
    left = api.runtime.store.rows("SELECT SUM(amount) FROM ledger_balances WHERE name LIKE '%/pending:%'")
    assert left == [(0,)]


def test_days_are_scheduled_once_each(api: Api, panel: Panel) -> None:
    for _ in range(5):
        api.ok(pay(api))
    jobs = "SELECT due_at FROM jobs WHERE verb='mature'"
    assert api.runtime.store.rows(jobs) == [(SETTLED,)]
    panel.post("clock/advance", seconds=3 * DAY)
    api.ok(pay(api))
    assert len(api.runtime.store.rows(jobs)) == 2


def test_accounts_keep_their_own(api: Api, panel: Panel) -> None:
    shop = api.with_(account=panel.post("accounts").id)
    api.ok(pay(api))
    api.ok(pay(shop, amount=5000))
    panel.post("clock/advance", to=SETTLED)
    assert (shown(api), shown(shop)) == (nets(api), nets(shop))
    assert shown(api)["available"] != shown(shop)["available"]
    assert len(shop.ok(shop.get("/v1/events", type="balance.available")).data) == 1
    audited(api)


def test_a_payer_on_a_test_clock_pays_into_the_same_balance(api: Api, panel: Panel) -> None:
    clock = api.ok(api.post("/v1/test_helpers/test_clocks", frozen_time=NOW))
    customer = api.ok(api.post("/v1/customers", test_clock=clock.id, payment_method="pm_card_visa"))
    method = api.ok(api.get(f"/v1/customers/{customer.id}/payment_methods")).data[0]["id"]
    api.ok(pay(api, method, customer=customer.id))
    assert shown(api)["pending"] == Counter(usd=1912)
    panel.post("clock/advance", to=SETTLED)
    assert shown(api) == {"available": Counter(usd=1912), "pending": Counter()}
    audited(api)


@pytest.mark.parametrize("filters", [{"type": "charge"}, {"currency": "usd"}, {"created": NOW}])
def test_transactions_are_found(api: Api, filters: dict[str, Any]) -> None:
    mixed(api)
    found = api.ok(api.get("/v1/balance_transactions", limit=100, **filters)).data
    assert len(found) == 15
    assert all(row[name] == value for row in found for name, value in filters.items())
    assert api.ok(api.get("/v1/balance_transactions", currency="eur")).data == []
    one = api.ok(api.get("/v1/balance_transactions", source=found[0]["source"])).data
    assert [row["id"] for row in one] == [found[0]["id"]]
    assert api.get("/v1/balance_transactions", payout="po_1").error["code"] == "resource_missing"
