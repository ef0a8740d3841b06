"""Card payments through the whole chain: outcomes, refusals, events, money."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client import NOW, Answer, Api

NO_REDIRECTS = {"enabled": True, "allow_redirects": "never"}


def pay(api: Api, method: str = "pm_card_visa", **more: Any) -> Answer:
    """Create and confirm in one call."""
    given = {"amount": 2000, "currency": "usd", "confirm": True, "payment_method": method}
    return api.post("/v1/payment_intents", **{**given, "automatic_payment_methods": NO_REDIRECTS, **more})


def kinds(api: Api, count: int) -> list[str]:
    """The newest events, oldest first."""
    return [event["type"] for event in reversed(api.ok(api.get("/v1/events", limit=count)).data)]


def books(api: Api) -> dict[str, int]:
    """The world's ledger as the control API shows it: sums by account name."""
    rows = api.runtime.store.rows("SELECT name,SUM(amount) FROM ledger_balances GROUP BY name")
    return dict(rows)


def test_a_payment_is_money_less_its_fee(api: Api) -> None:
    intent = api.ok(pay(api))
    assert (intent["status"], intent.amount_received, intent.amount_capturable) == ("succeeded", 2000, 0)
    charge = api.ok(api.get(f"/v1/charges/{intent.latest_charge}", expand=["balance_transaction"]))
    row = charge.balance_transaction
    assert (row["amount"], row["fee"], row["net"], row["type"]) == (2000, 88, 1912, "charge")
    assert (row["status"], row["source"]) == ("pending", charge.id)
    balance = api.ok(api.get("/v1/balance"))
    assert (balance.available[0]["amount"], balance.pending[0]["amount"]) == (0, 1912)
    assert kinds(api, 4) == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "charge.updated",
    ]
    assert sum(books(api).values()) == 0


@pytest.mark.parametrize("version", ["2026-10-28.endive", "2025-03-31.basil", "2020-08-27"])
def test_an_intent_names_its_fields_in_order(api: Api, version: str) -> None:
    answer = api.with_(version=version).post("/v1/payment_intents", amount=500, currency="usd")
    first, second, *rest = api.ok(answer).body
    assert [first, second] == ["id", "object"] and rest == sorted(rest)


def test_money_becomes_available_on_its_day(api: Api) -> None:
    intent = api.ok(pay(api))
    charge = api.ok(api.get(f"/v1/charges/{intent.latest_charge}", expand=["balance_transaction"]))
    api.runtime.worlds.open[next(iter(api.runtime.worlds.open))].clock_at = charge.balance_transaction[
        "available_on"
    ]
    balance = api.ok(api.get("/v1/balance"))
    assert (balance.available[0]["amount"], balance.pending[0]["amount"]) == (1912, 0)
    assert (
        api.ok(api.get(f"/v1/balance_transactions/{charge.balance_transaction['id']}"))["status"]
        == "available"
    )


@pytest.mark.parametrize(
    ("method", "code", "decline_code"),
    [
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"),
        ("pm_card_visa_chargeDeclinedStolenCard", "card_declined", "stolen_card"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
        ("pm_card_visa_chargeDeclinedVelocityLimitExceeded", "card_declined", "card_velocity_exceeded"),
        ("pm_card_radarBlock", "card_declined", "fraudulent"),
    ],
)
def test_a_decline_is_kept_and_told(api: Api, method: str, code: str, decline_code: str) -> None:
    refused = pay(api, method)
    assert (refused.status, refused.error["code"], refused.error["decline_code"]) == (402, code, decline_code)
    intent = api.ok(api.get(f"/v1/payment_intents/{refused.error['payment_intent']['id']}"))
    assert (intent["status"], intent.payment_method) == ("requires_payment_method", None)
    assert intent.last_payment_error["code"] == code
    charge = api.ok(api.get(f"/v1/charges/{refused.error['charge']}"))
    assert (charge["status"], charge.paid, charge.balance_transaction) == ("failed", False, None)
    assert kinds(api, 2) == ["charge.failed", "payment_intent.payment_failed"]
    assert books(api) == {}


def test_a_declined_intent_can_be_paid_otherwise(api: Api) -> None:
    refused = pay(api, "pm_card_visa_chargeDeclined")
    key = refused.error["payment_intent"]["id"]
    paid = api.ok(api.post(f"/v1/payment_intents/{key}/confirm", payment_method="pm_card_visa"))
    assert (paid["status"], paid.last_payment_error) == ("succeeded", None)
    again = api.post(f"/v1/payment_intents/{key}/confirm")
    assert again.error["message"] == (
        "You cannot confirm this PaymentIntent because it has already succeeded after being previously "
        "confirmed."
    )


def test_a_hold_is_captured_in_part(api: Api) -> None:
    intent = api.ok(pay(api, capture_method="manual"))
    assert (intent["status"], intent.amount_capturable) == ("requires_capture", 2000)
    assert books(api) == {}
    too_much = api.post(f"/v1/payment_intents/{intent.id}/capture", amount_to_capture=2001)
    assert too_much.error["code"] == "amount_too_large"
    taken = api.ok(api.post(f"/v1/payment_intents/{intent.id}/capture", amount_to_capture=500))
    assert (taken["status"], taken.amount_received) == ("succeeded", 500)
    assert kinds(api, 2) == ["charge.captured", "payment_intent.succeeded"]
    assert books(api)["network:card"] == -500


def test_a_hold_is_given_back(api: Api) -> None:
    intent = api.ok(pay(api, capture_method="manual"))
    gone = api.ok(api.post(f"/v1/payment_intents/{intent.id}/cancel", cancellation_reason="abandoned"))
    assert (gone["status"], gone.canceled_at, gone.cancellation_reason) == ("canceled", NOW, "abandoned")
    charge = api.ok(api.get(f"/v1/charges/{intent.latest_charge}"))
    assert (charge.refunded, charge.amount_refunded) == (True, 2000)
    again = api.post(f"/v1/payment_intents/{intent.id}/cancel")
    assert again.error["code"] == "payment_intent_unexpected_state"
    assert again.error["payment_intent"]["id"] == intent.id


def test_a_challenge_waits_for_the_holder(api: Api) -> None:
    intent = api.ok(pay(api, "pm_card_threeDSecure2Required", return_url="https://shop.test/back"))
    assert (intent["status"], intent.latest_charge) == ("requires_action", None)
    assert intent.next_action["redirect_to_url"]["return_url"] == "https://shop.test/back"
    off = pay(api, "pm_card_authenticationRequired", off_session=True)
    assert off.error["code"] == "authentication_required"


def test_methods_belong_to_their_customers(api: Api) -> None:
    first, second = (api.ok(api.post("/v1/customers", email=f"{n}@x.test")).id for n in "ab")
    method = api.ok(api.post("/v1/payment_methods/pm_card_visa/attach", customer=first))
    assert method.id != "pm_card_visa" and method.card["checks"]["cvc_check"] == "pass"
    assert api.ok(api.post(f"/v1/payment_methods/{method.id}/attach", customer=first)).customer == first
    assert api.post(f"/v1/payment_methods/{method.id}/attach", customer=second).error["message"] == (
        "The payment method you provided has already been attached to a customer."
    )
    assert "does not belong to the Customer" in pay(api, method.id, customer=second).error["message"]
    assert api.ok(pay(api, method.id, customer=first)).customer == first
    api.ok(api.post(f"/v1/payment_methods/{method.id}/detach"))
    assert pay(api, method.id).error["message"].startswith("The provided PaymentMethod was previously used")


def test_a_method_that_nobody_keeps_is_used_once(api: Api) -> None:
    card = {"number": "4242 4242 4242 4242", "exp_month": 12, "exp_year": 2030, "cvc": "123"}
    method = api.ok(api.post("/v1/payment_methods", type="card", card=card))
    api.ok(pay(api, method.id))
    again = pay(api, method.id)
    assert again.status == 400
    assert again.error["message"].startswith("The provided PaymentMethod was previously used")


@pytest.mark.parametrize(
    ("card", "code", "param"),
    [
        ({"number": "4242424242424241"}, "incorrect_number", "number"),
        ({"number": "4111111111111111"}, "card_declined", None),
        ({"exp_month": 13}, "invalid_expiry_month", "exp_month"),
        ({"exp_year": 2020}, "invalid_expiry_year", "exp_year"),
        ({"cvc": "12"}, "invalid_cvc", "cvc"),
    ],
)
def test_bad_cards_are_never_kept(api: Api, card: dict[str, Any], code: str, param: str | None) -> None:
    good = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123"}
    refused = api.post("/v1/payment_methods", type="card", card={**good, **card})
    assert (refused.status, refused.error["code"], refused.error.get("param")) == (402, code, param)
    assert api.runtime.store.rows("SELECT COUNT(*) FROM heads WHERE type='payment_method'") == [(0,)]


def test_tokens_are_good_for_one_use(api: Api) -> None:
    card = {"number": "5555555555554444", "exp_month": 12, "exp_year": 2030, "cvc": "123", "name": "Ann"}
    token = api.ok(api.post("/v1/tokens", card=card))
    assert (token.card["brand"], token.used) == ("MasterCard", False)
    method = api.ok(api.post("/v1/payment_methods", type="card", card={"token": token.id}))
    assert (method.card["brand"], method.billing_details["name"]) == ("mastercard", "Ann")
    again = api.post("/v1/payment_methods", type="card", card={"token": token.id})
    assert again.error["code"] == "token_already_used"


def test_amounts_and_methods_are_refused_exactly(api: Api) -> None:
    assert pay(api, amount=0).error["code"] == "parameter_invalid_integer"
    assert pay(api, amount=100_000_000).error["code"] == "amount_too_large"
    small = pay(api, amount=49).error
    assert (small["code"], small["message"]) == ("amount_too_small", "Amount must be at least $0.50 usd")
    assert pay(api, amount=5, currency="JPY").error["message"] == (
        "Amount must convert to at least 50 cents. ¥5 converts to approximately $0.03."
    )
    assert pay(api, amount=500, currency="mxn").error["message"] == (
        "Amount must convert to at least 50 cents. $5.00 MXN converts to approximately $0.27 USD."
    )
    assert pay(api, amount=50)["status"] == "succeeded"
    assert pay(api, currency="xyz").error["param"] == "currency"
    assert pay(api, "pm_nobody").error["message"] == "No such PaymentMethod: 'pm_nobody'"
    bare = api.ok(api.post("/v1/payment_intents", amount=100, currency="usd"))
    assert bare["status"] == "requires_payment_method"
    missing = api.post(f"/v1/payment_intents/{bare.id}/confirm")
    assert missing.error["message"].startswith("You cannot confirm this PaymentIntent because it's missing")
    url = api.post(f"/v1/payment_intents/{bare.id}/confirm", payment_method="pm_card_visa")
    assert "you must provide a `return_url`" in url.error["message"]


def test_older_versions_see_the_same_payment(api: Api) -> None:
    old = api.with_(version="2024-04-10")
    intent = old.ok(
        old.post(
            "/v1/payment_intents",
            amount=500,
            currency="eur",
            confirm=True,
            payment_method="pm_card_visa",
            payment_method_types=["card"],
        )
    )
    assert (intent["status"], intent.invoice) == ("succeeded", None)
    assert old.ok(old.get(f"/v1/charges/{intent.latest_charge}")).invoice is None


def test_a_customer_comes_with_a_card(api: Api) -> None:
    customer = api.ok(
        api.post(
            "/v1/customers",
            payment_method="pm_card_visa",
            invoice_settings={"default_payment_method": "pm_card_visa"},
        )
    )
    listed = api.ok(api.get(f"/v1/customers/{customer.id}/payment_methods")).data
    assert [m["id"] for m in listed] == [customer.invoice_settings["default_payment_method"]]
    refused = api.post("/v1/customers", payment_method="pm_card_visa_chargeDeclined")
    assert (refused.status, refused.error["param"]) == (402, "")
    assert len(api.ok(api.get("/v1/customers")).data) == 1


def test_customers_hang_on_test_clocks(api: Api) -> None:
    clock = api.ok(api.post("/v1/test_helpers/test_clocks", frozen_time=NOW + 1000))
    customer = api.ok(api.post("/v1/customers", email="a@x.test", test_clock=clock.id))
    assert customer.created == NOW + 1000
    assert api.ok(api.get("/v1/customers")).data == []
    assert [c["id"] for c in api.ok(api.get("/v1/customers", test_clock=clock.id)).data] == [customer.id]
    api.ok(api.post(f"/v1/test_helpers/test_clocks/{clock.id}/advance", frozen_time=NOW + 5000))
    api.settle()
    ready = api.ok(api.get(f"/v1/test_helpers/test_clocks/{clock.id}"))
    assert (ready["status"], ready.frozen_time) == ("ready", NOW + 5000)
    api.ok(api.delete(f"/v1/test_helpers/test_clocks/{clock.id}"))
    assert api.ok(api.get(f"/v1/customers/{customer.id}")).deleted is True
