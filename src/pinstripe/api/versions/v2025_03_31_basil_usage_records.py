"""Usage is reported to meters; usage records, their summaries and a price's own aggregation end.

Own fact: a price's private `aggregate_usage` (a plan shows that of its price).
source: docs: API changelog 2025-03-31.basil; recorded: airbytehq (usage_record_summary)
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context, Private

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "Usage records, their summaries and aggregate_usage give way to meters."
RESOURCES: Final = ("price", "plan")
SOURCE: Final = "docs: API changelog 2025-03-31.basil"
UNTIL: Final = (
    "POST /v1/subscription_items/{subscription_item}/usage_records",
    "GET /v1/subscription_items/{subscription_item}/usage_record_summaries",
)


def answer(body: Body, context: Context) -> Body:
    """Say how a metered price sums its usage up."""
    private = context.private_of(body)
    if body["object"] == "plan":
        body["aggregate_usage"] = aggregation(body, private)
    elif body.get("recurring"):
        recurring = body["recurring"]
        body["recurring"] = {"aggregate_usage": aggregation(recurring, private), **recurring}
    return body


def aggregation(recurring: Body, private: Private) -> str | None:
    """The declared aggregation; a metered price without a meter sums by default. source: sdk"""
    declared: str | None = private.get("aggregate_usage")
    legacy = recurring.get("usage_type") == "metered" and recurring.get("meter") is None
    return declared or ("sum" if legacy else None)
