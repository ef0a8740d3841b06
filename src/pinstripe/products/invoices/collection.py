"""Collection: a final invoice is paid, fails, is tried again, or is given up.

Owns: attempts and their order, retries, void, uncollectible, overdue; what an invoice's payment intent tells.
Does not own: the payment itself (room payments), what it means for a subscription (room subscriptions).
Money: the invoice's payment intent takes it; a void gives used balance back.
Source: recorded: stripe_world 12 and 13; docs: Smart Retries.
Times: retries are counted in days after the attempt before.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, assert_never

from pinstripe.api.errors import Answer, ApiError
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.credits import application
from pinstripe.products.customers import customer as customers
from pinstripe.products.customers import customer_balance_transaction as customer_balances
from pinstripe.products.invoices import finalization, receipts, refusals, source_payments
from pinstripe.products.invoices import invoice_payment as invoice_payments
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.invoices.receipts import AUTOMATIC
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.older_source import OLDER_SOURCE
from pinstripe.products.payments import attempt as attempts
from pinstripe.products.payments import payment_intent as intents
from pinstripe.products.payments.attempt import attempt
from pinstripe.products.payments.charge import CHARGE
from pinstripe.products.payments.outcome import Attempted
from pinstripe.products.payments.payment_intent import PAYMENT_INTENT

RETRY_DAYS = (3, 5, 7)
"""Days between attempts, until there are no more. source: docs: Smart Retries (an account's own schedule);
the numbers inferred"""


AFTERWARDS = ("cancel", "unpaid", "past_due")
"""What may become of a subscription whose last attempt failed. source: docs: Smart Retries"""


def retries_of(settings: dict[str, Any]) -> dict[str, Any]:
    """The world's schedule of attempts, and what follows the last one."""
    found: dict[str, Any] = settings.get("retries") or {"days": list(RETRY_DAYS), "then": "cancel"}
    return found


def proceed(work: Work, invoice: Record) -> None:
    """Continues with a final invoice: charges it, or sends it. source: docs: Invoices overview"""
    if invoice.collection_method == "send_invoice":
        work.announce(invoice, "send")
    else:
        collect(work, invoice, off_session=True, automatic=True)


def method_for(work: Work, invoice: Record) -> Record | None:
    """What an invoice is charged to: its own method, its subscription's, its customer's.

    source: docs: Subscription payment methods (priority)
    """
    customer = work.load(invoice.customer, "customer")
    method = _kept(work, invoice.default_payment_method or invoice.default_source, customer)
    if method is not None:
        return method
    key = invoice.private.get("subscription")
    return method_of(work, work.load(key, "subscription") if key else None, customer)


def method_of(work: Work, subscription: Record | None, customer: Record) -> Record | None:
    """What a subscription is charged to: its own method, else its customer's."""
    key = None
    if subscription is not None:
        key = subscription.default_payment_method or subscription.default_source
    return _kept(work, key, customer) or of_customer(work, customer)


def of_customer(work: Work, customer: Record) -> Record | None:
    """A customer's default, which may be a source from before there were payment methods.
    source: docs: Subscription payment methods (priority)"""
    return methods.for_customer(work, customer) or _kept(work, customer.get("default_source"), customer)


def _kept(work: Work, key: str | None, customer: Record) -> Record | None:
    """A method or a source that was chosen, while the customer has it: a detached one can't be charged.
    source: docs: detach a payment method
    """
    if not key:
        return None
    method = work.peek(key, "payment_method") or work.peek(key, OLDER_SOURCE.object)
    return method if method is not None and method.get("customer") == customer.id else None


class Collected(StrEnum):
    """The result of one attempt to collect an invoice."""

    PAID = "paid"
    DECLINED = "declined"
    CHALLENGED = "challenged"
    PROCESSING = "processing"
    NO_METHOD = "no_method"


ON_ITS_WAY = (Collected.PAID, Collected.PROCESSING)
"""Nobody has to do anything about it."""


def collect(
    work: Work,
    invoice: Record,
    *,
    off_session: bool,
    method: Record | None = None,
    mandate: str | None = None,
    automatic: bool = False,
) -> tuple[Collected, Answer | None]:
    """Ask for the money once; what follows for the invoice is heard from its payment intent.

    A card that wants its holder is one whose payment waits, off session too. params: mandate, the consent
    that a debit rests on; automatic, nobody asked for it, so a failure counts. gives: also what a declined
    caller reads. refuses: under_way
    source: recorded: stripe_world 12 and 13; recorded: stripe-node issue 628 (pay, off session); docs:
    Subscription retries (by the clock)
    """
    method = method or method_for(work, invoice)
    if method is None:
        fail(work, invoice, automatic)
        return Collected.NO_METHOD, None
    if source_payments.pays_by_charge(method):
        return by_charge(work, invoice, method, automatic=automatic)
    if _under_way(work, invoice, automatic):
        return Collected.PROCESSING, None
    intent = work.load(invoice.private["payment_intent"], "payment_intent")
    before = intents.admit(work, intent, method.body["type"])
    consent = mandate or invoice.payment_settings["default_mandate"]
    if consent:
        intents.rest_on(work, intent, consent)
    asked_by = AUTOMATIC if automatic else COLLECTION
    try:
        done = attempt(work, intent, method, off_session=off_session, awaits=True, asked_by=asked_by)
    except ApiError as refusal:
        if not automatic:
            raise
        intents.withdraw(work, intent, before)
        attempts.refused(work, intent, method, refusal, asked_by)
        return Collected.DECLINED, None
    match done.outcome:
        case Attempted.CAPTURED | Attempted.AUTHORIZED:
            return Collected.PAID, None
        case Attempted.CHALLENGED:
            return Collected.CHALLENGED, None
        case Attempted.PROCESSING:
            return Collected.PROCESSING, None
        case Attempted.DECLINED:
            return Collected.DECLINED, done.answer
        case _:
            assert_never(done.outcome)


def by_charge(
    work: Work, invoice: Record, source: Record, *, forgive: bool = False, automatic: bool = False
) -> tuple[Collected, Answer | None]:
    """Ask a source from before there were payment methods for the money once. params: as there; forgive, what
    was sent to it is enough. refuses: under_way. source: inferred"""
    if _under_way(work, invoice, automatic):
        return Collected.PROCESSING, None
    try:
        made = source_payments.pay(work, invoice, source, forgive, automatic)
    except ApiError:
        if not automatic:
            raise
        fail(work, invoice, automatic)
        return Collected.DECLINED, None
    if isinstance(made, Answer):
        fail(work, invoice, automatic)
        return Collected.DECLINED, made
    return (Collected.PROCESSING if made.status == "pending" else Collected.PAID), None


def _under_way(work: Work, invoice: Record, automatic: bool) -> bool:
    """Is its money on its way already, which the clock waits for? refuses: under_way. source: inferred"""
    intent = work.load(invoice.private["payment_intent"], "payment_intent")
    if intent.status != "processing" and not source_payments.under_way(work, invoice):
        return False
    if not automatic:
        raise refusals.under_way()
    return True


@hears(CHARGE, "succeed", "done")
def debited(work: Work, charge: Record) -> None:
    """A source was debited for an invoice, and the money is there. source: docs: ACH Direct Debit"""
    found = _debit_of(work, charge)
    if found is not None:
        receipts.receive(work, *found, charge.amount)


@hears(CHARGE, "fail", "done")
def bounced(work: Work, charge: Record) -> None:
    """A source was debited for an invoice, and its bank gives nothing: the attempt failed.
    source: docs: ACH Direct Debit"""
    found = _debit_of(work, charge)
    if found is not None:
        invoice, payment = found
        invoice_payments.canceled(work, payment)
        if invoice.status in receipts.PAYABLE:
            fail(work, invoice, invoice.private["debit"] == [charge.id, True])


def _debit_of(work: Work, charge: Record) -> tuple[Record, Record] | None:
    """The invoice that a debit of a source pays, and its payment."""
    payment = next(iter(invoice_payments.of_source(work, charge)), None)
    return None if payment is None else (work.load(payment.invoice, "invoice"), payment)


COLLECTION = "collection"
"""Who asked for an attempt, as the payment intent remembers it: somebody who pays the invoice."""


def _asked_for(work: Work, intent: Record) -> Record | None:
    """The invoice that a payment intent pays, while it can be paid."""
    key = intent.private.get("invoice")
    invoice = work.load(key, "invoice") if key else None
    return invoice if invoice is not None and invoice.status in ("open", "uncollectible") else None


@hears(PAYMENT_INTENT, "confirm", "declined")
@hears(PAYMENT_INTENT, "authenticate", "failed")
@hears(PAYMENT_INTENT, "settle", "failed")
def decline(work: Work, intent: Record) -> None:
    """The payment intent could not take the money: the attempt on its invoice failed. source: docs: SCA"""
    invoice = _asked_for(work, intent)
    if invoice is not None:
        fail(work, invoice, intent.private.get("asked_by") == AUTOMATIC)


@hears(PAYMENT_INTENT, "confirm", "challenged")
def challenge(work: Work, intent: Record) -> None:
    """Records that the card's holder has to authenticate the payment; it is not tried again meanwhile.
    source: recorded: stripe_world 12 (attempt_count stays); docs: Subscription retries
    """
    invoice, asked_by = _asked_for(work, intent), intent.private.get("asked_by")
    if invoice is None or not asked_by:
        return
    work.unschedule("retry", invoice)
    alone = asked_by == AUTOMATIC and invoice.billing_reason != "subscription_create"
    outcome = "awaited" if alone else "challenged"
    work.advance(invoice, "pay", outcome, attempted=True, next_payment_attempt=None)


def fail(work: Work, invoice: Record, automatic: bool) -> None:
    """Records a failed attempt. A subscription's first invoice waits for its customer; later ones are
    retried.

    Any first attempt counts, later ones only where nobody asked for them.
    source: docs: Smart Retries; recorded: stripe_world 12
    """
    first = invoice.billing_reason == "subscription_create"
    counted = receipts.attempts_of(invoice, automatic)
    tried = invoice.private.get("retries", 0)
    again = None
    days = retries_of(work.world.settings)["days"]
    if invoice.auto_advance and not first:
        work.unschedule("retry", invoice)
        if tried < len(days):
            again = work.now + days[tried] * DAY
            work.schedule("retry", invoice, again)
    outcome = "declined"
    if automatic and not first:
        outcome = "exhausted" if again is None else "retrying"
    work.advance(invoice, "pay", outcome, attempted=True, attempt_count=counted, next_payment_attempt=again)


@hears(INVOICE, "pay", "awaited")
@hears(INVOICE, "pay", "retrying")
@hears(INVOICE, "pay", "exhausted")
@hears(INVOICE, "overdue", "done")
def fall_behind(work: Work, invoice: Record) -> None:
    """The customer is behind with its payments. source: docs: customer object"""
    _delinquent(work, invoice, True)


@job(INVOICE, "retry")
def retry(work: Work, invoice: Record) -> None:
    """Attempts the payment automatically; it is the first attempt where somebody finalized by hand.
    source: docs: Smart Retries
    """
    if invoice.status != "open" or not invoice.auto_advance:
        return
    if invoice.attempted:
        work.note(invoice, retries=invoice.private.get("retries", 0) + 1)
    collect(work, invoice, off_session=True, automatic=True)


def _delinquent(work: Work, invoice: Record, owes: bool) -> None:
    """Whether the customer is behind with its payments. source: docs: customer object"""
    customers.set_delinquent(work, work.load(invoice.customer, "customer"), owes)


def void(work: Work, invoice: Record) -> None:
    """Voids the invoice, which gives back the customer balance that it used. refuses: has_payments
    source: recorded: stripe_world 13
    """
    if invoice.amount_paid:
        raise refusals.has_payments()
    _stop(work, invoice)
    times = {**invoice.status_transitions, "voided_at": work.now}
    changes = {"auto_advance": False, "next_payment_attempt": None}
    work.advance(invoice, "void", "done", status_transitions=times, **changes)


@hears(INVOICE, "void", "done")
def undo(work: Work, invoice: Record) -> None:
    """A void invoice's payment is canceled, and the balance and the credits that it used come back.
    source: recorded: stripe_world 13; docs: Billing credits
    """
    receipts.drop(work, invoice, "void_invoice")
    application.give_back(work, invoice.id)
    used = invoice.private.get("balance_used")
    if used:
        customer = work.load(invoice.customer, "customer")
        customer_balances.move(
            work, customer, -used, "unapplied_from_invoice", invoice.currency, invoice=invoice.id
        )


def mark_uncollectible(work: Work, invoice: Record) -> None:
    """Marks the invoice uncollectible; it may still be paid. source: recorded: stripe_world 13"""
    _stop(work, invoice)
    times = {**invoice.status_transitions, "marked_uncollectible_at": work.now}
    changes = {"auto_advance": False, "next_payment_attempt": None}
    work.advance(invoice, "mark", "done", status_transitions=times, **changes)


@hears(INVOICE, "mark", "done")
def forgive(work: Work, invoice: Record) -> None:
    """Marks the customer as no longer behind when an invoice is written off.
    source: docs: customer object
    """
    _delinquent(work, invoice, False)


def _stop(work: Work, invoice: Record) -> None:
    for verb in ("retry", "overdue"):
        work.unschedule(verb, invoice)


@job(INVOICE, "overdue")
def overdue(work: Work, invoice: Record) -> None:
    """Marks a sent invoice as overdue when its due date has passed. source: docs: Invoices overview"""
    if invoice.status == "open":
        work.announce(invoice, "overdue")


@job(INVOICE, "finalize")
def mature(work: Work, invoice: Record) -> None:
    """Finalizes a draft when its waiting time (an hour) is over, and collects it.
    source: docs: Subscription invoices
    """
    if invoice.status != "draft":
        return
    finalization.finalize(work, invoice, outcome="matured")
    if invoice.status == "open" and not given_up(work, invoice):
        proceed(work, invoice)


def given_up(work: Work, invoice: Record) -> bool:
    """Says whether nobody is to pay it, because its subscription's collection was paused when it was made;
    then it is void or written off. source: docs: Pause payment collection"""
    paused = invoice.private.get("paused")
    if paused == "void":
        void(work, invoice)
    elif paused == "mark_uncollectible":
        mark_uncollectible(work, invoice)
    return invoice.status != "open"


def rest(work: Work, subscription: Record, but: str | None = None) -> None:
    """Drafts and open invoices of a subscription that ended wait for their owner from now on.

    params: but, the invoice that goes on all the same. source: docs: Cancel subscriptions
    """
    waiting = [*work.each("invoice", subscription=subscription.id, status="draft")]
    waiting += work.each("invoice", subscription=subscription.id, status="open")
    for invoice in waiting:
        if invoice.id == but:
            continue
        for verb in ("finalize", "retry"):
            work.unschedule(verb, invoice)
        changes = {"auto_advance": False, "automatically_finalizes_at": None, "next_payment_attempt": None}
        work.change(invoice, **changes)
