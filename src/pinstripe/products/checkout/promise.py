"""The promise: what is said beforehand of the payment or the subscription that follows can be kept.

Owns: words for statements and free time, as a session and a link say them for later. Does not own: payments
and subscriptions, which say what they take. Pure. Money: none. Source: spec; docs: statement descriptors;
docs: Using trial periods.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY
from pinstripe.products.payments import statement_descriptors
from pinstripe.products.subscriptions import refusals as subscription_refusals
from pinstripe.products.subscriptions.creation import LONGEST_TRIAL_DAYS


def refuse(params: Params, now: int) -> None:
    """Words that a statement can show, and two free years at most. refuses: bad_descriptor, trial_too_long"""
    statement_descriptors.refuse(params.get("payment_intent_data") or {}, "payment_intent_data")
    data = params.get("subscription_data") or {}
    days, end = data.get("trial_period_days"), data.get("trial_end")
    if days is not None and days > LONGEST_TRIAL_DAYS:
        raise subscription_refusals.trial_too_long("subscription_data[trial_period_days]")
    if end is not None and end > now + LONGEST_TRIAL_DAYS * DAY:
        raise subscription_refusals.trial_too_long("subscription_data[trial_end]")
