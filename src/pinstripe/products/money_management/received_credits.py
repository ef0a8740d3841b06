"""The endpoints of received credits of /v2.

Owns: the list. Does not own: the record (received_credit.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import page
from pinstripe.products.money_management.received_credit import RECEIVED_CREDIT


@operation("GET /v2/money_management/received_credits", RECEIVED_CREDIT)
def list_received_credits(work: Work, params: Params) -> dict[str, Any]:
    """What came to the account, newest first. source: spec"""
    return page.listed(work, RECEIVED_CREDIT, params)
