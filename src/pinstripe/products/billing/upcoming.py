"""Upcoming invoices: what the next invoice would say if nothing more happened. Nothing of it is kept.

Owns: the two routes of older versions and the preview of newer ones. Does not own: the lines (renewal.py).
Money: computed as for a draft. Source: docs: Upcoming invoice; recorded: pay-rails/pay 2021 (refusal).
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.ids import stable
from pinstripe.kernel.call import Page
from pinstripe.kernel.fresh import template
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.billing import invoice_items, invoice_lines, invoicing, renewal, subscriptions
from pinstripe.products.billing import invoice_refusals as refusals
from pinstripe.products.billing.invoice_states import INVOICE

NOT_YET = (
    "automatic_tax currency customer_account customer_details discounts invoice_items issuer on_behalf_of "
    "preview_mode schedule schedule_details subscription_details"
)
FLAT = " ".join(
    f"subscription_{name}"
    for name in "billing_cycle_anchor cancel_at cancel_at_period_end cancel_now default_tax_rates items "
    "proration_behavior proration_date resume_at start_date trial_end trial_from_plan".split()
)
"""The same details as older versions name them."""


@operation("GET /v1/invoices/upcoming", INVOICE, missing=f"{NOT_YET} {FLAT}")
def upcoming(work: Work, params: Params) -> dict[str, Any]:
    """The next invoice of a customer or a subscription. source: docs: Upcoming invoice"""
    return preview(work, params)


@operation("POST /v1/invoices/create_preview", INVOICE, missing=NOT_YET)
def create_preview(work: Work, params: Params) -> dict[str, Any]:
    """The same, as newer versions ask for it. source: docs: create a preview invoice"""
    return preview(work, params)


@operation("GET /v1/invoices/upcoming/lines", INVOICE, missing=f"{NOT_YET} {FLAT}")
def upcoming_lines(work: Work, params: Params) -> Page:
    """Its lines. source: docs: Upcoming invoice"""
    body = preview(work, params, every=True)
    return page_of(body["lines"]["data"], params, "/v1/invoices/upcoming/lines", invoice_lines.LINE.noun)


def preview(work: Work, params: Params, every: bool = False) -> dict[str, Any]:
    """The body of an invoice that is only thought of. params: every, all its lines, not the first ten.

    refuses: upcoming_of_nobody, nothing_upcoming, other_customer
    """
    subscription, customer = _whose(work, params)
    lines, period = renewal.lines_ahead(work, subscription)
    pending = invoice_items.pending(work, customer, subscription.currency, subscription.id)
    lines = [*(invoice_items.line_of(work, item) for item in pending), *lines]
    # The same question gives the same id, and so does each line: cursors must work.
    key = f"upcoming_in_{stable(24, work.account, subscription.id, period[1])}"
    bodies = invoice_lines.preview(key, lines)
    shown = invoice_lines.envelope(key, bodies)
    amounts = [line.amount for line in lines]
    return {
        **template(INVOICE),
        "id": key,
        "auto_advance": True,
        "billing_reason": "upcoming",
        "created": period[1],
        "currency": subscription.currency,
        "customer": customer.id,
        "lines": {**shown, "data": bodies} if every else shown,
        "next_payment_attempt": period[1] + invoicing.DRAFT_SECONDS,
        "parent": invoicing.parent_of(subscription),
        "period_end": period[1],
        "period_start": period[0],
        "status": "draft",
        "test_clock": customer.get("test_clock"),
        **invoicing.of_customer(customer),
        **invoicing.sums(amounts, subscription.currency, customer.balance),
        "ending_balance": invoicing.totals(amounts, subscription.currency, customer.balance).ending_balance,
    }


def _whose(work: Work, params: Params) -> tuple[Record, Record]:
    """The subscription that is billed next, and its customer."""
    key, owner = params.get("subscription"), params.get("customer")
    if not key and not owner:
        raise refusals.upcoming_of_nobody()
    customer = work.find("customer", owner, "customer") if owner else None
    if key:
        subscription = work.find("subscription", key, "subscription")
        if customer is not None and subscription.customer != customer.id:
            raise refusals.other_customer(key)
        customer = work.load(subscription.customer, "customer")
        if subscription.status in subscriptions.ENDED or not renewal.goes_on(subscription):
            raise refusals.nothing_upcoming(customer.id)
        return subscription, customer
    assert customer is not None
    running = [s for s in subscriptions.of_customer(work, customer) if renewal.goes_on(s)]
    if not running:
        raise refusals.nothing_upcoming(customer.id)
    return min(running, key=subscriptions.next_boundary), customer
