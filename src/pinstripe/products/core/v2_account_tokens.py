"""The endpoints of tokens of the second version.

Owns: create and retrieve, of both kinds. Does not own: the records (v2_account_token.py). Money: none.
Source: sdk.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.core import refusals
from pinstripe.products.core import v2_account_token as tokens
from pinstripe.products.core.v2_account_token import V2_ACCOUNT_TOKEN, V2_PERSON_TOKEN
from pinstripe.products.core.v2_accounts import reached


def found(work: Work, key: str, kind: str, noun: str) -> Record:
    """A token. refuses: no_such"""
    record = work.peek(key, kind)
    if record is None:
        raise refusals.no_such(noun, key)
    return record


@operation("POST /v2/core/account_tokens", V2_ACCOUNT_TOKEN, publishable=True)
def create(work: Work, params: Params) -> Record:
    """What an account tells, kept until it is used. source: sdk"""
    return tokens.of_account(work, params)


@operation("GET /v2/core/account_tokens/{id}", V2_ACCOUNT_TOKEN)
def retrieve(work: Work, params: Params, id: str) -> Record:
    """One token. refuses: no_such. source: sdk"""
    return found(work, id, V2_ACCOUNT_TOKEN.object, V2_ACCOUNT_TOKEN.noun)


@operation("POST /v2/core/accounts/{account_id}/person_tokens", V2_PERSON_TOKEN, publishable=True)
def create_person_token(work: Work, params: Params, account_id: str) -> Record:
    """What a person tells, kept until it is used. refuses: no_such. source: sdk"""
    reached(work, account_id)
    own_work = work.acting_for(account_id)
    return tokens.of_person(own_work, params)


@operation("GET /v2/core/accounts/{account_id}/person_tokens/{id}", V2_PERSON_TOKEN)
def retrieve_person_token(work: Work, params: Params, account_id: str, id: str) -> Record:
    """One token of a person. refuses: no_such. source: sdk"""
    reached(work, account_id)
    own_work = work.acting_for(account_id)
    return found(own_work, id, V2_PERSON_TOKEN.object, V2_PERSON_TOKEN.noun)
