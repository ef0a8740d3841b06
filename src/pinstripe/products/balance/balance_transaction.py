"""The balance transaction record: one movement of an account's balance.

Owns: the record. Does not own: making it, which the ledger does together with its entries (ledger/book.py).
Money: amount, fee and net are computed from the legs of the posting.
Times: `available_on` is when net becomes available; the status follows from it. Source: spec; recorded:
gumroad.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.kernel.resource import Resource


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
