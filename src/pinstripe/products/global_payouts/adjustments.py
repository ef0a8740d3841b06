"""The endpoints of adjustments.

Owns: list. Does not own: the record (adjustment.py). Money: none. Source: spec; sdk.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.global_payouts.adjustment import ADJUSTMENT
from pinstripe.products.money_management import page


@operation("GET /v2/money_management/adjustments", ADJUSTMENT)
def list_adjustments(work: Work, params: Params) -> dict[str, Any]:
    """Those of the account, newest first. source: spec; sdk (adjusted_flow)"""
    flow = params.get("adjusted_flow")
    rows = work.each(ADJUSTMENT.object)
    return page.chosen(
        ADJUSTMENT,
        params,
        (one for one in rows if flow is None or flow in (one.adjusted_flow or {}).values()),
    )
