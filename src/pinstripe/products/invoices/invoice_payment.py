"""The invoice payment record: which payment is asked for, or has paid, an invoice.

Owns: the record and its states. Does not own: the endpoints (invoice_payments.py), asking for the money
(finalization.py). Money: none of its own; the payment intent's. Source: spec; recorded: pay-rails/pay
2025-11.
"""

from __future__ import annotations

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome  from    to          event
    ("create", "asked", ANY,    "open"),
    ("pay",    "done",  "open", "paid",     "invoice_payment.paid"),
    ("cancel", "done",  "open", "canceled"),
)
# fmt: on

INVOICE_PAYMENT = Resource(
    "invoice_payment",
    prefix="inpay",
    path="/v1/invoice_payments",
    generated="retrieve",
    param="invoice_payment",
    lifecycle=LIFECYCLE,
    index=("invoice", "status", "payment_intent=payment.payment_intent"),
    defaults={"is_default": True, "status_transitions": {"canceled_at": None, "paid_at": None}},
)


def ask(work: Work, invoice: Record, intent: Record) -> Record:
    """A payment is asked for when the invoice becomes final. source: recorded: pay-rails/pay"""
    return work.create(
        INVOICE_PAYMENT,
        "asked",
        amount_requested=intent.amount,
        currency=intent.currency,
        invoice=invoice.id,
        payment={"payment_intent": intent.id, "type": "payment_intent"},
    )


def paid(work: Work, payment: Record, amount: int) -> None:
    """The money came. source: recorded: pay-rails/pay"""
    times = {**payment.status_transitions, "paid_at": work.now}
    work.advance(payment, "pay", "done", amount_paid=amount, status_transitions=times)


def canceled(work: Work, payment: Record) -> None:
    """Nobody asks any more: the invoice is void, or was paid otherwise. source: docs: invoice payments"""
    times = {**payment.status_transitions, "canceled_at": work.now}
    work.advance(payment, "cancel", "done", status_transitions=times)
