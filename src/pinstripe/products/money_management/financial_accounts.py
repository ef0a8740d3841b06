"""The endpoints of storage accounts.

Owns: list, retrieve, update. Does not own: the record (financial_account.py). Money: none.
Source: spec; sdk.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import financial_account as financial_accounts
from pinstripe.products.money_management import page
from pinstripe.products.money_management.financial_account import FINANCIAL_ACCOUNT

COLLECTION = FINANCIAL_ACCOUNT.path


@operation("GET /v2/money_management/financial_accounts", FINANCIAL_ACCOUNT)
def list_financial_accounts(work: Work, params: Params) -> dict[str, Any]:
    """The one that the account has. source: spec; inferred"""
    own = financial_accounts.own(work)
    statuses = params.get("statuses")
    rows = [financial_accounts.shown(own, params.get("include"))]
    return page.cut(rows if not statuses or own.status in statuses else [], COLLECTION, params)


@operation("GET /v2/money_management/financial_accounts/{id}", FINANCIAL_ACCOUNT, subject="id")
def retrieve(work: Work, record: Record, params: Params) -> dict[str, Any]:
    """It with its balance. source: spec"""
    return financial_accounts.shown(record, params.get("include"))


@operation("POST /v2/money_management/financial_accounts/{id}", FINANCIAL_ACCOUNT, subject="id")
def update(work: Work, record: Record, params: Params) -> Record:
    """Its name and notes. source: spec"""
    changes: dict[str, Any] = {}
    if "display_name" in params:
        changes["display_name"] = params.get("display_name")
    if "metadata" in params:
        changes["metadata"] = merged_metadata(record.metadata, params.get("metadata"))
    return work.amend(record, **changes)
