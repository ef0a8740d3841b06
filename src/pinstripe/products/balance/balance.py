"""The balance record: what of an account's money can be used, what is on its way, and the days between.

Owns: the balance's view of the ledger, the job that makes a day's money available. Does not own: the endpoint
(balances.py), the postings of charges (payments).
Money: posts what becomes available. Times: a day of availability is 00:00 UTC.
An account that was ever paid has a balance record: jobs and events hang on it, reading never needs it.
Source: spec; recorded: gumroad.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger import balances
from pinstripe.ledger.accounts import CONNECT_RESERVED
from pinstripe.ledger.posting import Move
from pinstripe.products.balance import postings

# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome  from to   event                posting
    ("mature",  "done",  ANY, "=", "balance.available", postings.BECOME_AVAILABLE),
    ("mature",  "owing", ANY, "=", "balance.available", postings.BECOME_DUE),
    ("arrive",  "done",  ANY, "=", "balance.available"),
    ("bill",    "done",  ANY, "=", "",                  postings.BILLED),
    ("reserve", "more",  ANY, "=", "",                  postings.SET_ASIDE),
    ("reserve", "less",  ANY, "=", "",                  postings.RELEASED),
    ("collect", "done",  ANY, "=", "",                  postings.COLLECTED),
)
# fmt: on

BALANCE = Resource(
    "balance",
    path="/v1/balance",
    status="",
    lifecycle=LIFECYCLE,
)


HOLDER = "balance"
"""The id of an account's balance record, which no caller ever sees."""


def shown(amounts: Iterable[tuple[str, str, int]], now: int) -> dict[str, Any]:
    """The balance object of ledger balances; a day that has come counts as available. A platform's reserve is
    shown once it had one. source: recorded: gumroad (connect_reserved)
    """
    sums: dict[str, dict[str, int]] = {"available": {}, "pending": {}, "issuing": {}, CONNECT_RESERVED: {}}
    for name, currency, amount in amounts:
        kind, _, day = name.partition(":")
        if kind == "pending":
            kind = "available" if int(day) <= now else "pending"
        if kind in sums:
            sums[kind][currency] = sums[kind].get(currency, 0) + amount
    issuing, reserved = sums.pop("issuing"), sums.pop(CONNECT_RESERVED)
    currencies = sorted({currency for one in sums.values() for currency in one}) or ["usd"]
    aside = [{"amount": reserved[currency], "currency": currency} for currency in sorted(reserved)]
    own = [{"amount": issuing[currency], "currency": currency} for currency in sorted(issuing)]
    return {
        "object": "balance",
        **{
            kind: [
                {"amount": found.get(c, 0), "currency": c, "source_types": {"card": found.get(c, 0)}}
                for c in currencies
            ]
            for kind, found in sums.items()
        },
        **({CONNECT_RESERVED: aside} if aside else {}),
        **({"issuing": {"available": own}} if own else {}),
        "livemode": False,
    }


def await_day(work: Work, day: int, currency: str) -> None:
    """Money is about to wait for a day: the first to do so schedules what happens then.

    On the world's clock whatever clock the payer hangs on: the balance is the account's, not the payer's.
    The job is looked for, not the balance: what others pay meanwhile must not make this payment run again.
    """
    if balances.moved(work.books, work.account, f"pending:{day}", currency):
        return
    holder = work.peek(HOLDER, "balance")
    if holder is None:
        holder = opened(work)
    elif work.scheduled("mature", holder, day):
        return
    work.schedule("mature", holder, day)


def opened(work: Work) -> Record:
    """The balance record of an account that is paid for the first time."""
    holder = work.create(BALANCE, id=HOLDER, **shown((), 0))
    holder.clock = ""
    return holder


def tell_available(work: Work) -> None:
    """Money has come that never was pending: the account is told. source: docs: event types"""
    amounts = [(name, c, work.balance(name, c)) for name, c in balances.places(work.books, work.account)]
    holder = work.peek(HOLDER, "balance") or opened(work)
    work.advance(holder, "arrive", "done", **shown(amounts, work.world_now))


def bill(work: Work, amount: int, currency: str, description: str) -> None:
    """Stripe asks the account for what others' payments cost. source: docs: direct charge fee payer behavior;
    the row inferred (spec: type stripe_fee)
    """
    if amount:
        facts = {"description": description, "source": None}
        holder = work.peek(HOLDER, "balance") or opened(work)
        work.advance(holder, "bill", "done", moves=Move(amount, currency, transaction=facts))


@job(BALANCE, "mature")
def mature(work: Work, holder: Record) -> None:
    """The day has come: pending money is available, and the account is told. Where more was taken back than
    came, it is owed. source: docs: event types; inferred (what is owed)
    """
    day = work.now
    amounts = [(name, c, work.balance(name, c)) for name, c in balances.places(work.books, work.account)]
    waiting = [(amount, currency) for name, currency, amount in amounts if name == f"pending:{day}"]
    for outcome, sign in (("owing", -1), ("done", 1)):
        moves = [Move(sign * a, currency, {"available_on": day}) for a, currency in waiting if sign * a > 0]
        if moves:
            work.advance(holder, "mature", outcome, moves=moves, **shown(amounts, day))


def held(work: Work, currency: str) -> int:
    """What an account has in a currency, and what is going to be its own on some day."""
    places = balances.places(work.books, work.account)
    kinds = ("available", "pending")
    return sum(
        work.balance(name, one) for name, one in places if one == currency and name.partition(":")[0] in kinds
    )
