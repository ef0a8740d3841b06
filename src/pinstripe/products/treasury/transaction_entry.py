"""The transaction entry record: one change of a financial account's balance.

Owns: the record, and with it every movement of money through financial accounts.
Does not own: which entries a flow makes (transaction.py and the flows), the balance that is shown
(financial_account.py).
Money: each entry is one posting: a hold, its release, what is sent, received or taken.
Times: `effective_at`, when the balance changed, is the moment at which the entry is made.
Source: spec; docs: Working with balances and transactions. Entries are never changed.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.posting import Move
from pinstripe.products.treasury import financial_account as financial_accounts
from pinstripe.products.treasury import postings

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome     from to  event posting
    ("create", "held",     ANY, "=", "",   postings.HOLD),
    ("create", "released", ANY, "=", "",   postings.RELEASE),
    ("create", "sent",     ANY, "=", "",   postings.SEND),
    ("create", "received", ANY, "=", "",   postings.RECEIVE),
    ("create", "taken",    ANY, "=", "",   postings.TAKE),
)
# fmt: on

IMPACTS = {
    # outcome: change of cash and of outbound_pending, in amounts of the entry
    "held": (-1, 1),
    "released": (1, -1),
    "sent": (0, -1),
    "received": (1, 0),
    "taken": (-1, 0),
}
"""What each movement does to a balance. source: docs: Working with balances and transactions"""


def flow_details(shower: Any, record: Record) -> dict[str, Any] | None:
    """What moved the money, as an object. source: spec"""
    kind = record.flow_type
    flow = shower.work.peek(record.flow) if record.flow else None
    if flow is None:
        return {"type": kind} if record.flow else None
    shower.permit(flow.type)
    return {"type": kind, kind: shower.body(flow)}


TRANSACTION_ENTRY = Resource(
    "treasury.transaction_entry",
    prefix="trxne",
    path="/v1/treasury/transaction_entries",
    generated="retrieve",
    noun="transaction_entry",
    status="",
    lifecycle=LIFECYCLE,
    index=("financial_account", "transaction"),
    includable={"flow_details": flow_details},
    source="spec; docs: Working with balances and transactions",
)


def impact(cash: int = 0, outbound: int = 0) -> dict[str, int]:
    """A change of a balance. source: docs: Working with balances and transactions (inbound is reserved)"""
    return {"cash": cash, "inbound_pending": 0, "outbound_pending": outbound}


def enter(
    work: Work, transaction: Record, kind: str, outcome: str, amount: int, network: str = ""
) -> dict[str, int]:
    """Move money for a transaction, and change its account's balance by it.

    params: kind, the entry's type; network, whose money comes or goes. gives: what the entry did
    """
    cash, outbound = IMPACTS[outcome]
    done = impact(cash * amount, outbound * amount)
    work.create(
        TRANSACTION_ENTRY,
        outcome,
        moves=Move(amount, transaction.currency, names={"network": network}),
        balance_impact=done,
        currency=transaction.currency,
        effective_at=work.now,
        financial_account=transaction.financial_account,
        flow=transaction.flow,
        flow_type=transaction.flow_type,
        transaction=transaction.id,
        type=kind,
    )
    account = work.load(transaction.financial_account, "treasury.financial_account")
    financial_accounts.move(work, account, transaction.currency, done)
    return done
