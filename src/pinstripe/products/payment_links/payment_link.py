"""The payment link record: an address that anybody may follow to buy the same things.

Owns: the record, its line items. Does not own: the endpoints (payment_links.py), what may be said of one
(terms.py), the sessions that visits open (room checkout). Money: none of its own; sessions take it.
Source: spec; docs: Payment Links (from memory).
Private fact: lines, the line items: id, price, quantity, adjustable_quantity.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel import sheets
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog.pricing import charges

Body = dict[str, Any]
KIND = "link"
"""The word of its page."""
SHOWN = 10
"""How many line items an expanded link shows."""


def lines_shown(shower: Any, link: Record) -> Body:
    """The line items inside their link, shown when they are expanded. source: spec; how many inferred"""
    lines = items_of(shower.work, link)
    return {
        "object": "list",
        "data": [shower.older(line) for line in lines[:SHOWN]],
        "has_more": len(lines) > SHOWN,
        "url": f"/v1/payment_links/{link.id}/line_items",
    }


PAYMENT_LINK = Resource(
    "payment_link",
    prefix="plink",
    path="/v1/payment_links",
    generated="retrieve",
    events="payment_link",
    index=("active",),
    noun="payment_link",
    param="payment_link",
    defaults={
        "active": True,
        "after_completion": {"hosted_confirmation": {"custom_message": None}, "type": "hosted_confirmation"},
        "allow_promotion_codes": False,
        "automatic_tax": {"enabled": False, "liability": None},
        "billing_address_collection": "auto",
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        "customer_creation": "if_required",
        "payment_method_collection": "always",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "submit_type": "auto",
        "tax_id_collection": {"enabled": False, "required": "never"},
    },
    absent="managed_payments",
    includable={"line_items": lines_shown},
)


def address(work: Work, key: str) -> str:
    """Where a link leads: a page of this server that opens a session for each visit."""
    return work.public(sheets.open_path(KIND, key, work.account))


def items_of(work: Work, link: Record) -> list[Body]:
    """The line items, as they would be paid now."""
    return [item_of(work, line, link.currency) for line in link.private["lines"]]


def item_of(work: Work, line: Body, currency: str) -> Body:
    """One line item. source: spec; recorded: airbytehq (item)"""
    price = work.load(line["price"], "price")
    amount = amount_of(price, currency, line["quantity"])
    product = work.load(price.product, "product")
    return {
        "id": line["id"],
        "object": "item",
        "adjustable_quantity": line["adjustable_quantity"],
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": currency,
        "description": product.name,
        "metadata": None,
        "price": price.body,
        "quantity": line["quantity"],
    }


def option_in(price: Record, currency: str) -> Body | None:
    """What a price says in a currency; None where it says nothing."""
    found: Body | None = prices.currency_options(price).get(currency)
    return found


def amount_of(price: Record, currency: str, quantity: int) -> int:
    """What a quantity costs; what somebody chooses counts with its preset. source: docs: Pay what you want"""
    option = option_in(price, currency)
    assert option is not None, f"price {price.id} is on a link in {currency}"
    custom = option.get("custom_unit_amount")
    if custom is not None:
        return int(custom.get("preset") or 0) * quantity
    tiers = option.get("tiers") or prices.tiers_of(price)
    return sum(line.amount for line in charges({**price.body, **option}, tiers, quantity))


def recurs(work: Work, link: Record) -> bool:
    """Does a visit end in a subscription? source: spec"""
    return any(work.load(line["price"], "price").recurring for line in link.private["lines"])
