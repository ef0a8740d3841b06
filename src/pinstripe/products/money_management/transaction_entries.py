"""The endpoints of transaction entries of /v2.

Owns: the list. Does not own: the record (transaction_entry.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import page
from pinstripe.products.money_management.transaction_entry import TRANSACTION_ENTRY


@operation("GET /v2/money_management/transaction_entries", TRANSACTION_ENTRY)
def list_transaction_entries(work: Work, params: Params) -> dict[str, Any]:
    """Those of the account or of one transaction, newest first. source: spec"""
    return page.listed(work, TRANSACTION_ENTRY, params, transaction=params.get("transaction"))
