"""The endpoints of shipping rates.

Owns: create, update, list. Does not own: the record (shipping_rate.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import refusals
from pinstripe.products.catalog.shipping_rate import APART, SHIPPING_RATE, make, options_of


@operation("POST /v1/shipping_rates", SHIPPING_RATE)
def create(work: Work, params: Params) -> Record:
    """What sending costs. refuses: missing_param, bad_currency, too_low, resource_missing (tax code)

    source: spec
    """
    return make(work, params)


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
        options = options_of(more, known, rate.tax_behavior)
        changes["fixed_amount"] = {**rate.fixed_amount, "currency_options": options}
    return work.change(rate, **changes)


@operation("GET /v1/shipping_rates", SHIPPING_RATE)
def list_rates(work: Work, params: Params) -> Page:
    """Rates, newest first. source: spec"""
    filters = dict(params.pick("active"))
    if params.get("currency"):
        filters["currency"] = params.currency.lower()
    return show_records(work, SHIPPING_RATE, params, "/v1/shipping_rates", filters)
