"""The endpoints of subscriptions.

Owns: create, update, cancel, list; which facts may change in which state. Does not own: the record
(subscription.py) and the flows (creation.py, item_changes.py, trials.py, cancellation.py).
Money: none of its own. Source: spec; recorded: stripe_world 12, pay-rails/pay.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION

NOT_YET = (
    "add_invoice_items application_fee_percent automatic_tax billing_schedules billing_thresholds cancel_at "
    "default_source default_tax_rates discounts coupon promotion_code invoice_settings "
    "on_behalf_of pending_invoice_item_interval transfer_data "
    "payment_settings.payment_method_options"
)
"""Parameters of create and update that are valid and answered with 501."""


ONE = "/v1/subscriptions/{subscription_exposed_id}"


@operation(
    "GET /v1/subscriptions",
    SUBSCRIPTION,
    missing="automatic_tax current_period_start current_period_end customer_account",
)
def list_subscriptions(work: Work, params: Params) -> Page:
    """Subscriptions, newest first; canceled ones only when they are asked for. source: spec"""
    referred(work, params, customer="customer", price="price", test_clock="test_helpers.test_clock")
    filters = dict(params.pick("customer", "price", "collection_method", "test_clock"))
    status = params.get("status")
    if status is None:
        filters["live"] = True
    elif status == "ended":
        filters["ended"] = True
    elif status != "all":
        filters["status"] = status
    clock = None if "customer" in filters or "test_clock" in filters else ""
    return show_records(work, SUBSCRIPTION, params, "/v1/subscriptions", filters, clock)
