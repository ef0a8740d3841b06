"""Payments in every state: intents, and charges made directly."""

from __future__ import annotations

from typing import Any

from tests.property.place import Bases, Builder, Pool

PAY = {"return_url": "https://example.com/back"}


DIFFERS = {
    ("POST /v1/charges", "application_fee"): "its object is shown",
    ("POST /v1/charges/{charge}/capture", "amount"): "a charge keeps what was held",
    (
        "POST /v1/payment_intents/{intent}/apply_customer_balance",
        "amount",
    ): "an intent keeps what it asks for",
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def build(made: Builder) -> None:
    """Intents from new to canceled; charges that were taken, held, and made by an intent."""
    base = {"amount": 1000, "currency": "usd"}
    card = {"payment_method": "pm_card_visa"}
    made.post("/v1/payment_intents", **base)
    made.name("payment_intent ready", made.post("/v1/payment_intents", **base, **card).id)
    made.post("/v1/payment_intents", **base, **PAY, **card, confirm=True)
    hold = {**PAY, **card, "confirm": True, "capture_method": "manual"}
    made.name("payment_intent held", made.post("/v1/payment_intents", **base, **hold).id)
    grows = {"payment_method_options": {"card": {"request_incremental_authorization": "if_available"}}}
    made.name("payment_intent growing", made.post("/v1/payment_intents", **base, **hold, **grows).id)
    challenge = {"payment_method": "pm_card_threeDSecure2Required", "confirm": True}
    made.post("/v1/payment_intents", **base, **PAY, **challenge)
    left = made.post("/v1/payment_intents", **base).id
    made.post(f"/v1/payment_intents/{left}/cancel")
    made.post("/v1/charges", **base, source="tok_visa")
    made.name("charge held", made.post("/v1/charges", **base, source="tok_visa", capture=False).id)
    debited(made, base)
    set_up(made)
    for path in ("/v1/charges", "/v1/balance_transactions"):
        for body in made.api.get(path).data:
            made.know(body)


def debited(made: Builder, base: dict[str, Any]) -> None:
    """A bank account with a mandate that is debited, and one whose number is to be verified."""
    debit = {
        "allowed_payment_method_types": ["us_bank_account"],
        "confirm": True,
        "mandate_data": {"customer_acceptance": {"type": "offline"}},
    }
    method = {"payment_method": "pm_usBankAccount_processing"}
    paid = made.post("/v1/payment_intents", **base, **debit, **method)
    charge = made.api.get(f"/v1/charges/{paid.latest_charge}")
    mandate = charge.payment_method_details["us_bank_account"]["mandate"]
    made.know({"id": mandate, "object": "mandate"})
    numbers = {
        "account_holder_type": "individual",
        "account_number": "000123456789",
        "routing_number": "110000000",
    }
    typed = {"type": "us_bank_account", "us_bank_account": numbers, "billing_details": {"name": "Ann"}}
    asked = made.post("/v1/payment_intents", **base, **debit, payment_method_data=typed)
    made.name("payment_intent verifying", asked.id)


def set_up(made: Builder) -> None:
    """Setups from new to canceled; one whose holder is asked, one that waits for deposits."""
    made.post("/v1/setup_intents")
    made.name("setup_intent ready", made.post("/v1/setup_intents", payment_method="pm_card_visa").id)
    made.post("/v1/setup_intents", payment_method="pm_card_visa", confirm=True, **PAY)
    made.post("/v1/setup_intents", payment_method="pm_card_threeDSecure2Required", confirm=True, **PAY)
    left = made.post("/v1/setup_intents").id
    made.post(f"/v1/setup_intents/{left}/cancel")
    typed = {
        "type": "us_bank_account",
        "us_bank_account": {
            "account_holder_type": "individual",
            "account_number": "000123456789",
            "routing_number": "110000000",
        },
        "billing_details": {"name": "Ann"},
    }
    asked = made.post(
        "/v1/setup_intents",
        allowed_payment_method_types=["us_bank_account"],
        mandate_data={"customer_acceptance": {"type": "offline"}},
        payment_method_data=typed,
        confirm=True,
    )
    made.name("setup_intent verifying", asked.id)
    made.post("/v1/test_helpers/confirmation_tokens", payment_method="pm_card_visa")


def bases(pool: Pool) -> Bases:
    """Calls of intents and charges that succeed."""
    ready = {"{intent}": pool["payment_intent ready"][0]}
    setup = {"{intent}": pool["setup_intent ready"][0]}
    return {
        "POST /v1/payment_intents": [
            {"amount": "1000", "currency": "usd"},
            {"amount": "1000", "currency": "usd", "confirm": "true", "payment_method": "pm_card_visa", **PAY},
        ],
        "POST /v1/payment_intents/{intent}/confirm": [
            {**ready, **PAY},
            {**ready, **PAY, "payment_method": "pm_card_visa"},
        ],
        "POST /v1/payment_intents/{intent}/increment_authorization": [
            {"{intent}": pool["payment_intent growing"][0], "amount": 500000}
        ],
        "POST /v1/payment_intents/{intent}/capture": [{"{intent}": pool["payment_intent held"][0]}],
        "POST /v1/payment_intents/{intent}/cancel": [ready],
        "GET /v1/mandates/{mandate}": [{"{mandate}": pool["mandate"][0]}],
        "POST /v1/payment_intents/{intent}/verify_microdeposits": [
            {"{intent}": pool["payment_intent verifying"][0], "descriptor_code": "SM11AA"},
        ],
        "POST /v1/setup_intents": [
            {"usage": "on_session"},
            {"confirm": "true", "payment_method": "pm_card_visa", **PAY},
        ],
        "POST /v1/setup_intents/{intent}": [{**setup, "metadata": {"a": "1"}}],
        "POST /v1/setup_intents/{intent}/confirm": [
            {**setup, **PAY},
            {**setup, **PAY, "payment_method": "pm_card_visa"},
        ],
        "POST /v1/setup_intents/{intent}/cancel": [setup],
        "GET /v1/setup_intents/{intent}": [setup],
        "POST /v1/setup_intents/{intent}/verify_microdeposits": [
            {"{intent}": pool["setup_intent verifying"][0], "descriptor_code": "SM11AA"},
        ],
        "POST /v1/test_helpers/confirmation_tokens": [
            {"payment_method": "pm_card_visa", **PAY},
            {"payment_method_data": {"type": "ideal", "ideal": {"bank": "ing"}}},
        ],
        "GET /v1/setup_attempts": [{"setup_intent": pool["setup_intent verifying"][0]}],
        "GET /v1/charges/search": [{"query": "amount>1"}],
        "GET /v1/payment_intents/search": [{"query": "currency:'usd'"}],
        "POST /v1/charges": [
            {"amount": "500", "currency": "usd", "source": "tok_visa"},
            {"amount": "500", "currency": "usd", "customer": pool["customer"][0], "capture": "false"},
        ],
        "POST /v1/charges/{charge}/capture": [{"{charge}": pool["charge held"][0]}],
    }
