"""The exchange rate: what a unit of a currency is worth in each of the others.

Owns: how it is shown. Does not own: the rates, and what is kept of them where money is converted
(exchange.py), its endpoints (exchange_rates.py). Money: none. Source: spec; the rates inferred.
"""

from __future__ import annotations

from decimal import Context
from functools import cache
from typing import Any

import orjson

from pinstripe.kernel.resource import Resource
from pinstripe.products.payments.exchange import PER_DOLLAR

EXCHANGE_RATE = Resource("exchange_rate", path="/v1/exchange_rates", noun="exchange rate", livemode=False)


@cache
def of(base: str) -> dict[str, Any]:
    """The rates of a currency, before anything is kept of them. units: whole units. source: spec"""
    places = Context(prec=6)
    found = {code: places.divide(worth, PER_DOLLAR[base]) for code, worth in sorted(PER_DOLLAR.items())}
    rates = {code: orjson.loads(f"{rate:f}") for code, rate in found.items()}
    return {"id": base, "object": EXCHANGE_RATE.object, "rates": rates}
