"""Ending a subscription at once.

Owns: DELETE of a subscription, what it still bills. Does not own: what an end means (subscriptions.py),
ending
with the period (renewal.py). Money: none of its own. Source: recorded: stripe_world 12; docs: Cancel
subscriptions.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.billing import pricing, renewal
from pinstripe.products.billing import subscription_items as items
from pinstripe.products.billing.subscriptions import ONE, SUBSCRIPTION, end


@operation(f"DELETE {ONE}", SUBSCRIPTION, subject="subscription_exposed_id", missing="prorate")
def cancel(work: Work, subscription: Record, params: Params) -> Record:
    """It ends at once. Usage that was not billed is forgotten, or billed if the caller wants that now.

    source: recorded: stripe_world 12; docs: Cancel subscriptions (invoice_now)
    """
    given = params.get("cancellation_details") or {}
    if not params.get("invoice_now"):
        return end(work, subscription, "cancellation_requested", details=given)
    running = [] if subscription.status == "trialing" else items.of(work, subscription)
    ended = [
        [item.id, item.current_period_start, work.now, item.current_period_start == item.created]
        for item in running
        if pricing.is_metered(item.price)
    ]
    return renewal.finish(work, subscription, ended, dict(given))
