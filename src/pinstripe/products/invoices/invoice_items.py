"""The endpoints of invoice items.

Owns: create, update, delete, list. Does not own: the record (invoice_item.py), totals (recount.py).
Money: none of its own. Source: spec; recorded: pay-rails/pay 2025-11, stripe_world 13.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import deleted, referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import item_creation as items
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.invoices import recount, refusals
from pinstripe.products.invoices.invoice_item import INVOICE_ITEM, bind, line_of

MOST_LINES = 250
"""source: docs: invoices (limit)"""


@operation("POST /v1/invoiceitems", INVOICE_ITEM)
def create(work: Work, params: Params) -> Record:
    """Something to bill once: on a draft that is named, else on the customer's next invoice.

    refuses: missing customer, not_editable, other_invoice, one_time_only, too_many
    source: recorded: pay-rails/pay 2025-11 (an amount makes a price of its own), stripe_world 13
    """
    invoice = _draft(work, params.get("invoice"))
    key = params.get("customer") or (invoice.customer if invoice is not None else None)
    if not key:
        raise errors.missing_param("customer")
    customer = work.find("customer", key, "customer")
    if invoice is not None and invoice.customer != customer.id:
        raise refusals.other_invoice(invoice.id)
    subscription = params.get("subscription")
    if subscription and work.find("subscription", subscription, "subscription").customer != customer.id:
        raise refusals.other_subscription(subscription)
    currency = items.currency_of(work, params, invoice, customer)
    item = items.made(work, customer, params, currency=currency, invoice=invoice, subscription=subscription)
    if invoice is not None:
        fresh = line_items.make(work, invoice.id, [line_of(work, item)])
        recount.add(work, invoice, fresh)
        bind(work, invoice, [item], fresh)
    return item


def _draft(work: Work, key: str | None) -> Record | None:
    """The draft that is named. refuses: not_editable, too_many"""
    if not key:
        return None
    invoice = work.find("invoice", key, "invoice")
    if invoice.status != "draft":
        raise refusals.not_editable()
    if len(invoice.private.get("lines") or ()) >= MOST_LINES:
        raise refusals.too_many()
    return invoice


@operation("POST /v1/invoiceitems/{invoiceitem}", INVOICE_ITEM, subject="invoiceitem")
def update(work: Work, item: Record, params: Params) -> Record:
    """New facts about an item that no final invoice has. refuses: not_editable, deleted item

    params: invoicing_rules, which can only be taken away: no item here waits for another to be paid.
    refuses: long_string.
    source: recorded: stripe_world 13; docs: Defer credit prorations
    """
    invoice = _of_draft(work, item)
    if params.get("invoicing_rules"):
        raise errors.long_string(params.invoicing_rules, 0, "invoicing_rules")
    items.changed(work, item, params)
    if invoice is not None:
        line = work.load(item.private["line"], "line_item")
        before = line_items.billed(line)
        line_items.rewrite(work, line, line_of(work, item))
        recount.change(work, invoice, [before], [line])
    return item


def _of_draft(work: Work, item: Record) -> Record | None:
    """The draft that an item stands on, none while it waits. refuses: not_editable, deleted_with_draft"""
    if item.invoice is None:
        return None
    invoice = work.peek(item.invoice, "invoice")
    if invoice is None:
        raise refusals.deleted_with_draft()
    if invoice.status != "draft":
        raise refusals.not_editable()
    return invoice


@operation("DELETE /v1/invoiceitems/{invoiceitem}", INVOICE_ITEM, subject="invoiceitem")
def delete(work: Work, item: Record, params: Params) -> dict[str, Any]:
    """It is not billed after all. source: recorded: stripe_world 13"""
    if item.invoice is not None:
        invoice = work.peek(item.invoice, "invoice")
        if invoice is None or invoice.status != "draft":
            raise refusals.attached_for_good()
        line = work.load(item.private["line"], "line_item")
        before = line_items.billed(line)
        work.delete(line)
        recount.remove(work, invoice, [before], [line])
    work.delete(item)
    return deleted(item)


@operation("GET /v1/invoiceitems", INVOICE_ITEM)
def list_items(work: Work, params: Params) -> Page:
    """Items, newest first; pending ones wait for an invoice. source: spec"""
    referred(work, params, customer="customer", invoice="invoice")
    filters = params.pick("customer", "invoice", "pending")
    clock = None if filters.keys() & {"customer", "invoice"} else ""
    return show_records(work, INVOICE_ITEM, params, "/v1/invoiceitems", filters, clock)
