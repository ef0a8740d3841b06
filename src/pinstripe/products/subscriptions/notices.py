"""Notices: a subscription tells ahead that its trial ends.

Owns: telling of it. Does not own: the end itself (renewal.py), telling of the next invoice (foresight.py).
Money: none. Source: docs: Using trial periods.
"""

from __future__ import annotations

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION

TRIAL_NOTICE_SECONDS = 3 * DAY
"""How long before its end a trial is told of. source: docs: Using trial periods"""


def plan_notice(work: Work, subscription: Record) -> None:
    """Schedules the notice of a trial's end three days before it; a shorter trial is announced at once.
    source: docs: Using trial periods
    """
    work.unschedule("trial_will_end", subscription)
    notice = int(subscription.trial_end) - TRIAL_NOTICE_SECONDS
    if notice > work.now:
        work.schedule("trial_will_end", subscription, notice)
    else:
        work.announce(subscription, "trial_will_end")


@job(SUBSCRIPTION, "trial_will_end")
def trial_will_end(work: Work, subscription: Record) -> None:
    """Sends the notice that a trial ends in three days or less. source: docs: Using trial periods"""
    if subscription.status == "trialing":
        work.announce(subscription, "trial_will_end")
