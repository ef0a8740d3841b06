"""What made an invoice stands together in its parent; older callers read it from the invoice itself.

Own facts: an invoice's private `subscription`, `quote` and `subscription_proration_date`, where its parent is
silent.
source: docs: API changelog 2025-03-31.basil; sdk; recorded: pay-rails+pay
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "An invoice names the subscription or quote that made it in its parent."
RESOURCES: Final = ("invoice",)
SOURCE: Final = "docs: API changelog 2025-03-31.basil; recorded: pay-rails+pay"


def answer(body: Body, context: Context) -> Body:
    """Put the parent's parts back on the invoice."""
    private = context.private_of(body)
    parent = body.get("parent") or {}
    subscription = parent.get("subscription_details") or {}
    quote = parent.get("quote_details") or {}
    body["subscription"] = subscription.get("subscription", private.get("subscription"))
    body["quote"] = quote.get("quote", private.get("quote"))
    # Without a subscription the details are shown all the same, and their metadata is none.
    body["subscription_details"] = {"metadata": subscription.get("metadata")}
    date = subscription.get("subscription_proration_date", private.get("subscription_proration_date"))
    if date is not None:
        body["subscription_proration_date"] = date
    return body
