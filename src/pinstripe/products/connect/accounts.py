"""The endpoints of accounts.

Owns: reading. Does not own: the record (account.py). Money: none. Source: spec; recorded: airbytehq.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.connect.account import ACCOUNT, shown


@operation("GET /v1/account", ACCOUNT)
def retrieve_own(work: Work, params: Params) -> Record | dict[str, Any]:
    """Who am I: the account that the request acts for. source: spec"""
    return shown(work, work.account)


@operation("GET /v1/accounts/{account}", ACCOUNT)
def retrieve(work: Work, params: Params, account: str) -> Record | dict[str, Any]:
    """One account that the key reaches; the edge has refused all others. source: recorded: airbytehq"""
    return shown(work, account)
