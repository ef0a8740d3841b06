"""The ways in which a checkout is shown have names that say what is embedded or hosted.

source: docs: API changelog 2026-03-25.dahlia; sdk; recorded: bikeindex+bike_index
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import like
from pinstripe.api.versions.view import Patch

DATE: Final = "2026-03-25.dahlia"
DESCRIPTION: Final = "A checkout session's ui_mode is hosted_page, embedded_page, elements or form."
RESOURCES: Final = ("checkout.session",)
SOURCE: Final = "docs: API changelog 2026-03-25.dahlia; recorded: bikeindex+bike_index"
OPERATIONS: Final = ("POST /v1/checkout/sessions",)
NEWER: Final = {"hosted": "hosted_page", "embedded": "embedded_page", "custom": "elements"}
OLDER: Final = {newer: older for older, newer in NEWER.items()}
MODES: Final = ["custom", "embedded", "hosted"]
PARAMS: Final = {OPERATIONS[0]: Patch(older={"ui_mode": {"t": "str", "enum": MODES}}, newer=("ui_mode",))}
PROPS: Final = {
    "checkout.session": Patch(
        older={"ui_mode": {"t": "str", "null": True, "enum": [*MODES, "form"]}}, newer=("ui_mode",)
    )
}


def answer(body: Body, context: Context) -> Body:
    """Name the mode with its older word."""
    if body.get("ui_mode") in OLDER:
        body["ui_mode"] = OLDER[body["ui_mode"]]
    return body


def request(params: dict[str, Any]) -> dict[str, Any]:
    """Take the mode by its older word."""
    if params.get("ui_mode") in NEWER:
        return like(params, {**params, "ui_mode": NEWER[params["ui_mode"]]})
    return params
