"""The endpoints of persons in the second version.

Owns: create, retrieve, update, delete, list. Does not own: the record (room connect), the view
(v2_account_person.py), words (vocabulary.py). Money: none. Source: sdk; spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.connect import statement
from pinstripe.products.core import refusals, vocabulary
from pinstripe.products.core import v2_account_person as persons
from pinstripe.products.core import v2_account_token as tokens
from pinstripe.products.core.objections import in_these_words, person_param
from pinstripe.products.core.v2_account_person import V2_PERSON
from pinstripe.products.core.v2_account_token import V2_PERSON_TOKEN
from pinstripe.products.core.v2_accounts import paged, reached
from pinstripe.products.webhooks import v2_event as events


def found(own_work: Work, key: str) -> Record:
    """A person of the account acted for. refuses: no_such"""
    record = own_work.peek(key, "person")
    if record is None:
        raise refusals.no_such("person", key)
    return record


def tell(platform_work: Work, person: Record, word: str) -> None:
    """What happened to a person, as a thin event. source: sdk"""
    path = V2_PERSON.path.replace("{account_id}", person.account)
    about = {"id": person.id, "type": V2_PERSON.object, "url": f"{path}/{person.id}"}
    events.tell(platform_work, f"{V2_PERSON.object}.{word}", {"account_id": person.account}, about)


def told(own_work: Work, params: Params) -> dict[str, Any]:
    """What a request says of a person, or its token. refuses: no_such, used_token, bad_moment"""
    key = params.get("person_token")
    if key:
        params = tokens.used(own_work, V2_PERSON_TOKEN, key, "person_token", params)
    facts = vocabulary.person_told(params)
    terms = (facts.get("additional_tos_acceptances") or {}).get("account")
    if terms and terms.get("date"):
        moment = events.moment_of(terms["date"], "additional_terms_of_service[account][date]")
        facts["additional_tos_acceptances"] = {"account": {**terms, "date": moment}}
    return facts


@operation("POST /v2/core/accounts/{account_id}/persons", V2_PERSON)
def create(work: Work, params: Params, account_id: str) -> dict[str, Any]:
    """Somebody who acts for an account, owns or directs it. refuses: no_such, those of the first version.
    source: sdk"""
    platform_work, account = reached(work, account_id)
    own_work = platform_work.acting_for(account_id)
    with in_these_words(person_param):
        statement.refuse_foreign(account)
        person = statement.person_made(platform_work, account, told(own_work, params))
    tell(platform_work, person, "created")
    return persons.view(person)


@operation("GET /v2/core/accounts/{account_id}/persons/{id}", V2_PERSON)
def retrieve(work: Work, params: Params, account_id: str, id: str) -> dict[str, Any]:
    """One person. refuses: no_such. source: sdk"""
    platform_work, _ = reached(work, account_id)
    own_work = platform_work.acting_for(account_id)
    return persons.view(found(own_work, id))


@operation("POST /v2/core/accounts/{account_id}/persons/{id}", V2_PERSON)
def update(work: Work, params: Params, account_id: str, id: str) -> dict[str, Any]:
    """More is told of somebody. refuses: no_such, those of the first version. source: sdk"""
    platform_work, account = reached(work, account_id)
    own_work = platform_work.acting_for(account_id)
    person = found(own_work, id)
    with in_these_words(person_param):
        statement.refuse_foreign(account)
        statement.person_told(platform_work, account, person, told(own_work, params))
    tell(platform_work, person, "updated")
    return persons.view(person)


@operation("DELETE /v2/core/accounts/{account_id}/persons/{id}", V2_PERSON)
def delete(work: Work, params: Params, account_id: str, id: str) -> dict[str, Any]:
    """Somebody has nothing to do with it any more. refuses: no_such, those of the first version.
    source: sdk"""
    platform_work, account = reached(work, account_id)
    own_work = platform_work.acting_for(account_id)
    person = found(own_work, id)
    with in_these_words(person_param):
        statement.refuse_foreign(account)
        statement.person_gone(platform_work, account, person)
    tell(platform_work, person, "deleted")
    return {"id": id, "object": V2_PERSON.object}


@operation("GET /v2/core/accounts/{account_id}/persons", V2_PERSON)
def list_all(work: Work, params: Params, account_id: str) -> dict[str, Any]:
    """The persons of an account, newest first. refuses: no_such, bad_page. source: sdk; pages inferred"""
    platform_work, _ = reached(work, account_id)
    own_work = platform_work.acting_for(account_id)
    shown = (persons.view(one) for one in own_work.each("person", account=account_id))
    kept = {name: params[name] for name in ("limit",) if name in params}
    return paged(shown, params, V2_PERSON.path.replace("{account_id}", account_id), kept)
