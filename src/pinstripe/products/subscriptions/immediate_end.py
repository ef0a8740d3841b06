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
from pinstripe.products.subscriptions import item_changes, prorations, renewal, service_lines
from pinstripe.products.subscriptions.cancellation import end
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION
from pinstripe.products.subscriptions.subscriptions import ONE


@operation(f"DELETE {ONE}", SUBSCRIPTION, subject="subscription_exposed_id")
def cancel(work: Work, subscription: Record, params: Params) -> Record:
    """It ends at once. Usage that was not billed is forgotten, or billed if the caller wants that now; time
    that was paid for is given back only where that is asked for, as an item that waits for an invoice.

    source: recorded: stripe_world 12 and 14; docs: Cancel subscriptions (invoice_now)
    """
    given = params.get("cancellation_details") or {}
    billed = subscription.status not in item_changes.UNBILLED
    if billed and (params.get("prorate") or params.get("invoice_now")):
        renewal.bill_what_waits(work, subscription)
    if billed and params.get("prorate"):
        prorations.give_back(work, subscription)
    if not params.get("invoice_now"):
        return end(work, subscription, "cancellation_requested", details=given)
    ended = service_lines.running_usage(work, subscription)[0] if billed else []
    return renewal.finish(work, subscription, ended, dict(given))
