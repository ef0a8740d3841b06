"""The balance and the transactions that made it.

Owns: the balance's view of the ledger, the balance transaction object. Does not own: postings (who moves
money).
Money: a transaction's amount, fee and net are computed from the legs of its posting (ledger/book.py).
Times: `available_on` is when net becomes available; the status follows from it. Source: spec; recorded:
gumroad.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import list_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.ledger import balances


def status_by_date(body: dict[str, Any], private: dict[str, Any], now: int) -> Mapping[str, Any]:
    """Pending until its day. source: spec"""
    return {"status": "available" if body["available_on"] <= now or private.get("at_once") else "pending"}


BALANCE_TRANSACTION = Resource(
    "balance_transaction",
    prefix="txn",
    path="/v1/balance_transactions",
    generated="retrieve",
    noun="balance transaction",
    index=("type", "source", "currency"),
    defaults={"balance_type": "payments"},
    livemode=False,
    derived=status_by_date,
)
BALANCE = Resource("balance", path="/v1/balance")


@operation("GET /v1/balance_transactions", BALANCE_TRANSACTION, missing="payout")
def list_transactions(work: Work, params: Params) -> Page:
    """Every movement of the balance, newest first. source: spec"""
    filters = params.pick("type", "source", "currency")
    return list_records(work, BALANCE_TRANSACTION, params, "/v1/balance_transactions", filters, None)


@operation("GET /v1/balance", BALANCE)
def retrieve(work: Work, params: Params) -> dict[str, Any]:
    """What can be used now and what is on its way, by currency. source: spec; recorded: gumroad"""
    sums: dict[str, dict[str, int]] = {"available": {}, "pending": {}}
    for name, currency, amount in balances.own(work):
        kind, _, day = name.partition(":")
        if kind == "pending":
            kind = "available" if int(day) <= work.now else "pending"
        if kind in sums:
            sums[kind][currency] = sums[kind].get(currency, 0) + amount
    currencies = sorted({currency for one in sums.values() for currency in one}) or ["usd"]
    return {
        "object": "balance",
        **{
            kind: [
                {"amount": found.get(c, 0), "currency": c, "source_types": {"card": found.get(c, 0)}}
                for c in currencies
            ]
            for kind, found in sums.items()
        },
        "livemode": False,
    }
