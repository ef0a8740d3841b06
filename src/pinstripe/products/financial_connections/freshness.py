"""Refreshes: what is asked of another bank, and what it says a little later.

Owns: when a refresh may begin, its end, the daily one of a subscription, what balances, owners and
transactions are. Does not own: the records (account.py, transaction.py, account_ownership.py). Money: none;
amounts are at another bank, and follow from the world's seed and the day.
Source: spec; docs: Financial Connections.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.financial_connections import account as accounts
from pinstripe.products.financial_connections import account_ownership as ownerships
from pinstripe.products.financial_connections import refusals, session
from pinstripe.products.financial_connections.account import ACCOUNT, FEATURES
from pinstripe.products.financial_connections.transaction import (
    HISTORY_DAYS,
    POSTED_AFTER_SECONDS,
    TRANSACTION,
    Seen,
    between,
    chance,
)

FETCHED_AFTER_SECONDS = 1
REST_SECONDS = 3600
"""How soon what was refreshed may be refreshed again. source: inferred"""


def begin(work: Work, account: Record, features: Sequence[str]) -> Record:
    """Ask the bank for each feature once. refuses: is_inactive, not_permitted, too_early. source: spec"""
    if account.status != "active":
        raise refusals.is_inactive(account, "refresh")
    wanted = tuple(dict.fromkeys(features))
    for name in wanted:
        permission, field = FEATURES[name]
        if permission not in account.permissions:
            raise refusals.not_permitted(account, name, permission)
        last = account.body[field]
        if last is not None and last["status"] == "pending":
            raise refusals.too_early(name, None)
        if last is not None and (last["next_refresh_available_at"] or 0) > work.now:
            raise refusals.too_early(name, last["next_refresh_available_at"])
    for name in wanted:
        ask(work, account, name)
    session.show(work, account)
    return account


def ask(work: Work, account: Record, name: str) -> None:
    """One feature is asked for. source: spec"""
    facts: dict[str, Any] = {"last_attempted_at": work.now, "next_refresh_available_at": None}
    if name == "transactions":
        facts["id"] = work.mint.long("fctxnref", work.now, work.account)
        work.note(account, refreshes=[*account.private["refreshes"], facts["id"]])
    work.advance(account, f"refresh_{name}", "begun", **{FEATURES[name].field: facts})
    work.schedule("fetch", account, work.now + FETCHED_AFTER_SECONDS, feature=name)


@job(ACCOUNT, "fetch")
def fetch(work: Work, account: Record, feature: str) -> None:
    """The bank has answered. source: spec (states); when, and of which accounts it fails inferred"""
    field = FEATURES[feature].field
    if (account.body[field] or {}).get("status") != "pending":
        return
    failed = accounts.known(account).fails or account.status != "active"
    changes: dict[str, Any] = {}
    if not failed:
        match feature:
            case "balance":
                changes["balance"] = balance_of(work, account)
            case "ownership":
                changes["ownership"] = ownerships.seen(work, account).id
            case _:
                bring(work, account)
    changes[field] = {**account.body[field], "next_refresh_available_at": work.now + REST_SECONDS}
    work.advance(account, f"fetch_{feature}", "failed" if failed else "succeeded", **changes)
    session.show(work, account)


def balance_of(work: Work, account: Record) -> dict[str, Any]:
    """What is on the account today. source: spec (form); amounts inferred"""
    day, seed = work.now // DAY, work.world.seed
    current = (
        100_000 + chance(seed, account.id, 0, "balance", 900_000) + chance(seed, account.id, day, "day", 9000)
    )
    if account.category == "credit":
        return {
            "as_of": work.now,
            "credit": {"used": {"usd": current}},
            "current": {"usd": current},
            "type": "credit",
        }
    available = current - chance(seed, account.id, day, "held", 5000)
    return {
        "as_of": work.now,
        "cash": {"available": {"usd": available}},
        "current": {"usd": current},
        "type": "cash",
    }


def bring(work: Work, account: Record) -> None:
    """Transactions since the last look, and what became of pending ones. source: spec; inferred"""
    refresh = account.transaction_refresh["id"]
    number = account.private["refreshes"].index(refresh)
    since = account.private["told_to"] or work.now - HISTORY_DAYS * DAY
    for one in work.each(TRANSACTION.object, account=account.id, status="pending"):
        if one.transacted_at + POSTED_AFTER_SECONDS <= work.now:
            end = one.transacted_at + POSTED_AFTER_SECONDS
            void = one.private["void"]
            work.note(one, number=number)
            work.advance(
                one,
                "settle",
                "void" if void else "posted",
                status_transitions={"posted_at": None if void else end, "void_at": end if void else None},
                transaction_refresh=refresh,
                updated=work.now,
            )
    for seen in between(work.world.seed, account.id, since, work.now):
        make(work, account, seen, refresh, number)
    work.note(account, told_to=work.now, done=number)


def make(work: Work, account: Record, seen: Seen, refresh: str, number: int) -> Record:
    """A transaction that was not known before: posted, unless it is of these days. source: inferred"""
    end = seen.moment + POSTED_AFTER_SECONDS
    posted = end <= work.now and not seen.void
    return work.create(
        TRANSACTION,
        "posted" if posted else "pending",
        account=account.id,
        amount=seen.amount,
        currency="usd",
        description=seen.words,
        status_transitions={"posted_at": end if posted else None, "void_at": None},
        transacted_at=seen.moment,
        transaction_refresh=refresh,
        updated=work.now,
        private={"number": number, "void": seen.void},
    )


def subscribe(work: Work, account: Record, features: Sequence[str]) -> Record:
    """Transactions are refreshed daily from now on; the first refresh begins at once.

    refuses: is_inactive, not_permitted. source: spec; docs: Financial Connections
    """
    if account.status != "active":
        raise refusals.is_inactive(account, "subscribe to")
    for name in features:
        permission, field = FEATURES[name]
        if permission not in account.permissions:
            raise refusals.not_permitted(account, name, permission)
        if name in account.subscriptions:
            continue
        work.amend(account, subscriptions=[*account.subscriptions, name])
        if (account.body[field] or {}).get("status") != "pending":
            ask(work, account, name)
        work.schedule("keep_fresh", account, work.now + DAY)
        session.show(work, account)
    return account


def unsubscribe(work: Work, account: Record, features: Sequence[str]) -> Record:
    """Nothing is refreshed by itself any more. refuses: is_inactive. source: spec"""
    if account.status == "disconnected":
        raise refusals.is_inactive(account, "unsubscribe from")
    work.unschedule("keep_fresh", account)
    work.amend(account, subscriptions=[one for one in account.subscriptions if one not in features])
    session.show(work, account)
    return account


@job(ACCOUNT, "keep_fresh")
def keep_fresh(work: Work, account: Record) -> None:
    """The daily refresh of a subscription. source: docs: Financial Connections; that one waits for an account
    that is inactive inferred
    """
    if "transactions" not in account.subscriptions or account.status == "disconnected":
        return
    work.schedule("keep_fresh", account, work.now + DAY)
    if account.status == "active" and (account.transaction_refresh or {}).get("status") != "pending":
        ask(work, account, "transactions")
        session.show(work, account)
