"""The endpoints of invoice payments.

Owns: the list, attaching a payment. Does not own: the record (invoice_payment.py), what a payment brings
(receipts.py). Money: none of its own. Source: recorded: pay-rails/pay; spec.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import receipts, refusals
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.invoices.invoice_payment import INVOICE_PAYMENT


@operation("GET /v1/invoice_payments", INVOICE_PAYMENT)
def list_payments(work: Work, params: Params) -> Page:
    """Payments of one invoice, or those that a payment intent made, newest first.
    source: recorded: pay-rails/pay
    """
    referred(work, params, invoice="invoice")
    filters = dict(params.pick("invoice", "status"))
    if params.get("payment"):
        filters |= params.payment.pick("type", "payment_intent", "payment_record")
    clock = None if filters.keys() & {"invoice", "payment_intent", "payment_record"} else ""
    return show_records(work, INVOICE_PAYMENT, params, "/v1/invoice_payments", filters, clock)


SOURCES = ("payment_intent", "payment_record")


@operation("POST /v1/invoices/{invoice}/attach_payment", INVOICE_PAYMENT, subject="invoice", of=INVOICE)
def attach_payment(work: Work, invoice: Record, params: Params) -> Record:
    """A payment that was not made for this invoice pays it, whole or in part.

    refuses: not_attachable, exclusive_params, must_provide, and what receipts.py refuses. source: spec
    """
    named = [name for name in SOURCES if params.get(name)]
    if len(named) > 1:
        raise errors.exclusive_params(named)
    if not named:
        raise errors.must_provide(SOURCES)
    if invoice.status != "open":
        raise refusals.not_attachable(invoice.status)
    if named == ["payment_intent"]:
        receipts.attach_intent(work, invoice, params.payment_intent)
    else:
        receipts.attach_record(work, invoice, params.payment_record)
    return invoice
