"""Plans stand beside prices everywhere; older callers could also name one for a whole subscription.

A subscription of one plan was made and changed by `plan` and `quantity` at the top; they reach the product as
sent. What newer versions take and show of plans is in the tables.
source: sdk; recorded: bikeindex+bike_index, pay-rails+pay; the release that ended it: inferred
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import id_of, inside, plan_of, renamed
from pinstripe.api.versions.view import Patch

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "Subscriptions are made of items; plan and quantity at the top are refused."
RESOURCES: Final = ("subscription", "subscription_item", "subscription_schedule")
SOURCE: Final = "sdk; recorded: bikeindex+bike_index, pay-rails+pay"
OPERATIONS: Final = (
    "POST /v1/subscription_schedules",
    "POST /v1/subscription_schedules/{schedule}",
    "POST /v1/invoices/create_preview",
)
PLACES: Final = ("phases.items", "schedule_details.phases.items")
PLAN: Final = {"t": "str", "max": 5000}
ALONE_AT_TOP: Final = Patch(older={"plan": PLAN, "quantity": {"t": "int"}})
UNDER_CUSTOMER: Final = Patch(older={**ALONE_AT_TOP.older, "items.plan": PLAN})
PARAMS: Final = {
    "POST /v1/subscriptions": ALONE_AT_TOP,
    "POST /v1/subscriptions/{subscription_exposed_id}": ALONE_AT_TOP,
    "POST /v1/customers/{customer}/subscriptions": UNDER_CUSTOMER,
    "POST /v1/customers/{customer}/subscriptions/{subscription_exposed_id}": UNDER_CUSTOMER,
}


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
    return plan_of(item["price"])


def planned(phase: Body) -> Body:
    """A phase whose items name their plan, which has the id of the price."""
    return {**phase, "items": [{"plan": id_of(item["price"]), **item} for item in phase["items"]]}


def request(params: dict[str, Any]) -> dict[str, Any]:
    """A phase's plan is named as the price of the same id."""
    lifted = params
    for place in PLACES:
        lifted = inside(lifted, place, as_price)
    return lifted


def as_price(params: dict[str, Any]) -> dict[str, Any]:
    return renamed(params, "plan", "price")
