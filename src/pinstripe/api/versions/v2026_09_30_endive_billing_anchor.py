"""What becomes of a subscription's billing cycle is said with a type, beside which a time may stand.

source: sdk (16.1.0 beside 15.6.2)
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.shared import inside, like
from pinstripe.api.versions.view import Patch

DATE: Final = "2026-09-30.endive"
DESCRIPTION: Final = (
    "A new billing_cycle_anchor of a subscription is a hash with a type; it was a word or a time."
)
RESOURCES: Final = ("subscription",)
SOURCE: Final = "sdk"
WORD: Final = {"t": "str", "enum": ["now", "unchanged"], "max": 5000}
MOMENT: Final = {"t": "any", "of": [WORD, {"t": "int", "fmt": "unix-time"}]}
UPDATE: Final = "POST /v1/subscriptions/{subscription_exposed_id}"
RESUME: Final = "POST /v1/subscriptions/{subscription}/resume"
PREVIEW: Final = "POST /v1/invoices/create_preview"
UPCOMING: Final = ("GET /v1/invoices/upcoming", "GET /v1/invoices/upcoming/lines")
OPERATIONS: Final = (UPDATE, RESUME, PREVIEW, *UPCOMING)
ANCHOR: Final = "billing_cycle_anchor"
PREVIEWED: Final = f"subscription_details.{ANCHOR}"
PARAMS: Final = {
    UPDATE: Patch(older={ANCHOR: WORD}, newer=(ANCHOR,)),
    RESUME: Patch(older={ANCHOR: WORD}, newer=(ANCHOR,)),
    PREVIEW: Patch(older={PREVIEWED: MOMENT}, newer=(PREVIEWED,)),
}


def request(params: dict[str, Any]) -> dict[str, Any]:
    """Give the word, or the time of a preview, its type."""

    def typed(sent: Any) -> Any:
        if isinstance(sent, int):
            return like(params, {"type": "timestamp", "timestamp": sent})
        return like(params, {"type": sent}) if isinstance(sent, str) else sent

    return inside(inside(params, PREVIEWED, typed), ANCHOR, typed)
