"""Payments by a bank account, a redirect and a bank transfer, through either SDK.

python kinds.py http://127.0.0.1:PORT
"""

from __future__ import annotations

import json
import secrets
import sys
import urllib.parse
import urllib.request
from typing import Any

import stripe

ALLOWED = (
    "allowed_payment_method_types" if stripe.api_version == "2026-10-28.endive" else "payment_method_types"
)
CONSENT = {"customer_acceptance": {"type": "offline"}}
NUMBERS = {
    "account_number": "000123456789",
    "routing_number": "110000000",
    "account_holder_type": "individual",
}


class Stay(urllib.request.HTTPRedirectHandler):
    """The shop's address is not opened."""

    def redirect_request(self, *_: Any) -> None:
        """No further request."""


def control(path: str, **body: Any) -> dict[str, Any]:
    """What a payer does."""
    headers = {"Authorization": f"Bearer {stripe.api_key}", "Content-Type": "application/json"}
    request = urllib.request.Request(
        f"{stripe.api_base}/_pinstripe/{path}", json.dumps(body).encode(), headers
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def pay(kind: str, currency: str = "usd", **params: Any) -> Any:
    """An intent of one kind, confirmed at once."""
    allowed: Any = {ALLOWED: [kind]}
    return stripe.PaymentIntent.create(amount=1000, currency=currency, confirm=True, **allowed, **params)


def debit() -> None:
    """A typed account is verified; what it paid is under way, and its consent can be read."""
    typed: Any = {
        "type": "us_bank_account",
        "us_bank_account": NUMBERS,
        "billing_details": {"name": "Ann"},
    }
    intent = pay("us_bank_account", payment_method_data=typed, mandate_data=CONSENT)
    assert intent.next_action.type == "verify_with_microdeposits"
    try:
        stripe.PaymentIntent.verify_microdeposits(intent.id, amounts=[1, 2])
        raise AssertionError("wrong deposits were taken")
    except stripe.InvalidRequestError as error:
        assert error.code == "payment_method_microdeposit_verification_amounts_mismatch", error
    intent = stripe.PaymentIntent.verify_microdeposits(intent.id, amounts=[32, 45])
    assert intent.status == "processing"
    charge = stripe.Charge.retrieve(intent.latest_charge)
    account = charge.payment_method_details.us_bank_account
    assert (charge.status, account.last4) == ("pending", "6789")
    assert stripe.Mandate.retrieve(account.mandate).status == "active"


def redirect() -> None:
    """The payer agrees on the page that the intent names, and comes back to the shop."""
    intent = pay(
        "ideal", "eur", payment_method_data={"type": "ideal"}, return_url="https://shop.example/back"
    )
    page = intent.next_action.redirect_to_url.url
    try:
        urllib.request.build_opener(Stay).open(page, b"answer=complete", timeout=10)
        raise AssertionError("the payer was not sent back")
    except urllib.error.HTTPError as answer:
        back = urllib.parse.urlsplit(answer.headers["Location"])
    assert (back.netloc, urllib.parse.parse_qs(back.query)["redirect_status"]) == (
        "shop.example",
        ["succeeded"],
    )
    assert stripe.PaymentIntent.retrieve(intent.id).status == "succeeded"


def transfer() -> None:
    """A bank transfer comes in two parts."""
    customer = stripe.Customer.create(name="Ann")
    data: Any = {"type": "customer_balance"}
    intent = pay("customer_balance", customer=customer.id, payment_method_data=data)
    control("payment_intents/fund", payment_intent=intent.id, amount=400)
    waits = stripe.PaymentIntent.retrieve(intent.id).next_action.display_bank_transfer_instructions
    assert waits.amount_remaining == 600
    assert control("payment_intents/fund", payment_intent=intent.id, amount=600)["status"] == "succeeded"


def main(url: str) -> None:
    """Each flow once."""
    stripe.api_base = url
    stripe.api_key = "sk_test_" + secrets.token_hex(10)
    stripe.max_network_retries = 0
    debit()
    redirect()
    transfer()
    print("paid")


if __name__ == "__main__":
    main(sys.argv[1])
