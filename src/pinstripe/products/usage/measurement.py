"""Measurement: a subscription that bills usage before its period ends looks at it soon after it came in.

Owns: when that is. Does not own: what it does then (its job `measure`, room subscriptions), counting.
Money: none. Times: a second after the latest moment of what came in, on the subscription's clock.
Source: docs: Set up thresholds (not at once); the second inferred.
"""

from __future__ import annotations

from collections.abc import Iterable

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work


def soon(work: Work, subscription: Record, moment: int) -> None:
    """The subscription looks at its usage up to that moment, once however much came in."""
    now = work.world_now
    if subscription.clock:
        now = work.load(subscription.clock, "test_helpers.test_clock").frozen_time
    due = max(moment, now) + 1
    if not work.scheduled("measure", subscription, due):
        work.schedule("measure", subscription, due)


def of_customers(work: Work, used: Iterable[tuple[str, int]]) -> None:
    """Customers used something of a meter that subscriptions with thresholds name. params: used,
    customers and times"""
    latest: dict[str, int] = {}
    for customer, moment in used:
        latest[customer] = max(moment, latest.get(customer, 0))
    for customer, moment in latest.items():
        for subscription in work.each("subscription", customer=customer, live=True):
            every = subscription.body["items"]["data"]
            if subscription.get("billing_thresholds") or any(i.get("billing_thresholds") for i in every):
                soon(work, subscription, moment)
