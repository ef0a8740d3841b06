"""The line of a tax calculation: what is bought, and the tax that it bears.

Owns: the record. Does not own: the endpoint that lists them (calculations.py), the tax (assessment.py).
Money: none moves. Source: spec. Private fact: breakdown, the tax of each jurisdiction, shown when asked for.
"""

from __future__ import annotations

from pinstripe.kernel.resource import Resource

CALCULATION_LINE = Resource(
    "tax.calculation_line_item",
    prefix="tax_li",
    ids="short",
    path="/v1/tax/calculations/{calculation}/line_items",
    noun="tax calculation line item",
    absent="tax_breakdown",
    includable={"tax_breakdown": lambda shower, line: line.private["breakdown"]},
)
