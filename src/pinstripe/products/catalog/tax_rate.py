"""The tax rate record: a percentage that somebody chose, inside a price or on top of it.

Owns: the record, the rates that a parameter names. Does not own: the endpoints (tax_rates.py), shares of
lines (room invoices), rates that are worked out from addresses. Money: none.
Source: spec; recorded: stripe_world 07, dj-stripe.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.api import errors
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import refusals

TAX_RATE = Resource(
    "tax_rate",
    prefix="txr",
    generated="retrieve list update",
    events="tax_rate",
    noun="tax rate",
    param="tax_rate",
    index=("active", "inclusive"),
    defaults={"active": True, "rate_type": "percentage"},
)

MOST = 5
"""How many count on one line. source: docs: Tax rates"""


def named(work: Work, keys: Sequence[str] | None, where: str) -> list[dict[str, Any]]:
    """The rates that a list names, as what is billed by them keeps them.

    refuses: long_array, resource_missing, inactive_rate. source: docs: Tax rates
    """
    if len(keys or ()) > MOST:
        raise errors.long_array(where, MOST)
    found = []
    for number, key in enumerate(keys or ()):
        rate = work.find("tax_rate", key, f"{where}[{number}]")
        if not rate.active:
            raise refusals.inactive_rate(key, f"{where}[{number}]")
        found.append(rate.body)
    return found
