"""The inbound transfer record: an owner moves money from a bank account of their own to a financial account.

Owns: the record, its rows, what the bank makes of it. Does not own: the endpoints, whose bank account it is
(payee.py), the debit by which it is taken back (received_debit.py).
Money: nothing is entered before it succeeds; a bank that takes it back takes it by a received debit.
Times: the bank's word after a second; what it takes back five seconds later. What no bank answers can be
canceled until the cut-off of ACH.
Source: spec; docs: Moving money with Treasury, Treasury test values.
"""

from __future__ import annotations

from typing import Any, Final, assert_never

from pinstripe.api.params import Params
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.networks.banks.port import Debit, Debited
from pinstripe.networks.banks.rails import RAILS
from pinstripe.products.treasury import received_debit, refusals
from pinstripe.products.treasury import transaction as transactions
from pinstripe.products.treasury.payee import Payee

BASE = "treasury.inbound_transfer"

# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome       from          to            event
    ("create",  "processing", ANY,          "processing", f"{BASE}.created"),
    ("succeed", "done",       "processing", "succeeded",  f"{BASE}.succeeded"),
    ("fail",    "done",       "processing", "failed",     f"{BASE}.failed"),
    ("cancel",  "done",       "processing", "canceled",   f"{BASE}.canceled"),
    ("return",  "done",       "succeeded",  "="),
)
# fmt: on

INBOUND_TRANSFER = Resource(
    "treasury.inbound_transfer",
    prefix="ibt",
    generated="retrieve",
    noun="inbound_transfer",
    lifecycle=LIFECYCLE,
    unexpected=refusals.wrong_state,
    index=("financial_account", "status"),
    defaults={
        "linked_flows": {"received_debit": None},
        "returned": False,
        "status_transitions": dict.fromkeys(("canceled_at", "failed_at", "succeeded_at")),
    },
    source="spec; docs: Moving money with Treasury",
)

CODES: Final = frozenset(
    "account_closed debit_not_authorized insufficient_funds invalid_account_number invalid_currency "
    "no_account".split()
)
"""Why a bank turns a debit down, as a transfer says it; everything else is `other`. source: spec"""


def begin(work: Work, account: Record, params: Params, payee: Payee, descriptor: str) -> Record:
    """Money is asked for; none is there yet. source: docs: Moving money with Treasury"""
    key = work.new_id(INBOUND_TRANSFER)
    assert payee.bank is not None
    bank, amount = payee.bank, params.amount
    said = work.network("banks").debit(bank, amount, "usd", reference=key, now=work.now)
    record = work.create(
        INBOUND_TRANSFER,
        "processing",
        id=key,
        amount=params.amount,
        cancelable=True,
        currency=params.currency,
        description=params.get("description"),
        financial_account=account.id,
        hosted_regulatory_receipt_url=transactions.receipt(work, key),
        metadata=merged_metadata(None, params.get("metadata") or {}),
        origin_payment_method=payee.method,
        origin_payment_method_details=payee.details("ach"),
        statement_descriptor=descriptor,
        private={"title": payee.title},
    )
    plan(work, record, said)
    return record


def plan(work: Work, record: Record, said: Debit) -> None:
    """What follows of a bank's word, by the clock. source: docs: Treasury test values"""
    code = said.code if said.code in CODES else "other"
    match said.outcome:
        case Debited.SUCCEEDS:
            work.schedule("settle", record, _due(said), back_at=said.disputed_at)
        case Debited.FAILS | Debited.REFUSED:
            work.schedule("settle", record, _due(said), code=code)
        case Debited.STAYS:
            work.schedule("submit", record, RAILS["ach"].closes_at(work.now))
        case _:
            assert_never(said.outcome)


def _due(said: Debit) -> int:
    assert said.due_at is not None, "a bank that answers says when"
    return said.due_at


@job(INBOUND_TRANSFER, "settle")
def settle(work: Work, record: Record, *, back_at: int | None = None, code: str | None = None) -> None:
    """The bank's word is known. source: docs: Treasury test values"""
    if code is not None:
        fail(work, record, code)
        return
    succeed(work, record)
    if back_at is not None:
        work.schedule("return", record, back_at)


@job(INBOUND_TRANSFER, "submit")
def submit(work: Work, record: Record) -> None:
    """The bank has it: it can no longer be called back. source: spec (cancelable); inferred: the moment"""
    work.amend(record, cancelable=False)


@job(INBOUND_TRANSFER, "return")
def bounce(work: Work, record: Record) -> None:
    """The holder of the bank account takes the money back. source: docs: Treasury test values"""
    give_back(work, record)


def _when(record: Record, name: str, moment: int) -> dict[str, Any]:
    return {**record.status_transitions, name: moment}


def succeed(work: Work, record: Record) -> Record:
    """The money is there. source: docs: Moving money with Treasury"""
    work.unschedule("", record)
    words = f"{record.private['title']} | Inbound transfer | {record.statement_descriptor}"
    flow = transactions.Flow(record.id, "inbound_transfer", record.financial_account, words)
    made = transactions.book(work, flow, record.amount, "inbound_transfer", "ach")
    at = _when(record, "succeeded_at", work.now)
    facts = {"cancelable": False, "status_transitions": at, "transaction": made.id}
    return work.advance(record, "succeed", "done", **facts)


def fail(work: Work, record: Record, code: str) -> Record:
    """The bank gives nothing."""
    work.unschedule("", record)
    at = _when(record, "failed_at", work.now)
    facts = {"cancelable": False, "failure_details": {"code": code}, "status_transitions": at}
    return work.advance(record, "fail", "done", **facts)


def cancel(work: Work, record: Record) -> Record:
    """It is called back in time. refuses: not_cancelable"""
    if not record.cancelable:
        raise refusals.not_cancelable(record)
    work.unschedule("", record)
    at = _when(record, "canceled_at", work.now)
    return work.advance(record, "cancel", "done", cancelable=False, status_transitions=at)


def give_back(work: Work, record: Record) -> Record:
    """The bank takes back what it gave, once. refuses: wrong_state

    source: docs: Moving money with Treasury
    """
    if record.returned:
        raise refusals.wrong_state(record, "return")
    work.unschedule("", record)
    account = work.load(record.financial_account, "treasury.financial_account")
    debit = received_debit.of_return(work, account, record)
    return work.advance(record, "return", "done", linked_flows={"received_debit": debit.id}, returned=True)
