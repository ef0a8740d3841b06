"""A payment no longer names the invoice that it pays; invoice payments do.

Own facts: the private `invoice` of a payment intent and of a charge.
source: docs: API changelog 2025-03-31.basil; recorded: antiwork+gumroad
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "Payment intents and charges no longer name their invoice."
RESOURCES: Final = ("payment_intent", "charge")
SOURCE: Final = "docs: API changelog 2025-03-31.basil; recorded: antiwork+gumroad"


def answer(body: Body, context: Context) -> Body:
    """Name the invoice that is paid, if one is."""
    body["invoice"] = context.private_of(body).get("invoice")
    return body
