"""Trials of running subscriptions: when the free time ends, and what it means that it ends now.

Owns: trial_end of an update. Does not own: trials of beginnings (creation.py), their end by the clock
(renewal.py). Money: the invoice of the first paid period, through item_changes.py.
Source: recorded: stripe_world 12; docs: Using trial periods.
"""

from __future__ import annotations

from typing import Any, Literal

from pinstripe.api import errors
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import collection
from pinstripe.products.subscriptions import item_changes, notices, refusals, renewal
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.item_changes import Terms, Wish
from pinstripe.products.usage import usage_record_summary as usage

LONGEST_TRIAL_DAYS = 730
"""source: docs: Using trial periods"""


def move_end(
    work: Work,
    subscription: Record,
    end: int | Literal["now"],
    wishes: list[Wish],
    terms: Terms,
    changes: dict[str, Any],
) -> Record:
    """The trial ends now, or at another time. Without a trial, `now` changes nothing of it.

    source: recorded: stripe_world 12
    """
    if end == "now" and subscription.status != "trialing":
        item_changes.apply(work, subscription, wishes, terms, **changes)
        return subscription
    if end == "now":
        return _end_now(work, subscription, wishes, terms, changes)
    if end <= work.now:
        raise errors.bad_timestamp("trial_end")
    if end > work.now + LONGEST_TRIAL_DAYS * DAY:
        raise refusals.trial_too_long("trial_end")
    if subscription.status != "trialing":
        raise errors.not_implemented("POST /v1/subscriptions", "trial_end of a subscription that is paid for")
    item_changes.apply(work, subscription, wishes, terms._replace(behavior="none", restart=False), **changes)
    for item in items.of(work, subscription):
        work.amend(item, current_period_end=items.until(items.fixed_end(subscription), end))
    ends = {"cancel_at": end} if subscription.cancel_at_period_end else {}
    shown = items.embedded(work, subscription)
    work.change(subscription, billing_cycle_anchor=end, trial_end=end, **shown, **ends)
    notices.plan_notice(work, subscription)
    renewal.reschedule(work, subscription)
    return subscription


def _end_now(
    work: Work, subscription: Record, wishes: list[Wish], terms: Terms, changes: dict[str, Any]
) -> Record:
    """Ends the trial: the first paid period begins and is billed at once. source: recorded:
    stripe_world 12

    refuses: no_method, where the customer has none and nobody said what then
    """
    customer = work.load(subscription.customer, "customer")
    after = {**subscription.body, **changes}
    charged = after["collection_method"] == "charge_automatically"
    method = after["default_payment_method"] or collection.method_of(work, subscription, customer)
    without = charged and not method
    if without and after["trial_settings"]["end_behavior"]["missing_payment_method"] == "create_invoice":
        raise refusals.no_method()
    work.unschedule("trial_will_end", subscription)
    if without:
        item_changes.apply(
            work, subscription, wishes, terms._replace(behavior="none", restart=False), **changes
        )
    for item in items.of(work, subscription):
        usage.roll(work, subscription, item.body, item.current_period_start, work.now, None)
    before = subscription.body
    work.amend(subscription, trial_end=work.now)
    if without:
        renewal.without_method(work, subscription)
        return subscription
    work.advance(subscription, "end_trial", "done")
    item_changes.apply(
        work,
        subscription,
        wishes,
        terms._replace(behavior="none", restart=True),
        bills_usage=False,
        since=before,
        **changes,
    )
    return subscription
