"""The debit reversal record: what somebody took from a financial account is taken back.

Owns: the record and its rows. Does not own: the debit (received_debit.py), disputes of cards (room issuing),
which alone take back what a card paid.
Money: expected when it is made; entered when it is through, or when a card's network grants it before.
Times: one by ACH is through a second later.
Source: spec; docs: Moving money with Treasury; the words of the states are the description's; what a lost
dispute does inferred.
Private fact: `resolution`, how the dispute of a card ended.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.treasury import received_credit, received_debit, refusals
from pinstripe.products.treasury import transaction as transactions
from pinstripe.products.treasury.credit_reversal import SECONDS

BASE = "treasury.debit_reversal"

# fmt: off
LIFECYCLE = lifecycle(
    # verb        outcome       from          to            event
    ("create",   "processing", ANY,          "processing", f"{BASE}.created"),
    ("grant",    "done",       "processing", "=",          f"{BASE}.initial_credit_granted"),
    ("complete", "won",        "processing", "succeeded",  f"{BASE}.completed"),
    ("complete", "lost",       "processing", "failed",     f"{BASE}.completed"),
)
# fmt: on

DEBIT_REVERSAL = Resource(
    "treasury.debit_reversal",
    prefix="debrev",
    generated="retrieve",
    noun="debit_reversal",
    param="debit_reversal",
    lifecycle=LIFECYCLE,
    index=("financial_account", "status", "received_debit", "resolution=private.resolution"),
    defaults={"status_transitions": {"completed_at": None}},
    source="spec; docs: Moving money with Treasury",
)


def reverse(work: Work, debit: Record, metadata: dict[str, str | None]) -> Record:
    """A debit by ACH is taken back whole. refuses: not_reversible"""
    shown = {**debit.body, **received_credit.by_date(debit.body, debit.private, work.now)}
    if debit.status == "failed":
        raise refusals.not_reversible("received_debit", "it failed", "received_debit")
    why = shown["reversal_details"]["restricted_reason"]
    if why is not None:
        raise refusals.not_reversible("received_debit", why, "received_debit")
    record = begin(work, debit, metadata)
    work.schedule("complete", record, work.now + SECONDS)
    return record


def begin(
    work: Work,
    debit: Record,
    metadata: dict[str, str | None],
    dispute: str | None = None,
    amount: int | None = None,
) -> Record:
    """Money is on its way back. params: dispute, of a card that paid; amount, if it is about less than all.

    refuses: closed
    """
    amount = debit.amount if amount is None else amount
    account = work.load(debit.financial_account, "treasury.financial_account")
    if account.status == "closed":
        raise refusals.closed(account, "take money back", "received_debit")
    key = work.new_id(DEBIT_REVERSAL)
    taken = work.load(debit.transaction, "treasury.transaction")
    words = taken.description.replace("Received debit", "Debit reversal")
    flow = transactions.Flow(key, "debit_reversal", account.id, words)
    transaction = transactions.expect(work, flow, amount)
    record = work.create(
        DEBIT_REVERSAL,
        "processing",
        id=key,
        amount=amount,
        currency=debit.currency,
        financial_account=account.id,
        hosted_regulatory_receipt_url=transactions.receipt(work, key),
        linked_flows={"issuing_dispute": dispute},
        metadata=merged_metadata(None, metadata),
        network=debit.network,
        received_debit=debit.id,
        transaction=transaction.id,
    )
    received_debit.reversed_by(work, debit, key)
    return record


def grant(work: Work, record: Record) -> Record:
    """A card's network gives the money while it still decides. source: docs: Moving money with Treasury"""
    enter(work, record)
    return work.advance(record, "grant", "done")


@job(DEBIT_REVERSAL, "complete")
def complete(work: Work, record: Record) -> None:
    """The money is back. source: docs: Moving money with Treasury"""
    conclude(work, record, won=True)


def enter(work: Work, record: Record) -> None:
    """The money is there, once."""
    transaction = work.load(record.transaction, "treasury.transaction")
    if transaction.status == "open":
        transactions.receive(work, transaction, "debit_reversal", record.network)


def conclude(work: Work, record: Record, *, won: bool, resolution: str | None = None) -> Record:
    """It is over: the money is back, or does not come. params: resolution, of a card's dispute: won, lost"""
    if won:
        enter(work, record)
    else:
        forgo(work, record)
    facts: dict[str, Any] = {"status_transitions": {"completed_at": work.now}}
    if resolution is not None:
        work.note(record, resolution=resolution)
    return work.advance(record, "complete", "won" if won else "lost", **facts)


def forgo(work: Work, record: Record) -> None:
    """The money does not come; what was granted before is taken again. source: inferred"""
    transaction = work.load(record.transaction, "treasury.transaction")
    if transaction.status == "open":
        transactions.void(work, transaction, "debit_reversal")
    else:
        flow = transactions.Flow(
            record.id, "debit_reversal", record.financial_account, transaction.description
        )
        transactions.book(work, flow, -record.amount, "debit_reversal", record.network)
