"""Subscription items: one price each, with a quantity or with what is used.

Owns: the item record, which is the truth, and its copy in the subscription's body. Does not own: when
periods move (renewal.py), usage (usage.py). Money: none.
Source: spec; recorded: stripe_world 12.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.versions.shared import plan_of
from pinstripe.clock.calendar import Period, period_containing
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import list_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.billing import subscription_refusals as refusals
from pinstripe.products.billing.pricing import is_metered
from pinstripe.products.catalog import prices

SUBSCRIPTION_ITEM = Resource(
    "subscription_item",
    prefix="si",
    ids="short",
    path="/v1/subscription_items",
    generated="retrieve",
    param="item",
    index=("subscription", "price"),
    defaults={"discounts": [], "metadata": {}, "tax_rates": []},
    absent="billed_until",
)

MOST_ITEMS = 20
MOST_REPRICED = 1_000_000
"""source: docs: subscriptions"""


def shown(subscription: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    """What a subscription's body says of its items; with a single one, its plan and quantity too.

    source: recorded: stripe_world 12, pay-rails/pay
    """
    only = items[0] if len(items) == 1 else None
    return {
        "items": {
            "object": "list",
            "data": items,
            "has_more": False,
            "total_count": len(items),
            "url": f"/v1/subscription_items?subscription={subscription}",
        },
        "plan": only["plan"] if only else None,
        "quantity": only.get("quantity") if only else None,
    }


def of(work: Work, subscription: Record) -> list[Record]:
    """A subscription's items, in the order in which it shows them."""
    return [work.load(one["id"], "subscription_item") for one in subscription.body["items"]["data"]]


def embedded(work: Work, subscription: Record) -> dict[str, Any]:
    """The items as they are now, for the subscription's body."""
    return shown(subscription.id, [item.body for item in of(work, subscription)])


def repriced(work: Work, price: Record) -> None:
    """Items and subscriptions show their price as it is now. source: inferred"""
    for item in work.where("subscription_item", limit=MOST_REPRICED, price=price.id):
        work.amend(item, price=price.body, plan=plan_of(price.body, price.private))
        subscription = work.load(item.subscription, "subscription")
        work.amend(subscription, **embedded(work, subscription))


def priced(work: Work, given: list[Params]) -> list[tuple[Record, Params]]:
    """The price of each item that is asked for.

    refuses: resource_missing, one_time_price, price_twice, quantity_of_metered, mismatch in currency
    """
    if len(given) > MOST_ITEMS:
        raise refusals.too_many_items()
    found: list[tuple[Record, Params]] = []
    for number, item in enumerate(given):
        where = f"items[{number}]"
        price = _price(work, item, where)
        if price.recurring is None:
            raise refusals.one_time_price(f"{where}[price]")
        if any(price.id == other.id for other, _ in found):
            raise refusals.price_twice(price.id)
        if is_metered(price.body) and item.get("quantity") is not None:
            raise refusals.quantity_of_metered(f"{where}[quantity]")
        if item.get("quantity") is not None and item.quantity < 0:
            raise errors.too_low(0, f"{where}[quantity]")
        if found and found[0][0].currency != price.currency:
            raise refusals.mismatch("currency")
        found.append((price, item))
    return found


def _price(work: Work, item: Params, where: str) -> Record:
    if item.get("price_data") is not None:
        if item.get("price") is not None:
            raise errors.exclusive_params([f"{where}[price]", f"{where}[price_data]"])
        return prices.from_data(work, item.price_data, f"{where}[price_data]")
    if item.get("price") is None:
        raise errors.missing_param(f"{where}[price]")
    return prices.price_for(work, item.price, f"{where}[price]")


def make(work: Work, subscription: str, price: Record, given: Params, period: Period) -> Record:
    """An item of a subscription that begins now."""
    quantity = {} if is_metered(price.body) else {"quantity": given.get("quantity", 1)}
    return work.create(
        SUBSCRIPTION_ITEM,
        subscription=subscription,
        price=price.body,
        plan=plan_of(price.body, price.private),
        metadata=merged_metadata(None, given.get("metadata") or {}),
        current_period_start=period.start,
        current_period_end=period.end,
        **quantity,
    )


def cycle(item: Record, anchor: int, moment: int) -> Period:
    """The billing period of an item that holds a moment. source: docs: Set billing cycles"""
    recurring = item.price["recurring"]
    return period_containing(anchor, recurring["interval"], recurring["interval_count"], moment)


@operation("GET /v1/subscription_items", SUBSCRIPTION_ITEM)
def list_items(work: Work, params: Params) -> Page:
    """The items of one subscription. source: spec"""
    subscription = work.find("subscription", params.subscription, "subscription")
    filters = {"subscription": subscription.id}
    return list_records(work, SUBSCRIPTION_ITEM, params, "/v1/subscription_items", filters, None)


prices.CHANGED.append(repriced)
