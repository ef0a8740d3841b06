"""A reader that saves a card is told where it may be shown again, not that consent was collected.

source: docs: API changelog 2024-09-30.acacia; sdk
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.shared import like, without
from pinstripe.api.versions.view import Patch

DATE: Final = "2024-09-30.acacia"
DESCRIPTION: Final = "A setup on a reader takes allow_redisplay in place of customer_consent_collected."
RESOURCES: Final = ("terminal.reader",)
SOURCE: Final = "docs: API changelog 2024-09-30.acacia; sdk; which consent allows what: inferred"
OPERATIONS: Final = ("POST /v1/terminal/readers/{reader}/process_setup_intent",)
PARAMS: Final = {
    OPERATIONS[0]: Patch(
        older={"customer_consent_collected": {"t": "bool", "req": True}}, newer=("allow_redisplay",)
    )
}


def request(params: dict[str, Any]) -> dict[str, Any]:
    """Consent lets the method be shown in every later checkout, its lack only in the flow at hand."""
    if "customer_consent_collected" not in params:
        return params
    allowed = "always" if params["customer_consent_collected"] else "limited"
    return like(params, {"allow_redisplay": allowed, **without(params, "customer_consent_collected")})
