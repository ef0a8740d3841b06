"""The shipping rate record: what sending something costs, and how long it takes.

Owns: the record, its amount in a currency. Does not own: the endpoints (shipping_rates.py), what an invoice
asks for shipping (room invoices). Money: amounts in minor units; nothing moves.
Source: spec; recorded: airbytehq, dj-stripe.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.generate import stored
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import refusals
from pinstripe.products.catalog import tax_code as tax_codes

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


APART = frozenset(("fixed_amount", "tax_behavior"))


def make(work: Work, params: Params, where: str = "") -> Record:
    """A rate from its parameters, wherever they stood. refuses: missing_param, bad_currency, too_low,
    resource_missing (tax code). source: spec
    """
    amount_path = f"{where}[fixed_amount]" if where else "fixed_amount"
    given = params.get("fixed_amount")
    if given is None:
        raise errors.missing_param(amount_path)
    if not currencies.known(given.currency):
        raise errors.bad_currency(given.currency, currencies.ACCEPTED, f"{amount_path}[currency]")
    if given.amount < 0:
        raise errors.too_low(0, f"{amount_path}[amount]")
    if params.get("tax_code"):
        tax_codes.find(params.tax_code, f"{where}[tax_code]" if where else "tax_code")
    behavior = params.get("tax_behavior", "unspecified")
    amount: dict[str, Any] = {"amount": given.amount, "currency": given.currency.lower()}
    options = options_of(given.get("currency_options"), {}, behavior)
    if options:
        amount["currency_options"] = options
    return work.create(
        SHIPPING_RATE, **stored(SHIPPING_RATE, params, APART), fixed_amount=amount, tax_behavior=behavior
    )


def options_of(
    given: Mapping[str, Any] | None, known: Mapping[str, Any], behavior: str
) -> dict[str, dict[str, Any]]:
    """What it costs in other currencies. params: known, the present ones; behavior, where none is said.
    refuses: bad_currency, too_low, missing_param"""
    found = {**known}
    for currency, option in (given or {}).items():
        path = f"fixed_amount[currency_options][{currency}]"
        if not currencies.known(currency):
            raise errors.bad_currency(currency, currencies.ACCEPTED, path)
        before = known.get(currency.lower()) or {"tax_behavior": behavior}
        said = {**before, **{name: value for name, value in option.items() if value is not None}}
        if said.get("amount") is None:
            raise errors.missing_param(f"{path}[amount]")
        if said["amount"] < 0:
            raise errors.too_low(0, f"{path}[amount]")
        found[currency.lower()] = {"amount": said["amount"], "tax_behavior": said["tax_behavior"]}
    return found
