"""Receipts: what of a payment counts for an invoice, and what follows when all of it is there.

Owns: money that came by an invoice's own payment, by one that was attached to it, or outside; what is too
much. Does not own: asking for it (finalization.py, collection.py), the payment records (invoice_payment.py),
credit notes (room credit_notes). Money: what is too much goes to the customer's balance.
Source: recorded: pay-rails/pay, stripe_world 12 and 13; docs: Partial payments; spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers import customer as customers
from pinstripe.products.customers import customer_balance_transaction as customer_balances
from pinstripe.products.invoices import finalization, refusals, shares
from pinstripe.products.invoices import invoice_payment as invoice_payments
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.payments import attempt as attempts
from pinstripe.products.payments import payment_intent as intents
from pinstripe.products.payments.payment_intent import PAYMENT_INTENT
from pinstripe.products.reported import payment_record as payment_records
from pinstripe.products.reported.payment_record import PAYMENT_RECORD

PAYABLE = ("open", "uncollectible")
"""States of an invoice that still takes money."""


@hears(PAYMENT_INTENT, "confirm", "captured")
@hears(PAYMENT_INTENT, "capture", "done")
@hears(PAYMENT_INTENT, "settle", "done")
def settle(work: Work, intent: Record) -> None:
    """The payment intent took the money: it counts for its invoice, and for those that it was attached to.
    source: recorded: pay-rails/pay, stripe_world 12; docs: Partial payments
    """
    if intent.private.get("invoice") or intent.private.get("invoices"):
        _share_out(work, intent, intent.amount_received)


@hears(PAYMENT_RECORD, "guarantee", "done")
def guaranteed(work: Work, record: Record) -> None:
    """A payment that was made elsewhere is certain: it counts for the invoices that it was attached to.
    source: spec (attach_payment)
    """
    if record.private.get("invoices"):
        _share_out(work, record, record.amount_guaranteed["value"])


def _share_out(work: Work, source: Record, amount: int) -> None:
    """The oldest invoice gets what it asks for first, the last one all that is left. source: inferred"""
    waiting = invoice_payments.of_source(work, source)
    for number, payment in enumerate(waiting, 1):
        invoice = work.load(payment.invoice, "invoice")
        part = amount if number == len(waiting) else min(amount, invoice.amount_remaining)
        amount -= part
        receive(work, invoice, payment, part)


AUTOMATIC = "automatic collection"
"""Who asked for an attempt that the clock makes, as the payment intent remembers it."""


def attempts_of(invoice: Record, automatic: bool) -> int:
    """How many attempts an invoice has seen after one more: any first one counts, later ones only where
    nobody asked for them. source: docs: Smart Retries; spec (attempt_count)
    """
    return int(invoice.attempt_count) + (1 if automatic or not invoice.attempt_count else 0)


def receive(work: Work, invoice: Record, payment: Record, amount: int) -> None:
    """So much came by a payment. What an invoice does not need is kept for the customer.

    source: docs: Partial payments; spec (amount_overpaid)
    """
    counted = min(amount, invoice.amount_remaining) if invoice.status in PAYABLE else 0
    changes: dict[str, Any] = {}
    if payment.is_default:
        intent = work.load(payment.payment["payment_intent"], "payment_intent")
        work.note(invoice, charge=intent.latest_charge)
        changes["attempt_count"] = attempts_of(invoice, intent.private.get("asked_by") == AUTOMATIC)
    if payment.payment["type"] == "payment_record":
        changes["amount_paid_off_stripe"] = invoice.amount_paid_off_stripe + counted
    enough = invoice.amount_remaining - invoice.private.get("forgiven", 0)
    whole = invoice.status in PAYABLE and counted >= enough
    if whole:
        work.note(invoice, receipt=[payment.id, amount])
        conclude(work, invoice, counted, **changes)
    else:
        if counted:
            _partly(work, invoice, counted, changes)
        invoice_payments.paid(work, payment, amount)
        expect_rest(work, invoice)
    if amount > counted:
        _overpaid(work, invoice, amount - counted)


def forgive(work: Work, invoice: Record, amount: int) -> None:
    """The payment that comes next is enough, though it lacks so much. source: spec (forgive)"""
    work.note(invoice, forgiven=amount)


def _partly(work: Work, invoice: Record, counted: int, changes: dict[str, Any]) -> None:
    """A part is there: the rest is still asked for."""
    paid = invoice.amount_paid + counted
    left = invoice.amount_remaining - counted
    work.advance(invoice, "pay", "partly", amount_paid=paid, amount_remaining=left, attempted=True, **changes)


def conclude(work: Work, invoice: Record, amount: int, **changes: Any) -> None:
    """All of an invoice is paid. params: amount, what came last; none where a credit note gave the rest up.
    source: recorded: stripe_world 13
    """
    work.unschedule("retry", invoice)
    times = {**invoice.status_transitions, "paid_at": work.now}
    work.advance(
        invoice,
        "pay",
        "paid",
        **{
            "amount_paid": invoice.amount_paid + amount,
            "amount_remaining": 0,
            "attempted": True,
            "auto_advance": False,
            "next_payment_attempt": None,
            "status_transitions": times,
            **changes,
        },
    )


@hears(INVOICE, "pay", "paid")
def end_payments(work: Work, invoice: Record) -> None:
    """The payment that brought the rest is paid, the invoice's own one is not waited for any longer; the
    customer is taken to pay again. source: recorded: pay-rails/pay; docs: Partial payments
    """
    customers.set_delinquent(work, work.load(invoice.customer, "customer"), False)
    key, amount = invoice.private.get("receipt") or ("", 0)
    if key:
        invoice_payments.paid(work, work.load(key, "invoice_payment"), amount)
    drop(work, invoice, "abandoned")


def paid_elsewhere(work: Work, invoice: Record) -> None:
    """Marks the invoice as paid outside of Stripe: nothing is charged.
    source: recorded: stripe_world 13; docs: pay an invoice
    """
    rest = invoice.amount_remaining
    work.note(invoice, paid_out_of_band=True)
    drop(work, invoice, "abandoned")
    off = invoice.amount_paid_off_stripe + rest
    conclude(work, invoice, rest, attempted=invoice.attempted, amount_paid_off_stripe=off)


def expect_rest(work: Work, invoice: Record) -> None:
    """The default payment asks for what is left, as its intent does; a new one, where that has had its money.
    source: spec (is_default)
    """
    if invoice.status not in PAYABLE or not invoice.amount_remaining:
        return
    payment = _default(work, invoice)
    if payment is None or payment.status != "open":
        finalization.ask(work, invoice, work.load(invoice.customer, "customer"))
        return
    intent = work.load(payment.payment["payment_intent"], "payment_intent")
    invoice_payments.expect(work, payment, invoice.amount_remaining)
    intents.ask_for(work, intent, invoice.amount_remaining, shares.of_payment(work, invoice))


def drop(work: Work, invoice: Record, reason: str) -> None:
    """Nobody asks for the default payment any more: its intent is canceled with it."""
    payment = _default(work, invoice)
    if payment is None or payment.status != "open":
        return
    invoice_payments.canceled(work, payment)
    intent = work.load(payment.payment["payment_intent"], "payment_intent")
    if intent.status not in ("succeeded", "canceled"):
        attempts.cancel_intent(work, intent, reason)


def _default(work: Work, invoice: Record) -> Record | None:
    key = invoice.private.get("payment")
    return work.load(key, "invoice_payment") if key else None


def _overpaid(work: Work, invoice: Record, over: int) -> None:
    """What was too much is the customer's, for the next invoice. source: spec (amount_overpaid)"""
    if invoice.status != "paid":
        return
    customer = work.load(invoice.customer, "customer")
    customer_balances.move(work, customer, -over, "invoice_overpaid", invoice.currency, invoice=invoice.id)
    work.advance(invoice, "overpay", "done", amount_overpaid=invoice.amount_overpaid + over)


def attach_intent(work: Work, invoice: Record, key: str) -> None:
    """A payment intent pays a part of an open invoice, or all of it: at once, where it has had its money.

    refuses: other_payer, other_money, attached_already, gone_payment. source: spec (attach_payment)
    """
    intent = work.find("payment_intent", key, "payment_intent")
    if intent.status == "canceled":
        raise refusals.gone_payment("payment_intent", intent.id)
    if intent.private.get("invoice"):
        raise refusals.attached_already(intent.id)
    if intent.customer not in (None, invoice.customer):
        raise refusals.other_payer(intent.id)
    payment = _attached(work, invoice, intent, intent.amount, intent.currency)
    intents.attach(work, intent, invoice.id)
    if intent.status == "succeeded":
        receive(work, invoice, payment, _unspent(work, intent, intent.amount_received))


def attach_record(work: Work, invoice: Record, key: str) -> None:
    """A payment that was made elsewhere pays a part of an open invoice, or all of it. refuses: as there"""
    record = work.find("payment_record", key, "payment_record")
    wanted = record.amount_requested
    payment = _attached(work, invoice, record, wanted["value"], wanted["currency"])
    payment_records.attach(work, record, invoice.id)
    sure = record.amount_guaranteed["value"]
    if sure:
        receive(work, invoice, payment, _unspent(work, record, sure))


def _attached(work: Work, invoice: Record, source: Record, amount: int, currency: str) -> Record:
    if currency != invoice.currency:
        raise refusals.other_money(source.type, invoice.currency)
    if invoice.id in source.private.get("invoices", ()):
        raise refusals.attached_already(source.id)
    return invoice_payments.join(work, invoice, source, amount)


def _unspent(work: Work, source: Record, amount: int) -> int:
    """What of a payment's money no other invoice had. source: inferred"""
    for payment in invoice_payments.of_source(work, source, "paid"):
        amount -= payment.amount_paid
    return max(amount, 0)
