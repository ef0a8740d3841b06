"""The transaction record: what one flow does to the balance of a financial account.

Owns: the record, its states, holds that are raised, released and sent. Does not own: flows, entries
(transaction_entry.py).
Money: none by itself; its entries move it, and `balance_impact` is their sum.
Source: spec; docs: Working with balances and transactions. A void one never had an effect: its amount is 0.
Private fact: `held`, what is set aside for it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pinstripe.kernel.pages import page
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.treasury import transaction_entry as entries
from pinstripe.products.treasury.transaction_entry import flow_details

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome   from    to
    ("create", "open",   ANY,    "open"),
    ("create", "posted", ANY,    "posted"),
    ("post",   "done",   "open", "posted"),
    ("void",   "done",   "open", "void"),
)
# fmt: on

ENTRIES = "/v1/treasury/transaction_entries"

RECEIPT = page(
    "regulatory-receipt",
    *("obt", "obp", "ibt", "rc", "rd", "credrev", "debrev"),
    title="Regulatory receipt",
    means="Whoever moved money would find a receipt of it here, with what the law wants it to say.",
)


def receipt(work: Work, key: str) -> str:
    """The address of a flow's receipt. source: spec; recorded: fixtures of received (form of the address)"""
    return work.public(RECEIPT.path(key))


def entries_of(shower: Any, transaction: Record) -> dict[str, Any]:
    """Its entries, newest first. source: docs: Working with balances and transactions"""
    found = shower.work.where("treasury.transaction_entry", transaction=transaction.id, limit=101)
    return {
        "object": "list",
        "data": [shower.body(one) for one in found[:100]],
        "has_more": len(found) > 100,
        "url": f"{ENTRIES}?financial_account={transaction.financial_account}&transaction={transaction.id}",
    }


TRANSACTION = Resource(
    "treasury.transaction",
    prefix="trxn",
    generated="retrieve",
    noun="transaction",
    lifecycle=LIFECYCLE,
    index=("financial_account", "status", "flow"),
    includable={"entries": entries_of, "flow_details": flow_details},
    alone="entries",
    defaults={"status_transitions": {"posted_at": None, "void_at": None}},
    source="spec; docs: Working with balances and transactions",
)


LONGEST = 5000
"""So many characters a description has: a shop's name can be longer. source: spec"""


class Flow(NamedTuple):
    """What moves money: its id, its word in `flow_type`, whose balance it moves, how it is described."""

    id: str
    type: str
    financial_account: str
    description: str
    currency: str = "usd"


def _begin(work: Work, flow: Flow, outcome: str, amount: int) -> Record:
    posted = work.now if outcome == "posted" else None
    return work.create(
        TRANSACTION,
        outcome,
        amount=amount,
        balance_impact=entries.impact(),
        currency=flow.currency,
        description=flow.description[:LONGEST],
        financial_account=flow.financial_account,
        flow=flow.id,
        flow_type=flow.type,
        status_transitions={"posted_at": posted, "void_at": None},
    )


def _enter(
    work: Work, transaction: Record, kind: str, outcome: str, amount: int, network: str = ""
) -> dict[str, int]:
    """One more entry. gives: what all of them did"""
    done = entries.enter(work, transaction, kind, outcome, amount, network)
    return {name: value + done[name] for name, value in transaction.balance_impact.items()}


def expect(work: Work, flow: Flow, amount: int) -> Record:
    """An open transaction that moves nothing yet. params: amount, signed"""
    return _begin(work, flow, "open", amount)


def hold(work: Work, flow: Flow, amount: int, kind: str) -> Record:
    """An open transaction that sets money aside. params: kind, of its entry"""
    return raise_hold(work, _begin(work, flow, "open", 0), amount, kind)


def raise_hold(work: Work, transaction: Record, amount: int, kind: str) -> Record:
    """More is set aside for an open transaction."""
    done = _enter(work, transaction, kind, "held", amount)
    work.note(transaction, held=held(transaction) + amount)
    return work.amend(transaction, amount=transaction.amount - amount, balance_impact=done)


def held(transaction: Record) -> int:
    """What is set aside for it."""
    return int(transaction.private.get("held", 0))


def release(work: Work, transaction: Record, amount: int, kind: str) -> Record:
    """A part of what is set aside, or all of it, may be spent again; the transaction stays open."""
    done = _enter(work, transaction, kind, "released", amount)
    work.note(transaction, held=held(transaction) - amount)
    return work.amend(transaction, amount=transaction.amount + amount, balance_impact=done)


def void(work: Work, transaction: Record, kind: str) -> Record:
    """Nothing comes of it: what is set aside is released. source: docs: Working with balances and
    transactions (amount 0)
    """
    if held(transaction):
        release(work, transaction, held(transaction), kind)
    return work.advance(transaction, "void", "done", amount=0, status_transitions=times(void_at=work.now))


def send(work: Work, transaction: Record, kind: str, network: str) -> Record:
    """What is set aside leaves, and the transaction is posted."""
    done = _enter(work, transaction, kind, "sent", held(transaction), network)
    work.note(transaction, held=0)
    moved = times(posted_at=work.now)
    return work.advance(transaction, "post", "done", balance_impact=done, status_transitions=moved)


def receive(work: Work, transaction: Record, kind: str, network: str) -> Record:
    """What was expected is there."""
    done = _enter(work, transaction, kind, "received", transaction.amount, network)
    moved = times(posted_at=work.now)
    return work.advance(transaction, "post", "done", balance_impact=done, status_transitions=moved)


def take_held(
    work: Work, transaction: Record, amount: int, kinds: tuple[str, str], network: str, *, released: int
) -> Record:
    """Somebody takes an amount for which money was set aside, or more; the transaction stays open.

    params: kinds, of the two entries; released, how much of the hold this resolves.
    source: docs: Working with balances and transactions; numbers inferred
    """
    if released:
        release(work, transaction, released, kinds[0])
    done = _enter(work, transaction, kinds[1], "taken", amount, network)
    return work.amend(transaction, amount=transaction.amount - amount, balance_impact=done)


def post_taken(work: Work, transaction: Record) -> Record:
    """No more will be taken: an open transaction of which something was taken is posted."""
    return work.advance(transaction, "post", "done", status_transitions=times(posted_at=work.now))


def book(work: Work, flow: Flow, amount: int, kind: str, network: str) -> Record:
    """A transaction that is posted at once. params: amount, signed; kind, of its entry"""
    made = _begin(work, flow, "posted", amount)
    outcome = "received" if amount > 0 else "taken"
    return work.amend(made, balance_impact=_enter(work, made, kind, outcome, abs(amount), network))


def times(posted_at: int | None = None, void_at: int | None = None) -> dict[str, int | None]:
    """When it was posted or became void."""
    return {"posted_at": posted_at, "void_at": void_at}
