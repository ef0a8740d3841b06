"""The invoice to come is a preview that is created; older callers retrieved it.

The upcoming routes take the parameters of the preview once they are lifted.
source: docs: API changelog 2025-03-31.basil; sdk
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.shared import like

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "Upcoming invoices are created as previews; the routes that retrieved them end."
RESOURCES: Final = ("invoice",)
SOURCE: Final = "docs: API changelog 2025-03-31.basil; sdk"
UNTIL: Final = ("GET /v1/invoices/upcoming", "GET /v1/invoices/upcoming/lines")
OPERATIONS: Final = UNTIL
FLAT: Final = "subscription_"


def request(params: dict[str, Any]) -> dict[str, Any]:
    """Gather what concerns the subscription under subscription_details."""
    details = {
        name.removeprefix(FLAT): value
        for name, value in params.items()
        if name.startswith(FLAT) and name != "subscription_details"
    }
    if not details:
        return params
    rest = {name: value for name, value in params.items() if not name.startswith(FLAT)}
    given = params.get("subscription_details") or {}
    return like(params, {**rest, "subscription_details": like(params, {**details, **given})})
