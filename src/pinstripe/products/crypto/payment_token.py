"""The payment token record: what a crypto customer pays with at the onramp, as an app may see it.

Owns: the record. Does not own: the payment method that it stands for (room methods). Money: none.
Source: sdk (shapes of newer previews). Private facts: `customer`.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work

PAYMENT_TOKEN = Resource(
    "crypto.payment_token", prefix="cpt", index=("customer=private.customer",), noun="payment token"
)
CARD: dict[str, Any] = {
    "brand": "visa",
    "exp_month": 12,
    "exp_year": 2034,
    "funding": "credit",
    "last4": "4242",
    "wallet": None,
}
BANK: dict[str, Any] = {"account_type": "checking", "bank_name": "STRIPE TEST BANK", "last4": "6789"}
KINDS = ("card", "us_bank_account")
"""What is chosen in a test is always the same. source: inferred"""


def collect(work: Work, customer: Record, kind: str) -> Record:
    """The person chose how to pay. source: docs: Crypto onramp; inferred (which card)"""
    shown = {"card": CARD if kind == "card" else None, "us_bank_account": BANK if kind != "card" else None}
    return work.create(PAYMENT_TOKEN, private={"customer": customer.id}, type=kind, **shown)
