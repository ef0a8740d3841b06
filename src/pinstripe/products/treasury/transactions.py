"""The endpoints of transactions.

Owns: the list and its two orders. Does not own: what a transaction does (transaction.py). Money: none.
Source: spec; docs: Working with balances and transactions.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of, referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.treasury import refusals
from pinstripe.products.treasury.transaction import TRANSACTION

COLLECTION = "/v1/treasury/transactions"
SIGNS = {"gt": int.__gt__, "gte": int.__ge__, "lt": int.__lt__, "lte": int.__le__}


@operation(f"GET {COLLECTION}", TRANSACTION)
def list_transactions(work: Work, params: Params) -> Page:
    """Those of one account, by when they were made or posted, newest first.

    refuses: order_of_posted, filter_of_order.
    source: spec; docs: Working with balances and transactions (flow)
    """
    referred(work, params, financial_account="treasury.financial_account")
    posted = params.get("order_by") == "posted_at"
    bounds = (params.get("status_transitions") or {}).get("posted_at")
    filters = params.pick("financial_account", "flow", "status")
    if not posted:
        if bounds is not None:
            raise refusals.filter_of_order("status_transitions[posted_at]", "posted_at")
        return show_records(work, TRANSACTION, params, COLLECTION, filters, None)
    if params.get("status") != "posted":
        raise refusals.order_of_posted()
    if params.get("created") is not None:
        raise refusals.filter_of_order("created", "created")
    found = [one for one in work.each("treasury.transaction", **filters) if within(one, bounds)]
    found.sort(key=lambda one: one.status_transitions["posted_at"], reverse=True)
    return page_of(found, params, COLLECTION, "transaction")


def within(record: Record, bounds: int | dict[str, int] | None) -> bool:
    """Was it posted in a range of time?"""
    moment = record.status_transitions["posted_at"]
    if bounds is None or isinstance(bounds, int):
        return bounds is None or bool(moment == bounds)
    return all(SIGNS[name](moment, bound) for name, bound in bounds.items())
