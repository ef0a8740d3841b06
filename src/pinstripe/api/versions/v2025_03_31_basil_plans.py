"""Items have prices; older callers were also shown, and could name, the plan of the same id.

Newer answers of the real API show plans too, but nothing describes them there any more.
source: sdk; recorded: bikeindex+bike_index, pay-rails+pay; the release that ended the description: inferred
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import id_of, inside, plan_of, renamed

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "Subscriptions and their items are described by prices alone."
RESOURCES: Final = ("subscription", "subscription_item", "subscription_schedule")
SOURCE: Final = "sdk; recorded: bikeindex+bike_index, pay-rails+pay"
OPERATIONS: Final = (
    "GET /v1/subscriptions",
    "POST /v1/subscriptions",
    "POST /v1/subscriptions/{subscription_exposed_id}",
    "POST /v1/subscription_items",
    "POST /v1/subscription_items/{item}",
    "POST /v1/subscription_schedules",
    "POST /v1/subscription_schedules/{schedule}",
    "POST /v1/invoices/create_preview",
    "GET /v1/invoices/upcoming",
    "GET /v1/invoices/upcoming/lines",
)
PLACES: Final = (
    "items",
    "phases.items",
    "schedule_details.phases.items",
    "subscription_details.items",
    "subscription_items",
)


def answer(body: Body, context: Context) -> Body:
    """Show the plan beside each price; a subscription with one item shows that item's plan and quantity."""
    match body["object"]:
        case "subscription":
            items = body["items"]["data"]
            only = items[0] if len(items) == 1 else None
            if only and body.get("plan") is None:
                body["plan"] = plan_beside(only, context)
            body.setdefault("plan", None)
            if body.get("quantity") is None:
                body["quantity"] = only.get("quantity") if only else None
        case "subscription_item":
            body.setdefault("plan", plan_beside(body, context))
        case _:
            body["phases"] = [planned(phase) for phase in body["phases"]]
    return body


def plan_beside(item: Body, context: Context) -> Body:
    """The plan of an item's price."""
    return plan_of(item["price"], context.private_of(item["price"]))


def planned(phase: Body) -> Body:
    """A phase whose items name their plan, which has the id of the price."""
    return {**phase, "items": [{"plan": id_of(item["price"]), **item} for item in phase["items"]]}


def request(params: dict[str, Any]) -> dict[str, Any]:
    """A plan is named as the price of the same id."""
    lifted = as_price(params)
    for place in PLACES:
        lifted = inside(lifted, place, as_price)
    return lifted


def as_price(params: dict[str, Any]) -> dict[str, Any]:
    return renamed(params, "plan", "price")
