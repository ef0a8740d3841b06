"""Cancellation: a subscription ends, and what it leaves behind no longer moves by itself.

Owns: what an end means. Does not own: ending with the period (renewal.py), the endpoint (subscriptions.py).
Money: none of its own. Source: docs: Cancel subscriptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers.customer import CUSTOMER
from pinstripe.products.invoices import collection
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.subscription import of_customer
from pinstripe.products.usage import usage_record_summary as usage


def end(
    work: Work,
    subscription: Record,
    reason: str,
    *,
    details: Mapping[str, Any] | None = None,
    last_invoice: str | None = None,
    as_planned: bool = False,
) -> Record:
    """Ends the subscription: nothing is billed any more, and its drafts no longer finalize automatically.

    params: last_invoice, the one that bills its last usage, which is collected all the same; as_planned, it
    ends with its period: whatever else ends it takes the place of such a plan.

    source: docs: Cancel subscriptions; spec (cancel_at_period_end: will or did)
    """
    work.unschedule("", subscription)
    for item in items.of(work, subscription):
        usage.end_item(work, item.body, work.now)
    collection.rest(work, subscription, last_invoice)
    known = subscription.cancellation_details or {}
    work.note(subscription, live=False, ended=True, held=None, resuming=None)
    plan = {} if as_planned else {"cancel_at": None, "cancel_at_period_end": False}
    work.advance(
        subscription,
        "cancel",
        "done",
        canceled_at=subscription.canceled_at or work.now,
        ended_at=work.now,
        cancellation_details={**known, **(details or {}), "reason": reason},
        latest_invoice=last_invoice or subscription.latest_invoice,
        pending_update=None,
        **plan,
    )
    return subscription


@hears(CUSTOMER, "leave", "done")
def end_with_customer(work: Work, customer: Record) -> None:
    """A customer's subscriptions end when it is deleted. source: docs: Cancel subscriptions; spec"""
    for subscription in of_customer(work, customer):
        end(work, subscription, "cancellation_requested")
