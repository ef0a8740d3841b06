"""The endpoints of transactions of /v2.

Owns: list, notes, receipts. Does not own: the record (transaction.py). Money: none. Source: spec; sdk.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import page
from pinstripe.products.money_management.transaction import TRANSACTION

ONE = "/v2/money_management/transactions/{id}"


@operation("GET /v2/money_management/transactions", TRANSACTION)
def list_transactions(work: Work, params: Params) -> dict[str, Any]:
    """Those of an account or of a flow, newest first. source: spec"""
    return page.listed(work, TRANSACTION, params, **params.pick("financial_account", "flow"))


@operation(f"POST {ONE}", TRANSACTION, subject="id")
def update(work: Work, record: Record, params: Params) -> Record:
    """Notes on a transaction. source: spec"""
    changes: dict[str, Any] = {}
    if "description" in params:
        changes["description"] = params.get("description")
    if "metadata" in params:
        changes["metadata"] = merged_metadata(record.metadata, params.get("metadata"))
    return work.amend(record, **changes)


@operation(f"POST {ONE}/refresh_regulatory_receipt", TRANSACTION, subject="id")
def refresh_regulatory_receipt(work: Work, record: Record, params: Params) -> Record:
    """A new address of its receipt; a transaction that needs none has none. source: spec; inferred"""
    return record
