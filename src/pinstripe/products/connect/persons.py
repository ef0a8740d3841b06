"""The endpoints of persons.

Owns: create, retrieve, update, delete, list. Does not own: the record (person.py), what follows for the
account (assessment.py). Money: none. Source: spec; recorded: gumroad.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import deleted, page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.connect import handover, refusals
from pinstripe.products.connect import person as persons
from pinstripe.products.connect.accounts import reached
from pinstripe.products.connect.assessment import collects, is_company, is_recipient, settle
from pinstripe.products.connect.person import PERSON

PEOPLE = "/v1/accounts/{account}/people"


def place(account: Record) -> tuple[str, bool, bool]:
    """Country, whether it only receives, whether it is a company."""
    return account.body["country"], is_recipient(account.body), is_company(account.body)


def refuse_foreign(account: Record) -> None:
    """Persons of an account that tells Stripe itself. refuses: not_ours_to_change"""
    if account.private.get("begun") and not collects(account.body):
        raise refusals.not_ours_to_change(account.id, "person")


def found(work: Work, key: str) -> Record:
    """A person of the account acted for. refuses: no_such"""
    record = work.peek(key, "person")
    if record is None:
        raise errors.no_such("person", key, "person", 404)
    return record


def hand_over(work: Work, account: Record, keeps: str) -> None:
    """There is one representative: the newest. source: docs: Connect persons"""
    for one in persons.newest(work):
        if one.id != keeps and one.at("relationship", "representative"):
            persons.tell(work, one, *place(account), {"relationship": {"representative": False}})


@operation(f"POST {persons.PATH}", PERSON)
@operation(f"POST {PEOPLE}", PERSON)
def create(work: Work, params: Params, account: str) -> Record:
    """Somebody who acts for the account, owns or directs it. refuses: not_ours_to_change. source: spec;
    recorded: gumroad"""
    platform_work, record = reached(work, account)
    refuse_foreign(record)
    own_work = work.acting_for(account)
    country, recipient, company = place(record)
    told = handover.person_told(own_work, params)
    person = persons.make(own_work, country, recipient, company, told)
    if person.at("relationship", "representative"):
        hand_over(own_work, record, person.id)
    settle(platform_work, record)
    return person


@operation(f"GET {persons.PATH}/{{person}}", PERSON)
@operation(f"GET {PEOPLE}/{{person}}", PERSON)
def retrieve(work: Work, params: Params, account: str, person: str) -> Record:
    """One person. source: spec"""
    own_work = work.acting_for(account)
    return found(own_work, person)


@operation(f"POST {persons.PATH}/{{person}}", PERSON)
@operation(f"POST {PEOPLE}/{{person}}", PERSON)
def update(work: Work, params: Params, account: str, person: str) -> Record:
    """More is told of somebody. refuses: no_such, not_ours_to_change. source: spec; recorded: gumroad"""
    platform_work, record = reached(work, account)
    refuse_foreign(record)
    own_work = work.acting_for(account)
    known = found(own_work, person)
    country, recipient, company = place(record)
    told = handover.person_told(own_work, params)
    persons.tell(own_work, known, country, recipient, company, told)
    if (told.get("relationship") or {}).get("representative"):
        hand_over(own_work, record, known.id)
    settle(platform_work, record)
    return known


@operation(f"DELETE {persons.PATH}/{{person}}", PERSON)
@operation(f"DELETE {PEOPLE}/{{person}}", PERSON)
def delete(work: Work, params: Params, account: str, person: str) -> dict[str, Any]:
    """Somebody has nothing to do with it any more. refuses: no_such, opener_stays. source: spec"""
    platform_work, record = reached(work, account)
    refuse_foreign(record)
    own_work = work.acting_for(account)
    known = found(own_work, person)
    if known.at("relationship", "representative") and not is_company(record.body):
        raise refusals.opener_stays(person)
    own_work.delete(known)
    settle(platform_work, record)
    return deleted(known)


@operation(f"GET {persons.PATH}", PERSON)
@operation(f"GET {PEOPLE}", PERSON)
def list_persons(work: Work, params: Params, account: str) -> Page:
    """The persons of an account, newest first, by what they are to it. source: spec"""
    wanted = {name for name, value in (params.get("relationship") or {}).items() if value}
    own_work = work.acting_for(account)
    kept = [
        one
        for one in persons.newest(own_work)
        if not wanted or any(one.body["relationship"].get(name) for name in wanted)
    ]
    return page_of(kept, params, work.path, "person")
