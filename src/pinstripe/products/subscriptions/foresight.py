"""Foresight: a subscription tells ahead of its next invoice.

Owns: telling of it. Does not own: when (renewal.py), what the invoice would say (previews.py). Money: none.
Source: docs: Subscription webhooks.
"""

from __future__ import annotations

from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import invoice as invoices
from pinstripe.products.subscriptions import previews
from pinstripe.products.subscriptions.service_lines import goes_on
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION


@job(SUBSCRIPTION, "foresee")
def foresee(work: Work, subscription: Record) -> None:
    """Sends `invoice.upcoming` a week before the next invoice is made, so that lines can still be added.
    source: docs: Subscription webhooks
    """
    if subscription.status not in ("active", "past_due", "trialing") or not goes_on(subscription):
        return
    ahead = previews.next_of(work, subscription, work.load(subscription.customer, "customer"))
    invoices.foresee(work, previews.shown(work, ahead))
