"""Where a buyer wants the goods sent is among the information that the checkout collected.

source: docs: API changelog 2025-03-31.basil; recorded: bikeindex+bike_index (both shown at acacia)
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "A checkout session's shipping details are part of what it collected."
RESOURCES: Final = ("checkout.session",)
SOURCE: Final = "docs: API changelog 2025-03-31.basil; recorded: bikeindex+bike_index"


def answer(body: Body, context: Context) -> Body:
    """Show the shipping details on the session too."""
    collected = body.get("collected_information") or {}
    body["shipping_details"] = collected.get("shipping_details")
    return body
