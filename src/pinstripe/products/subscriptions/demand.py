"""Demand: an invoice between periods, of what waits for one, which is paid in the same call if it can be.

Owns: its draft, and asking for it at once. Does not own: what is changed (item_changes.py), renewals
(renewal.py). Money: the invoice's, through the room invoices.
Source: recorded: pay-rails/pay; docs: Prorations.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Body
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import collection, drafts, finalization
from pinstripe.products.invoices import invoice_item as invoice_items
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.invoices.line_item import LineDraft
from pinstripe.products.subscriptions import refusals
from pinstripe.products.tax import refusals as tax_refusals


def drafted(
    work: Work,
    subscription: Record,
    lines: list[LineDraft],
    reason: str,
    before: Body | None = None,
    waits: bool = False,
    alone: bool = False,
    **fields: Any,
) -> Record | None:
    """A draft of what waits for an invoice of the subscription, and of these lines; None where there is
    nothing. While collection is paused it goes the way that was said then. params: before, as in `invoice`;
    waits, whether it becomes final by itself; alone, of what waits only prorations of this moment.
    source: docs: Pause payment collection; inferred (invoices between periods)"""
    customer = work.load(subscription.customer, "customer")
    pending = invoice_items.pending(work, customer, subscription.currency, subscription.id)
    if alone:
        pending = [item for item in pending if item.proration and item.date == work.now]
    every = [*(invoice_items.line_of(work, item) for item in pending), *lines]
    was = subscription.body if before is None else before
    if not every:
        work.change(subscription, was=was)
        return None
    key = work.new_id(INVOICE)
    work.change(subscription, was=was, latest_invoice=key)
    resting = subscription.pause_collection if subscription.status != "paused" else None
    if resting:
        behavior = resting["behavior"]
        fields |= {"facts": {"paused": behavior}, "auto_advance": behavior != "keep_as_draft"}
    starts = [item["current_period_start"] for item in subscription.body["items"]["data"]]
    made = drafts.draft(
        work,
        id=key,
        customer=customer,
        currency=subscription.currency,
        reason=reason,
        lines=every,
        subscription=subscription,
        period=(min(starts, default=work.now), work.now),
        waits=waits or subscription.collection_method == "send_invoice",
        **drafts.collected_as(work, subscription),
        **fields,
    )
    invoice_items.bind(work, made, pending)
    return made


def ask(work: Work, made: Record, behavior: str, off_session: bool = False) -> collection.Collected | None:
    """The draft is final, and paid if it can be, unless collection is paused. gives: what came of the
    payment, if one was tried

    refuses: what a caller reads who wants all or nothing, no_customer_location
    """
    if made.private.get("paused") == "keep_as_draft":
        return None
    finalization.finalize(work, made)
    if made.status == "draft":
        raise tax_refusals.no_customer_location()
    if made.status != "open" or collection.given_up(work, made) or behavior == "default_incomplete":
        return None
    outcome, _ = collection.collect(work, made, off_session=off_session)
    if behavior == "error_if_incomplete" and outcome not in collection.ON_ITS_WAY:
        raise refusals.unpaid(work, made, outcome)
    return outcome
