"""A bank account as callers knew it before payment methods: `bank_account` among a customer's sources.

Owns: the view, the states of whether its owner is proven. Does not own: the record, which is a payment method
(payment_method.py), finding a customer's sources and proving (source.py), accounts that are paid out to (room
connect). Money: none. Source: spec; docs: ACH Direct Debit; recorded: stripe-node issue 435.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Twin
from pinstripe.products.methods.kinds.us_bank_account import NAME


def view(method: dict[str, Any], private: dict[str, Any]) -> dict[str, Any]:
    """A payment method that is a customer's source, as a bank account.

    source: recorded: stripe-node issue 435
    """
    account = method[NAME]
    return {
        "id": method["id"],
        "object": "bank_account",
        "account_holder_name": method["billing_details"]["name"],
        "account_holder_type": account["account_holder_type"],
        "account_type": account["account_type"],
        "bank_name": account["bank_name"],
        "country": "US",
        "currency": "usd",
        "customer": method["customer"],
        "fingerprint": account["fingerprint"],
        "last4": account["last4"],
        "metadata": method["metadata"],
        "routing_number": account["routing_number"],
        "status": state(private),
    }


def state(private: dict[str, Any]) -> str:
    """Is its owner proven? source: spec (the words)"""
    if private.get("verified"):
        return "verified"
    return "verification_failed" if private.get("unproven") else "new"


def is_bank_account(method: Record) -> bool:
    """Is it a bank account among a customer's sources?"""
    return bool(method.private.get("source")) and method.body["type"] == NAME


BANK_ACCOUNT = Twin("bank_account", "customer.source", view, is_bank_account)
"""A customer's source is a payment method with the id of a bank account."""


def as_bank_account(method: Record) -> dict[str, Any]:
    """The bank account that a method is."""
    return view(method.body, method.private)
