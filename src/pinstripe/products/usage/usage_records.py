"""The endpoint of usage records.

Owns: create. Does not own: the period that a record belongs to (usage_record.py), counting. Money: none.
Source: sdk (stripe 9.12.0); docs: Record usage for billing.
"""

from __future__ import annotations

from typing import Any

from pinstripe import metering
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.usage import measurement, refusals
from pinstripe.products.usage.usage_record import USAGE_RECORD, late, place_of, refuse_item


@operation(
    "POST /v1/subscription_items/{subscription_item}/usage_records",
    USAGE_RECORD,
    subject="subscription_item",
    of="subscription_item",
    verb="use",
)
def create(work: Work, item: Record, params: Params) -> dict[str, Any]:
    """So much was used at that moment: added to what is there, or put in its place. source: sdk"""
    refuse_item(item)
    if params.quantity < 0:
        raise errors.too_low(0, "quantity")
    subscription = work.load(item.subscription, "subscription")
    action = params.get("action", "increment")
    if action == "set" and (subscription.get("billing_thresholds") or item.get("billing_thresholds")):
        raise refusals.set_with_thresholds()
    if subscription.status == "paused":
        raise refusals.paused()
    if subscription.status in ("canceled", "incomplete_expired"):
        raise errors.no_such("subscription item", item.id, "subscription_item", 404)
    timestamp = params.get("timestamp", "now")
    moment = work.now if timestamp == "now" else timestamp
    at = place_of(work, item, moment)
    metering.record(work, item.id, "", at, params.quantity, mode=action)
    late(work, item, at)
    if subscription.get("billing_thresholds") or item.get("billing_thresholds"):
        measurement.soon(work, subscription, at)
    return {
        "id": work.new_id(USAGE_RECORD),
        "object": "usage_record",
        "livemode": False,
        "quantity": params.quantity,
        "subscription_item": item.id,
        "timestamp": moment,
    }
