"""Discounts stand in lists; older callers know one discount, one coupon, one promotion code.

A customer's own parameters `coupon` and `promotion_code` have no newer form: they reach the product as sent.
source: docs: API changelog 2025-03-31.basil; sdk
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import inside, like, without
from pinstripe.api.versions.view import Patch

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "The single discount, coupon and promotion code give way to lists of discounts."
RESOURCES: Final = ("subscription", "invoice", "subscription_schedule")
SOURCE: Final = "docs: API changelog 2025-03-31.basil; sdk; that the first discount was shown: inferred"
SCHEDULES: Final = ("POST /v1/subscription_schedules", "POST /v1/subscription_schedules/{schedule}")
NESTED: Final = (
    "POST /v1/customers/{customer}/subscriptions",
    "POST /v1/customers/{customer}/subscriptions/{subscription_exposed_id}",
)
NAME: Final = {"t": "str", "max": 5000}
PARAMS: Final = {
    NESTED[0]: Patch(older={"coupon": NAME, "promotion_code": NAME}),
    NESTED[1]: Patch(older={"coupon": {**NAME, "clear": True}, "promotion_code": {**NAME, "clear": True}}),
}
OPERATIONS: Final = (
    *NESTED,
    "POST /v1/subscriptions",
    "POST /v1/subscriptions/{subscription_exposed_id}",
    "POST /v1/invoices/create_preview",
    "GET /v1/invoices/upcoming",
    "GET /v1/invoices/upcoming/lines",
    *SCHEDULES,
)


def answer(body: Body, context: Context) -> Body:
    """Show the first of the discounts as the only one; a schedule's phases show its coupon."""
    if body["object"] == "subscription_schedule":
        body["phases"] = [{**phase, "coupon": first_coupon(phase)} for phase in body["phases"]]
        return body
    first = next(iter(body.get("discounts") or ()), None)
    body["discount"] = context.embedded("discount", first)
    return body


def first_coupon(phase: Body) -> Any:
    """The coupon of the first discount that names one directly."""
    return next((discount["coupon"] for discount in phase["discounts"] if discount.get("coupon")), None)


def request(params: dict[str, Any]) -> dict[str, Any]:
    """A coupon or a promotion code is a discount among others; schedules and previews have phases too."""
    lifted = listed(params)
    lifted = inside(lifted, "phases", listed)
    return inside(lifted, "schedule_details.phases", listed)


def listed(params: dict[str, Any]) -> dict[str, Any]:
    """Turn a coupon or a code into a list of one discount; unsetting either unsets the discounts."""
    rest = without(params, "coupon", "promotion_code")
    if len(rest) == len(params) or "discounts" in params:
        return rest
    named = {name: params[name] for name in ("coupon", "promotion_code") if params.get(name)}
    return like(params, {**rest, "discounts": [like(params, named)] if named else None})
