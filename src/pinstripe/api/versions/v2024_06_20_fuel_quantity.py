"""Fuel is measured in more than volumes, so its amount was renamed.

source: docs: API changelog 2024-06-20; sdk
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import inside, renamed
from pinstripe.api.versions.view import Patch

DATE: Final = "2024-06-20"
DESCRIPTION: Final = "The amount of fuel in a purchase is quantity_decimal; it was volume_decimal."
RESOURCES: Final = ("issuing.transaction",)
SOURCE: Final = "docs: API changelog 2024-06-20; sdk"
OPERATIONS: Final = tuple(
    f"POST /v1/test_helpers/issuing/{route}"
    for route in (
        "authorizations/{authorization}/capture",
        "transactions/create_force_capture",
        "transactions/create_unlinked_refund",
    )
)
RENAMING: Final = Patch(
    older={"purchase_details.fuel.volume_decimal": {"t": "str", "fmt": "decimal"}},
    newer=("purchase_details.fuel.quantity_decimal",),
)
PARAMS: Final = dict.fromkeys(OPERATIONS, RENAMING)
PROPS: Final = {
    "issuing.transaction": Patch(
        older={"purchase_details.fuel.volume_decimal": {"t": "str", "null": True, "fmt": "decimal"}},
        newer=("purchase_details.fuel.quantity_decimal",),
    )
}


def answer(body: Body, context: Context) -> Body:
    """Show the amount under its older name."""
    details = body.get("purchase_details")
    if details and details.get("fuel"):
        fuel = renamed(details["fuel"], "quantity_decimal", "volume_decimal")
        body["purchase_details"] = {**details, "fuel": fuel}
    return body


def request(params: dict[str, Any]) -> dict[str, Any]:
    """Take the amount under its older name."""
    return inside(
        params, "purchase_details.fuel", lambda fuel: renamed(fuel, "volume_decimal", "quantity_decimal")
    )
