"""The endpoints of payout methods.

Owns: list, archiving. Does not own: the record (payout_method.py). Money: none. Source: spec; sdk.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import page
from pinstripe.products.money_management import payout_method as payout_methods
from pinstripe.products.money_management.payout_method import PAYOUT_METHOD

ONE = "/v2/money_management/payout_methods/{id}"


@operation("GET /v2/money_management/payout_methods", PAYOUT_METHOD)
def list_payout_methods(work: Work, params: Params) -> dict[str, Any]:
    """Where the account is paid, newest first, by what each may be used for. source: spec"""
    wanted = params.get("usage_status") or {}
    rows = (
        one.body
        for one in work.each(PAYOUT_METHOD.object)
        if all(one.usage_status[way] in words for way, words in wanted.items() if words)
    )
    return page.cut(rows, PAYOUT_METHOD.path, params)


@operation(f"POST {ONE}/archive", PAYOUT_METHOD, subject="id")
def archive(work: Work, record: Record, params: Params) -> Record:
    """Nobody is paid there any more. source: sdk"""
    return payout_methods.change(work, record, archived=True)


@operation(f"POST {ONE}/unarchive", PAYOUT_METHOD, subject="id")
def unarchive(work: Work, record: Record, params: Params) -> Record:
    """It is used again. source: sdk"""
    return payout_methods.change(work, record, archived=False)
