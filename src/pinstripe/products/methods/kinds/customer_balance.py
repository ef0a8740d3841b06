"""Customer balance: the payer sends a bank transfer, whenever that may be.

Owns: what an intent says of the transfer it waits for. Does not own: the cash balance's object (room
customers).
Money: 0.5 %, at most 5 of the currency. Source: spec; inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.work import Work
from pinstripe.products.methods.kinds.kind import Facts, Fee, Flow, Kind, Owner

NAME = "customer_balance"
TRANSFERS = {
    "usd": "us_bank_transfer",
    "eur": "eu_bank_transfer",
    "gbp": "gb_bank_transfer",
    "jpy": "jp_bank_transfer",
    "mxn": "mx_bank_transfer",
}
"""The transfer of each currency. source: spec; inferred"""


def read(work: Work, given: Params, where: str, owner: Owner) -> Facts:
    """Nothing is known of a transfer before it comes."""
    return Facts({}, {})


def details(balance: dict[str, Any]) -> dict[str, Any]:
    """A charge says no more than that. source: spec"""
    return {}


CUSTOMER_BALANCE = Kind(
    NAME,
    Flow.PUSH,
    "",
    read,
    details,
    currencies=tuple(TRANSFERS),
    fee=Fee(50, 0, 500),
    at_once=True,
    built="bank_transfer.eu_bank_transfer bank_transfer.requested_address_types bank_transfer.type "
    "funding_type setup_future_usage",
)
"""source of the fee: inferred"""

ACH_CREDIT_TRANSFER = Kind(
    "ach_credit_transfer",
    Flow.PUSH,
    "ach",
    read,
    details,
    currencies=("usd",),
    fee=Fee(100, 0, 500),
)
"""Transfers to a source's own account, before there were cash balances. source of the fee: inferred"""
