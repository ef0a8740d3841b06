"""The bill of a hardware order: what was ordered, how it is sent, and the taxes on both.

Owns: the amounts, what may be ordered. Does not own: the record (hardware_order.py). Money: computed alone.
Source: docs: Terminal hardware orders; inferred (tax).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import orjson

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import merged_metadata
from pinstripe.money import round_half_up
from pinstripe.products.hardware import refusals
from pinstripe.products.hardware.assortment import METHODS, PLACES, SKUS

SHOWN = ("id", "amount", "country", "currency", "product")
"""What an order says of a SKU. source: docs: Terminal hardware orders"""
LONGEST_FIRST, LONGEST_LAST = 15, 20


def bill(params: Params) -> dict[str, Any]:
    """Everything that an order says of itself, but its state. refuses: no_such, other_country, too_many,
    too_low, and what `refuse_address` does. source: docs: Terminal hardware orders; inferred
    """
    country = params.shipping.address.country
    refuse_address(params.shipping)
    if not params.hardware_order_items:
        raise errors.empty_param("hardware_order_items")
    items = [item(one, number, country) for number, one in enumerate(params.hardware_order_items)]
    method = METHODS.get(params.shipping_method)
    if method is None:
        raise errors.no_such("hardware shipping method", params.shipping_method, "shipping_method", 400)
    if method["country"] != country:
        raise refusals.other_country(country, "shipping_method")
    place, goods = PLACES[country], sum(one["amount"] for one in items)
    tax = round_half_up(Fraction((goods + method["amount"]) * place.tax, 10_000))
    percentage = orjson.loads(f"{place.tax // 100}.{place.tax % 100:02d}")
    rate = {"display_name": place.tax_name, "jurisdiction": country, "percentage": percentage}
    return {
        "amount": goods + method["amount"] + tax,
        "currency": place.currency,
        "hardware_order_items": items,
        "metadata": merged_metadata(None, params.get("metadata") or {}),
        "payment_type": params.payment_type,
        "po_number": params.get("po_number"),
        "shipment_tracking": None,
        "shipping": shipping(params.shipping, method),
        "shipping_method": method["id"],
        "tax": tax,
        "total_tax_amounts": [{"amount": tax, "inclusive": False, "rate": rate}],
    }


def item(given: Params, number: int, country: str) -> dict[str, Any]:
    """A line of an order. refuses: no_such, other_country, too_low, too_many"""
    path = f"hardware_order_items[{number}]"
    sku = SKUS.get(given.terminal_hardware_sku)
    if sku is None:
        name = given.terminal_hardware_sku
        raise errors.no_such("hardware SKU", name, f"{path}[terminal_hardware_sku]", 400)
    if sku["country"] != country:
        raise refusals.other_country(country, f"{path}[terminal_hardware_sku]")
    if given.quantity < 1:
        raise errors.too_low(1, f"{path}[quantity]")
    if given.quantity > sku["orderable"]:
        raise refusals.too_many(sku["orderable"], f"{path}[quantity]")
    return {
        "amount": sku["amount"] * given.quantity,
        "currency": sku["currency"],
        "quantity": given.quantity,
        "terminal_hardware_sku": {name: sku[name] for name in SHOWN},
    }


def shipping(given: Mapping[str, Any], method: Mapping[str, Any]) -> dict[str, Any]:
    """Where an order goes, and for how much."""
    names = ("city", "country", "line1", "line2", "postal_code", "state")
    return {
        "address": {name: given["address"].get(name) for name in names},
        "amount": method["amount"],
        "company": given.get("company"),
        "currency": method["currency"],
        "email": given["email"],
        "name": given["name"],
        "phone": given["phone"],
    }


def refuse_address(given: Params) -> None:
    """Somebody whom a carrier finds. refuses: not_sent_there, short_text, long_name, bad_state, email_invalid
    source: docs: Terminal hardware orders (rules)
    """
    address = given.address
    if address.country not in PLACES:
        raise refusals.not_sent_there(address.country)
    limits = (("name", given.name), ("company", given.get("company")), ("address[line1]", address.line1))
    for name, value in limits:
        if value is not None and len(value) < 3:
            raise refusals.short_text(3, f"shipping[{name}]")
    first, _, last = given.name.partition(" ")
    if len(first) > LONGEST_FIRST or len(last) > LONGEST_LAST:
        raise refusals.long_name(LONGEST_FIRST, LONGEST_LAST)
    state = address.get("state") or ""
    if address.country == "US" and not (len(state) == 2 and state.isalpha() and state.isupper()):
        raise refusals.bad_state()
    if "@" not in given.email:
        raise errors.bad_email(given.email, "shipping[email]")
