"""What a portal offers for a subscription: whether it can be changed, and to what.

Owns: those rules. Does not own: carrying a change out (acts.py). Money: none.
Source: spec; docs: Customer portal limits (from memory).
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog.pricing import is_metered
from pinstripe.products.portal import refusals

Body = dict[str, Any]
CHANGEABLE = ("active", "trialing", "past_due")


def hindrance(work: Work, subscription: Record) -> str:
    """Why a subscription cannot be changed here; empty where it can. source: docs: Customer portal limits"""
    items = subscription.body["items"]["data"]
    if subscription.status not in CHANGEABLE:
        return f"its status is {subscription.status}"
    if len(items) != 1:
        return "it has more than one item"
    if is_metered(items[0]["price"]):
        return "it has a usage-based price"
    if subscription.collection_method == "send_invoice":
        return "its invoices are sent"
    if subscription.get("schedule"):
        return "it is managed by a subscription schedule"
    if subscription.get("pending_update"):
        return "it has a pending update"
    return ""


def choices(work: Work, configuration: Record, subscription: Record) -> list[tuple[Record, Body]]:
    """The prices that it may be changed to, each with what is offered of its product: in its currency, and
    its own one among them.
    """
    found = []
    for one in configuration.private["products"]:
        for key in one["prices"]:
            price = work.peek(key, "price")
            if price is not None and price.active and price.currency == subscription.currency:
                found.append((price, one))
    return found


def refuse_change(
    work: Work, configuration: Record, item: Body, price: str, quantity: int | None, path: str
) -> None:
    """A change that the configuration allows. refuses: price_not_included, quantity_out_of_range"""
    allowed = configuration.features["subscription_update"]["default_allowed_updates"]
    listed = next((one for one in configuration.private["products"] if price in one["prices"]), None)
    if price != item["price"]["id"] and ("price" not in allowed or listed is None):
        raise refusals.price_not_included(price, f"{path}[price]")
    if quantity is None or quantity == item.get("quantity"):
        return
    bounds = (listed or {}).get("adjustable_quantity") or {"enabled": False, "minimum": 1, "maximum": None}
    within = quantity >= bounds["minimum"] and (bounds["maximum"] is None or quantity <= bounds["maximum"])
    free = not bounds["enabled"] and bounds["maximum"] is None
    if "quantity" not in allowed or quantity < 1 or not (within or free):
        raise refusals.quantity_out_of_range(f"{path}[quantity]")
