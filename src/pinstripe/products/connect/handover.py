"""What a request names instead of saying it: tokens, and files that were uploaded before.

Owns: whose tokens and files they may be, what an account's or a person's token says. Does not own: tokens
(room methods), files (room files), what follows. Money: none. Source: spec; docs: Connect account tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.connect import refusals
from pinstripe.products.methods import token as tokens

TOLD_BY_TOKEN = ("business_type", "company", "individual", "tos_acceptance")
ANYWHERE = "0.0.0.0"
"""Where terms were agreed to, if nobody can say: a token that a server made. source: inferred"""


def homes(work: Work) -> Iterator[Work]:
    """The platform and the account acted for: what either has may be named."""
    platform_work = work.acting_for(work.world.account)
    yield platform_work
    if platform_work is not work:
        yield work


def taken(work: Work, key: str, kind: str, param: str) -> Record:
    """A token of this kind, used up from now on. params: kind, "" for any.
    refuses: no_such, used_token, wrong_token"""
    home = next((one for one in homes(work) if one.peek(key, "token") is not None), work)
    token = tokens.taken(home, key, param)
    if kind and token.body["type"] != kind:
        raise refusals.wrong_token(key, kind, param)
    return token


def account_told(work: Work, params: Params) -> Params:
    """A request with what its account token says. refuses: exclusive_params, those of taken.
    source: spec; docs: Connect account tokens
    """
    key = params.get("account_token")
    if not key:
        return params
    beside = [name for name in TOLD_BY_TOKEN if params.get(name) is not None]
    if beside:
        raise errors.exclusive_params(("account_token", beside[0]))
    token = taken(work, key, "account", "account_token")
    told = dict(token.private["told"])
    if told.pop("tos_shown_and_accepted", False):
        told["tos_acceptance"] = {"date": work.now, "ip": token.body["client_ip"] or ANYWHERE}
    return Params({**params, **{name: value for name, value in told.items() if value is not None}})


def person_told(work: Work, params: Params) -> Params:
    """A request with what its person token says. refuses: those of taken. source: spec"""
    key = params.get("person_token")
    if not key:
        return params
    told = taken(work, key, "person", "person_token").private["told"]
    return Params({**params, **{name: value for name, value in told.items() if name not in params}})


def number(work: Work, given: str | None, param: str) -> str | None:
    """A person's number, which a token may stand for. refuses: those of taken. source: spec"""
    if not given or not given.startswith("pii_"):
        return given
    return str(taken(work, given, "pii", param).private["number"])


def refuse_unknown_files(work: Work, given: Mapping[str, Any] | None, param: str) -> None:
    """Documents are files that somebody uploaded. refuses: no_such"""
    for name, one in (given or {}).items():
        for file in (one or {}).get("files") or ():
            refuse_unknown_file(work, file, f"{param}[{name}][files]")


GOOD, BAD = "file_identity_document_success", "file_identity_document_failure"
"""Published files. source: docs: Connect testing"""


def pictured(
    work: Work, before: Mapping[str, Any], given: Mapping[str, Any], param: str
) -> tuple[dict[str, Any], str | None]:
    """A document with the pictures given now; a published one becomes a file of the account. gives: its
    fields, what a look at it will find. refuses: no_such. source: recorded: gumroad
    """
    pictures = dict(before)
    for side in ("front", "back"):
        if side in given:
            file = given[side] or None
            published = file in (GOOD, BAD)
            if file is not None and not published:
                refuse_unknown_file(work, file, f"{param}[{side}]")
            pictures[side] = work.mint.long("file", work.now, work.account) if published else file
    front = given.get("front")
    return pictures, ("failure" if front == BAD else "success") if front else None


def company_told(work: Work, params: Params) -> tuple[Params, dict[str, str]]:
    """A request whose company shows a document, with its files. gives: the private fact, too. refuses:
    no_such
    """
    company = params.get("company") or {}
    document = (company.get("verification") or {}).get("document")
    if not document:
        return params, {}
    shown, found = pictured(work, {}, document, "company[verification][document]")
    told = Params({**company, "verification": {"document": shown}})
    return Params({**params, "company": told}), {"company_document": found} if found else {}


def refuse_unknown_file(work: Work, file: str, param: str) -> None:
    """A file of the platform or of the account. refuses: no_such"""
    if all(one.peek(file, "file") is None for one in homes(work)):
        raise errors.no_such("file upload", file, param, 400)
