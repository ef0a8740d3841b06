"""A preview of an invoice has an id; older callers knew a preview by having none.

source: docs: API changelog 2025-09-30.clover
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.view import Patch

DATE: Final = "2025-09-30.clover"
DESCRIPTION: Final = "Every invoice has an id, previews included."
RESOURCES: Final = ("invoice",)
SOURCE: Final = "docs: API changelog 2025-09-30.clover"
PREVIEW: Final = "upcoming_in_"
PROPS: Final = {"invoice": Patch(older={"id": {"t": "str", "max": 5000}}, newer=("id",))}


def answer(body: Body, context: Context) -> Body:
    """Take a preview's id away."""
    if str(body.get("id", "")).startswith(PREVIEW):
        del body["id"]
    return body
