"""The shipping rate record: what sending something costs, and how long it takes.

Owns: the record, its amount in a currency. Does not own: the endpoints (shipping_rates.py), what an invoice
asks for shipping (room invoices). Money: amounts in minor units; nothing moves.
Source: spec; recorded: airbytehq, dj-stripe.
"""

from __future__ import annotations

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import refusals

SHIPPING_RATE = Resource(
    "shipping_rate",
    prefix="shr",
    generated="retrieve",
    noun="shipping rate",
    param="shipping_rate_token",
    index=("active", "currency=fixed_amount.currency"),
    defaults={"active": True, "tax_behavior": "unspecified", "type": "fixed_amount"},
)


def find(work: Work, key: str, param: str) -> Record:
    """A rate that is offered. refuses: resource_missing, inactive_shipping_rate"""
    rate = work.find("shipping_rate", key, param)
    if not rate.active:
        raise refusals.inactive_shipping_rate(key, param)
    return rate


def amount_in(rate: Record, currency: str, param: str) -> int:
    """What it costs in a currency. refuses: shipping_in_other_currency"""
    own = rate.fixed_amount
    if own["currency"] == currency:
        return int(own["amount"])
    option = (own.get("currency_options") or {}).get(currency)
    if option is None:
        raise refusals.shipping_in_other_currency(own["currency"], currency, param)
    return int(option["amount"])
