"""What a product is praised for had a shorter name, and a product still listed the attributes of goods.

source: docs: API changelog 2024-04-10; recorded: airbytehq 2022-11-15 (both lists)
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import renamed
from pinstripe.api.versions.view import Patch

DATE: Final = "2024-04-10"
DESCRIPTION: Final = "A product's `features` are `marketing_features`, and it has no `attributes`."
RESOURCES: Final = ("product",)
SOURCE: Final = "docs: API changelog 2024-04-10; recorded: airbytehq 2022-11-15"
OPERATIONS: Final = ("POST /v1/products", "POST /v1/products/{id}")
FEATURE: Final = {"t": "hash", "props": {"name": {"t": "str", "req": True, "max": 5000}}}
SHOWN: Final = {"t": "hash", "props": {"name": {"t": "str", "max": 5000}}}
NEWER: Final = ("marketing_features",)
PARAMS: Final = {
    "POST /v1/products": Patch(older={"features": {"t": "list", "items": FEATURE}}, newer=NEWER),
    "POST /v1/products/{id}": Patch(
        older={"features": {"t": "list", "clear": True, "items": FEATURE}}, newer=NEWER
    ),
}
PROPS: Final = {
    "product": Patch(
        older={
            "attributes": {"t": "list", "items": {"t": "str", "max": 5000}},
            "features": {"t": "list", "req": True, "items": SHOWN},
        },
        newer=NEWER,
    )
}


def answer(body: Body, context: Context) -> Body:
    """Call them features."""
    body["features"] = body.pop("marketing_features", [])
    body["attributes"] = []
    return body


def request(params: dict[str, Any]) -> dict[str, Any]:
    """Read them as marketing features."""
    return renamed(params, "features", "marketing_features")
