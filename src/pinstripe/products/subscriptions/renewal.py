"""Renewal: a subscription's periods follow each other, and each brings an invoice.

Owns: the jobs of periods. Does not own: what payments do to a subscription (arrears.py), lines
(service_lines.py), notices (notices.py), counting (room usage), the invoice itself (room invoices).
Money: none of its own. Source: docs: Subscription invoices; recorded: Gitpod 2022, pay-rails/pay, dj-stripe.

Private facts: of an invoice, `usage`, the metered periods that it bills: [item id, start, end, is it the
first, price id]; of a subscription, `waiting`, what its next invoice bills while that waits for late usage.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import pricing
from pinstripe.products.invoices import collection, drafts
from pinstripe.products.invoices import invoice_item as invoice_items
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.invoices.line_item import LineDraft
from pinstripe.products.subscriptions import service_lines, spans
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.cancellation import end
from pinstripe.products.subscriptions.spans import Ended
from pinstripe.products.subscriptions.subscription import ENDED, SUBSCRIPTION, next_boundary
from pinstripe.products.usage import usage_record_summary as usage
from pinstripe.products.usage.periods import DRIFT_SECONDS

NOTICE_SECONDS = 7 * DAY
"""How long before it is made a renewal's invoice is told of. source: docs: Subscription webhooks (an account
setting); the default inferred"""


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
    """Begins the next period when one ended, or ends the subscription with it. source: docs: Subscriptions"""
    if subscription.status == "paused" and service_lines.ends_by(subscription, work.now):
        end(work, subscription, "cancellation_requested", as_planned=True)
    if subscription.status in (*ENDED, "incomplete", "paused"):
        return
    bill_what_waits(work, subscription)
    boundary = next_boundary(subscription)
    due = [item for item in items.of(work, subscription) if item.current_period_end == boundary]
    trial = subscription.status == "trialing"
    metered = [item for item in due if not trial and pricing.is_metered(item.price)]
    ended = [one for item in metered for one in spans.of(work, item)]
    if service_lines.ends_by(subscription, boundary):
        finish(work, subscription, ended, as_planned=True)
        return
    if trial and missing_method(subscription) != "create_invoice" and not _method(work, subscription):
        without_method(work, subscription)
        return
    before = {item.id: [item.current_period_start, item.current_period_end] for item in due}
    for item in due:
        _end_offer(work, subscription, item, boundary)
        if trial:
            usage.roll(work, subscription, item.body, item.current_period_start, boundary, None)
        period, _ = service_lines.next_period(subscription, item, boundary)
        if item.private.get("billed") and service_lines.unbilled_from(item, boundary) == boundary:
            work.note(item, billed=None)
        work.amend(item, current_period_start=period.start, current_period_end=period.end)
    anchored = (
        {"billing_cycle_anchor": boundary} if trial and service_lines.anchors_anew(subscription) else {}
    )
    work.amend(subscription, **anchored, **items.embedded(work, subscription))
    schedule(work, subscription)
    facts = {"boundary": boundary, "ended": ended, "before": before}
    if ended:
        # Clients' clocks differ: usage of the last minutes may still arrive before the invoice is made.
        work.note(subscription, waiting=facts)
        work.schedule("bill", subscription, boundary + DRIFT_SECONDS, **facts)
    else:
        bill(work, subscription, **facts)


def _end_offer(work: Work, subscription: Record, item: Record, boundary: int) -> None:
    """An item whose trial at another price is over goes on at the price that follows. source: sdk"""
    price = items.after_trial(work, item, boundary)
    if price is None:
        return
    was = item.body
    if price.recurring["interval"] != was["price"]["recurring"]["interval"]:
        work.note(item, anchor=boundary)
    work.amend(item, current_trial=None, **items.priced_as(price, item.get("quantity", 1)))
    usage.switch_item(work, subscription, item.body, was)
    known = [one for one in subscription.private["prices"] if one != was["price"]["id"]]
    work.note(subscription, prices=[*known, price.id])


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
    """Says whether the subscription can be collected: by a sent invoice, or by a payment method."""
    customer = work.load(subscription.customer, "customer")
    sent = subscription.collection_method == "send_invoice"
    return sent or collection.method_of(work, subscription, customer) is not None


def without_method(work: Work, subscription: Record) -> None:
    """A trial is over and nobody can be charged: it rests, or ends. source: recorded: stripe_world 12"""
    if missing_method(subscription) == "cancel":
        end(work, subscription, "cancellation_requested")
    else:
        rest(work, subscription, "done", "trial_end_without_payment_method")


def rest(work: Work, subscription: Record, outcome: str, why: str) -> None:
    """It bills nothing and moves no longer by itself, but for an end that is planned. params: outcome, why,
    as the row and the subscription name it. source: spec (status_details)
    """
    work.unschedule("", subscription)
    details = {"subscription": {"type": why}, "transitioned_at": work.now, "type": "subscription"}
    work.advance(subscription, "pause", outcome, status_details={"paused": details})
    if subscription.cancel_at is not None and subscription.cancel_at > work.now:
        work.schedule("renew", subscription, subscription.cancel_at)


@job(SUBSCRIPTION, "collect_again")
def collect_again(work: Work, subscription: Record) -> None:
    """Resumes collection when the pause of a subscription ends. source: docs: Pause payment collection"""
    work.change(subscription, pause_collection=None)


@job(SUBSCRIPTION, "bill")
def bill(
    work: Work, subscription: Record, *, boundary: int, ended: list[Ended], before: dict[str, list[int]]
) -> None:
    """The renewal's invoice: what was used up to the boundary, what is paid ahead from it on. One event tells
    of the new period and of the invoice.

    params: before, the period that ended, of each item. source: recorded: pay-rails/pay, Gitpod 2022 (period,
    order of lines), dj-stripe (300 s); docs: Subscription webhooks
    """
    if subscription.private.get("waiting"):
        work.note(subscription, waiting=None)
    renewed = list(before)
    used = {one[0] for one in ended}
    lines: list[LineDraft] = []
    for item in (work.load(key, "subscription_item") for key in reversed(renewed)):
        if item.id in used:
            for one in reversed([one for one in ended if one[0] == item.id]):
                lines += service_lines.metered_lines(work, subscription, one)
        else:
            free = service_lines.unprorated(subscription)
            lines += service_lines.licensed_lines(work, item, subscription.billing_cycle_anchor, free)
    pending = _pending(work, subscription)
    starts = [one[1] for one in ended] if ended and not _repriced(work, used) else []
    start = min(starts or [start for start, _ in before.values()])
    billed = {"latest_invoice": work.new_id(INVOICE)} if lines or pending else {}
    outcome = "trial_ended" if subscription.status == "trialing" else "done"
    work.advance(subscription, "renew", outcome, was=_as_it_was(subscription, before), **billed)
    if not billed:
        return
    invoice = cycle_invoice(work, subscription, lines, (start, boundary), ended, pending, **billed)
    for key, began, stop, *_ in ended:
        item = work.load(key, "subscription_item")
        usage.roll(work, subscription, item.body, began, stop, invoice.id)


def _repriced(work: Work, metered: Iterable[str]) -> bool:
    """Did a metered item get another price in the period that ended, so that its usage counts from then?"""
    return any(work.load(key, "subscription_item").private.get("priced_since") for key in metered)


def _as_it_was(subscription: Record, before: dict[str, list[int]]) -> dict[str, Any]:
    """The subscription's body in the period that ended."""
    listed = subscription.body["items"]
    was = [
        {**item, **dict(zip(("current_period_start", "current_period_end"), before[item["id"]], strict=True))}
        if item["id"] in before
        else item
        for item in listed["data"]
    ]
    return {**subscription.body, "items": {**listed, "data": was}}


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
    latest_invoice: str | None = None,
) -> Record:
    """A draft that waits for about an hour before it is final, and remembers which usage it bills.

    What waited comes first. params: latest_invoice, its id, where the subscription names it already.
    source: recorded: pay-rails/pay (order)
    """
    lines = [*(invoice_items.line_of(work, item) for item in pending), *lines]
    paused = (subscription.pause_collection or {}).get("behavior")
    if subscription.status == "unpaid":
        paused = "keep_as_draft"  # nobody is asked for more before what is owed is paid
    invoice = drafts.draft(
        work,
        id=latest_invoice,
        customer=work.load(subscription.customer, "customer"),
        currency=subscription.currency,
        reason="subscription_cycle",
        lines=lines,
        subscription=subscription,
        period=period,
        **drafts.collected_as(work, subscription),
        facts={name: fact for name, fact in (("paused", paused), ("usage", ended)) if fact},
        auto_advance=paused != "keep_as_draft",
    )
    invoice_items.bind(work, invoice, pending)
    return invoice


def finish(
    work: Work,
    subscription: Record,
    ended: list[Ended],
    details: dict[str, Any] | None = None,
    as_planned: bool = False,
) -> Record:
    """It ends: what was used and not billed is billed now, with what waited. params: as_planned, with its
    period. source: docs: Cancel subscriptions
    """
    reason = "cancellation_requested"
    lines = [
        line
        for one in reversed(ended)
        for line in service_lines.metered_lines(work, subscription, one, last=True)
    ]
    pending = _pending(work, subscription)
    if not lines and not pending:
        return end(work, subscription, reason, details=details, as_planned=as_planned)
    starts = [int(item["current_period_start"]) for item in subscription.body["items"]["data"]]
    start, stop = min(starts, default=work.now), work.now
    invoice = cycle_invoice(work, subscription, lines, (start, stop), ended, pending)
    for key, *_ in ended:
        usage.end_item(work, work.load(key, "subscription_item").body, stop, invoice.id)
    return end(work, subscription, reason, details=details, last_invoice=invoice.id, as_planned=as_planned)
