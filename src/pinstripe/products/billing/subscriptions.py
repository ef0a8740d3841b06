"""Subscriptions: a customer pays for prices again and again, until it ends.

Owns: the subscription object, its lifecycle, what its end means. Does not own: updates (updating.py), the
first
invoice (subscribing.py), the following ones (renewal.py), ending at once (canceling.py), items
(subscription_items.py).
Money: none of its own; invoices carry it. Source: spec; docs: Subscriptions; recorded: stripe_world 12,
pay-rails/pay.
Private facts: prices (ids, for lists), live (not canceled), ended, shown as list filters only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.billing import subscription_items as items
from pinstripe.products.billing import subscription_refusals as refusals
from pinstripe.products.billing import usage

LIVE = "incomplete trialing active past_due unpaid paused"
UPDATED = "customer.subscription.updated"
DELETED = "customer.subscription.deleted"

SUBSCRIPTION = Resource(
    "subscription",
    prefix="sub",
    generated="retrieve",
    events="customer.subscription",
    index=(
        *("customer", "status", "collection_method", "test_clock"),
        *("price=private.prices", "live=private.live", "ended=private.ended"),
    ),
    search="canceled_at:number status",
    unexpected=refusals.gone,
    defaults={
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_schedules": [],
        "cancel_at_period_end": False,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "collection_method": "charge_automatically",
        "default_tax_rates": [],
        "discounts": [],
        "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
        "metadata": {},
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
    },
    absent="managed_payments presentment_details",
    lifecycle=lifecycle(
        ("create", "started", ANY, "active", "customer.subscription.created"),
        ("create", "incomplete", ANY, "incomplete", "customer.subscription.created"),
        ("create", "trialing", ANY, "trialing", "customer.subscription.created"),
        ("activate", "paid", "incomplete", "active", UPDATED),
        ("renew", "done", "active past_due unpaid", "=", UPDATED),
        ("renew", "trial_ended", "trialing", "active", UPDATED),
        ("bill", "done", LIVE, "=", UPDATED),
        ("trial_will_end", "done", "trialing", "=", "customer.subscription.trial_will_end"),
        ("fail", "declined", "active", "past_due", UPDATED),
        ("fail", "awaited", "active", "past_due", UPDATED),
        ("fail", "given_up", "active past_due", "unpaid", UPDATED),
        ("recover", "paid", "past_due unpaid", "active", UPDATED),
        ("recover", "forgiven", "past_due unpaid", "active", UPDATED),
        ("pause", "done", "trialing", "paused", "customer.subscription.paused"),
        ("cancel", "done", LIVE, "canceled", DELETED),
        ("expire", "unpaid", "incomplete", "incomplete_expired", UPDATED),
    ),
)

ENDED = ("canceled", "incomplete_expired")
NOT_YET = (
    "add_invoice_items application_fee_percent automatic_tax billing_schedules billing_thresholds cancel_at "
    "default_source default_tax_rates discounts coupon promotion_code invoice_settings "
    "on_behalf_of pending_invoice_item_interval transfer_data "
    "payment_settings.payment_method_options"
)
"""Parameters of create and update that are valid and answered with 501."""
ONE = "/v1/subscriptions/{subscription_exposed_id}"


@operation(
    "GET /v1/subscriptions",
    SUBSCRIPTION,
    missing="automatic_tax current_period_start current_period_end customer_account",
)
def list_subscriptions(work: Work, params: Params) -> Page:
    """Subscriptions, newest first; canceled ones only when they are asked for. source: spec"""
    referred(work, params, customer="customer", price="price", test_clock="test_helpers.test_clock")
    filters = dict(params.pick("customer", "price", "collection_method", "test_clock"))
    status = params.get("status")
    if status is None:
        filters["live"] = True
    elif status == "ended":
        filters["ended"] = True
    elif status != "all":
        filters["status"] = status
    clock = None if "customer" in filters or "test_clock" in filters else ""
    return show_records(work, SUBSCRIPTION, params, "/v1/subscriptions", filters, clock)


def ending(ends: bool, now: int, boundary: int, details: dict[str, Any]) -> dict[str, Any]:
    """What it means to end with the period, or not to any more. source: recorded: pay-rails/pay"""
    if not ends:
        return {
            "cancel_at": None,
            "cancel_at_period_end": False,
            "canceled_at": None,
            "cancellation_details": {**details, "reason": None},
        }
    return {
        "cancel_at": boundary,
        "cancel_at_period_end": True,
        "canceled_at": now,
        "cancellation_details": {**details, "reason": "cancellation_requested"},
    }


def next_boundary(subscription: Record) -> int:
    """When the period of the item that is billed next ends."""
    ends = [int(item["current_period_end"]) for item in subscription.body["items"]["data"]]
    return min(ends, default=int(subscription.billing_cycle_anchor))


def end(
    work: Work,
    subscription: Record,
    reason: str,
    *,
    details: Mapping[str, Any] | None = None,
    last_invoice: str | None = None,
) -> Record:
    """The subscription is over: nothing is billed any more, its drafts no longer move by themselves.

    params: last_invoice, the one that bills its last usage, which is collected all the same.

    source: docs: Cancel subscriptions
    """
    work.unschedule("", subscription)
    for item in items.of(work, subscription):
        usage.end_item(work, item.body, work.now)
    stop_collecting(work, subscription, last_invoice)
    known = subscription.cancellation_details or {}
    work.note(subscription, live=False, ended=True)
    work.advance(
        subscription,
        "cancel",
        "done",
        canceled_at=subscription.canceled_at or work.now,
        ended_at=work.now,
        cancellation_details={**known, **(details or {}), "reason": reason},
        latest_invoice=last_invoice or subscription.latest_invoice,
    )
    return subscription


def stop_collecting(work: Work, subscription: Record, but: str | None = None) -> None:
    """Its drafts and open invoices wait for their owner from now on. params: but, the one that goes on all
    the
    same. source: docs: Cancel subscriptions
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


def of_customer(work: Work, customer: Record) -> list[Record]:
    """The customer's subscriptions that have not ended."""
    return [s for s in work.each("subscription", customer=customer.id, live=True) if s.status not in ENDED]


def billed_by(work: Work, invoice: Record) -> Record | None:
    """The subscription whose invoice this is; one made by hand says nothing of a subscription's state.

    source: spec (invoices: subscription)
    """
    if invoice.billing_reason == "manual":
        return None
    parent = invoice.get("parent") or {}
    key = (parent.get("subscription_details") or {}).get("subscription")
    return work.peek(key, "subscription") if key else None
