"""Fields that are described no longer, though old callers rely on them.

Own facts: a product's private `type`; the private `source` of a charge and of a payment intent.
source: sdk; recorded: antiwork+gumroad; the release that ended the description: inferred
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "A product's type and the source of a payment are described no longer."
RESOURCES: Final = ("product", "charge", "payment_intent")
SOURCE: Final = "sdk; recorded: antiwork+gumroad"


def answer(body: Body, context: Context) -> Body:
    """Show what the object still knows."""
    private = context.private_of(body)
    if body["object"] == "product":
        body.setdefault("type", private.get("type", "service"))
    else:
        body.setdefault("source", private.get("source"))
    return body
