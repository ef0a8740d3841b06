"""A card as callers knew it before payment methods: the `card` object of tokens and of a customer's sources.

Owns: the view. Does not own: the record, which is a payment method (payment_method.py), finding a customer's
sources (source.py). Money: none.
Source: recorded: gumroad-8e80a61d7b (a customer's source); spec for the newest fields.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Twin
from pinstripe.networks.cards.details import ADDRESS_FIELDS, LEGACY_BRANDS


def view(method: dict[str, Any], private: dict[str, Any]) -> dict[str, Any]:
    """A payment method that is a customer's source, as a card.

    source: recorded: gumroad-8e80a61d7b; stripe_world phase 11 (email, phone)
    """
    card, billing = method["card"], method["billing_details"]
    address, checks = billing["address"], card["checks"] or {}
    return {
        "id": method["id"],
        "object": "card",
        **{f"address_{name}": address[name] for name in ADDRESS_FIELDS},
        "address_line1_check": checks.get("address_line1_check"),
        "address_zip": address["postal_code"],
        "address_zip_check": checks.get("address_postal_code_check"),
        "allow_redisplay": method["allow_redisplay"],
        "brand": LEGACY_BRANDS[card["brand"]],
        "country": card["country"],
        "customer": method["customer"],
        "cvc_check": checks.get("cvc_check"),
        "dynamic_last4": None,
        "email": billing["email"],
        "exp_month": card["exp_month"],
        "exp_year": card["exp_year"],
        "fingerprint": card["fingerprint"],
        "funding": card["funding"],
        "last4": card["last4"],
        "metadata": method["metadata"],
        "name": billing["name"],
        "phone": billing["phone"],
        "regulated_status": card["regulated_status"],
        "tokenization_method": None,
        "wallet": card["wallet"],
    }


def is_source(method: Record) -> bool:
    """Does it belong to a customer's sources, too?"""
    return bool(method.private.get("source"))


def is_card(method: Record) -> bool:
    """Is it a card among a customer's sources?"""
    return is_source(method) and method.body["type"] == "card"


CARD = Twin("card", "customer.source", view, is_card)
"""A customer's source is a payment method with the id of a card."""


def as_card(method: Record) -> dict[str, Any]:
    """The card that a method is."""
    return view(method.body, method.private)
