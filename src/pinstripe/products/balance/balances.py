"""The endpoint of the balance.

Owns: GET /v1/balance. Does not own: the record and its job (balance.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.ledger import balances
from pinstripe.products.balance.balance import BALANCE, shown


@operation("GET /v1/balance", BALANCE)
def retrieve(work: Work, params: Params) -> dict[str, Any]:
    """What can be used now and what is on its way, by currency. source: spec; recorded: gumroad"""
    return shown(balances.own(work.books, work.account), work.now)
