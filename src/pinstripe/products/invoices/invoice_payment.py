"""The invoice payment record: which payment is asked for, or has paid, an invoice.

Owns: the record and its states. Does not own: the endpoints (invoice_payments.py), asking for the money
(finalization.py). Money: none of its own; the payment intent's. Source: spec; recorded: pay-rails/pay
2025-11.
"""

from __future__ import annotations

from typing import Any

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
    index=(
        "invoice",
        "status",
        "type=payment.type",
        "charge=payment.charge",
        "payment_intent=payment.payment_intent",
        "payment_record=payment.payment_record",
    ),
    defaults={"is_default": True, "status_transitions": {"canceled_at": None, "paid_at": None}},
)


def ask(work: Work, invoice: Record, intent: Record) -> Record:
    """A payment is asked for when the invoice becomes final. source: recorded: pay-rails/pay"""
    return join(work, invoice, intent, intent.amount, default=True)


def join(work: Work, invoice: Record, source: Record, amount: int, *, default: bool = False) -> Record:
    """A payment that shall count for an invoice. params: source, a payment intent, or the record of a payment
    that was made elsewhere. source: spec
    """
    return work.create(
        INVOICE_PAYMENT,
        "asked",
        amount_requested=amount,
        currency=invoice.currency,
        invoice=invoice.id,
        is_default=default,
        payment={source.type: source.id, "type": source.type},
    )


def expect(work: Work, payment: Record, amount: int) -> None:
    """The default payment asks for what is left of its invoice. source: spec"""
    work.amend(payment, amount_requested=amount)


def of_source(work: Work, source: Record, status: str = "open") -> list[Record]:
    """Payments by this intent or record, the oldest first. params: status, those that wait, or were paid"""
    filters: dict[str, Any] = {"status": status, source.type: source.id}
    return work.where("invoice_payment", **filters)[::-1]


def paid(work: Work, payment: Record, amount: int) -> None:
    """The money came. source: recorded: pay-rails/pay"""
    times = {**payment.status_transitions, "paid_at": work.now}
    work.advance(payment, "pay", "done", amount_paid=amount, status_transitions=times)


def canceled(work: Work, payment: Record) -> None:
    """Nobody asks any more: the invoice is void, or was paid otherwise. source: docs: invoice payments"""
    times = {**payment.status_transitions, "canceled_at": work.now}
    work.advance(payment, "cancel", "done", status_transitions=times)
