"""The endpoint of an invoice's lines.

Owns: the list. Does not own: the record (line_item.py). Money: none. Source: spec; recorded: pay-rails/pay.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices.line_item import LINE, keys_of, loaded


@operation(
    "GET /v1/invoices/{invoice}/lines", LINE, subject="invoice", of="invoice", verb="lines", param="invoice"
)
def list_lines(work: Work, invoice: Record, params: Params) -> Page:
    """Every line, in the invoice's order. source: spec; recorded: pay-rails/pay (order)"""
    page = page_of(keys_of(invoice), params, f"/v1/invoices/{invoice.id}/lines", LINE.noun)
    page.items = loaded(work, [str(key) for key in page.items])
    return page
