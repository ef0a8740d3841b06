"""Paper: what stands on the document of a quote.

Owns: its words. Does not own: how it is drawn (machine documents), sums (totals.py). Money: shown only.
Source: docs: Quotes overview (which parts there are); the words inferred.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.documents import Paper, Row, amount, day
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import paper as invoice_papers


def written(work: Work, quote: Record) -> Paper:
    """The document of a quote that is or was open. source: docs: Quotes overview"""
    customer = work.load(quote.customer, "customer")
    issued = int(quote.status_transitions["finalized_at"] or quote.created)
    facts = [("Quote number", str(quote.number)), ("Date of issue", day(issued))]
    facts.append(("Expires", day(quote.expires_at)))
    if quote.status != "open":
        facts.append(("Status", quote.status.capitalize()))
    title = quote.description or ""
    return Paper(
        title="Quote",
        facts=facts,
        parties=[
            invoice_papers.seller(work, None),
            invoice_papers.buyer("Quote to", customer.name, customer.address, customer.email),
        ],
        headline=_headline(quote),
        rows=[_row(line) for line in quote.private["shown"]],
        sums=_sums(quote),
        created=issued,
        name=f"Quote-{quote.number}",
        before="\n".join(text for text in (quote.header, title) if text),
        footer=quote.footer or "",
        size=invoice_papers.page_size(work),
    )


def _headline(quote: Record) -> str:
    """What is to pay at first, and what comes again."""
    computed, currency = quote.computed, quote.currency
    upfront, again = computed["upfront"]["amount_total"], computed["recurring"]
    if again is None:
        return f"{amount(upfront, currency)} due on acceptance"
    every = _every(again["interval"], again["interval_count"])
    later = f"{amount(again['amount_total'], currency)}{every}"
    return f"{amount(upfront, currency)} due on acceptance, then {later}"


def _every(interval: str, count: int) -> str:
    return f" per {interval}" if count == 1 else f" every {count} {interval}s"


def _row(line: Mapping[str, Any]) -> Row:
    """One line, with how often it comes."""
    price, currency = line["price"], line["currency"]
    every = price["recurring"]
    unit = price["unit_amount_decimal"]
    return Row(
        line["description"] or "",
        "" if line["quantity"] is None else str(line["quantity"]),
        "" if unit is None else amount(unit, currency),
        amount(line["amount_subtotal"], currency),
        _every(every["interval"], every["interval_count"]).strip().capitalize() if every else "",
    )


def _sums(quote: Record) -> list[tuple[str, str]]:
    """What it comes to."""
    details = quote.total_details
    rows = [("Subtotal", quote.amount_subtotal)]
    if details["amount_discount"]:
        rows.append(("Discount", -details["amount_discount"]))
    if details["amount_tax"]:
        rows.append(("Tax", details["amount_tax"]))
    rows.append(("Total", quote.amount_total))
    return [(label, amount(value, quote.currency)) for label, value in rows]
