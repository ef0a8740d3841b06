"""Planned ends: a subscription will end at a date, or with its period, or not any more.

Owns: what is planned, and the last period that the plan cuts short. Does not own: the end itself (renewal.py,
cancellation.py). Money: the time that a running period loses or wins back, as prorations.
Source: docs: Cancel subscriptions; spec (cancel_at); recorded: pay-rails/pay.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.subscriptions import prorations
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.subscription import ending

NO_DETAILS = {"comment": None, "feedback": None}


def at_first(work: Work, params: Params, ends: Sequence[int], billed: Sequence[int] = ()) -> dict[str, Any]:
    """What a subscription that begins is told of its end. params: ends, of its items' first periods; billed,
    until when those are billed that are billed ahead

    refuses: exclusive_params, a past date. source: spec
    """
    moment = _moment(work, params, ends, billed)
    if moment is not None:
        return _at(moment, work.now, NO_DETAILS)
    return ending(True, work.now, min(ends), NO_DETAILS) if params.get("cancel_at_period_end") else {}


def changed(work: Work, subscription: Record, params: Params, changes: dict[str, Any]) -> dict[str, Any]:
    """What a running one is told of it. params: changes, what else is changed: notes on the end go with it

    refuses: exclusive_params, a past date. source: recorded: pay-rails/pay; spec
    """
    wanted = params.get("cancel_at_period_end")
    ends = [natural_end(subscription, item) for item in items.of(work, subscription)]
    billed = [item.get("billed_until") or 0 for item in items.of(work, subscription)]
    moment = _moment(work, params, ends, billed)
    if moment is not None:
        if moment == subscription.cancel_at and not subscription.cancel_at_period_end:
            return {}
        details = changes.pop("cancellation_details", None) or subscription.cancellation_details
        return {**_at(moment, work.now, details), **_trial_until(subscription, moment)}
    if wanted is None and "cancel_at" in params:
        wanted = False  # an empty one: whatever was planned is planned no longer
    if (
        wanted is None
        or wanted == subscription.cancel_at_period_end
        and (wanted or not subscription.cancel_at)
    ):
        return {}
    details = changes.pop("cancellation_details", None) or subscription.cancellation_details
    return ending(wanted, work.now, min(ends, default=work.now), details)


def _moment(work: Work, params: Params, ends: Sequence[int], billed: Sequence[int]) -> int | None:
    """The date that is named, or meant by a word."""
    at = params.get("cancel_at")
    if at is None or at == "":
        return None
    if params.get("cancel_at_period_end"):
        raise errors.exclusive_params(["cancel_at", "cancel_at_period_end"])
    if at == "max_billed_until":
        return max([*ends, *billed], default=work.now)
    if isinstance(at, str):
        return (min if at == "min_period_end" else max)(ends, default=work.now)
    if at <= work.now:
        raise errors.bad_timestamp("cancel_at")
    return int(at)


def _at(moment: int, now: int, details: Any) -> dict[str, Any]:
    """The fields that say that it ends at a date. source: spec; inferred (as with its period)"""
    return {
        "cancel_at": moment,
        "cancel_at_period_end": False,
        "canceled_at": now,
        "cancellation_details": {**details, "reason": "cancellation_requested"},
    }


def _trial_until(subscription: Record, moment: int) -> dict[str, Any]:
    """In classic billing a trial ends with its subscription, and stays short where the end is moved again;
    periods count from there. source: docs: Billing mode; docs: Set billing cycles"""
    trial = subscription.status == "trialing" and subscription.billing_mode["type"] == "classic"
    if not trial or moment >= subscription.trial_end:
        return {}
    anchor = min(moment, subscription.billing_cycle_anchor)
    return {"trial_end": moment, "billing_cycle_anchor": anchor}


def natural_end(subscription: Record, item: Record) -> int:
    """Where an item's running period would end if nothing were planned."""
    if subscription.status == "trialing":
        return int(subscription.trial_end)
    return items.cycle(item, subscription.billing_cycle_anchor, item.current_period_start).end


def move_ends(
    work: Work, subscription: Record, keys: Sequence[str], cancel_at: int | None, prorates: bool
) -> None:
    """Running periods end with the plan: what was paid for and is lost is given back, what is won back is
    charged. params: keys, the items; cancel_at, None where no date cuts a period short

    source: spec (cancel_at within the period: a proration where prorations are wanted)
    """
    for item in (work.load(key, "subscription_item") for key in keys):
        old, natural = int(item.current_period_end), natural_end(subscription, item)
        new = items.until(cancel_at, natural)
        if prorates and cancel_at is not None:
            prorations.bill_no_further(work, subscription, item, max(cancel_at, natural))
        if new == old:
            continue
        if prorates:
            state = prorations.state(work, subscription, item)
            was, then = (state, None) if new < old else (None, state)
            known = prorations.paid(work, subscription, item) if was else None
            prorations.prorate(
                work, subscription, item.id, known and known.to(old), then and then.to(new), min(old, new)
            )
        work.amend(item, current_period_end=new)
