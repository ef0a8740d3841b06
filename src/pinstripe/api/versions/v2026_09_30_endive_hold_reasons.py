"""A reserve that is released because its time is over says so in one way.

source: sdk (16.1.0 beside 15.6.2)
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context

DATE: Final = "2026-09-30.endive"
DESCRIPTION: Final = "A release whose hold expired names hold_expired; it was bulk_hold_expiry."
RESOURCES: Final = ("reserve.release",)
SOURCE: Final = "sdk"
ALONE: Final = True
OLDER_REASON: Final = {"hold_expired": "bulk_hold_expiry"}


def answer(body: Body, context: Context) -> Body:
    """Name the reason with its older word."""
    reason = body.get("reason")
    return {**body, "reason": OLDER_REASON.get(str(reason), reason)}
