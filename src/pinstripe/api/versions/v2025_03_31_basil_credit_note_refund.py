"""A credit note may stand for several refunds; older callers know one.

source: docs: API changelog 2025-03-31.basil; sdk
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import like, without

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "A credit note lists its refunds in place of one refund."
RESOURCES: Final = ("credit_note",)
SOURCE: Final = "docs: API changelog 2025-03-31.basil; sdk"
OPERATIONS: Final = (
    "POST /v1/credit_notes",
    "GET /v1/credit_notes/preview",
    "GET /v1/credit_notes/preview/lines",
)


def answer(body: Body, context: Context) -> Body:
    """Show the first refund as the only one."""
    refunds = body.pop("refunds", None) or []
    body["refund"] = (refunds[0]["refund"] or None) if refunds else None
    return body


def request(params: dict[str, Any]) -> dict[str, Any]:
    """One refund is a list of one."""
    if params.get("refund") is None:
        return without(params, "refund")
    refund = like(params, {"refund": params["refund"], "type": "refund"})
    return like(params, {**without(params, "refund"), "refunds": [refund]})
