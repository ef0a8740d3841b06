"""The endpoints of an invoice's lines.

Owns: the list, lines added, changed and taken off. Does not own: the record (line_item.py), what becomes of a
draft by that (line_edits.py). Money: none. Source: spec; recorded: pay-rails/pay, stripe_world 13.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import line_edits, refusals
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.invoices.line_item import LINE, keys_of, loaded


@operation(
    "GET /v1/invoices/{invoice}/lines", LINE, subject="invoice", of="invoice", verb="lines", param="invoice"
)
def list_lines(work: Work, invoice: Record, params: Params) -> Page:
    """Every line, in the invoice's order. source: spec; recorded: pay-rails/pay (order)"""
    page = page_of(keys_of(invoice), params, f"/v1/invoices/{invoice.id}/lines", LINE.noun)
    page.items = loaded(work, [str(key) for key in page.items])
    return page


@operation("POST /v1/invoices/{invoice}/add_lines", LINE, subject="invoice", of=INVOICE)
def add_lines(work: Work, invoice: Record, params: Params) -> Record:
    """More lines on a draft. refuses: not_editable, and what line_edits.py refuses. source: spec"""
    return line_edits.add(work, invoice, params.lines, params.get("invoice_metadata"))


@operation("POST /v1/invoices/{invoice}/update_lines", LINE, subject="invoice", of=INVOICE)
def update_lines(work: Work, invoice: Record, params: Params) -> Record:
    """Other lines on a draft. refuses: not_editable, and what line_edits.py refuses. source: spec"""
    return line_edits.change(work, invoice, params.lines, params.get("invoice_metadata"))


@operation("POST /v1/invoices/{invoice}/remove_lines", LINE, subject="invoice", of=INVOICE)
def remove_lines(work: Work, invoice: Record, params: Params) -> Record:
    """Fewer lines on a draft. refuses: not_editable, and what line_edits.py refuses. source: spec"""
    return line_edits.remove(work, invoice, params.lines, params.get("invoice_metadata"))


@operation(
    "POST /v1/invoices/{invoice}/lines/{line_item_id}",
    LINE,
    subject="invoice",
    of="invoice",
    verb="change_line",
)
def update(work: Work, invoice: Record, params: Params, line_item_id: str) -> Record:
    """One line of a draft says something else. refuses: not_editable. source: recorded: stripe_world 13"""
    if line_item_id not in keys_of(invoice):
        raise refusals.no_line(line_item_id)
    return line_edits.change_one(work, invoice, work.load(line_item_id, "line_item"), params)
