"""Takeover: a subscription that runs gets a schedule, whose first phase is the running period.

Owns: what that phase says. Does not own: what follows (course.py), the endpoint (subscription_schedules.py).
Money: none. Source: docs: Subscription schedules; recorded: twentyhq (shape).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.schedules import course
from pinstripe.products.schedules.subscription_schedule import SUBSCRIPTION_SCHEDULE
from pinstripe.products.subscriptions import management

Body = dict[str, Any]


def of_subscription(work: Work, subscription: Record, settings: Mapping[str, Any]) -> Record:
    """A schedule of a subscription that runs: one phase, its period. source: docs: Subscription schedules"""
    planned = [phase_of(work, subscription)]
    key = work.new_id(SUBSCRIPTION_SCHEDULE)
    defaults = {**SUBSCRIPTION_SCHEDULE.defaults["default_settings"]}
    defaults["collection_method"] = subscription.collection_method
    defaults["default_payment_method"] = subscription.default_payment_method
    defaults["invoice_settings"] = {
        **defaults["invoice_settings"],
        "days_until_due": subscription.days_until_due,
    }
    schedule = work.create(
        SUBSCRIPTION_SCHEDULE,
        "started",
        id=key,
        billing_mode=subscription.billing_mode,
        current_phase=course.span(planned[0]),
        customer=subscription.customer,
        default_settings=defaults,
        phases=planned,
        subscription=subscription.id,
        test_clock=subscription.test_clock,
        **settings,
    )
    management.govern(work, subscription, key)
    course.plan(work, schedule, subscription)
    return schedule


def phase_of(work: Work, subscription: Record) -> Body:
    """A running subscription's period as a phase. source: recorded: twentyhq (shape)"""
    items = subscription.body["items"]["data"]
    taxes = subscription.automatic_tax
    return {
        "add_invoice_items": [],
        "application_fee_percent": subscription.application_fee_percent,
        "automatic_tax": {name: taxes[name] for name in ("disabled_reason", "enabled", "liability")},
        "billing_cycle_anchor": None,
        "billing_thresholds": None,
        "collection_method": subscription.collection_method,
        "currency": subscription.currency,
        "default_payment_method": subscription.default_payment_method,
        "default_tax_rates": subscription.default_tax_rates or [],
        "description": subscription.description,
        "discounts": [_kept(key) for key in subscription.discounts],
        "end_date": management.boundary_of(subscription),
        "invoice_settings": {
            **subscription.invoice_settings,
            "days_until_due": subscription.days_until_due,
        },
        "items": [_item_of(item) for item in items],
        "metadata": subscription.metadata,
        "on_behalf_of": subscription.on_behalf_of,
        "proration_behavior": "create_prorations",
        "start_date": max((item["current_period_start"] for item in items), default=work.now),
        "transfer_data": subscription.transfer_data,
        "trial_end": subscription.trial_end if subscription.status == "trialing" else None,
    }


def _kept(key: str) -> Body:
    return {"coupon": None, "discount": key, "promotion_code": None}


def _item_of(item: Mapping[str, Any]) -> Body:
    """An item of a running subscription, as a phase has it."""
    body = {
        "billing_thresholds": None,
        "discounts": [_kept(key) for key in item["discounts"]],
        "metadata": item["metadata"],
        "plan": item["price"]["id"],
        "price": item["price"]["id"],
        "tax_rates": item["tax_rates"],
    }
    return {**body, "quantity": item["quantity"]} if item.get("quantity") is not None else body
