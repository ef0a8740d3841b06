"""What a subscription's invoice is paid with is saved for later; callers of old were not shown that.

source: recorded: pay-rails+pay (2020-08-27: null; 2025-10-29.clover: off_session); the release that began it:
inferred
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context

DATE: Final = "2022-08-01"
DESCRIPTION: Final = "The payment intent of a subscription's invoice says that its method is saved."
RESOURCES: Final = ("payment_intent",)
SOURCE: Final = "sdk; recorded: pay-rails+pay; the release that began it: inferred"


def answer(body: Body, context: Context) -> Body:
    """An intent that pays an invoice says nothing of later use."""
    if body.get("invoice") is not None:
        body["setup_future_usage"] = None
    return body
