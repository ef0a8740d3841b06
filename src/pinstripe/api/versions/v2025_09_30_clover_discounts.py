"""A discount comes from a source, which may one day be something else than a coupon.

source: docs: API changelog 2025-09-30.clover; sdk; recorded: pay-rails+pay
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import like, without
from pinstripe.api.versions.view import Patch

DATE: Final = "2025-09-30.clover"
DESCRIPTION: Final = "Discounts and promotion codes name a source of the discount in place of a coupon."
RESOURCES: Final = ("discount", "promotion_code")
SOURCE: Final = "docs: API changelog 2025-09-30.clover; recorded: pay-rails+pay"
OPERATIONS: Final = ("POST /v1/promotion_codes",)
PARAMS: Final = {
    OPERATIONS[0]: Patch(older={"coupon": {"t": "str", "req": True, "max": 5000}}, newer=("promotion",))
}
PROPS: Final = {
    "discount": Patch(older={"coupon": {"ref": "coupon", "req": True}}, newer=("source",)),
    "deleted_discount": Patch(older={"coupon": {"ref": "coupon", "req": True}}, newer=("source",)),
    "promotion_code": Patch(older={"coupon": {"ref": "coupon", "req": True}}, newer=("promotion",)),
}


def answer(body: Body, context: Context) -> Body:
    """Put the whole coupon back where its id now stands inside a source."""
    if body.get("deleted") and "source" not in body:
        return body
    source = body.pop("source" if body["object"] == "discount" else "promotion")
    body["coupon"] = context.embedded("coupon", source["coupon"])
    return body


def request(params: dict[str, Any]) -> dict[str, Any]:
    """A code's coupon is its promotion."""
    if "coupon" not in params:
        return params
    promotion = like(params, {"type": "coupon", "coupon": params["coupon"]})
    return like(params, {**without(params, "coupon"), "promotion": promotion})
