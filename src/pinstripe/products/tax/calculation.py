"""The tax calculation record: what tax a sale would bear; nothing is sold by it.

Owns: the record, its amounts and breakdowns, for how long it is good. Does not own: the endpoints
(calculations.py), who is taxed how (assessment.py), what was sold (transaction.py).
Money: none moves. Source: spec; docs: Tax (worked examples). Times: good for 90 days, on the world's clock.
Private facts: lines (ids in order) · shipping (the jurisdictions' taxes on what sending costs).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.tax.assessment import TAXED, Part, Share, percentage_text

GOOD_SECONDS = 90 * DAY
"""How long a calculation can be used. source: spec"""


def lines_shown(shower: Any, calculation: Record) -> dict[str, Any]:
    """The lines of a calculation, when a caller asks for them. source: spec"""
    found = lines_of(shower.work, calculation)
    return {
        "object": "list",
        "data": [shower.body(line) for line in found[:10]],
        "has_more": len(found) > 10,
        "url": f"/v1/tax/calculations/{calculation.id}/line_items",
    }


CALCULATION = Resource(
    "tax.calculation",
    prefix="taxcalc",
    noun="tax calculation",
    param="calculation",
    absent="line_items",
    includable={
        "line_items": lines_shown,
        "shipping_cost.tax_breakdown": lambda shower, calculation: calculation.private["shipping"],
    },
)


def lines_of(work: Work, calculation: Record) -> list[Record]:
    """The lines of a calculation, in their order."""
    return [work.load(key, "tax.calculation_line_item") for key in calculation.private["lines"]]


def line_breakdown(shares: Sequence[Share]) -> list[dict[str, Any]]:
    """The tax of each jurisdiction on one line. source: spec; docs: Tax (calculation line items)"""
    return [
        {
            "amount": share.amount,
            "jurisdiction": {
                "country": share.part.country,
                "display_name": share.part.name,
                "level": share.part.level,
                "state": share.part.state,
            },
            "sourcing": share.part.sourcing,
            "tax_rate_details": _rate_of_line(share.part),
            "taxability_reason": share.part.reason,
            "taxable_amount": share.taxable_amount,
        }
        for share in shares
    ]


def _rate_of_line(part: Part) -> dict[str, Any] | None:
    if part.reason not in TAXED and part.reason != "zero_rated":
        return None
    return {
        "display_name": part.title,
        "percentage_decimal": percentage_text(part.percentage),
        "tax_type": part.tax_type,
    }


def breakdown(lines: Sequence[tuple[Sequence[Share], str]], currency: str) -> list[dict[str, Any]]:
    """The tax of a whole sale, by rate and reason: jurisdictions that share a line's tax are one row.

    params: lines, each line's shares with its tax behavior. source: spec; docs: Tax (worked examples)
    """
    rows: dict[str, dict[str, Any]] = {}
    for shares, behavior in lines:
        for kind in dict.fromkeys((share.part.tax_type, share.part.reason) for share in shares):
            own = [share for share in shares if (share.part.tax_type, share.part.reason) == kind]
            row = _row(own, behavior, currency)
            key = (row["inclusive"], row["taxability_reason"], *row["tax_rate_details"].items())
            known = rows.setdefault(repr(key), {**row, "amount": 0, "taxable_amount": 0})
            for name in ("amount", "taxable_amount"):
                known[name] += row[name]
    return list(rows.values())


def _row(own: Sequence[Share], behavior: str, currency: str) -> dict[str, Any]:
    """One kind of tax on one line, all its jurisdictions together."""
    part, flat = own[0].part, own[0].part.flat
    nothing = part.reason not in TAXED and part.reason != "zero_rated"
    return {
        "amount": sum(share.amount for share in own),
        "inclusive": behavior == "inclusive",
        "tax_rate_details": {
            "country": part.country,
            "flat_amount": None if flat is None else {"amount": flat, "currency": currency},
            "percentage_decimal": percentage_text(
                sum((share.part.percentage for share in own), 0 * part.base)
            ),
            "rate_type": None if nothing else "percentage" if flat is None else "flat_amount",
            "state": part.state,
            "tax_type": part.tax_type,
        },
        "taxability_reason": part.reason,
        "taxable_amount": own[0].taxable_amount,
    }
