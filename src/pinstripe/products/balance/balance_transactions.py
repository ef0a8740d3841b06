"""The endpoints of balance transactions.

Owns: the list. Does not own: the record (balance_transaction.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.balance.balance_transaction import BALANCE_TRANSACTION


@operation("GET /v1/balance_transactions", BALANCE_TRANSACTION, missing="payout")
def list_transactions(work: Work, params: Params) -> Page:
    """Every movement of the balance, newest first. source: spec; recorded: stripe_world (disputes)"""
    filters = params.pick("type", "source", "currency")
    source = work.peek(filters["source"]) if filters.get("source") else None
    if source is not None and source.type == "dispute":  # its rows are not found by it
        return Page((), False, "/v1/balance_transactions")
    return show_records(work, BALANCE_TRANSACTION, params, "/v1/balance_transactions", filters, None)
