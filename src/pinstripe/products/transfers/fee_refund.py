"""The fee refund record: what a platform gives back of what it earned of a payment.

Owns: the record, giving back. Does not own: the fee (application_fee.py). Money: leaves the platform's
balance and reaches that of the account that paid the fee. Times: while the payment's own money waits, from
its day. Source: spec; recorded: gumroad (26 refunds of fees).
"""

from __future__ import annotations

from typing import Any

from pinstripe import currencies
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, REGISTRY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import AVAILABLE, PENDING
from pinstripe.ledger.posting import Move
from pinstripe.money import Money
from pinstripe.products.payments import exchange, parties, proceeds
from pinstripe.products.transfers import application_fee as fees
from pinstripe.products.transfers import postings, refusals
from pinstripe.products.transfers import transfer as transfers

PATH = "/v1/application_fees/{id}/refunds"

# fmt: off
LIFECYCLE = lifecycle(
    ("create", "done", ANY, "=", "", postings.FEE_REFUND),
    ("update", "done", ANY, "=", "application_fee.refund.updated"),
)
# fmt: on

FEE_REFUND = Resource(
    "fee_refund",
    prefix="fr",
    path=PATH,
    noun="application fee refund",
    status="",
    lifecycle=LIFECYCLE,
    index=("fee",),
    livemode=False,
)


def left_of(fee: Record) -> int:
    """What was not given back."""
    return int(fee.amount - fee.amount_refunded)


def refuse_amount(fee: Record, amount: int) -> None:
    """So much of it can be given back. refuses: fee_refunded_before, more_than_fee"""
    left = left_of(fee)
    if not left:
        raise refusals.fee_refunded_before(fee.id)
    if amount > left:
        words = [currencies.symbol_amount(one, fee.currency) for one in (amount, left)]
        raise refusals.more_than_fee(*words)


def money(work: Work, fee: Record, amount: int, transaction: str) -> tuple[Move, Money]:
    """What giving back moves, and what the account gets, in its own currency. intent: as there

    source: recorded: gumroad (the platform's row); the other inferred
    """
    payer_work = work.acting_for(fee.body["account"])
    payment = payer_work.load(fee.charge, "charge")
    unit, own = parties.settled_as(payer_work, payment).currency, work.merchant.currency
    back = amount if unit == fee.currency else exchange.converted(amount, fee.currency, unit)
    given = amount
    if own != fee.currency:
        given = back if own == unit else exchange.converted(amount, fee.currency, own)
    crosses = unit != own
    day = transfers.waits_until(work, fee.balance_transaction)
    when = {} if day is None else {"available_on": day}
    rate = proceeds.shown(exchange.refund_rate(own, unit)) if crosses else None
    words = "REFUND FOR APPLICATION FEE"
    moves = Move(
        given,
        own,
        names={
            "holding": AVAILABLE if day is None else PENDING,
            "available_on": day,
            "payer": payer_work.account,
            "left": given if crosses else 0,
            "came": Money(back, unit) if crosses else 0,
            "back": Money(back, unit),
        },
        transaction={
            "id": transaction,
            "description": words,
            "exchange_rate": rate,
            "source": fee.id,
            **when,
        },
        others={"{payer}": {"currency": unit, "description": words, "source": fee.charge, **when}},
    )
    return moves, Money(back, unit)


def give_back(work: Work, fee: Record, amount: int, **facts: Any) -> Record:
    """Gives back a fee, or a part of it. intent: the work acts for the platform. params: amount, in the fee's
    currency. refuses: fee_refunded_before, more_than_fee. source: recorded: gumroad (136 CAD of 100 USD)
    """
    refuse_amount(fee, amount)
    payer = fee.body["account"]
    transaction = work.new_id(REGISTRY["balance_transaction"])
    moves, back = money(work, fee, amount, transaction)
    refund = work.create(
        FEE_REFUND,
        "done",
        moves=moves,
        id=work.mint.long("fr", work.now, payer),
        amount=back.amount,
        balance_transaction=transaction,
        currency=back.currency,
        fee=fee.id,
        **facts,
    )
    refund.clock = ""
    fees.given_back(work, fee, refund, amount)
    return refund
