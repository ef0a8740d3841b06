"""Renewal: periods follow each other, each brings an invoice, and payments decide how a subscription stands.

Owns: the jobs of a subscription, what paid, failed and voided invoices do to it. Does not own: lines
(service_lines.py), counting (usage.py), the invoice itself (invoicing.py).
Money: none of its own. Source: docs: Subscription invoices; recorded: Gitpod 2022, pay-rails/pay, dj-stripe.

Private facts: of an invoice, `usage`, the metered periods it bills: [item id, start, end, is it the first,
price id]; of a subscription, `waiting`, what its next invoice bills while that waits for late usage.
"""

from __future__ import annotations

from typing import Any

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.billing import collecting, invoice_items, invoicing, pricing, service_lines, usage
from pinstripe.products.billing import subscription_items as items
from pinstripe.products.billing.invoice_lines import LineDraft
from pinstripe.products.billing.periods import DRIFT_SECONDS
from pinstripe.products.billing.service_lines import Ended
from pinstripe.products.billing.subscriptions import ENDED, SUBSCRIPTION, billed_by, end, next_boundary

NOTICE_SECONDS = 7 * DAY
"""How long before it is made a renewal's invoice is told of. source: docs: Subscription webhooks (an account
setting); the default inferred"""

TRIAL_NOTICE_SECONDS = 3 * DAY
"""How long before its end a trial is told of. source: docs: Using trial periods"""


# -- jobs ----------------------------------------------------------------------------------------------


def schedule(work: Work, subscription: Record) -> None:
    """Be called when the next of its items' periods ends, and a week before, to tell of the invoice to
    come."""
    boundary = next_boundary(subscription)
    work.schedule("renew", subscription, boundary)
    if boundary - NOTICE_SECONDS > work.now and subscription.collection_method == "charge_automatically":
        work.schedule("foresee", subscription, boundary - NOTICE_SECONDS)


def reschedule(work: Work, subscription: Record) -> None:
    """The same, after periods were moved."""
    for verb in ("renew", "foresee"):
        work.unschedule(verb, subscription)
    if subscription.body["items"]["data"]:
        schedule(work, subscription)


@job(SUBSCRIPTION, "renew")
def renew(work: Work, subscription: Record) -> None:
    """A period ended: the next one begins, or the subscription ends with it. source: docs: Subscriptions"""
    if subscription.status in (*ENDED, "incomplete", "paused"):
        return
    bill_what_waits(work, subscription)
    boundary = next_boundary(subscription)
    due = [item for item in items.of(work, subscription) if item.current_period_end == boundary]
    trial = subscription.status == "trialing"
    ended = (
        []
        if trial
        else [service_lines.ended_by(work, item) for item in due if pricing.is_metered(item.price)]
    )
    if subscription.cancel_at_period_end:
        finish(work, subscription, ended)
        return
    if trial and missing_method(subscription) != "create_invoice" and not _method(work, subscription):
        without_method(work, subscription)
        return
    for item in due:
        if trial:
            usage.roll(work, subscription, item.body, item.current_period_start, boundary, None)
        period = items.cycle(item, subscription.billing_cycle_anchor, boundary)
        if item.private.get("billed"):
            work.note(item, billed=None)
        work.amend(item, current_period_start=period.start, current_period_end=period.end)
    changes = items.embedded(work, subscription)
    if trial:
        work.advance(subscription, "renew", "trial_ended", **changes)
    else:
        work.advance(subscription, "renew", "done", **changes)
    schedule(work, subscription)
    facts = {"boundary": boundary, "ended": ended, "renewed": [item.id for item in due]}
    if ended:
        # Clients' clocks differ: usage of the last minutes may still arrive before the invoice is made.
        work.note(subscription, waiting=facts)
        work.schedule("bill", subscription, boundary + DRIFT_SECONDS, **facts)
    else:
        bill(work, subscription, **facts)


def bill_what_waits(work: Work, subscription: Record) -> None:
    """A period whose invoice still waits for late usage is billed now, before anything of it changes."""
    facts = subscription.private.get("waiting")
    if facts:
        work.unschedule("bill", subscription)
        bill(work, subscription, **facts)


def missing_method(subscription: Record) -> str:
    """What is to happen where a trial ends and nobody can be charged. source: docs: Using trial periods"""
    return str(subscription.trial_settings["end_behavior"]["missing_payment_method"])


def _method(work: Work, subscription: Record) -> bool:
    """Can the subscription be collected at all?"""
    customer = work.load(subscription.customer, "customer")
    sent = subscription.collection_method == "send_invoice"
    return sent or collecting.method_of(work, subscription, customer) is not None


def without_method(work: Work, subscription: Record) -> None:
    """A trial is over and nobody can be charged: it rests, or ends. source: recorded: stripe_world 12"""
    if missing_method(subscription) == "cancel":
        end(work, subscription, "cancellation_requested")
    else:
        work.unschedule("", subscription)
        work.advance(subscription, "pause", "done")


@job(SUBSCRIPTION, "collect_again")
def collect_again(work: Work, subscription: Record) -> None:
    """Collection was paused until now. source: docs: Pause payment collection"""
    work.change(subscription, pause_collection=None)


@job(SUBSCRIPTION, "bill")
def bill(work: Work, subscription: Record, *, boundary: int, ended: list[Ended], renewed: list[str]) -> None:
    """The renewal's invoice: what was used up to the boundary, what is paid ahead from it on.

    source: recorded: pay-rails/pay, Gitpod 2022 (period, order of lines), dj-stripe (300 s)
    """
    if subscription.private.get("waiting"):
        work.note(subscription, waiting=None)
    used = {one[0]: one for one in ended}
    lines: list[LineDraft] = []
    for item in (work.load(key, "subscription_item") for key in reversed(renewed)):
        if item.id in used:
            lines += service_lines.metered_lines(work, subscription, used[item.id])
        else:
            lines += service_lines.licensed_lines(work, item)
    pending = _pending(work, subscription)
    if not lines and not pending:
        return
    start = min((one[1] for one in ended), default=_before(work, subscription, renewed, boundary))
    invoice = cycle_invoice(work, subscription, lines, (start, boundary), ended, pending)
    for key, began, stop, *_ in ended:
        item = work.load(key, "subscription_item")
        usage.roll(work, subscription, item.body, began, stop, invoice.id)
    work.advance(subscription, "bill", "done", latest_invoice=invoice.id)


def _before(work: Work, subscription: Record, renewed: list[str], boundary: int) -> int:
    """When the period that ended at the boundary had begun."""
    if subscription.trial_end == boundary:
        return int(subscription.trial_start)
    item = work.load(renewed[0], "subscription_item")
    return items.cycle(item, subscription.billing_cycle_anchor, boundary - 1).start


def _pending(work: Work, subscription: Record) -> list[Record]:
    """Invoice items that waited for this invoice. source: docs: Subscription invoices"""
    customer = work.load(subscription.customer, "customer")
    return invoice_items.pending(work, customer, subscription.currency, subscription.id)


def cycle_invoice(
    work: Work,
    subscription: Record,
    lines: list[LineDraft],
    period: tuple[int, int],
    ended: list[Ended],
    pending: list[Record],
) -> Record:
    """A draft that waits for about an hour before it is final, and remembers which usage it bills.

    What waited comes first. source: recorded: pay-rails/pay (order)
    """
    lines = [*(invoice_items.line_of(work, item) for item in pending), *lines]
    paused = (subscription.pause_collection or {}).get("behavior")
    if subscription.status == "unpaid":
        paused = "keep_as_draft"  # nobody is asked for more before what is owed is paid
    invoice = invoicing.draft(
        work,
        customer=work.load(subscription.customer, "customer"),
        currency=subscription.currency,
        reason="subscription_cycle",
        lines=lines,
        subscription=subscription,
        period=period,
        **invoicing.collected_as(work, subscription),
        **({"auto_advance": False} if paused == "keep_as_draft" else {}),
    )
    if paused:
        work.note(invoice, paused=paused)
    invoice_items.bind(work, invoice, pending)
    if ended:
        work.note(invoice, usage=ended)
    return invoice


def finish(
    work: Work, subscription: Record, ended: list[Ended], details: dict[str, Any] | None = None
) -> Record:
    """It ends: what was used and not billed is billed now, with what waited. source: docs: Cancel
    subscriptions"""
    lines = [line for one in reversed(ended) for line in service_lines.metered_lines(work, subscription, one)]
    pending = _pending(work, subscription)
    if not lines and not pending:
        return end(work, subscription, "cancellation_requested", details=details)
    starts = [int(item["current_period_start"]) for item in subscription.body["items"]["data"]]
    start, stop = min(starts, default=work.now), work.now
    invoice = cycle_invoice(work, subscription, lines, (start, stop), ended, pending)
    for key, *_ in ended:
        usage.end_item(work, work.load(key, "subscription_item").body, stop, invoice.id)
    return end(work, subscription, "cancellation_requested", details=details, last_invoice=invoice.id)


def plan_notice(work: Work, subscription: Record) -> None:
    """Three days before its end a trial is told of; one that is shorter, at once. source: docs: Using trial
    periods"""
    work.unschedule("trial_will_end", subscription)
    notice = int(subscription.trial_end) - TRIAL_NOTICE_SECONDS
    if notice > work.now:
        work.schedule("trial_will_end", subscription, notice)
    else:
        work.announce(subscription, "trial_will_end")


@job(SUBSCRIPTION, "trial_will_end")
def trial_will_end(work: Work, subscription: Record) -> None:
    """Three days' notice. source: docs: Using trial periods"""
    if subscription.status == "trialing":
        work.announce(subscription, "trial_will_end")


@job(SUBSCRIPTION, "expire")
def expire(work: Work, subscription: Record) -> None:
    """Nobody paid for the beginning. source: docs: Subscription statuses"""
    if subscription.status != "incomplete":
        return
    invoice = work.peek(subscription.latest_invoice, "invoice")
    if invoice is not None and invoice.status == "open":
        collecting.void(work, invoice)
    if subscription.status == "incomplete":
        give_up(work, subscription)


def give_up(work: Work, subscription: Record) -> None:
    """A subscription that never became one."""
    work.unschedule("", subscription)
    for item in items.of(work, subscription):
        usage.end_item(work, item.body, work.now)
    work.note(subscription, ended=True)
    work.advance(subscription, "expire", "unpaid", ended_at=work.now)


# -- what invoices tell --------------------------------------------------------------------------------


def refresh(work: Work, invoice: Record) -> None:
    """An invoice becomes final: usage that came in while it was a draft counts. source: docs: Billing meters
    (grace period); usage records: drift window"""
    ended: list[Ended] = invoice.private.get("usage") or []
    subscription = billed_by(work, invoice)
    if not ended or subscription is None:
        return
    lines = [line for one in reversed(ended) for line in service_lines.metered_lines(work, subscription, one)]
    invoicing.replace_lines(work, invoice, {one[0] for one in ended}, lines)
    for key, *_ in ended:
        usage.refresh(work, work.load(key, "subscription_item").body, invoice.id)


def paid(work: Work, invoice: Record) -> None:
    """Money came: what waited for it goes on. source: docs: Subscription statuses"""
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
    """What paid becomes the subscription's own method, where it is told so. source: docs: save default
    payment
    method"""
    wanted = (subscription.payment_settings or {}).get("save_default_payment_method") == "on_subscription"
    key = invoice.private.get("payment_intent")
    if not wanted or key is None:
        return {}
    method = work.load(key, "payment_intent").payment_method
    return {"default_payment_method": method} if method else {}


def failed(work: Work, invoice: Record) -> None:
    """Money did not come: the subscription goes on, in arrears. source: docs: Subscription statuses"""
    subscription = billed_by(work, invoice)
    if subscription is not None and subscription.status == "active":
        work.advance(subscription, "fail", "declined")


def exhausted(work: Work, invoice: Record) -> None:
    """The last attempt failed: the subscription ends, rests unpaid, or stays in arrears, as the world's
    settings
    say. source: docs: Smart Retries
    """
    subscription = billed_by(work, invoice)
    then = collecting.retries_of(work.world.settings)["then"]
    if subscription is None or subscription.status in ENDED:
        return
    if then == "cancel":
        end(work, subscription, "payment_failed")
    elif then == "unpaid" and subscription.status != "unpaid":
        work.advance(subscription, "fail", "given_up")


def voided(work: Work, invoice: Record) -> None:
    """A beginning whose invoice is void never was one; a running subscription may owe nothing any more.

    source: docs: Subscription statuses
    """
    subscription = billed_by(work, invoice)
    if subscription is None:
        return
    if subscription.status == "incomplete":
        give_up(work, subscription)
    elif subscription.latest_invoice == invoice.id:
        look_back(work, subscription)


def written_off(work: Work, invoice: Record) -> None:
    """The latest invoice is no longer waited for. source: docs: Subscription statuses; inferred (of the
    latest)"""
    subscription = billed_by(work, invoice)
    if subscription is not None and subscription.latest_invoice == invoice.id:
        look_back(work, subscription)


def look_back(work: Work, subscription: Record) -> None:
    """The newest invoice that still says something decides whether a subscription in arrears is in order
    again. source: docs: Subscription statuses (voiding the latest invoice)
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


invoicing.BEFORE_FINALIZE.append(refresh)
invoicing.PAID.append(paid)
invoicing.FAILED.append(failed)
invoicing.EXHAUSTED.append(exhausted)
invoicing.VOIDED.append(voided)
invoicing.UNCOLLECTIBLE.append(written_off)
