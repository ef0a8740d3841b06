"""The session record: the holder of accounts is asked which of them they connect.

Owns: the record, the accounts that it shows. Does not own: the endpoints (sessions.py), the log-in at the
bank (connection.py). Money: none. No event tells of it.
Source: spec; docs: id table of the public examples (form). Private fact: `complete`, was it gone through.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.financial_connections.account import ACCOUNT

SESSION = Resource(
    "financial_connections.session",
    prefix="fcsess",
    noun="financial connections session",
    param="session",
    source="spec",
)


def listed(accounts: list[Record]) -> dict[str, Any]:
    """The accounts of a session, as it shows them. source: docs: id table of the public examples"""
    return {
        "object": "list",
        "data": [one.body for one in accounts],
        "has_more": False,
        "url": "/v1/financial_connections/accounts",
    }


def show(work: Work, account: Record) -> None:
    """An account has changed: its session shows it as it is."""
    session = work.load(account.private["session"], SESSION.object)
    found = work.where(ACCOUNT.object, session=session.id)
    work.amend(session, accounts=listed(found[::-1]))
