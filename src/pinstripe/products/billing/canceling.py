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
from pinstripe.products.billing import renewal, service_lines
from pinstripe.products.billing.subscriptions import ONE, SUBSCRIPTION, end


@operation(f"DELETE {ONE}", SUBSCRIPTION, subject="subscription_exposed_id", missing="prorate")
def cancel(work: Work, subscription: Record, params: Params) -> Record:
    """It ends at once. Usage that was not billed is forgotten, or billed if the caller wants that now.

    source: recorded: stripe_world 12; docs: Cancel subscriptions (invoice_now)
    """
    given = params.get("cancellation_details") or {}
    if not params.get("invoice_now"):
        return end(work, subscription, "cancellation_requested", details=given)
    renewal.bill_what_waits(work, subscription)
    trial = subscription.status == "trialing"
    ended = [] if trial else service_lines.running_usage(work, subscription)[0]
    return renewal.finish(work, subscription, ended, dict(given))
