"""Tokens of the second version: what an account or a person tells, kept until it is used.

Owns: the records, their single use, what they told. Does not own: the endpoints (v2_account_tokens.py).
Money: none. Source: sdk; how long they are good is inferred. Private fact: `told`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.record import Record, merged
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.core import refusals
from pinstripe.products.webhooks.v2_event import moment_of, text_of

GOOD_SECONDS = 600
"""source: docs: API reference (Create an account token)"""
ANYWHERE = "0.0.0.0"

V2_ACCOUNT_TOKEN = Resource(
    "v2.core.account_token",
    prefix="accttok",
    ids="v2",
    path="/v2/core/account_tokens",
    noun="account token",
    defaults={"used": False},
)
V2_PERSON_TOKEN = Resource(
    "v2.core.account_person_token",
    prefix="perstok",
    ids="v2",
    path="/v2/core/accounts/{account_id}/person_tokens",
    noun="person token",
    defaults={"used": False},
)


def of_account(work: Work, told: Params) -> Record:
    """A token of what an account tells, and from where."""
    return work.create(
        V2_ACCOUNT_TOKEN,
        None,
        created=text_of(work.now),
        expires_at=text_of(work.now + GOOD_SECONDS),
        private={"told": dict(told), "ip": work.client or ANYWHERE},
    )


def of_person(work: Work, told: Params) -> Record:
    """A token of what a person tells, and from where."""
    return work.create(
        V2_PERSON_TOKEN,
        None,
        created=text_of(work.now),
        expires_at=text_of(work.now + GOOD_SECONDS),
        private={"told": dict(told), "ip": work.client or ANYWHERE},
    )


def accepted(token: Record, told: Mapping[str, Any]) -> dict[str, Any]:
    """What a token tells: who accepted terms did it when it was made, from where the request came."""
    if told.get("shown_and_accepted") is not None or told.get("attested") is not None:
        agrees = told.get("shown_and_accepted") or told.get("attested")
        return {"date": token.created, "ip": token.private["ip"]} if agrees else {}
    return {
        name: accepted(token, value) if isinstance(value, Mapping) else value for name, value in told.items()
    }


def used(work: Work, resource: Resource, key: str, param: str, params: Params) -> Params:
    """A request with what its token told, also within the hashes that both have; where both say the same, the
    request counts. The token is used up. refuses: no_such, used_token"""
    token = work.find(resource.object, key, param)
    if token.used or moment_of(token.expires_at, "expires_at") <= work.now:
        raise refusals.used_token(key)
    work.amend(token, used=True)
    told = accepted(token, token.private["told"])
    return Params(merged(told, params))
