"""A log-in at a test institution: the holder of accounts connects some of them.

Owns: which accounts a session collects, numbers that end some day, accounts that close. Does not own: the
records (session.py, account.py), the institutions (institution.py). Money: none.
Source: docs: Financial Connections; which accounts are collected when nobody chooses inferred.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import ABSENT, Record
from pinstripe.kernel.work import Work
from pinstripe.products.financial_connections import authorization as authorizations
from pinstripe.products.financial_connections import freshness, refusals
from pinstripe.products.financial_connections import session as sessions
from pinstripe.products.financial_connections.account import ACCOUNT, FEATURES
from pinstripe.products.financial_connections.authorization import LASTS_DAYS, OWNERS, TOLD_DAYS
from pinstripe.products.financial_connections.institution import INSTITUTIONS, Held, tokenized

CLOSES_AFTER_SECONDS = 60
NUMBERS_LAST_DAYS, WARNED_DAYS = 90, 7


def complete(work: Work, session: Record, institution: str, chosen: Sequence[str] = ()) -> Record:
    """The holder logs in and connects accounts: those that are named, or the first that the session takes.

    refuses: is_complete, unknown_institution, unknown_account. source: docs: Financial Connections; inferred
    """
    if session.private["complete"]:
        raise refusals.is_complete(session)
    if institution not in INSTITUTIONS:
        raise refusals.unknown_institution(tuple(INSTITUTIONS))
    there = {one.name: one for one in INSTITUTIONS[institution]}
    if any(name not in there for name in chosen):
        raise refusals.unknown_account(tuple(there))
    taken = [there[name] for name in chosen] or list(there.values())[:1]
    fitting = [one for one in taken if fits(session, one)]
    if not chosen and not fitting:
        fitting = [one for one in there.values() if fits(session, one)][:1]
    most = (session.body.get("limits") or {}).get("accounts")
    if not fitting:
        return session
    work.note(session, complete=True)
    for one in fitting[:most]:
        link(work, session, institution, one)
    found = work.where(ACCOUNT.object, session=session.id)
    return work.amend(session, accounts=sessions.listed(found[::-1]))


def fits(session: Record, account: Held) -> bool:
    """Does the session take such an account? source: spec (filters)"""
    filters = session.filters or {}
    kinds = filters.get("account_subcategories")
    if kinds and account.subcategory not in kinds:
        return False
    wanted = filters.get("require_payment_method_support")
    return account.pays or wanted in (None, "none")


def link(work: Work, session: Record, institution: str, one: Held) -> Record:
    """An account is connected; one of the same holder that had become inactive is active again, and one that
    is about to stays.

    source: spec; inferred
    """
    holder = session.account_holder
    owner = {name: holder[name] for name in OWNERS if holder.get(name)}
    for known in work.where(ACCOUNT.object, held=one.name, **owner):
        if known.private["institution"] != institution:
            continue
        if known.status == "inactive":
            work.note(known, session=session.id)
            grant(work, known)
            return work.advance(known, "relink", "done", permissions=session.permissions)
        if known.status == "active" and known.body.get("status_details"):
            work.note(known, session=session.id)
            return extend(work, known)
    account = work.create(
        ACCOUNT,
        "linked",
        account_holder=holder,
        account_numbers=numbers_of(work, session, institution, one),
        category=one.category,
        display_name=one.name,
        institution_name=institution,
        last4=one.last4,
        permissions=session.permissions,
        subcategory=one.subcategory,
        subscriptions=[],
        supported_payment_method_types=["us_bank_account"] if one.pays else [],
        private={
            "institution": institution,
            "held": one.name,
            "session": session.id,
            "refreshes": [],
            "done": None,
            "told_to": None,
        },
    )
    wanted = {FEATURES[name].permission: name for name in FEATURES}
    for permission in dict.fromkeys(session.prefetch or ()):
        freshness.ask(work, account, wanted[permission])
    if one.closes:
        work.schedule("close", account, work.now + CLOSES_AFTER_SECONDS)
    if account.account_numbers and account.account_numbers[0]["expected_expiry_date"]:
        expiry = account.account_numbers[0]["expected_expiry_date"]
        work.schedule("renumber", account, expiry - WARNED_DAYS * DAY, warns=True)
    grant(work, account)
    return account


def grant(work: Work, account: Record) -> None:
    """Banks with OAuth let a business look in for a year. source: inferred"""
    ends = work.now + LASTS_DAYS * DAY
    work.unschedule("lose", account)
    if tokenized(account.private["institution"]):
        work.schedule("lose", account, ends - TOLD_DAYS * DAY, warns=True)
        authorizations.grant(work, account, ends)


def extend(work: Work, account: Record) -> Record:
    """Its holder let the business look in again in time. source: spec (event); inferred"""
    ends = work.now + LASTS_DAYS * DAY
    extended = work.advance(account, "extend", "done", status_details=ending(ends))
    grant(work, account)
    return extended


def ending(moment: int) -> dict[str, Any]:
    """What an account says that will end. source: spec (status_details)"""
    facts = {"action": "relink_required", "cause": "access_expired", "expected_deactivation_date": moment}
    return {"active": facts}


@job(ACCOUNT, "lose")
def lose(work: Work, account: Record, warns: bool) -> None:
    """Access ends, and is told of before. source: spec (events, status_details); when inferred"""
    if account.status != "active":
        return
    if warns:
        ends = work.now + TOLD_DAYS * DAY
        work.schedule("lose", account, ends, warns=False)
        work.advance(account, "lose", "soon", status_details=ending(ends))
    else:
        work.advance(account, "close", "done", status_details=ABSENT)
    sessions.show(work, account)


def numbers_of(work: Work, session: Record, institution: str, one: Held) -> list[dict[str, Any]] | None:
    """What is known of the account's numbers, where payments are permitted. source: spec; inferred"""
    if "payment_method" not in session.permissions or not one.pays:
        return None
    return [numbers(work, tokenized(institution))]


def numbers(work: Work, own: bool) -> dict[str, Any]:
    """Numbers of an account; own: the bank's for this business alone."""
    return {
        "expected_expiry_date": work.now + NUMBERS_LAST_DAYS * DAY if own else None,
        "identifier_type": "tokenized_account_number" if own else "account_number",
        "status": "transactable",
        "supported_networks": ["ach"],
    }


@job(ACCOUNT, "close")
def close(work: Work, account: Record) -> None:
    """The account is closed at its bank. source: docs: Financial Connections; when inferred"""
    if account.status == "active":
        work.advance(account, "close", "done")
        sessions.show(work, account)


@job(ACCOUNT, "renumber")
def renumber(work: Work, account: Record, warns: bool) -> None:
    """Numbers of the bank's own end: it is told in advance, and then there are others. source: spec (events);
    inferred
    """
    if account.status != "active":
        return
    if warns:
        work.announce(account, "warn", "expiry")
        work.schedule("renumber", account, work.now + WARNED_DAYS * DAY, warns=False)
        return
    fresh = numbers(work, True)
    work.schedule("renumber", account, fresh["expected_expiry_date"] - WARNED_DAYS * DAY, warns=True)
    work.advance(account, "renumber", "done", account_numbers=[fresh])
    sessions.show(work, account)


def disconnect(work: Work, account: Record) -> Record:
    """The business looks in no more, for good. refuses: is_inactive. source: spec"""
    if account.status == "disconnected":
        raise refusals.is_inactive(account, "disconnect")
    work.unschedule("", account)
    work.advance(account, "disconnect", "done", subscriptions=[])
    sessions.show(work, account)
    return account
