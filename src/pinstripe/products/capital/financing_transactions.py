"""The endpoints of financing transactions.

Owns: the list. Does not own: the record (financing_transaction.py). Money: none. Source: docs: Capital.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.capital.financing_transaction import FINANCING_TRANSACTION

FILTERS = ("charge", "financing_offer", "reversed_transaction", "treasury_transaction")


@operation("GET /v1/capital/financing_transactions", FINANCING_TRANSACTION)
def list_transactions(work: Work, params: Params) -> Page:
    """What was advanced and paid back, newest first. source: docs: Capital"""
    filters = params.pick(*FILTERS)
    return show_records(work, FINANCING_TRANSACTION, params, "/v1/capital/financing_transactions", filters)
