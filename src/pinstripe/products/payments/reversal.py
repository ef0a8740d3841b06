"""Reversal: what taking back a charge's money moves, and what bringing it back again moves.

Owns: where in the balance the money is taken from, what it is worth in the account's currency. Does not
own: why
it happens and the postings (rooms refunds and disputes).
Money: amounts and words of accounts, for the postings of those rooms. `holding` is where it is taken from or
comes to, `away` the network, or what transfers go by, `other` the same, or the exchange where it came over
that.
Source: recorded: gumroad (rows of refunds and disputes).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import AVAILABLE, EXCHANGE, NETWORK, PENDING, TRANSFERS
from pinstripe.ledger.posting import Move
from pinstripe.money import Money
from pinstripe.products.methods import kinds
from pinstripe.products.payments import exchange, parties

WIRE = "wire"
"""The network of money that was in a customer's cash balance: it came by bank transfer."""


def waits_until(work: Work, charge: Record) -> int | None:
    """The day on which the charge's own money becomes available, None once it has.

    source: recorded: gumroad (a refund copies the charge's day while that is to come)
    """
    key = charge.balance_transaction
    if key is None or charge.private.get("at_once"):
        return None
    day: int = work.load(key, "balance_transaction").available_on
    return day if day > work.world_now else None


def network_of(charge: Record) -> str:
    """The network that a charge's money came by."""
    kind = kinds.of_charge(charge.payment_method_details)
    return (kind and kind.ledger) or WIRE


def reversal(
    work: Work,
    charge: Record,
    amount: int,
    *,
    day: int | None,
    rate: Decimal | None,
    transaction: Mapping[str, Any],
    fee: int = 0,
    shown: bool = True,
) -> Move:
    """What a reversal of an amount moves, one way or the other.

    amount: in the charge's currency. params: day, whose money it is, None for what can be used; rate, into
    the
    account's currency, where that is another; shown, does the balance transaction name it?
    """
    currency, given = parties.settled_as(work, charge).currency, Money(amount, charge.currency)
    foreign = given.currency != currency
    origin = TRANSFERS if charge.source_transfer else NETWORK
    facts = dict(transaction)
    if foreign and shown:
        facts["exchange_rate"] = orjson.loads(str(rate))
    if day is not None:
        facts["available_on"] = day
    return Move(
        exchange.converted(amount, given.currency, currency, rate) if foreign else amount,
        currency,
        names={
            "network": network_of(charge),
            "presented": given if foreign else 0,
            "other": EXCHANGE if foreign else origin,
            "away": origin,
            "holding": AVAILABLE if day is None else PENDING,
            "available_on": day,
            "fee": fee,
        },
        transaction=facts,
    )
