"""The payout record: money that leaves an account's balance for its bank, or comes from there.

Owns: the record, what becomes of it once its bank has spoken. Does not own: the endpoints (payouts.py), what
is paid out and where to (creation.py), when it happens by itself (schedule.py), external accounts (connect).
Money: leaves the balance, of payments or of issued cards, when the payout is made, and comes back when it
fails or is canceled; a payout of less than nothing takes money from the bank.
Times: it is sent five seconds after it was made, and its bank says what became of it right after, whatever
day it names as the one of arrival. One to a storage account (`payout_method`) arrives as soon as it is sent,
and the room money_management hears of it. Source: spec; recorded: gumroad, airbytehq; docs: payouts.
Private facts: `balance`, issuing where it comes from there; `reference`, by which the bank knows it;
`network`, where the money goes; `previous`, the automatic payout before it: what became available since then
is paid out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, REGISTRY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import AVAILABLE
from pinstripe.ledger.posting import Move
from pinstripe.products.connect import payee
from pinstripe.products.payouts import postings, refusals

# fmt: off
LIFECYCLE = lifecycle(
    # verb        outcome     from          to            event                              posting
    ("create",    "done",     ANY,          "pending",    "payout.created",                  postings.PAYOUT),
    ("create",    "debit",    ANY,          "pending",    "payout.created",                  postings.DEBIT),
    ("submit",    "done",     "pending",    "in_transit", "payout.updated"),
    ("arrive",    "done",     "in_transit", "paid",       "payout.paid",                     postings.ARRIVAL),
    ("arrive",    "debit",    "in_transit", "paid",       "payout.paid",                     postings.DEBITED),
    ("fail",      "done",     "in_transit", "failed",     "payout.failed",                   postings.FAILURE),
    ("fail",      "debit",    "in_transit", "failed",     "payout.failed",                   postings.DEBIT_FAILURE),
    ("fail",      "returned", "paid",       "failed",     "payout.failed",                   postings.RETURN),
    ("recall",    "done",     "in_transit", "canceled",   "payout.canceled",                 postings.CANCELATION),
    ("cancel",    "done",     "pending",    "canceled",   "payout.canceled",                 postings.CANCELATION),
    ("update",    "done",     ANY,          "=",          "payout.updated"),
    ("reverse",   "done",     "paid",       "=",          "payout.updated"),
    ("reconcile", "done",     "in_transit", "=",          "payout.reconciliation_completed"),
)
# fmt: on

PAYOUT = Resource(
    "payout",
    prefix="po",
    param="payout",
    generated="retrieve",
    lifecycle=LIFECYCLE,
    index=("status", "destination", "automatic"),
    unexpected=refusals.wrong_state,
    source="spec; recorded: gumroad",
)

SUBMIT_SECONDS: Final = 5
"""So long a payout can be called off before it is sent. source: inferred"""
PENDING_TRACE: Final = {"status": "pending", "value": None}
NO_TRACE: Final = {"status": "unsupported", "value": None}
WORDS: Final = "STRIPE PAYOUT"
"""What a payout is called that nobody described. source: recorded: gumroad, airbytehq"""


def is_debit(payout: Record) -> bool:
    """Does it take money from the bank?"""
    return bool(payout.amount < 0)


def move(work: Work, payout: Record, key: str) -> Move:
    """What comes back to the balance, with the id of the balance transaction that tells of it."""
    facts = {"id": key, "description": payout.description or WORDS}
    return moved(payout.private, payout.amount, payout.currency, facts)


def moved(private: Mapping[str, Any], amount: int, currency: str, facts: dict[str, Any]) -> Move:
    """What leaves a balance or comes back to it. source: recorded: hcb (the balance of issued cards)"""
    source = private.get("balance")
    if source:
        facts["balance_type"] = source
    names = {"network": private["network"], "balance": source or AVAILABLE}
    return Move(abs(amount), currency, names=names, transaction=facts)


def plain(payout: Record) -> Move:
    """What moves beside the balance."""
    return Move(abs(payout.amount), payout.currency, names={"network": payout.private["network"]})


def give_back(work: Work, payout: Record, verb: str, outcome: str, **changes: Any) -> None:
    """The money is in the balance again, as before the payout."""
    key = work.new_id(REGISTRY["balance_transaction"])
    changes |= {"failure_balance_transaction": key, "trace_id": NO_TRACE}
    work.unschedule("", payout)
    work.advance(payout, verb, outcome, moves=move(work, payout, key), **changes)


def cancel(work: Work, payout: Record) -> None:
    """It is called off before it was sent. source: spec"""
    give_back(work, payout, "cancel", "done")


@job(PAYOUT, "submit")
def submit(work: Work, payout: Record) -> None:
    """It is sent to the bank, and what an automatic one is made of is known.

    source: spec (status); inferred (the moments)
    """
    work.advance(payout, "submit", "done")
    if payout.reconciliation_status == "in_progress":
        work.advance(payout, "reconcile", "done", reconciliation_status="completed")


@job(PAYOUT, "arrive")
def arrive(work: Work, payout: Record) -> None:
    """The bank has it, and says how it knows it. source: spec (trace_id); docs: payouts"""
    number = payout.private["reference"]
    trace = {"status": "supported", "value": number} if number else NO_TRACE
    outcome = "debit" if is_debit(payout) else "done"
    work.advance(payout, "arrive", outcome, moves=plain(payout), trace_id=trace)


@job(PAYOUT, "fail")
def fail(work: Work, payout: Record, *, code: str, message: str | None) -> None:
    """It does not arrive, or the bank sends it back: nothing goes there by itself until somebody looks.

    source: spec; docs: payouts
    """
    outcome = "debit" if is_debit(payout) else "returned" if payout.status == "paid" else "done"
    give_back(work, payout, "fail", outcome, failure_code=code, failure_message=message)
    destination = work.peek(payout.destination) if payout.destination is not None else None
    if destination is not None:
        payee.err(work, destination)


@job(PAYOUT, "recall")
def recall(work: Work, payout: Record) -> None:
    """The bank gives up on it. source: docs: Treasury test values (canceled)"""
    give_back(work, payout, "recall", "done")
