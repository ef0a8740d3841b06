"""The endpoint of transactions: the list of an account's.

Owns: the list. Does not own: the record (transaction.py), when transactions become known (freshness.py).
Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.financial_connections import refusals
from pinstripe.products.financial_connections.account import ACCOUNT
from pinstripe.products.financial_connections.transaction import TRANSACTION

PATH = "/v1/financial_connections/transactions"
SIGNS = ("gt", "gte", "lt", "lte")


@operation(f"GET {PATH}", TRANSACTION)
def list_all(work: Work, params: Params) -> Page:
    """An account's transactions, the latest first. refuses: never_refreshed, no_such_refresh. source: spec"""
    account = work.find(ACCOUNT.object, params.account, param="account")
    if account.private["done"] is None:
        raise refusals.never_refreshed(account)
    after = (params.get("transaction_refresh") or {}).get("after")
    known = account.private["refreshes"]
    if after is not None and after not in known:
        raise refusals.no_such_refresh(after)
    number = -1 if after is None else known.index(after)
    found = [
        one
        for one in work.each(TRANSACTION.object, account=account.id)
        if one.private["number"] > number and within(one, params.get("transacted_at"))
    ]
    found.sort(key=lambda one: (one.transacted_at, one.born), reverse=True)
    return page_of(found, params, PATH, TRANSACTION.noun)


def within(transaction: Record, bounds: Any) -> bool:
    """Did it happen in this range of time? source: spec"""
    moment = transaction.transacted_at
    if bounds is None:
        return True
    if isinstance(bounds, int):
        return bool(moment == bounds)
    held = {"gt": moment.__gt__, "gte": moment.__ge__, "lt": moment.__lt__, "lte": moment.__le__}
    return all(held[name](bounds[name]) for name in SIGNS if bounds.get(name) is not None)
