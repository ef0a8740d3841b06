"""How an invoice shows taxes stood in options of its rendering, too.

source: spec (2023-08-16); sdk (2024-04-10 has none of it); recorded: airbytehq 2022-11-15 (both, null); that
2023-10-16 ended it: inferred
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import like, without
from pinstripe.api.versions.view import Patch

DATE: Final = "2023-10-16"
DESCRIPTION: Final = "An invoice's `rendering_options` are nothing beside its `rendering`."
RESOURCES: Final = ("invoice",)
SOURCE: Final = "sdk; recorded: airbytehq 2022-11-15; the version inferred"
OPERATIONS: Final = ("POST /v1/invoices", "POST /v1/invoices/{invoice}")
TAXES: Final = "amount_tax_display"
SHOWN: Final = {"t": "hash", "null": True, "props": {TAXES: {"t": "str", "null": True, "max": 5000}}}
TAKEN: Final = {
    "t": "hash",
    "clear": True,
    "props": {TAXES: {"t": "str", "clear": True, "enum": ["exclude_tax", "include_inclusive_tax"]}},
}
PARAMS: Final = {name: Patch(older={"rendering_options": TAKEN}) for name in OPERATIONS}
PROPS: Final = {"invoice": Patch(older={"rendering_options": SHOWN})}


def answer(body: Body, context: Context) -> Body:
    """Show what was chosen in both places."""
    shown = (body.get("rendering") or {}).get(TAXES)
    body["rendering_options"] = {TAXES: shown} if shown else None
    return body


def request(params: dict[str, Any]) -> dict[str, Any]:
    """Read the options as the rendering."""
    if "rendering_options" not in params:
        return params
    rest, options = without(params, "rendering_options"), params["rendering_options"]
    if "rendering" in params:
        return rest
    return like(params, {**rest, "rendering": like(params, options or {TAXES: None})})
