"""The endpoints of exchange rates.

Owns: retrieve, list. Does not own: how a rate is shown (exchange_rate.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.payments.exchange import PER_DOLLAR
from pinstripe.products.payments.exchange_rate import EXCHANGE_RATE, of


@operation("GET /v1/exchange_rates", EXCHANGE_RATE)
def list_all(work: Work, params: Params) -> Page:
    """The rates of every currency, in the alphabet's order. refuses: no_such. source: spec; order inferred"""
    codes = page_of(sorted(PER_DOLLAR), params, EXCHANGE_RATE.path, EXCHANGE_RATE.noun)
    return Page([of(str(code)) for code in codes.items], codes.has_more, codes.url)


@operation("GET /v1/exchange_rates/{rate_id}", EXCHANGE_RATE)
def retrieve(work: Work, params: Params, rate_id: str) -> dict[str, Any]:
    """The rates of one currency. refuses: no_such. source: spec"""
    if rate_id.lower() not in PER_DOLLAR:
        raise errors.no_such(EXCHANGE_RATE.noun, rate_id, "rate_id", 404)
    return of(rate_id.lower())
