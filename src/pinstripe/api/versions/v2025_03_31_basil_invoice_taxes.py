"""Taxes are shown in one form everywhere; older callers read amounts by rate, and amounts without tax.

Own facts: a line's private `tax_rates` (ids of the rates set on it by hand).
Money: the tax inside an amount is taken off; nothing is rounded but the decimal unit amount.
source: docs: API changelog 2025-03-31.basil; sdk
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import inclusive_tax, tax_amounts, unit_amount_without

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "Taxes of invoices, credit notes and their lines are lists of one common form."
RESOURCES: Final = ("invoice", "line_item", "credit_note", "credit_note_line_item")
SOURCE: Final = "docs: API changelog 2025-03-31.basil; sdk"


def answer(body: Body, context: Context) -> Body:
    """Show the taxes in the form that each object had of its own."""
    match body["object"]:
        case "invoice":
            body["total_tax_amounts"] = tax_amounts(body.get("total_taxes"))
            taxes = body["total_tax_amounts"]
            body["tax"] = sum(tax["amount"] for tax in taxes) if taxes else None
        case "credit_note":
            body["tax_amounts"] = tax_amounts(body.pop("total_taxes", None))
        case "line_item":
            pricing = body.get("pricing") or {}
            show_taxes(body, pricing.get("unit_amount_decimal"))
            rates = [
                context.embedded("tax_rate", rate) for rate in context.private_of(body).get("tax_rates", ())
            ]
            body["tax_rates"] = [rate for rate in rates if rate is not None]
        case _:
            show_taxes(body, body.get("unit_amount_decimal"))
            body.pop("taxes", None)
    return body


def show_taxes(line: Body, unit_decimal: str | None) -> None:
    """A line's taxes, and its amounts without those that are inside them."""
    taxes = line.get("taxes")
    line["tax_amounts"] = tax_amounts(taxes)
    inside = inclusive_tax(taxes)
    amount = line["amount"] - inside
    line["amount_excluding_tax"] = amount
    line["unit_amount_excluding_tax"] = unit_amount_without(
        amount, line.get("quantity"), unit_decimal, inside
    )
