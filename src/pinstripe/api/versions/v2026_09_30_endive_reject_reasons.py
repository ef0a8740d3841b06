"""An account is rejected for one of seven reasons, which tell kinds of fraud apart.

source: sdk (16.1.0 beside 15.6.2); that plain fraud is the other fraud: inferred
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.shared import like
from pinstripe.api.versions.view import Patch

DATE: Final = "2026-09-30.endive"
DESCRIPTION: Final = (
    "The reason of a rejection is one of seven words; it was fraud, terms_of_service or other."
)
RESOURCES: Final = ("account",)
SOURCE: Final = "sdk"
OPERATIONS: Final = ("POST /v1/accounts/{account}/reject",)
OLDER: Final = ["fraud", "other", "terms_of_service"]
PARAMS: Final = {
    OPERATIONS[0]: Patch(older={"reason": {"t": "str", "req": True, "enum": OLDER}}, newer=("reason",))
}


def request(params: dict[str, Any]) -> dict[str, Any]:
    """Take fraud by its older word."""
    if params.get("reason") == "fraud":
        return like(params, {**params, "reason": "fraud_other"})
    return params
