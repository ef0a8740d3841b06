"""What a Checkout Session said of shipping had two other names.

source: recorded: codecov (2017-05-25), bikeindex+bike_index (2014-12-08; both new names at acacia); the
release that ended it: inferred
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.view import Patch

DATE: Final = "2022-08-01"
DESCRIPTION: Final = (
    "A checkout session's `shipping` is called `shipping_details`, its rate is part of the cost."
)
RESOURCES: Final = ("checkout.session",)
SOURCE: Final = "docs: API upgrades 2022-08-01; recorded: codecov, bikeindex+bike_index"
TEXT: Final = {"t": "str", "null": True}
ADDRESS: Final = {
    "t": "hash",
    "props": dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"), TEXT),
}
SHIPPING: Final = {
    "t": "hash",
    "null": True,
    "props": {
        "address": ADDRESS,
        **dict.fromkeys(("carrier", "name", "phone", "tracking_number"), TEXT),
    },
}
PROPS: Final = {"checkout.session": Patch(older={"shipping": SHIPPING, "shipping_rate": TEXT})}


def answer(body: Body, context: Context) -> Body:
    """Say it under the old names alone."""
    body["shipping"] = body.pop("shipping_details", None)
    cost = body.pop("shipping_cost", None) or {}
    body["shipping_rate"] = cost.get("shipping_rate")
    return body
