"""The tax rate record: a percentage that somebody chose, inside a price or on top of it.

Owns: the record, the rates that a parameter names, those that are made where taxes are worked out.
Does not own: the endpoints (tax_rates.py), shares of lines (room invoices), how high a tax is (room tax).
Money: none.
Source: spec; recorded: stripe_world 07, dj-stripe.
Private fact: automatic, what a rate that was worked out says, as a text by which it is found again.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pinstripe.api import errors
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import refusals

# fmt: off
LIFECYCLE = lifecycle(
    # verb     outcome     from to
    ("create", "automatic", ANY, "="),
)
# fmt: on

TAX_RATE = Resource(
    "tax_rate",
    prefix="txr",
    generated="retrieve list update",
    events="tax_rate",
    noun="tax rate",
    param="tax_rate",
    lifecycle=LIFECYCLE,
    status="",
    index=("active", "inclusive", "automatic=private.automatic"),
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


def worked_out(work: Work, *, percentage: Decimal, effective: Decimal, **facts: Any) -> Record:
    """The rate that taxes were worked out with: made once, archived at once, told of by no event.

    params: effective, what it comes to where a part of the price counts. source: spec; no event inferred
    """
    said = "|".join(str(one) for one in (percentage, effective, *facts.values()))
    known = work.where(TAX_RATE.object, limit=1, automatic=said)
    if known:
        return known[0]
    return work.create(
        TAX_RATE,
        "automatic",
        active=False,
        percentage=float(percentage),
        effective_percentage=float(effective),
        private={"automatic": said},
        **facts,
    )
