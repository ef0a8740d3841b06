"""The top-up record: money that an account takes from a bank to have it in its balance.

Owns: the record, what becomes of it once the bank has spoken. Does not own: the endpoints (topups.py), which
bank is debited (payer.py). Money: comes to the balance, or to that of issued cards, when the bank has
paid, and leaves it again where the bank takes it back.
Times: the bank is asked five seconds after the top-up was made and answers one second later; a debit that is
disputed is taken back five seconds after that. Source: spec; recorded: airbytehq; docs: Connect testing.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, REGISTRY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import AVAILABLE
from pinstripe.ledger.posting import Move
from pinstripe.products.balance import balance
from pinstripe.products.payouts import postings, refusals

# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome  from         to           event              posting
    ("create",  "done",  ANY,         "pending",   "topup.created"),
    ("succeed", "done",  "pending",   "succeeded", "topup.succeeded", postings.TOPUP),
    ("fail",    "done",  "pending",   "failed",    "topup.failed"),
    ("cancel",  "done",  "pending",   "canceled",  "topup.canceled"),
    ("reverse", "done",  "succeeded", "reversed",  "topup.reversed",  postings.TOPUP_REVERSAL),
)
# fmt: on

TOPUP = Resource(
    "topup",
    prefix="tu",
    generated="retrieve update",
    lifecycle=LIFECYCLE,
    index=("status",),
    absent="initiated_by payment_method payment_method_options",
    unexpected=refusals.topup_in_wrong_state,
    source="spec; recorded: airbytehq",
)


def moved(topup: Record, key: str) -> Move:
    """The whole amount, with the id of the balance transaction that tells of it.

    source: spec; recorded: hcb (the balance of issued cards)
    """
    facts: dict[str, Any] = {"id": key, "description": topup.description}
    if topup.destination_balance:
        facts["balance_type"] = topup.destination_balance
    names = {"network": "ach", "balance": topup.destination_balance or AVAILABLE}
    return Move(topup.amount, names=names, transaction=facts)


@job(TOPUP, "succeed")
def succeed(work: Work, topup: Record) -> None:
    """The bank has paid: the money can be used at once. source: docs: Connect testing; recorded: airbytehq"""
    key = work.new_id(REGISTRY["balance_transaction"])
    work.advance(topup, "succeed", "done", moves=moved(topup, key), balance_transaction=key)
    if not topup.destination_balance:
        balance.tell_available(work)


@job(TOPUP, "fail")
def fail(work: Work, topup: Record, *, code: str, message: str) -> None:
    """The bank does not pay. source: docs: Connect testing; recorded: airbytehq (code and message)"""
    work.advance(topup, "fail", "done", failure_code=code, failure_message=message)


@job(TOPUP, "reverse")
def reverse(work: Work, topup: Record) -> None:
    """Whoever holds the bank account says that nobody was to debit it. source: docs: testing; inferred"""
    key = work.new_id(REGISTRY["balance_transaction"])
    work.advance(topup, "reverse", "done", moves=moved(topup, key))


def cancel(work: Work, topup: Record) -> Record:
    """It is called off before the bank was asked. source: spec"""
    work.unschedule("", topup)
    changes: dict[str, Any] = {"expected_availability_date": None}
    return work.advance(topup, "cancel", "done", **changes)
