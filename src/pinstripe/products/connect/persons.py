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
from pinstripe.products.connect import handover, statement
from pinstripe.products.connect import person as persons
from pinstripe.products.connect.person import PERSON
from pinstripe.products.connect.statement import reached

PEOPLE = "/v1/accounts/{account}/people"


def found(work: Work, key: str) -> Record:
    """A person of the account acted for. refuses: no_such"""
    record = work.peek(key, "person")
    if record is None:
        raise errors.no_such("person", key, "person", 404)
    return record


@operation(f"POST {persons.PATH}", PERSON)
@operation(f"POST {PEOPLE}", PERSON)
def create(work: Work, params: Params, account: str) -> Record:
    """Somebody who acts for the account, owns or directs it. refuses: not_ours_to_change. source: spec;
    recorded: gumroad"""
    platform_work, record = reached(work, account)
    statement.refuse_foreign(record)
    own_work = work.acting_for(account)
    return statement.person_made(platform_work, record, handover.person_told(own_work, params))


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
    statement.refuse_foreign(record)
    own_work = work.acting_for(account)
    known = found(own_work, person)
    return statement.person_told(platform_work, record, known, handover.person_told(own_work, params))


@operation(f"DELETE {persons.PATH}/{{person}}", PERSON)
@operation(f"DELETE {PEOPLE}/{{person}}", PERSON)
def delete(work: Work, params: Params, account: str, person: str) -> dict[str, Any]:
    """Somebody has nothing to do with it any more. refuses: no_such, opener_stays. source: spec"""
    platform_work, record = reached(work, account)
    statement.refuse_foreign(record)
    own_work = work.acting_for(account)
    known = found(own_work, person)
    statement.person_gone(platform_work, record, known)
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
