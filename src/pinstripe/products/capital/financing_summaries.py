"""The endpoint of financing summaries.

Owns: the one. Does not own: the record (financing_summary.py). Money: none. Source: docs: Capital.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.capital import financing_summary as summaries
from pinstripe.products.capital.financing_summary import FINANCING_SUMMARY


@operation("GET /v1/capital/financing_summary", FINANCING_SUMMARY)
def retrieve(work: Work, params: Params) -> Record | dict[str, Any]:
    """How the account stands. source: docs: Capital"""
    record = summaries.of(work)
    return (
        record if record is not None else {"object": summaries.NAME, **summaries.nothing(), "status": "none"}
    )
