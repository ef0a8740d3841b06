"""The transfer reversal record: money that was sent to another account and is taken back.

Owns: the record, taking back. Does not own: the transfer (transfer.py), the refund that it is to the other
account (room refunds).
Money: leaves the balance of the account that got it and comes back to the sender's, in one unit of work.
Source: spec; recorded: gumroad (53 reversals); docs: Connect transfers.
"""

from __future__ import annotations

from typing import Any

from pinstripe import currencies
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, REGISTRY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import AVAILABLE, PENDING
from pinstripe.ledger.posting import Move
from pinstripe.products.payments import exchange, parties
from pinstripe.products.refunds import creation
from pinstripe.products.transfers import postings, refusals
from pinstripe.products.transfers import transfer as transfers

PATH = "/v1/transfers/{id}/reversals"

# fmt: off
LIFECYCLE = lifecycle(
    ("create", "done", ANY, "=", "", postings.REVERSAL),
)
# fmt: on

TRANSFER_REVERSAL = Resource(
    "transfer_reversal",
    prefix="trr",
    path=PATH,
    noun="transfer reversal",
    status="",
    lifecycle=LIFECYCLE,
    index=("transfer",),
    livemode=False,
)


def left_of(transfer: Record) -> int:
    """What was not taken back."""
    return int(transfer.amount - transfer.amount_reversed)


def refuse_amount(transfer: Record, amount: int) -> None:
    """So much of it can be taken back. refuses: reversed_before, more_than_left"""
    left = left_of(transfer)
    if not left:
        raise refusals.reversed_before(transfer.id)
    if amount > left:
        words = [currencies.symbol_amount(one, transfer.currency) for one in (amount, left)]
        raise refusals.more_than_left(*words)


def covered(work: Work, transfer: Record, amount: int, day: int | None) -> bool:
    """Has the account that got the money enough of it? intent: the work acts for that account

    Only a reversal by hand asks: a refund takes back what it takes back, and the account owes the rest. It
    owes the spread between two currencies, too: a transfer is covered by what came of it.
    source: docs: Connect transfers; recorded: gumroad (2643 won came and 2697 were taken back); inferred
    (refunds)
    """
    payment = work.load(transfer.destination_payment, "charge")
    currency, given = parties.settled_as(work, payment).currency, transfer.currency
    worth = amount
    if given != currency:
        worth = exchange.converted(amount, given, currency)
    names = (AVAILABLE, *([PENDING.format(available_on=day)] if day is not None else []))
    return sum(work.balance(name, currency) for name in names) >= worth


def take_back(
    work: Work,
    transfer: Record,
    amount: int,
    key: str,
    refund: Record | None = None,
    description: str | None = None,
    **facts: Any,
) -> Record:
    """Takes back what was sent, or a part of it. refuses: reversed_before, more_than_left, other_has_spent

    params: key, its id; refund, of the payer's charge, where that is why; description, for the sender's row
    source: recorded: gumroad (both rows); the description's place inferred
    """
    refuse_amount(transfer, amount)
    other_work = work.acting_for(transfer.destination)
    day = transfers.waits_until(work, transfer.balance_transaction)
    if refund is None and not covered(other_work, transfer, amount, day):
        raise refusals.other_has_spent()
    given = work.mint.long("pyr", work.now, transfer.destination)
    words = f"REFUND FOR TRANSFER ({description})" if description else "REFUND FOR TRANSFER"
    facts |= {"destination_payment_refund": given, "source_refund": None if refund is None else refund.id}
    reversal = reversed_by(work, transfer, amount, key, words, **facts)
    payment = other_work.load(transfer.destination_payment, "charge")
    creation.take_back(other_work, payment, amount, given, reversal.id)
    transfers.taken_back(work, transfer, reversal)
    return reversal


def given_back(work: Work, transfer: Record, refund: Record) -> None:
    """The account that got it gives it back, or a part of it, by a refund of its payment. intent: the work
    acts for the sender. source: inferred
    """
    facts = {"destination_payment_refund": refund.id, "source_refund": None}
    key, words = refund.transfer_reversal, "REFUND FOR TRANSFER"
    reversal = reversed_by(work, transfer, refund.amount, key, words, **facts)
    transfers.taken_back(work, transfer, reversal)


def reversed_by(work: Work, transfer: Record, amount: int, key: str, words: str, **facts: Any) -> Record:
    """The record of a reversal, with the sender's side of its money. params: words, of the sender's row"""
    day = transfers.waits_until(work, transfer.balance_transaction)
    transaction = work.new_id(REGISTRY["balance_transaction"])
    row: dict[str, Any] = {"id": transaction, "description": words, "source": transfer.id}
    if day is not None:
        row["available_on"] = day
    holding = {"holding": AVAILABLE if day is None else PENDING, "available_on": day}
    reversal = work.create(
        TRANSFER_REVERSAL,
        "done",
        moves=Move(amount, transfer.currency, names=holding, transaction=row),
        id=key,
        amount=amount,
        currency=transfer.currency,
        balance_transaction=transaction,
        transfer=transfer.id,
        **facts,
    )
    reversal.clock = ""
    return reversal
