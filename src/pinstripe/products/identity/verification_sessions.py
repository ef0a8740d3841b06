"""The endpoints of verification sessions.

Owns: create, update, list, cancel, redact. Does not own: the record (verification_session.py), what a person
submits (submission.py), how data is wiped (redaction.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.addresses import refuse_mail
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.identity import redaction, refusals
from pinstripe.products.identity import verification_session as sessions
from pinstripe.products.identity.submission import PAGE
from pinstripe.products.identity.verification_session import VERIFICATION_SESSION

FLOW = {"document": {}, "email": {"require_verification": True}, "phone": {"require_verification": True}}
"""What a flow of the dashboard asks for, whatever it is called. source: inferred"""


@operation("POST /v1/identity/verification_sessions", VERIFICATION_SESSION)
def create(work: Work, params: Params) -> Record:
    """A person is going to be asked who they are.

    refuses: missing_param, exclusive_params, no_such_flow, only_documents, resource_missing. source: spec
    """
    flow, kind = params.get("verification_flow"), params.get("type")
    if flow is not None and kind is not None:
        raise errors.exclusive_params(("type", "verification_flow"))
    if flow is not None and not flow.startswith("vf_"):
        raise refusals.no_such_flow(flow)
    if flow is None and kind is None:
        raise errors.missing_param("type")
    kind = kind or "verification_flow"
    refuse_details(params)
    who = related_customer(work, params)
    person = related(work, params.get("related_person"))
    key = work.new_id(VERIFICATION_SESSION)
    private = {
        "asked": work.now,
        "key": work.mint.letters(24),
        "tries": 0,
        "outputs": None,
        "place": f"{work.public(PAGE.path(key))}?merchant={work.account}",
        "return_url": params.get("return_url"),
    }
    options = dict(FLOW) if flow is not None else options_of(kind, params.get("options") or {})
    fields = {
        "id": key,
        "status": "requires_input",
        "client_reference_id": params.get("client_reference_id"),
        "metadata": merged_metadata(None, params.get("metadata")),
        "options": options,
        "provided_details": params.get("provided_details"),
        **who,
        "type": kind,
        **({"related_person": person} if person else {}),
        **({"verification_flow": flow} if flow else {}),
    }
    entrances = sessions.entrances(fields, private, work.now)
    del fields["status"]
    return work.create(VERIFICATION_SESSION, "asked", **fields, **entrances, private=private)


def refuse_details(params: Params) -> None:
    """Can somebody be written to at the address that is told of them? refuses: bad_email. source: spec"""
    details = params.get("provided_details") or {}
    refuse_mail(details.get("email"), "provided_details[email]")


def related_customer(work: Work, params: Params) -> dict[str, str | None]:
    """A customer, who may be an account of the second version. refuses: resource_missing. source: spec"""
    customer = params.get("related_customer")
    if customer:
        work.find("customer", customer, "related_customer")
    return {"related_customer": customer}


def options_of(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """The options as the session shows them. refuses: only_documents. source: spec; fixtures inferred"""
    document = given.get("document")
    if kind == "id_number":
        if document:
            raise refusals.only_documents(kind)
        return {"id_number": {}}
    return {"document": {name: value for name, value in (document or {}).items() if value is not None}}


def related(work: Work, given: Any) -> dict[str, str] | None:
    """A person of a connected account. refuses: resource_missing, no_such_person. source: spec"""
    if not given:
        return None
    account = work.find("account", given["account"], "related_person[account]")
    account_work = work.acting_for(account.id)
    if account_work.peek(given["person"], "person") is None:
        raise refusals.no_such_person(given["person"])
    return {"account": account.id, "person": given["person"]}


@operation("POST /v1/identity/verification_sessions/{session}", VERIFICATION_SESSION, subject="session")
def update(work: Work, session: Record, params: Params) -> Record:
    """Other checks while nothing was submitted; metadata until it is redacted.

    refuses: is_redacted, fixed_now, only_documents. source: spec
    """
    if session.redaction is not None:
        raise refusals.is_redacted(session)
    for name in ("type", "options", "provided_details"):
        if name in params and session.status != "requires_input":
            raise refusals.fixed_now(session, name)
    refuse_details(params)
    changes = updates(session, params, frozenset(("type", "options")))
    if "type" in params or "options" in params:
        kind = params.get("type") or session.body["type"]
        kept = session.options if kind == session.body["type"] else {}
        given = params.get("options") or {}
        document = {**(kept.get("document") or {}), **(given.get("document") or {})}
        changes["type"] = kind
        changes["options"] = options_of(kind, {"document": document})
        if kind == "verification_flow":
            changes["options"] = {**session.options, "document": document}
    return work.amend(session, **changes)


@operation("GET /v1/identity/verification_sessions", VERIFICATION_SESSION)
def list_all(work: Work, params: Params) -> Page:
    """Sessions, newest first. source: spec"""
    referred(work, params, related_customer="customer")
    filters = params.pick("client_reference_id", "related_customer", "status")
    return show_records(work, VERIFICATION_SESSION, params, "/v1/identity/verification_sessions", filters)


@operation(
    "POST /v1/identity/verification_sessions/{session}/cancel", VERIFICATION_SESSION, subject="session"
)
def cancel(work: Work, session: Record, params: Params) -> Record:
    """Nobody is asked any more. refuses: wrong_state. source: spec"""
    if session.redaction is not None:
        raise refusals.wrong_state(session, "cancel")
    return work.advance(session, "cancel", "done", client_secret=None, url=None)


@operation(
    "POST /v1/identity/verification_sessions/{session}/redact", VERIFICATION_SESSION, subject="session"
)
def redact(work: Work, session: Record, params: Params) -> Record:
    """Personal data goes. refuses: wrong_state (processing, or redacted before). source: spec"""
    return redaction.begin(work, session)
