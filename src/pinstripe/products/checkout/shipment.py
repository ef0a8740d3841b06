"""Shipment: the ways in which what is bought may be sent, and what they cost.

Owns: reading shipping options. Does not own: shipping rates (room catalog), which way counts (amounts.py).
Money: amounts in minor units; nothing moves. Source: spec.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import shipping_rate as rates
from pinstripe.products.catalog import shipping_rates
from pinstripe.products.checkout import refusals

MOST = 5
"""source: spec"""


def options(work: Work, given: Sequence[Params] | None, currency: str) -> list[dict[str, Any]]:
    """The ways that are offered, each with what it costs in the session's currency. A described one is kept
    as a rate. refuses: long_array, exclusive_params, missing_param, and what rates refuse
    """
    if len(given or ()) > MOST:
        raise errors.long_array("shipping_options", MOST)
    found = []
    for number, one in enumerate(given or ()):
        where = f"shipping_options[{number}]"
        data, key = one.get("shipping_rate_data"), one.get("shipping_rate")
        if data is not None and key is not None:
            raise refusals.both_ways_to_send(where)
        if data is not None:
            rate, path = shipping_rates.create(work, data), f"{where}[shipping_rate_data]"
        elif key is not None:
            rate, path = rates.find(work, key, f"{where}[shipping_rate]"), f"{where}[shipping_rate]"
        else:
            raise errors.missing_param(f"{where}[shipping_rate]")
        found.append({"shipping_amount": rates.amount_in(rate, currency, path), "shipping_rate": rate.id})
    return found
