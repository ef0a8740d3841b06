"""Trials of running subscriptions: when the free time ends, and what it means that it ends now.

Owns: trial_end of an update. Does not own: trials of beginnings (creation.py), their end by the clock
(renewal.py). Money: the invoice of the first paid period, through item_changes.py.
Source: recorded: stripe_world 12; docs: Using trial periods.
"""

from __future__ import annotations

from typing import Any, Literal

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Body
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import collection
from pinstripe.products.subscriptions import (
    item_changes,
    notices,
    prorations,
    refusals,
    renewal,
    service_lines,
)
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.item_changes import Terms, Wish
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION
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
        return _begin(work, subscription, end, wishes, terms, changes)
    item_changes.apply(work, subscription, wishes, terms._replace(behavior="none", restart=False), **changes)
    for item in items.of(work, subscription):
        work.amend(item, current_period_end=items.until(items.fixed_end(subscription), end))
    ends = {"cancel_at": end} if subscription.cancel_at_period_end else {}
    anchored = {} if keeps_anchor(subscription) else {"billing_cycle_anchor": end}
    work.change(subscription, trial_end=end, **anchored, **items.embedded(work, subscription), **ends)
    notices.plan_notice(work, subscription)
    renewal.reschedule(work, subscription)
    return subscription


def keeps_anchor(subscription: Record) -> bool:
    """Do its periods go on counting from where they were anchored when its trial ends? So where that is said,
    and where its anchor was not the trial's end. source: spec (trial_settings); inferred (the latter)
    """
    said = subscription.trial_settings["end_behavior"].get("billing_cycle_anchor")
    if said is not None:
        return bool(said == "unchanged")
    return bool(
        subscription.status == "trialing" and subscription.billing_cycle_anchor != subscription.trial_end
    )


def of_plan(
    work: Work, subscription: Record, params: Params, wishes: list[Wish]
) -> int | Literal["now"] | None:
    """The end of a trial that an update asks for; a price's own trial counts from now. refuses:
    trial_of_plan_too. source: spec (trial_from_plan)"""
    end: int | Literal["now"] | None = params.get("trial_end")
    if not params.get("trial_from_plan"):
        return end
    if end is not None:
        raise refusals.trial_of_plan_too("trial_end")
    chosen = [one.price for one in wishes if one.price is not None]
    chosen = chosen or [work.load(item.price["id"], "price") for item in items.of(work, subscription)]
    days = max((price.recurring.get("trial_period_days") or 0 for price in chosen), default=0)
    return work.now + days * DAY if days else None


def _begin(
    work: Work, subscription: Record, end: int, wishes: list[Wish], terms: Terms, changes: dict[str, Any]
) -> Record:
    """What was paid for and is free now is given back, and the free time stands on an invoice of its own.
    Classic billing goes on to name when it was first on trial (docs: Billing mode).

    refuses: no_trial_now, of what neither runs nor is owed. source: recorded: stripe_world 12
    """
    if SUBSCRIPTION.refuses("begin_trial", subscription):
        raise refusals.no_trial_now(subscription.status)
    renewal.bill_what_waits(work, subscription)
    before = subscription.body
    settings = {"trial_settings": changes["trial_settings"]} if "trial_settings" in changes else {}
    work.amend(subscription, **settings)
    anchored = {} if keeps_anchor(subscription) else {"billing_cycle_anchor": end}
    ended, used = service_lines.running_usage(work, subscription)
    if terms.behavior != "none":
        prorations.give_back(work, subscription, terms.moment)
    work.advance(subscription, "begin_trial", "done")
    for item in items.of(work, subscription):
        work.note(item, anchor=None, billed=None)
        until = items.until(items.fixed_end(subscription), end)
        work.amend(item, current_period_start=work.now, current_period_end=until)
    if wishes:
        item_changes.apply(work, subscription, wishes, terms._replace(restart=False))
    ends = changes.get("cancel_at_period_end", subscription.cancel_at_period_end)
    changes |= {"cancel_at": end} if ends else {}
    first = subscription.trial_start if subscription.billing_mode["type"] == "classic" else None
    free = {
        "trial_end": end,
        "trial_start": first or work.now,
        **anchored,
        **items.embedded(work, subscription),
    }
    work.amend(subscription, **{**changes, **free})
    notices.plan_notice(work, subscription)
    renewal.reschedule(work, subscription)
    lines = [*used, *service_lines.opening_lines(work, subscription)]
    item_changes.invoice(work, subscription, lines, terms, ended, before)
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
    keeps = keeps_anchor(subscription)
    free = service_lines.unprorated(subscription)
    work.amend(subscription, trial_end=work.now)
    if without:
        renewal.without_method(work, subscription)
        return subscription
    work.advance(subscription, "end_trial", "done")
    if keeps:
        _go_on_as_anchored(work, subscription, wishes, terms, changes, (before, free))
        return subscription
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


def _go_on_as_anchored(
    work: Work,
    subscription: Record,
    wishes: list[Wish],
    terms: Terms,
    changes: dict[str, Any],
    known: tuple[Body, bool],
) -> None:
    """The first paid period is what is left of the one that its anchor makes. params: known, the subscription
    before, and whether that part is free. source: spec (trial_settings); docs: Set billing cycles"""
    before, free = known
    if wishes:
        item_changes.apply(work, subscription, wishes, terms._replace(behavior="none", restart=False))
    anchor, classic = subscription.billing_cycle_anchor, not prorations.flexible(subscription)
    lines = []
    for item in reversed(items.of(work, subscription)):
        end = items.until(items.fixed_end(subscription), items.cycle(item, anchor, work.now).end)
        work.amend(item, current_period_start=work.now, current_period_end=end)
        lines += service_lines.opening_of(work, item, anchor, classic, free)
    work.amend(subscription, **changes, **items.embedded(work, subscription))
    renewal.reschedule(work, subscription)
    if terms.paid_since is None:
        item_changes.invoice(work, subscription, lines, terms, (), before)
    else:
        work.change(subscription, was=before)
