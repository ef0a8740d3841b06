"""The authorization record: a card is to be paid with, and money waits for it.

Owns: the record, its states, what is held for it. Does not own: the decision (pipeline.py, checks.py), what
is taken (clearing.py), the endpoints. Money: holds on the Issuing balance, or on the card's financial account
(wallet.py), which are freed before anything is taken.
Times: a hold lasts seven days, 31 with merchants of travel. Source: spec; docs: Issuing authorizations;
docs: API reference.
Private facts: `wallet`, the financial account that pays; `held`, what still waits; `spent`, when how much of
it was counted; `controllable`, `score` and `risk`, of the request at hand.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, REGISTRY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.posting import Move
from pinstripe.products.authorizations import postings, refusals, wallet
from pinstripe.products.issuing import card as cards
from pinstripe.products.issuing import categories, spending

CREATED: Final = "issuing_authorization.created"
UPDATED: Final = "issuing_authorization.updated"
REQUEST: Final = "issuing_authorization.request"

# fmt: off
LIFECYCLE = lifecycle(
    # verb         outcome     from                               to          events     posting
    ("create",    "opened",   ANY,                               "pending"),
    ("ask",       "done",     "pending",                         "=",        REQUEST),
    ("approve",   "held",     "pending",                         "=",        "",        postings.HOLD),
    ("approve",   "raised",   "pending",                         "=",        "",        postings.RAISE),
    ("approve",   "checked",  "pending",                         "="),
    ("approve",   "drawn",    "pending",                         "="),
    ("decline",   "first",    "pending",                         "closed"),
    ("decline",   "more",     "pending",                         "="),
    ("release",   "part",     "pending closed expired reversed", "=",        "",        postings.RELEASE),
    ("finalize",  "done",     "pending",                         "="),
    ("capture",   "closed",   "pending closed expired reversed", "closed"),
    ("capture",   "open",     "pending closed expired reversed", "="),
    ("reverse",   "whole",    "pending",                         "reversed"),
    ("reverse",   "rest",     "pending",                         "closed"),
    ("reverse",   "part",     "pending",                         "="),
    ("expire",    "done",     "pending",                         "expired"),
    ("expire",    "captured", "pending",                         "closed"),
    ("respond",   "done",     ANY,                               "="),
    ("refund",    "done",     ANY,                               "="),
    ("tell",      "created",  ANY,                               "=",        CREATED),
    ("tell",      "updated",  ANY,                               "=",        UPDATED),
)
# fmt: on

AUTHORIZATION = Resource(
    "issuing.authorization",
    prefix="iauth",
    path="/v1/issuing/authorizations",
    generated="retrieve",
    events="issuing_authorization",
    noun="issuing authorization",
    param="authorization",
    lifecycle=LIFECYCLE,
    index=("card", "cardholder", "status"),
    embeds="card transactions balance_transactions",
    defaults={
        "amount": 0,
        "approved": False,
        "balance_transactions": [],
        "merchant_amount": 0,
        "request_history": [],
        "transactions": [],
    },
    unexpected=refusals.wrong_state,
    source="spec; docs: API reference",
)

DAYS: Final = 7
"""source: docs: Issuing authorizations, from memory"""
DAYS_OF_TRAVEL: Final = 31
"""source: docs: Issuing authorizations"""


def card_of(work: Work, authorization: Record) -> Record:
    """The card that is paid with."""
    return work.load(authorization.card["id"], "issuing.card")


def hold(work: Work, authorization: Record, verb: str, amount: int, /, **changes: Any) -> None:
    """Set money aside. It counts as spent from now on. params: verb, approve or finalize's raise"""
    known = authorization.private
    account = known.get("wallet")
    if amount and account:
        work.advance(authorization, verb, "drawn", **changes)
        wallet.hold(work, authorization, account, amount)
    else:
        outcome = ("raised" if known.get("opened") else "held") if amount else "checked"
        moves = moved(work, authorization, amount, "Hold for authorization") if amount else ()
        work.advance(authorization, verb, outcome, moves=moves, **changes)
    if amount:
        if not account:
            kept(work, authorization, moves)
        spent = [*known.get("spent", []), [work.now, amount]]
        work.note(authorization, held=known.get("held", 0) + amount, spent=spent, opened=True)
        category = authorization.merchant_data["category"]
        spending.count(work, card_of(work, authorization), amount, category, work.now)


def release(work: Work, authorization: Record, amount: int, *, unspent: int) -> None:
    """Free held money. params: unspent, how much of it was not spent after all"""
    if amount:
        if authorization.private.get("wallet"):
            wallet.release(work, authorization, amount)
        else:
            moves = moved(work, authorization, amount, "Release of authorization hold")
            work.advance(authorization, "release", "part", moves=moves)
            kept(work, authorization, moves)
        work.note(authorization, held=authorization.private["held"] - amount)
    unspend(work, authorization, unspent)


def unspend(work: Work, authorization: Record, amount: int) -> None:
    """What was counted last is taken off first, each from the span in which it was counted. source:
    inferred
    """
    spent = [list(one) for one in authorization.private.get("spent", [])]
    card, category = card_of(work, authorization), authorization.merchant_data["category"]
    while amount and spent:
        moment, counted = spent[-1]
        part = min(amount, counted)
        spending.count(work, card, -part, category, moment)
        amount -= part
        spent[-1][1] -= part
        if not spent[-1][1]:
            spent.pop()
    work.note(authorization, spent=spent)


def moved(work: Work, authorization: Record, amount: int, words: str) -> Move:
    """What a posting moves, and what its balance transaction says. source: inferred"""
    transaction = {
        "id": work.new_id(REGISTRY["balance_transaction"]),
        "balance_type": "issuing",
        "description": words,
    }
    return Move(amount, authorization.currency, transaction=transaction)


def kept(work: Work, authorization: Record, moves: Any) -> None:
    """Its balance transaction stands in it. source: spec (balance_transactions)"""
    made = work.load(moves.transaction["id"], "balance_transaction")
    work.amend(authorization, balance_transactions=[*authorization.balance_transactions, made.body])


def tell(work: Work, authorization: Record, was: dict[str, Any] | None = None) -> Record:
    """What happened, at its end: the event shows all of it. params: was, the body before; none of a new
    one
    """
    outcome = "created" if was is None else "updated"
    return work.advance(authorization, "tell", outcome, was=was)


def lasts_until(work: Work, authorization: Record) -> int:
    """When its hold ends by itself."""
    travel = authorization.merchant_data["category"] in categories.TRAVEL
    return work.now + (DAYS_OF_TRAVEL if travel else DAYS) * DAY


def carried(work: Work, authorization: Record) -> dict[str, Any]:
    """The card as its events shall show it."""
    return cards.shown(work, card_of(work, authorization))


def expire(work: Work, authorization: Record) -> Record:
    """Nobody took it in time: its money is free, what comes late is taken all the same. source: spec;
    inferred
    """
    was, rest = authorization.body, authorization.private.get("held", 0)
    release(work, authorization, rest, unspent=rest)
    outcome = "captured" if authorization.transactions else "done"
    work.unschedule("end", authorization)
    wallet.finish(work, authorization)
    work.advance(authorization, "expire", outcome, card=carried(work, authorization))
    return tell(work, authorization, was)
