"""The endpoints of invoice payments.

Owns: the list. Does not own: the record (invoice_payment.py). Money: none. Source: recorded: pay-rails/pay.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.invoices.invoice_payment import INVOICE_PAYMENT


@operation("GET /v1/invoice_payments", INVOICE_PAYMENT)
def list_payments(work: Work, params: Params) -> Page:
    """Payments of one invoice, or those that a payment intent made, newest first.
    source: recorded: pay-rails/pay
    """
    referred(work, params, invoice="invoice")
    filters = dict(params.pick("invoice", "status"))
    payment = params.get("payment") or {}
    intent = payment.get("payment_intent")
    if intent is not None:
        filters["payment_intent"] = intent
    elif payment:
        return Page([], False, "/v1/invoice_payments")  # payment records pay no invoice here
    clock = None if "invoice" in filters or intent else ""
    return show_records(work, INVOICE_PAYMENT, params, "/v1/invoice_payments", filters, clock)
