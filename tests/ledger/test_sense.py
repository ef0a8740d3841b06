"""Books can balance and be wrong: money of the wrong room, the wrong way round, or on a day that is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pinstripe.kernel.work import Work
from pinstripe.ledger import posting as postings_of
from pinstripe.ledger.audit import audit
from pinstripe.ledger.posting import POSTINGS, Move, Posting
from tests.client import NOW, Answer, Api
from tests.ledger.test_audit import act

DAY = 86400


def paid(api: Api, amount: int = 2000, **params: Any) -> Answer:
    """A card payment that is captured."""
    automatic = {"enabled": True, "allow_redirects": "never"}
    return api.ok(
        api.post(
            "/v1/payment_intents",
            amount=amount,
            currency="usd",
            payment_method="pm_card_visa",
            confirm=True,
            automatic_payment_methods=automatic,
            **params,
        )
    )


def faults(api: Api) -> list[str]:
    """What the audit of the test's only world finds."""
    return audit(api.runtime.store, 1).faults


def reversed_legs(template: Posting) -> Posting:
    """The same posting the wrong way round: it balances."""
    legs: Any = tuple((leg[1], leg[0], *leg[2:]) for leg in template.legs)
    return replace(template, legs=legs)


def test_a_customer_balance_posted_the_wrong_way_round_is_caught(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pinstripe.products.customers import postings
    from pinstripe.products.customers.customer_balance_transaction import CUSTOMER_BALANCE_TRANSACTION

    right = api.ok(api.post("/v1/customers", balance=-500)).id
    assert faults(api) == []
    steps = {
        key: replace(step, posting=reversed_legs(postings.CREDIT if key[1] == "credited" else postings.DEBIT))
        for key, step in CUSTOMER_BALANCE_TRANSACTION.steps.items()
    }
    monkeypatch.setattr(CUSTOMER_BALANCE_TRANSACTION, "steps", steps)
    wrong = api.ok(api.post("/v1/customers", balance=-700)).id
    assert faults(api) == [
        f"{wrong}: balance is -700, customer_balance:{wrong} holds -700".replace(
            "customer_balance",
            f"{api.runtime.worlds.numbered(1).account}/customer_balance",  # type: ignore[union-attr]
        )
    ]
    assert right not in faults(api)[0]


def test_a_room_that_posts_anothers_posting_is_caught(api: Api) -> None:
    customer = api.ok(api.post("/v1/customers", name="Ann")).id
    paid(api)

    def steal(work: Work) -> None:
        record = work.load(customer, "customer")
        move = Move(1, "usd", names={"available_on": NOW})
        work.post(POSTINGS["balance.become_available"], record, move)

    act(api, steal)
    assert f"{customer}: is of customers, and balance.become_available was posted for it" in faults(api)


def test_days_begin_at_midnight_and_hold_no_less_than_nothing(api: Api) -> None:
    paid(api)

    def spend(work: Work) -> None:
        holder = work.load("balance", "balance")
        for day in (NOW + 1, NOW + 3 * DAY):
            move = Move(10**6, "usd", names={"available_on": day})
            work.post(POSTINGS["balance.become_available"], holder, move)

    act(api, spend)
    found = faults(api)
    assert any("less than nothing" in fault for fault in found), found
    assert any(f"pending:{NOW + 1}: a day of availability begins at midnight UTC" in f for f in found), found


def test_entries_know_the_room_that_declares_their_posting() -> None:
    assert POSTINGS["payments.sale"].room == "payments"
    assert POSTINGS["customers.credit"].room == "customers"
    assert postings_of.room_of("tests.ledger.test_sense") == ""
    assert all(
        not template.room or name.startswith(f"{template.room}.") for name, template in POSTINGS.items()
    )
