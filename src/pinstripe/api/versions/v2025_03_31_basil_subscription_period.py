"""Each item of a subscription has its own billing period; older callers know one for the whole.

source: docs: API changelog 2025-03-31.basil; recorded: bikeindex+bike_index; which item counts: inferred
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "Billing periods belong to subscription items, no longer to the subscription."
RESOURCES: Final = ("subscription",)
SOURCE: Final = "docs: API changelog 2025-03-31.basil; recorded: bikeindex+bike_index"


def answer(body: Body, context: Context) -> Body:
    """The subscription's period is that of the item that is billed next."""
    items = body["items"]["data"]
    # A subscription whose last item was taken away runs from its anchor.
    start, end = body["billing_cycle_anchor"], body["billing_cycle_anchor"]
    if items:
        end, start = min((item["current_period_end"], item["current_period_start"]) for item in items)
    body["current_period_start"] = start
    body["current_period_end"] = end
    return body
