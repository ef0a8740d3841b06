"""Notices: a subscription tells ahead of what will happen.

Owns: telling of a trial's end, and of the next invoice. Does not own: the end itself, the invoice
(renewal.py), what it would say (previews.py). Money: none.
Source: docs: Using trial periods; docs: Subscription webhooks.
"""

from __future__ import annotations

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import invoice as invoices
from pinstripe.products.subscriptions import previews
from pinstripe.products.subscriptions.service_lines import goes_on
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION

TRIAL_NOTICE_SECONDS = 3 * DAY
"""How long before its end a trial is told of. source: docs: Using trial periods"""


def plan_notice(work: Work, subscription: Record) -> None:
    """Three days before its end a trial is told of; one that is shorter, at once. source: docs: Using trial
    periods"""
    work.unschedule("trial_will_end", subscription)
    notice = int(subscription.trial_end) - TRIAL_NOTICE_SECONDS
    if notice > work.now:
        work.schedule("trial_will_end", subscription, notice)
    else:
        work.announce(subscription, "trial_will_end")


@job(SUBSCRIPTION, "trial_will_end")
def trial_will_end(work: Work, subscription: Record) -> None:
    """Three days' notice. source: docs: Using trial periods"""
    if subscription.status == "trialing":
        work.announce(subscription, "trial_will_end")


@job(SUBSCRIPTION, "foresee")
def foresee(work: Work, subscription: Record) -> None:
    """A week before it is made, the next invoice is told of: there is time to add to it. source: docs:
    Subscription webhooks
    """
    if subscription.status not in ("active", "past_due", "trialing") or not goes_on(subscription):
        return
    ahead = previews.next_of(work, subscription, work.load(subscription.customer, "customer"))
    invoices.foresee(work, previews.shown(work, ahead))
