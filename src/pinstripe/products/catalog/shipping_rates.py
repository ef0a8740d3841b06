"""The endpoints of shipping rates.

Owns: create, update, list. Does not own: the record (shipping_rate.py). Money: none. Source: spec.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import refusals
from pinstripe.products.catalog.shipping_rate import SHIPPING_RATE
from pinstripe.products.catalog.tax_code import BODIES

APART = frozenset(("fixed_amount", "tax_behavior"))


@operation("POST /v1/shipping_rates", SHIPPING_RATE)
def create(work: Work, params: Params) -> Record:
    """What sending costs. refuses: missing_param, bad_currency, too_low, resource_missing (tax code)

    source: spec
    """
    given = params.get("fixed_amount")
    if given is None:
        raise errors.missing_param("fixed_amount")
    if not currencies.known(given.currency):
        raise errors.bad_currency(given.currency, currencies.ACCEPTED, "fixed_amount[currency]")
    if given.amount < 0:
        raise errors.too_low(0, "fixed_amount[amount]")
    code = params.get("tax_code")
    if code and code not in BODIES:
        raise errors.no_such("tax code", code, "tax_code", 400)
    behavior = params.get("tax_behavior", "unspecified")
    amount: dict[str, Any] = {"amount": given.amount, "currency": given.currency.lower()}
    options = _options(given.get("currency_options"), {}, behavior)
    if options:
        amount["currency_options"] = options
    return work.create(
        SHIPPING_RATE, **stored(SHIPPING_RATE, params, APART), fixed_amount=amount, tax_behavior=behavior
    )


def _options(
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


@operation("POST /v1/shipping_rates/{shipping_rate_token}", SHIPPING_RATE, subject="shipping_rate_token")
def update(work: Work, rate: Record, params: Params) -> Record:
    """Whether it is offered, its notes, further currencies, and once, while it is unspecified, whether tax is
    inside. refuses: tax_behavior_of_shipping. source: spec"""
    changes = updates(rate, params, APART)
    behavior = params.get("tax_behavior")
    if behavior is not None:
        if rate.tax_behavior not in ("unspecified", behavior):
            raise refusals.tax_behavior_of_shipping()
        changes["tax_behavior"] = behavior
    more = (params.get("fixed_amount") or {}).get("currency_options")
    if more:
        known = rate.fixed_amount.get("currency_options") or {}
        options = _options(more, known, rate.tax_behavior)
        changes["fixed_amount"] = {**rate.fixed_amount, "currency_options": options}
    return work.change(rate, **changes)


@operation("GET /v1/shipping_rates", SHIPPING_RATE)
def list_rates(work: Work, params: Params) -> Page:
    """Rates, newest first. source: spec"""
    filters = dict(params.pick("active"))
    if params.get("currency"):
        filters["currency"] = params.currency.lower()
    return show_records(work, SHIPPING_RATE, params, "/v1/shipping_rates", filters)
