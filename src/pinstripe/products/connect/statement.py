"""What is told of an account and of its persons, however it comes: by a request, a form, the newer API.

Owns: how an account is opened and told more of, how its persons are. Does not own: who may say it and where
(accounts.py, persons.py, room access), what the words mean (disclosure.py, person.py), what follows
(assessment.py). Money: none. Source: spec; recorded: gumroad, openfoodnetwork 2026-08.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.connect import countries, disclosure, external, handover, refusals
from pinstripe.products.connect import person as persons
from pinstripe.products.connect.account import ACCOUNT
from pinstripe.products.connect.assessment import collects, is_company, is_recipient, plan, settle, stand

TERMS_BEGIN: Final = 1_230_768_000
"""2009: nobody agreed to terms before. A day of grace lies after now, for clocks that go ahead."""


def platform_of(work: Work) -> Work:
    """The work of a platform that acts for itself. refuses: no_platform"""
    if work.account != work.world.account:
        raise refusals.no_platform()
    return work


def reached(work: Work, key: str) -> tuple[Work, Record]:
    """A connected account with the work of its platform. refuses: own_account"""
    if key == work.world.account:
        raise refusals.own_account()
    platform_work = work.acting_for(work.world.account)
    return platform_work, platform_work.load(key, "account")


def place(body: Mapping[str, Any]) -> tuple[str, bool, bool]:
    """Country, whether it only receives, whether it is a company."""
    return body["country"], is_recipient(body), is_company(body)


def chosen(params: Params) -> tuple[Any, str]:
    """What a request says of an external account, and by which name."""
    name = "external_account" if params.get("external_account") else "bank_account"
    return params.get(name), name


def opened(platform_work: Work, params: Params, **private: Any) -> Record:
    """A new connected account. params: private, further private facts.

    refuses: bad_country, bad_currency, not_a_persons_account, those of disclosure, external and
    refuse_impossible
    """
    country = (params.get("country") or platform_work.merchant.country).upper()
    usual = countries.CURRENCIES.get(country)
    if usual is None:
        raise errors.bad_country(country, "country")
    currency = known_currency(params.get("default_currency") or usual)
    refuse_impossible(platform_work, params)
    key = platform_work.mint.account(platform_work.now)
    own_work = platform_work.acting_for(key)
    params, document = handover.company_told(own_work, params)
    fields, facts = disclosure.opened(key, params, country, currency)
    private = {**facts, **document, **private}
    _, recipient, company = place(fields)
    handover.refuse_unknown_files(own_work, params.get("documents"), "documents")
    if params.get("individual") is not None and company:
        raise refusals.not_a_persons_account()
    if params.get("individual") is not None or (
        params.get("business_type") == "individual" and disclosure.collects(fields)
    ):
        told = params.get("individual") or {}
        persons.make(own_work, country, recipient, False, told, representative=True)
    given, name = chosen(params)
    if given:
        external.add(own_work, given, name, True, None, country)
    fields |= stand(own_work, fields, private, opens=True)
    account = platform_work.create(ACCOUNT, "made", id=key, private=private, **fields)
    plan(platform_work, account)
    return account


def told(platform_work: Work, record: Record, params: Params, **more: Any) -> Record:
    """An account is told more of. params: more, further private facts.
    refuses: bad_currency, not_a_persons_account, those of disclosure, external and refuse_impossible
    """
    own_work = platform_work.acting_for(record.id)
    refuse_impossible(platform_work, params)
    if params.get("default_currency") is not None:
        params = Params({**params, "default_currency": known_currency(params.default_currency)})
    handover.refuse_unknown_files(own_work, params.get("documents"), "documents")
    params, document = handover.company_told(own_work, params)
    fields, private = disclosure.changes(record, params)
    private |= document
    country, recipient, company = place({**record.body, **fields})
    if params.get("individual"):
        if company:
            raise refusals.not_a_persons_account()
        head = representative(own_work)
        if head is None:
            persons.make(own_work, country, recipient, company, params.individual, representative=True)
        else:
            persons.tell(own_work, head, country, recipient, company, params.individual)
    given, name = chosen(params)
    if given:
        external.replace_default(own_work, given, name, country)
    platform_work.note(record, **{**private, **more})
    return settle(platform_work, record, **fields)


def refuse_impossible(work: Work, params: Params) -> None:
    """Nobody trades so, nobody is like that, nobody agreed then. refuses: no_category, no_such_acceptance,
    those of person
    """
    code = (params.get("business_profile") or {}).get("mcc")
    if code and not (len(code) == 4 and code.isascii() and code.isdecimal()):
        raise refusals.no_category(code)
    agreed = (params.get("tos_acceptance") or {}).get("date")
    if agreed is not None and not TERMS_BEGIN <= agreed <= work.world_now + DAY:
        raise refusals.no_such_acceptance()
    persons.refuse_impossible(work, params.get("individual") or {}, "individual")


def known_currency(given: str) -> str:
    """A currency that there is. refuses: bad_currency"""
    currency = given.lower()
    if not currencies.known(currency):
        raise errors.bad_currency(currency, currencies.ACCEPTED, "default_currency")
    return currency


def refuse_foreign(account: Record) -> None:
    """Persons of an account that tells Stripe itself. refuses: not_ours_to_change"""
    if account.private.get("begun") and not collects(account.body):
        raise refusals.not_ours_to_change(account.id, "person")


def representative(own_work: Work) -> Record | None:
    """Who acts for the account."""
    return next((one for one in persons.newest(own_work) if one.at("relationship", "representative")), None)


def person_made(platform_work: Work, account: Record, given: Mapping[str, Any]) -> Record:
    """Somebody who acts for an account, owns or directs it. refuses: those of person"""
    own_work = platform_work.acting_for(account.id)
    country, recipient, company = place(account.body)
    persons.refuse_impossible(own_work, given)
    person = persons.make(own_work, country, recipient, company, given)
    if person.at("relationship", "representative"):
        hand_over(own_work, account, person.id)
    settle(platform_work, account)
    return person


def person_told(platform_work: Work, account: Record, person: Record, given: Mapping[str, Any]) -> Record:
    """More is told of somebody. refuses: those of person"""
    own_work = platform_work.acting_for(account.id)
    country, recipient, company = place(account.body)
    persons.refuse_impossible(own_work, given)
    persons.tell(own_work, person, country, recipient, company, given)
    own_work.note(person, updated=own_work.now)
    if (given.get("relationship") or {}).get("representative"):
        hand_over(own_work, account, person.id)
    settle(platform_work, account)
    return person


def person_gone(platform_work: Work, account: Record, person: Record) -> None:
    """Somebody has nothing to do with it any more. refuses: opener_stays"""
    if person.at("relationship", "representative") and not is_company(account.body):
        raise refusals.opener_stays(person.id)
    own_work = platform_work.acting_for(account.id)
    own_work.delete(person)
    settle(platform_work, account)


def hand_over(own_work: Work, account: Record, keeps: str) -> None:
    """There is one representative: the newest. source: docs: Connect persons"""
    for one in persons.newest(own_work):
        if one.id != keeps and one.at("relationship", "representative"):
            persons.tell(own_work, one, *place(account.body), {"relationship": {"representative": False}})
