"""Arrears: what paid, failed and voided invoices do to the subscription that they bill.

Owns: the subscription's states that follow from its invoices. Does not own: the invoices (room invoices),
periods (renewal.py). Money: none. Source: docs: Subscription statuses; docs: Smart Retries.
"""

from __future__ import annotations

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import collection, recount
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.methods import consent
from pinstripe.products.subscriptions import service_lines
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.cancellation import end
from pinstripe.products.subscriptions.spans import Ended
from pinstripe.products.subscriptions.subscription import ENDED, SUBSCRIPTION, billed_by
from pinstripe.products.usage import usage_record_summary as usage


@job(SUBSCRIPTION, "expire")
def expire(work: Work, subscription: Record) -> None:
    """Expires an incomplete subscription whose first invoice was not paid in time.
    source: docs: Subscription statuses
    """
    if subscription.status != "incomplete":
        return
    invoice = work.peek(subscription.latest_invoice, "invoice")
    if invoice is not None and invoice.status == "open":
        collection.void(work, invoice)
    if subscription.status == "incomplete":
        give_up(work, subscription)


def give_up(work: Work, subscription: Record) -> None:
    """Expires a subscription whose first invoice was never paid."""
    work.unschedule("", subscription)
    for item in items.of(work, subscription):
        usage.end_item(work, item.body, work.now)
    work.note(subscription, ended=True)
    work.advance(subscription, "expire", "unpaid", ended_at=work.now)


@hears(INVOICE, "close", "done")
def refresh(work: Work, invoice: Record) -> None:
    """An invoice becomes final: usage that came in while it was a draft counts.
    source: docs: Billing meters (grace period); usage records: drift window
    """
    ended: list[Ended] = invoice.private.get("usage") or []
    subscription = billed_by(work, invoice)
    if not ended or subscription is None:
        return
    lines = [line for one in reversed(ended) for line in service_lines.metered_lines(work, subscription, one)]
    recount.replace_lines(work, invoice, {one[0] for one in ended}, lines)
    for key, *_ in ended:
        usage.refresh(work, work.load(key, "subscription_item").body, invoice.id)


@hears(INVOICE, "finalize", "settled")
@hears(INVOICE, "pay", "paid")
def paid(work: Work, invoice: Record) -> None:
    """Invoice paid: the subscription that waited for the payment becomes active.
    source: docs: Subscription statuses
    """
    subscription = billed_by(work, invoice)
    if subscription is None:
        return
    saved = saved_method(work, subscription, invoice)
    if subscription.status == "incomplete":
        work.unschedule("expire", subscription)
        work.advance(subscription, "activate", "paid", latest_invoice=invoice.id, **saved)
    elif subscription.status in ("past_due", "unpaid") and subscription.latest_invoice == invoice.id:
        work.advance(subscription, "recover", "paid")


def saved_method(work: Work, subscription: Record, invoice: Record) -> dict[str, str]:
    """Gives the subscription's new default method, the one that paid, where its settings ask for that; or the
    account behind it, where it is that which is debited from now on.
    source: docs: save default payment method; inferred (the account behind it)
    """
    wanted = (subscription.payment_settings or {}).get("save_default_payment_method") == "on_subscription"
    key = invoice.private.get("payment_intent")
    method = work.load(key, "payment_intent").payment_method if key is not None else None
    later = consent.later(work, method) if method else None
    first = later != method and subscription.default_payment_method is None
    return {"default_payment_method": later} if later and (wanted or first) else {}


@hears(INVOICE, "pay", "declined")
@hears(INVOICE, "pay", "retrying")
@hears(INVOICE, "pay", "exhausted")
def failed(work: Work, invoice: Record) -> None:
    """Attempt failed: an active subscription falls into arrears. An incomplete one waits for its customer.

    source: docs: Subscription statuses
    """
    if invoice.billing_reason != "subscription_create" and not invoice.private.get("holds"):
        fall_behind(work, invoice)


@hears(INVOICE, "pay", "awaited")
def awaited(work: Work, invoice: Record) -> None:
    """A renewal waits for the card's holder: the subscription goes on, in arrears. source: docs: Subscription
    statuses; docs: SCA"""
    subscription = billed_by(work, invoice)
    if subscription is not None and subscription.status == "active" and not invoice.private.get("holds"):
        work.advance(subscription, "fail", "awaited")


@hears(INVOICE, "overdue", "done")
def fall_behind(work: Work, invoice: Record) -> None:
    """Invoice overdue: the subscription continues, in arrears. source: docs: Subscription statuses"""
    subscription = billed_by(work, invoice)
    if subscription is not None and subscription.status == "active":
        work.advance(subscription, "fail", "declined")


@hears(INVOICE, "pay", "exhausted")
def exhausted(work: Work, invoice: Record) -> None:
    """The last attempt failed: the subscription ends, rests unpaid, or stays in arrears, as the world's
    settings say. source: docs: Smart Retries
    """
    subscription = billed_by(work, invoice)
    then = collection.retries_of(work.world.settings)["then"]
    if subscription is None or subscription.status in ENDED:
        return
    if then == "cancel":
        end(work, subscription, "payment_failed")
    elif then == "unpaid" and subscription.status != "unpaid":
        work.advance(subscription, "fail", "given_up")


@hears(INVOICE, "void", "done")
def voided(work: Work, invoice: Record) -> None:
    """Invoice voided: an incomplete subscription expires, one in arrears may become active.

    source: docs: Subscription statuses
    """
    subscription = billed_by(work, invoice)
    if subscription is None:
        return
    if subscription.status == "incomplete":
        give_up(work, subscription)
    elif subscription.latest_invoice == invoice.id:
        look_back(work, subscription)


@hears(INVOICE, "mark", "done")
def written_off(work: Work, invoice: Record) -> None:
    """Invoice written off: the subscription no longer waits for it.
    source: docs: Subscription statuses; inferred (of the latest)
    """
    subscription = billed_by(work, invoice)
    if subscription is not None and subscription.latest_invoice == invoice.id:
        look_back(work, subscription)


def look_back(work: Work, subscription: Record) -> None:
    """Makes a subscription in arrears active again, unless an invoice newer than the last paid or
    written-off one is late. source: docs: Subscription statuses (voiding the latest invoice)
    """
    if subscription.status not in ("past_due", "unpaid"):
        return
    for invoice in work.each("invoice", subscription=subscription.id):
        if invoice.billing_reason == "manual":
            continue
        if invoice.status in ("paid", "uncollectible"):
            break
        sent = invoice.collection_method == "send_invoice"
        late = sent and (invoice.due_date or 0) <= work.now
        given_up = not sent and invoice.attempted and invoice.next_payment_attempt is None
        if invoice.status == "open" and (late or given_up):
            return
    work.advance(subscription, "recover", "forgiven")
