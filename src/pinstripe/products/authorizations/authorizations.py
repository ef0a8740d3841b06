"""The endpoints of authorizations.

Owns: list, update, the older way to answer a request. Does not own: the decision (pipeline.py), what tests do
to them (simulations.py). Money: an approval holds. Source: spec; docs: Issuing real-time authorizations.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import list_records, referred, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.authorizations import authorization as authorizations
from pinstripe.products.authorizations import pipeline, refusals
from pinstripe.products.authorizations.answers import Verdict
from pinstripe.products.authorizations.authorization import AUTHORIZATION

ONE = "POST /v1/issuing/authorizations/{authorization}"


@operation("GET /v1/issuing/authorizations", AUTHORIZATION)
def list_authorizations(work: Work, params: Params) -> Page:
    """Authorizations, newest first. source: spec"""
    referred(work, params, card="issuing.card", cardholder="issuing.cardholder")
    return list_records(
        work, AUTHORIZATION, params, AUTHORIZATION.path, params.pick("card", "cardholder", "status")
    )


@operation(ONE, AUTHORIZATION, subject="authorization", verb="tell")
def update(work: Work, authorization: Record, params: Params) -> Record:
    """Notes, while it is decided too. source: spec; recorded: hcb"""
    changes = updates(authorization, params)
    if all(authorization.body[name] == value for name, value in changes.items()):
        return authorization
    if authorization.pending_request is not None and not authorization.request_history:
        return work.amend(authorization, **changes)  # its first event is still to come
    was = authorization.body
    work.amend(authorization, **changes, card=authorizations.carried(work, authorization))
    return authorizations.tell(work, authorization, was)


@operation(f"{ONE}/approve", AUTHORIZATION, subject="authorization", verb="answer")
def approve(work: Work, authorization: Record, params: Params) -> Record:
    """The answer to a request, by a call. refuses: not_asked, amount_fixed, below_cashback. source: spec;
    docs: Issuing real-time authorizations
    """
    asked, amount = authorization.pending_request, params.get("amount")
    if asked is None:
        raise refusals.not_asked()
    if amount is not None:
        if not asked["is_amount_controllable"]:
            raise refusals.amount_fixed()
        if amount < max(1, (asked["amount_details"] or {}).get("cashback_amount") or 0):
            raise refusals.below_cashback()
    return pipeline.conclude(
        work, authorization, Verdict(True, "webhook_approved", None, amount, notes(params))
    )


@operation(f"{ONE}/decline", AUTHORIZATION, subject="authorization", verb="answer")
def decline(work: Work, authorization: Record, params: Params) -> Record:
    """The same, the other way. refuses: not_asked. source: spec"""
    if authorization.pending_request is None:
        raise refusals.not_asked()
    verdict = Verdict(False, "webhook_declined", metadata=notes(params))
    return pipeline.conclude(work, authorization, verdict)


def notes(params: Params) -> dict[str, str]:
    """What is to be remembered with an answer."""
    return params.get("metadata") or {}
