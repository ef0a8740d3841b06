"""The endpoints of transaction entries.

Owns: the list and its two orders. Does not own: what an entry does (transaction_entry.py). Money: none.
Source: spec; docs: Working with balances and transactions. An entry counts from when it is made, so both
orders are one.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.treasury import refusals
from pinstripe.products.treasury.transaction_entry import TRANSACTION_ENTRY

COLLECTION = "/v1/treasury/transaction_entries"


@operation(f"GET {COLLECTION}", TRANSACTION_ENTRY)
def list_transaction_entries(work: Work, params: Params) -> Page:
    """Those of one account or of one transaction, newest first. refuses: filter_of_order. source: spec"""
    referred(work, params, financial_account="treasury.financial_account", transaction="treasury.transaction")
    effective = params.get("order_by") == "effective_at"
    own, other = ("effective_at", "created") if effective else ("created", "effective_at")
    if params.get(other) is not None:
        raise refusals.filter_of_order(other, other)
    ranged = Params({**params, "created": params.get(own)})
    filters = params.pick("financial_account", "transaction")
    return show_records(work, TRANSACTION_ENTRY, ranged, COLLECTION, filters, None)
