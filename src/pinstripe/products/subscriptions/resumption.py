"""Resumption: a subscription rests, and goes on when its first invoice after the rest is paid.

Owns: a rest that is asked for, resumption and what it waits for. Does not own: a rest at a trial's end
(renewal.py), pauses of collection (subscriptions.py). Money: what a rest gives back, as prorations; the
resumption's invoice, through the room invoices.
Source: spec (resume); sdk (pause); docs: Pause subscriptions; recorded: stripe_world 12.
Private fact: resuming, the invoice that is waited for, when it was asked, and the anchor then.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import pricing
from pinstripe.products.invoices import collection
from pinstripe.products.invoices import invoice_item as invoice_items
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.invoices.line_item import LineDraft
from pinstripe.products.subscriptions import (
    demand,
    item_changes,
    prorations,
    refusals,
    renewal,
    service_lines,
)
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.item_changes import UNBILLED, Terms
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION
from pinstripe.products.usage import usage_record_summary as usage

AT_ONCE = Terms()
WAIT_SECONDS = 23 * 3600
"""How long the invoice of a resumption waits. source: spec (resume)"""


def pause(work: Work, subscription: Record, params: Params, terms: Terms = AT_ONCE) -> None:
    """It rests: time that was paid for is given back, what was used is billed, as far as that is wanted.

    params: terms, how its invoice is paid. source: sdk (bill_for, invoicing_behavior)
    """
    renewal.bill_what_waits(work, subscription)
    asked = params.get("bill_for") or Params({})
    unused = (asked.get("unused_time_from") or {}).get("type") or "now"
    through = (asked.get("outstanding_usage_through") or {}).get("type") or "now"
    billed = subscription.status not in UNBILLED
    if billed and unused != "none":
        prorations.give_back(work, subscription, whole=unused == "item_current_period_start")
    counts = billed and through == "now"
    ended, lines = service_lines.running_usage(work, subscription) if counts else ([], [])
    renewal.rest(work, subscription, "requested", "pause_requested")
    if params.get("invoicing_behavior") == "invoice":
        item_changes.invoice(work, subscription, lines, terms, ended, subscription.body)
        return
    for line in lines:
        if line.amount:
            invoice_items.waits(work, subscription, line)
    for key, began, stop, *_ in ended:
        usage.roll(work, subscription, work.load(key, "subscription_item").body, began, stop, None)


def resume(work: Work, subscription: Record, params: Params, terms: Terms = AT_ONCE) -> None:
    """It goes on, at once where nothing is to be paid first; else its invoice is asked for.

    params: terms, how that is paid. refuses: only_charged, outside_period. source: spec (resume);
    recorded: stripe_world 12
    """
    if subscription.collection_method != "charge_automatically":
        raise refusals.only_charged("resume")
    _forget(work, subscription)
    anew = (params.get("billing_cycle_anchor") or {}).get("type") != "unchanged"
    anchor = work.now if anew else int(subscription.billing_cycle_anchor)
    was = _move(work, subscription, work.now, anchor)
    lines = _lines(work, subscription, params, anew)
    if lines is None:
        _goes_on(work, subscription, anchor)
        return
    _move_back(work, subscription, was)
    made = demand.drafted(work, subscription, lines, "subscription_cycle")
    if made is None:
        _move(work, subscription, work.now, anchor)
        _goes_on(work, subscription, anchor)
        return
    before = subscription.body
    work.note(subscription, resuming=[made.id, work.now, anchor])
    outcome = demand.ask(work, made, terms.payment_behavior)
    if outcome is collection.Collected.DECLINED and params.get("payment_behavior") == ATTEMPT:
        _settled(work, subscription, made)
        work.advance(subscription, "fail", "declined")
    elif subscription.status == "paused":
        expires = work.now + WAIT_SECONDS
        work.schedule("stay_paused", subscription, expires)
        work.change(subscription, was=before, **_waits(expires, anchor if anew else None))


ATTEMPT = "resume_on_payment_attempt"
"""Who says so goes on when payment was tried, whatever came of it. source: sdk; where nobody says anything a
payment that failed is waited for: recorded: stripe_world 12"""


def _waits(expires: int, anchor: int | None) -> dict[str, object]:
    """What a resumption that waits shows. source: recorded: stripe_world 12"""
    shown: dict[str, object] = {
        "billing_cycle_anchor": anchor,
        "expires_at": expires,
        "subscription_items": None,
    }
    return {"pending_update": {**shown, "trial_end": None, "trial_from_plan": None}}


def _lines(work: Work, subscription: Record, params: Params, anew: bool) -> list[LineDraft] | None:
    """What a resumption bills at once; None, nothing. Periods that go on as they were are paid from now on,
    with the next invoice unless that is wanted at once. source: spec (resume: proration_behavior)"""
    if anew:
        return service_lines.opening_lines(work, subscription)
    terms = item_changes.terms_of(work, subscription, params)
    if terms.behavior != "none":
        for item in items.of(work, subscription):
            if not pricing.is_metered(item.price):
                state = prorations.state(work, subscription, item)
                prorations.prorate(work, subscription, item.id, None, state, terms.moment)
    return [] if terms.behavior == "always_invoice" else None


def _move(work: Work, subscription: Record, moment: int, anchor: int) -> list[tuple[Record, int, int]]:
    """Periods are those that hold the moment, or begin with it. gives: as they were"""
    was = []
    for item in items.of(work, subscription):
        was.append((item, int(item.current_period_start), int(item.current_period_end)))
        anew = anchor == moment
        if anew:
            work.note(item, anchor=None, billed=None)
        whole = items.cycle(item, anchor, moment)
        end = items.until(items.fixed_end(subscription), whole.end)
        start = moment if anew or pricing.is_metered(item.price) else whole.start
        work.amend(item, current_period_start=start, current_period_end=end)
    return was


def _move_back(work: Work, subscription: Record, was: list[tuple[Record, int, int]]) -> None:
    for item, start, end in was:
        work.amend(item, current_period_start=start, current_period_end=end)


def _goes_on(work: Work, subscription: Record, anchor: int) -> None:
    """It is active again; what was used while it rested is not billed. source: spec (resume); usage
    inferred"""
    for item in items.of(work, subscription):
        usage.roll(work, subscription, item.body, item.current_period_start, work.now, None)
    work.advance(
        subscription,
        "resume",
        "done",
        billing_cycle_anchor=anchor,
        pending_update=None,
        status_details=None,
        **items.embedded(work, subscription),
    )
    renewal.reschedule(work, subscription)


def _waiting_for(work: Work, invoice: Record) -> Record | None:
    """The paused subscription that waits for this invoice."""
    key = invoice.private.get("subscription")
    subscription = work.peek(key, "subscription") if key else None
    if subscription is None or subscription.status != "paused":
        return None
    return subscription if (subscription.private.get("resuming") or [None])[0] == invoice.id else None


def _settled(work: Work, subscription: Record, invoice: Record) -> None:
    """Its invoice is paid, or not waited for any longer: periods count from when it was asked to go on."""
    _, moment, anchor = subscription.private["resuming"]
    work.unschedule("stay_paused", subscription)
    work.note(subscription, resuming=None)
    _move(work, subscription, moment, anchor)
    _goes_on(work, subscription, anchor)


@hears(INVOICE, "finalize", "settled")
@hears(INVOICE, "pay", "paid")
@hears(INVOICE, "mark", "done")
def settled(work: Work, invoice: Record) -> None:
    """The invoice of a resumption is paid or written off: the subscription goes on. source: spec (resume)"""
    subscription = _waiting_for(work, invoice)
    if subscription is not None:
        _settled(work, subscription, invoice)


@hears(INVOICE, "void", "done")
def voided(work: Work, invoice: Record) -> None:
    """The invoice of a resumption is void: the subscription stays paused. source: spec (resume)"""
    subscription = _waiting_for(work, invoice)
    if subscription is not None:
        work.unschedule("stay_paused", subscription)
        work.note(subscription, resuming=None)
        work.change(subscription, pending_update=None)


@job(SUBSCRIPTION, "stay_paused")
def stay_paused(work: Work, subscription: Record) -> None:
    """Nobody paid within 23 hours: the invoice is void, and nothing goes on. source: docs: Pause
    subscriptions"""
    _forget(work, subscription)


def _forget(work: Work, subscription: Record) -> None:
    """An earlier resumption is waited for no longer."""
    waiting = subscription.private.get("resuming")
    invoice = work.peek(waiting[0], "invoice") if waiting else None
    if invoice is not None and invoice.status == "open":
        collection.void(work, invoice)


def migrate(work: Work, subscription: Record, params: Params) -> None:
    """From now on it is billed the newer way, or shows its discounts beside prorations, which it can't take
    back. source: docs: Billing mode; docs: API changelog 2025-09-30.clover; refusal inferred

    refuses: already_flexible
    """
    options = params.billing_mode.get("flexible") or {}
    how = options.get("proration_discounts", "included")
    if prorations.flexible(subscription) and (prorations.itemized(subscription) or how != "itemized"):
        raise refusals.already_flexible()
    mode = {"flexible": {"proration_discounts": how}, "type": "flexible", "updated_at": work.now}
    work.change(subscription, billing_mode=mode)
