"""Every card that a bank refuses: what the caller reads, and what is kept."""

from __future__ import annotations

from typing import Any

import pytest

from pinstripe.networks.cards.numbers import CARDS, TestCard
from tests.client import Answer, Api

LATER, NEVER, CONFIRM = "try_again_later", "do_not_try_again", "confirm_card_data"
WORDS: dict[str, tuple[str, str, str, str | None, str, str | None, str]] = {
    # Number: code, decline code, message, param, and the three advices. Recorded 2026-08.
    "4000000000000002": (
        "card_declined", "generic_decline", "Your card was declined.", None, LATER, None, "01",
    ),
    "4000000000009995": (
        "card_declined", "insufficient_funds", "Your card has insufficient funds.", None, LATER, "02", "51",
    ),
    "4000000000009987": (
        "card_declined", "lost_card", "Your card was declined.", None, NEVER, "01", "41",
    ),
    "4000000000009979": (
        "card_declined", "stolen_card", "Your card was declined.", None, NEVER, "01", "43",
    ),
    "4000000000000069": (
        "expired_card", "expired_card", "Your card has expired.", "exp_month", CONFIRM, "03", "54",
    ),
    "4000000000000127": (
        "incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.", "cvc",
        CONFIRM, "03", "N7",
    ),
    "4000000000000119": (
        "processing_error", "processing_error",
        "An error occurred while processing your card. Try again in a little bit.", None, LATER, None, "06",
    ),
    "4000000000006975": (
        "card_declined", "card_velocity_exceeded",
        "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
        None, LATER, "02", "61",
    ),
}  # fmt: skip
DECLINING = [card for card in CARDS if card.decline and not card.disputes and not card.authentication]


def method_of(api: Api, card: TestCard) -> str:
    """A method with the card's data, security code included; by token where it has no number of its own."""
    data: dict[str, Any] = {"number": card.number, "exp_month": 12, "exp_year": 2030, "cvc": "123"}
    if card.key != card.number:
        data = {"token": card.tokens[0]}
    made: str = api.ok(api.post("/v1/payment_methods", type="card", card=data)).id
    return made


def pay(api: Api, method: str) -> Answer:
    given = {
        "amount": 900,
        "currency": "usd",
        "automatic_payment_methods": {"enabled": False},
        "confirm": True,
    }
    return api.post("/v1/payment_intents", payment_method=method, **given)


@pytest.mark.parametrize("number", WORDS)
def test_the_words_of_a_decline(api: Api, number: str) -> None:
    card = next(card for card in CARDS if card.key == number)
    error = pay(api, method_of(api, card)).error
    code, decline_code, message, param, advice, network_advice, network_decline = WORDS[number]
    names = (
        "code decline_code message param advice_code network_advice_code network_decline_code type".split()
    )
    expected = (code, decline_code, message, param, advice, network_advice, network_decline, "card_error")
    assert tuple(error.get(name) for name in names) == expected
    assert None not in error.values()
    kept = [name for name in error if name != "request_log_url"]
    assert kept == sorted(kept)


@pytest.mark.parametrize("card", DECLINING, ids=lambda card: card.key)
def test_a_declined_payment_leaves_its_traces(api: Api, card: TestCard) -> None:
    refused = pay(api, method_of(api, card))
    assert (refused.status, refused.error["type"]) == (402, "card_error")
    intent = api.ok(api.get(f"/v1/payment_intents/{refused.error['payment_intent']['id']}"))
    assert (intent["status"], intent.payment_method) == ("requires_payment_method", None)
    assert intent.last_payment_error["message"] == refused.error["message"]
    charge = api.ok(api.get(f"/v1/charges/{intent.latest_charge}"))
    assert (charge["status"], charge.paid, charge.captured) == ("failed", False, False)
    assert (charge.failure_code, charge.failure_message) == (refused.error["code"], refused.error["message"])
    assert (charge.balance_transaction, charge.receipt_url) == (None, None)
    types = [event["type"] for event in api.ok(api.get("/v1/events")).data]
    assert types == ["payment_intent.payment_failed", "charge.failed", "payment_intent.created"]
    assert api.runtime.store.rows("SELECT COUNT(*) FROM ledger_entries") == [(0,)]


@pytest.mark.parametrize("card", DECLINING, ids=lambda card: card.key)
def test_keeping_a_declined_card(api: Api, card: TestCard) -> None:
    method, customer = method_of(api, card), api.ok(api.post("/v1/customers")).id
    answer = api.post(f"/v1/payment_methods/{method}/attach", customer=customer)
    if not card.attach_declines:
        assert api.ok(answer).customer == customer
        return
    assert (answer.status, answer.error["type"]) == (402, "card_error")
    assert "payment_intent" not in answer.error
    assert api.ok(api.get(f"/v1/payment_methods/{method}")).customer is None
    assert api.ok(api.get(f"/v1/customers/{customer}/payment_methods")).data == []


@pytest.mark.parametrize("method", ["pm_card_authenticationRequired", "pm_card_threeDSecure2Required"])
def test_nobody_is_there_to_be_asked(api: Api, method: str) -> None:
    given = {
        "amount": 900,
        "currency": "usd",
        "automatic_payment_methods": {"enabled": False},
        "confirm": True,
    }
    refused = api.post("/v1/payment_intents", payment_method=method, off_session=True, **given)
    assert (refused.status, refused.error["code"]) == (402, "authentication_required")
    assert refused.error["message"] == "Your card was declined. This transaction requires authentication."
    assert api.ok(api.get(f"/v1/charges/{refused.error['charge']}"))["status"] == "failed"
