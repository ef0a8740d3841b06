"""Updating a subscription.

Owns: POST of a subscription: which facts may change in which state. Does not own: changes of items
(changing.py), trials (trials.py), what an end means (subscriptions.py).
Money: through changing.py. Source: spec; recorded: stripe_world 12, pay-rails/pay.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.generate import updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.subscriptions import item_changes, refusals, trials
from pinstripe.products.subscriptions.subscription import ENDED, SUBSCRIPTION, ending, next_boundary
from pinstripe.products.subscriptions.subscriptions import NOT_YET, ONE

UNFINISHED_MAY_CHANGE = {"metadata", "description", "default_payment_method", "expand"}
ENDED_MAY_CHANGE = {"metadata", "cancellation_details", "expand"}
OWN_WAYS = frozenset(("items", "cancel_at", "cancel_at_period_end", "trial_end", "billing_cycle_anchor"))


MISSING = f"{NOT_YET} add_invoice_items items.billing_thresholds items.discounts items.tax_rates"


@operation(f"POST {ONE}", SUBSCRIPTION, subject="subscription_exposed_id", missing=MISSING)
def update(work: Work, subscription: Record, params: Params) -> Record:
    """New facts, new items, another rhythm, an end. source: spec; recorded: pay-rails/pay, stripe_world 12,
    14

    refuses: invalid_canceled_subscription_fields, status_transition_invalid, needs_days, no_days
    """
    if subscription.status in ENDED and params.keys() - ENDED_MAY_CHANGE:
        raise refusals.ended_fields()
    if subscription.status == "incomplete" and params.keys() - UNFINISHED_MAY_CHANGE:
        raise refusals.unfinished_fields()
    method = params.get("default_payment_method")
    if method:
        customer = work.load(subscription.customer, "customer")
        methods.owned(work, customer, method, "default_payment_method")
    changes = updates(subscription, params, OWN_WAYS)
    if changes.get("collection_method") == "charge_automatically":
        changes.setdefault("days_until_due", None)
    _collection(subscription, {**subscription.body, **changes}, params)
    wishes = item_changes.wishes_of(work, subscription, params.get("items") or [])
    terms = item_changes.terms_of(work, subscription, params)
    if params.get("trial_from_plan"):
        raise errors.not_implemented("POST /v1/subscriptions/{subscription_exposed_id}", "trial_from_plan")
    changes |= _end(work, subscription, params, changes)
    if params.get("trial_end") is not None:
        trials.move_end(work, subscription, params.trial_end, wishes, terms, changes)
    elif wishes or terms.restart:
        item_changes.apply(work, subscription, wishes, terms, **changes)
    else:
        work.change(subscription, **changes)
    if "pause_collection" in params:
        _pause(work, subscription)
    return subscription


def _pause(work: Work, subscription: Record) -> None:
    """Collection goes on by itself at the moment that was named, if one was. source: docs: Pause payment
    collection"""
    work.unschedule("collect_again", subscription)
    resumes_at = (subscription.pause_collection or {}).get("resumes_at")
    if resumes_at is not None:
        if resumes_at <= work.now:
            raise errors.bad_timestamp("pause_collection[resumes_at]")
        work.schedule("collect_again", subscription, resumes_at)


def _end(work: Work, subscription: Record, params: Params, changes: dict[str, Any]) -> dict[str, Any]:
    """Whether it ends with its period, or not any more. source: recorded: pay-rails/pay"""
    ends = params.get("cancel_at_period_end")
    if ends is None or ends == subscription.cancel_at_period_end:
        return {}
    details = changes.pop("cancellation_details", None) or subscription.cancellation_details
    return ending(ends, work.now, next_boundary(subscription), details)


def _collection(subscription: Record, after: dict[str, Any], params: Params) -> None:
    """Who is sent invoices has days to pay them, who is charged has none. refuses: needs_days, no_days"""
    if not params.keys() & {"collection_method", "days_until_due"}:
        return
    if after["collection_method"] == "send_invoice":
        if after["days_until_due"] is None:
            raise refusals.needs_days()
        if after["days_until_due"] < 0:
            raise errors.too_low(0, "days_until_due")
    elif params.get("days_until_due") is not None:
        raise refusals.no_days()
