"""Taking: what the money of a charge moves when it comes.

Owns: amounts and words of accounts for the posting of a sale. Does not own: the charge (charge.py), fees
(fees.py), days (settlement.py). Money: a sale, with the fee of processing and the platform's.
Source: recorded: gumroad (rows of charges, of payments that came by transfer, of application fees).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import orjson

from pinstripe.kernel.merchant import Merchant
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import AVAILABLE, CASH_BALANCE, EXCHANGE, NETWORK, PENDING, TRANSFERS
from pinstripe.ledger.posting import Move
from pinstripe.money import Money
from pinstripe.products.balance import balance
from pinstripe.products.methods import kinds
from pinstripe.products.payments import exchange, fees, parties, settlement

Body = Mapping[str, Any]
PROCESSING = "Stripe processing fees"


class Course(NamedTuple):
    """How a charge's money comes.

    origin: the word of the account that it comes from. day: when it can be used. movement: type and category
    of the balance transaction. processing: what that costs.
    """

    origin: str
    network: str
    day: int
    at_once: bool
    movement: tuple[str, str]
    processing: int


def course_of(work: Work, charge: Body, private: Body, merchant: Merchant, amount: int) -> Course:
    """The way of a charge's money. params: amount, as settled"""
    at_once = bool(private.get("at_once"))
    if charge.get("source_transfer"):
        return Course(TRANSFERS, "", private["day"], at_once, ("payment", "charge"), 0)
    kind = kinds.paid_by(charge)
    processing = fees.fee_of(kind, amount, merchant.currency, merchant.country)
    if at_once:
        day = settlement.next_midnight(work.now)
    else:
        day = settlement.available_on(work.now, merchant.country, merchant.delay_days)
    origin = NETWORK if kind.ledger else CASH_BALANCE
    return Course(origin, kind.ledger, day, at_once, kind.movement, processing)


def sale(work: Work, charge: Body, private: Body, amount: int, transaction: str) -> Move:
    """What a captured charge moves: the amount, less the merchant's fees, to the day when it is available.

    What was paid in another currency than the account's is converted first, and its fees are in the
    account's.
    params: charge, with the id of its application fee, where it pays one; transaction, the id of its balance
    transaction. source: recorded: gumroad (rows of charges)
    """
    merchant, given = parties.merchant_of(work, charge), Money(amount, str(charge["currency"]))
    currency, rate = merchant.currency, None
    if given.currency != currency:
        rate = exchange.rate(given.currency, currency)
        amount = exchange.converted(amount, given.currency, currency)
    course = course_of(work, charge, private, merchant, amount)
    cost = course.processing
    if cost and not merchant.pays_fees:
        bill(work, cost, currency)
        cost = 0
    if not course.at_once:
        balance.await_day(work, course.day, currency)
    fee, earned = earning(work, charge, private, course, currency, rate)
    return Move(
        amount,
        currency,
        names={
            "fee": cost,
            "network": course.network,
            "presented": 0 if rate is None else given,
            "origin": course.origin,
            "source": course.origin if rate is None else EXCHANGE,
            "arrival": AVAILABLE if course.at_once else PENDING,
            "available_on": course.day,
            **fee,
        },
        transaction={
            "id": transaction,
            "type": course.movement[0],
            "reporting_category": course.movement[1],
            "available_on": course.day,
            "description": charge["description"],
            "exchange_rate": shown(rate),
            "fee_details": [
                *fee_line(work, fee["application_fee"], currency),
                *fees.fee_details(cost, currency),
            ],
            "private": {"at_once": True} if course.at_once else None,
        },
        others={"platform": earned} if earned else {},
    )


def shown(rate: Decimal | None) -> Any:
    """A rate as answers have it."""
    return None if rate is None else orjson.loads(str(rate))


def bill(work: Work, amount: int, currency: str, words: str = PROCESSING) -> None:
    """What a payment costs falls on the platform, in its own currency."""
    platform_work = work.acting_for(work.world.account)
    unit = platform_work.merchant.currency
    worth = amount if unit == currency else exchange.converted(amount, currency, unit)
    balance.bill(platform_work, worth, unit, f"{words} ({work.account})")


def fee_line(work: Work, amount: int, currency: str) -> list[dict[str, Any]]:
    """How a row explains the platform's fee. source: recorded: gumroad"""
    if amount == 0:
        return []
    platform_work = work.acting_for(work.world.account)
    line = {
        "amount": amount,
        "application": parties.application(work),
        "currency": currency,
        "description": f"{platform_work.merchant.name} application fee",
        "type": "application_fee",
    }
    return [line]


def given_fee(charge: Body, private: Body) -> Money:
    """The platform's fee as it was said: of a payment that came by transfer, in the payer's currency."""
    said = private.get("fee")
    if said:
        return Money(said["amount"], said["currency"])
    return Money(charge[parties.FEE], charge["currency"])


def earning(
    work: Work, charge: Body, private: Body, course: Course, currency: str, rate: Decimal | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the platform earns of a payment that is its own account's: words of the posting's legs, and the
    fields of the platform's row. source: recorded: gumroad (amount, days, rate, description)
    """
    arrival = AVAILABLE if course.at_once else PENDING
    none = {"application_fee": 0, "fee_left": 0, "fee_came": 0, "earning": 0, "earned_on": arrival}
    key = charge.get("application_fee")
    if not key or charge.get("transfer_data"):
        return none, {}
    platform_work = work.acting_for(work.world.account)
    unit, given = platform_work.merchant.currency, given_fee(charge, private)
    asked = charge[parties.FEE]
    settled = asked if rate is None else exchange.converted(asked, charge["currency"], currency)
    earned = given.amount
    if unit == currency:
        earned = settled
    elif unit != given.currency:
        earned = exchange.converted(given.amount, given.currency, unit)
    crossed = unit != currency
    if not course.at_once:
        balance.await_day(platform_work, course.day, unit)
    words = {
        "application_fee": settled,
        "fee_left": settled if crossed else 0,
        "fee_came": Money(earned, unit) if crossed else 0,
        "earning": Money(earned, unit),
        "earned_on": arrival,
    }
    into = currency if given.currency != currency else unit
    whose = f"{platform_work.merchant.name} for {work.account} ({work.account})"
    return words, {
        "id": private["earning"],
        "available_on": course.day,
        "currency": unit,
        "description": f"Application fee from application {whose}",
        "exchange_rate": shown(exchange.rate(given.currency, into)) if given.currency != into else None,
        "source": key,
        "private": {"at_once": True} if course.at_once else None,
    }


class Coming(NamedTuple):
    """What the coming of a charge's money changes: its fields, its private facts, and what moves."""

    changes: dict[str, Any]
    private: dict[str, Any]
    moves: Move


def coming(work: Work, charge: Body, private: Body, amount: int) -> Coming:
    """The money of a charge comes. params: charge, its body or the facts of it; amount, in its currency"""
    transaction = REGISTRY["balance_transaction"]
    changes = {"balance_transaction": work.new_id(transaction), **parties.ties(work, charge)}
    body = {**charge, **changes}
    noted: dict[str, Any] = {}
    if body.get("application_fee") and not body.get("transfer_data"):
        noted["earning"] = work.new_id(transaction)
    moves = sale(work, body, {**private, **noted}, amount, changes["balance_transaction"])
    return Coming(changes, noted, moves)
