"""The reserve: what a platform has set aside for accounts that owe more than they have.

Owns: who is looked at, how much is set aside and given free again, who is made whole in the end. Does not
own: the record (balance.py), why an account owes (rooms refunds, disputes, transfers).
Money: between a platform's balance and its reserve, in the currency of what is owed; to the account after
180 days. Times: it is set aside at the first midnight after the account came to owe, and looked at again
each midnight. Source: docs: Connect account balances; recorded: gumroad (`connect_reserved`, the platform
below zero in the same currencies); the hour inferred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from pinstripe.clock.calendar import DAY, midnight
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.ledger import balances
from pinstripe.ledger.accounts import AVAILABLE, CONNECT_RESERVED
from pinstripe.ledger.posting import Move
from pinstripe.products.balance.balance import BALANCE, HOLDER, opened

LAST_SECONDS: Final = 180 * DAY
"""How long an account may owe before its platform makes it whole. source: docs: Connect account balances"""
WORDS: Final = "Connect reserve for negative balances of connected accounts"


def owed(work: Work) -> Iterator[tuple[str, int]]:
    """What the account acted for owes, by currency."""
    for name, currency in balances.places(work.books, work.account):
        amount = work.balance(name, currency) if name == AVAILABLE else 0
        if amount < 0:
            yield currency, -amount


def answers_for(account: Record | None) -> bool:
    """Does the platform bear what the account loses? source: docs: Connect account balances"""
    return account is not None and account.at("controller", "losses", "payments") == "application"


def watch(work: Work) -> None:
    """It may owe now: then its platform's reserve is looked at. intent: the work acts for the account"""
    if work.account == work.world.account or not any(owed(work)):
        return
    platform_work = work.acting_for(work.world.account)
    if answers_for(platform_work.peek(work.account, "account")):
        plan(platform_work, platform_work.peek(HOLDER, BALANCE.object) or opened(platform_work))


def plan(work: Work, holder: Record) -> None:
    """The next midnight."""
    work.unschedule("cover", holder)
    work.schedule("cover", holder, midnight(work.world_now) + DAY)


@job(BALANCE, "cover")
def cover(work: Work, holder: Record) -> None:
    """As much is set aside as accounts owe; what was owed for 180 days is paid for them.
    source: docs: Connect account balances
    """
    since: dict[str, int] = holder.private.get("owing") or {}
    owing: dict[str, int] = {}
    whole: Counter[str] = Counter()
    for account in work.each("account"):
        if not answers_for(account):
            continue
        account_work = work.acting_for(account.id)
        for currency, amount in [*owed(account_work)]:
            key = f"{account.id} {currency}"
            begun = since.get(key, work.now)
            if work.now - begun >= LAST_SECONDS:
                moves = Move(amount, currency, {"debtor": account.id}, {"source": None}, PAID_FOR)
                work.advance(holder, "collect", "done", moves=moves)
            else:
                owing[key] = begun
                whole[currency] += amount
    aside = {c for name, c in balances.places(work.books, work.account) if name == CONNECT_RESERVED}
    for currency in sorted(whole.keys() | aside):
        more = whole[currency] - work.balance(CONNECT_RESERVED, currency)
        if more:
            moves = Move(abs(more), currency, transaction={"description": WORDS, "source": None})
            work.advance(holder, "reserve", "more" if more > 0 else "less", moves=moves)
    work.note(holder, owing=owing)
    if owing:
        plan(work, holder)


PAID_FOR: Final = {"{debtor}": {"source": None}}
