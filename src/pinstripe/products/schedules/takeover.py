"""Takeover: a subscription that runs gets a schedule, whose first phase is the running period.

Owns: what that phase says. Does not own: making the schedule, and what follows (course.py).
Money: none. Source: docs: Subscription schedules; recorded: twentyhq (shape).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.subscriptions import management

Body = dict[str, Any]


def phase_of(work: Work, subscription: Record) -> Body:
    """A running subscription's period as a phase. source: recorded: twentyhq (shape)"""
    items = subscription.body["items"]["data"]
    taxes = subscription.automatic_tax
    return {
        "add_invoice_items": [],
        "application_fee_percent": subscription.application_fee_percent,
        "automatic_tax": {name: taxes[name] for name in ("disabled_reason", "enabled", "liability")},
        "billing_cycle_anchor": None,
        "billing_thresholds": subscription.billing_thresholds,
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
        "billing_thresholds": item.get("billing_thresholds"),
        "discounts": [_kept(key) for key in item["discounts"]],
        "metadata": item["metadata"],
        "plan": item["price"]["id"],
        "price": item["price"]["id"],
        "tax_rates": item["tax_rates"],
    }
    return {**body, "quantity": item["quantity"]} if item.get("quantity") is not None else body
