"""Pipeline: a request to pay is checked, asked about, decided, and the decision is carried out.

Owns: the order of all this. Does not own: the checks (checks.py), the answer (answers.py), the record and its
holds (authorization.py). Money: what is approved is held. Times: an answer is waited for two seconds; a
request that a crash cut off is decided by the clock. Source: docs: Issuing authorizations,
Issuing real-time authorizations.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.kernel.operation import job
from pinstripe.kernel.outside import Asking
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.authorizations import answers, checks
from pinstripe.products.authorizations import authorization as authorizations
from pinstripe.products.authorizations.answers import Verdict
from pinstripe.products.authorizations.authorization import AUTHORIZATION
from pinstripe.products.issuing import card as cards

FORGOTTEN_SECONDS: Final = 15
"""Nobody goes on with a request after this: its function did not come back."""


def request(authorization: Record, amount: int, merchant_amount: int, controllable: bool) -> dict[str, Any]:
    """What is asked for, as the record shows it. source: spec (pending_request)"""
    return {
        "amount": amount,
        "amount_details": authorization.amount_details,
        "currency": authorization.currency,
        "is_amount_controllable": controllable,
        "merchant_amount": merchant_amount,
        "merchant_currency": authorization.merchant_currency,
        "network_risk_score": authorization.private.get("score"),
    }


def run(work: Work, authorization: Record, asked: dict[str, Any]) -> Asking:
    """Decide a request. gives: the authorization as it is then. source: docs: Issuing authorizations"""
    work.amend(authorization, pending_request=asked)
    work.note(authorization, requested_at=work.now)
    reason = checks.refusal(work, authorization, asked["amount"])
    if reason is not None:
        return conclude(work, authorization, Verdict(False, reason, challenge=reason == "suspected_fraud"))
    endpoint = answers.endpoint(work)
    if endpoint is None:
        return conclude(work, authorization, Verdict(True, "card_active"))
    work.advance(authorization, "ask", "done", card=authorizations.carried(work, authorization))
    work.schedule("forget", authorization, work.now + FORGOTTEN_SECONDS)
    try:
        answer = yield answers.question(work, authorization, endpoint)
    except Exception as problem:
        verdict = answers.unanswered(work, problem)
    else:
        verdict = answers.read(work, asked, answer)
    work.unschedule("forget", authorization)
    if authorization.pending_request is None:
        return authorization  # a call decided it meanwhile, which counts more
    return conclude(work, authorization, verdict)


@job(AUTHORIZATION, "forget")
def forget(work: Work, authorization: Record) -> None:
    """Whoever asked is gone: the account's default decides. source: inferred"""
    if authorization.pending_request is not None:
        conclude(work, authorization, answers.by_default(work, "webhook_timeout"))


@job(AUTHORIZATION, "end")
def end(work: Work, authorization: Record) -> None:
    """Its time is over. source: docs: Issuing authorizations"""
    if authorization.status == "pending" and authorization.pending_request is None:
        authorizations.expire(work, authorization)


def conclude(work: Work, authorization: Record, verdict: Verdict) -> Record:
    """Carry a decision out. Meanwhile others may have spent the money: then it is declined after all."""
    asked = authorization.pending_request
    amount = asked["amount"] if verdict.amount is None else verdict.amount
    if verdict.approved:
        again = checks.of_money(work, authorization, amount)
        if again is not None:
            verdict = Verdict(False, again, metadata=verdict.metadata)
    if not verdict.approved:
        amount = asked["amount"]
    first = not authorization.request_history
    was = authorization.body
    changes = {
        "card": authorizations.carried(work, authorization),
        "metadata": merged_metadata(authorization.metadata, verdict.metadata or {}),
        "pending_request": None,
        "request_history": [
            *authorization.request_history,
            entry(work, authorization, verdict, amount),
        ],
    }
    if verdict.approved:
        approve(work, authorization, amount, asked, first, changes)
    else:
        decline(work, authorization, verdict, asked, first, changes)
    return authorizations.tell(work, authorization, None if first else {**was, "pending_request": None})


def approve(
    work: Work,
    authorization: Record,
    amount: int,
    asked: dict[str, Any],
    first: bool,
    changes: dict[str, Any],
) -> None:
    """The money waits. source: spec; docs: Issuing authorizations"""
    abroad = asked["merchant_amount"]
    if amount != asked["amount"] and asked["amount"]:
        abroad = abroad * amount // asked["amount"]
    facts = {
        "amount": authorization.amount + amount,
        "approved": True,
        "merchant_amount": authorization.merchant_amount + abroad,
    }
    authorizations.hold(work, authorization, "approve", amount, **changes, **facts)
    if first:
        work.schedule("end", authorization, authorizations.lasts_until(work, authorization))
        if amount:
            cards.used(work, authorizations.card_of(work, authorization))


def decline(
    work: Work,
    authorization: Record,
    verdict: Verdict,
    asked: dict[str, Any],
    first: bool,
    changes: dict[str, Any],
) -> None:
    """Nothing waits. A first request ends the authorization, a later one leaves it as it was. source: spec
    (amount, merchant_amount: what was authorized or rejected, so that nothing is told of what is undecided)
    """
    if not first:
        work.advance(authorization, "decline", "more", **changes)
        return
    if verdict.challenge:
        changes["fraud_challenges"] = [challenge(work, authorization)]
    rejected = {"amount": asked["amount"], "merchant_amount": asked["merchant_amount"]}
    work.advance(authorization, "decline", "first", **rejected, **changes)


def challenge(work: Work, authorization: Record) -> dict[str, Any]:
    """A message that asks the holder whether it is them. source: spec (fraud_challenges)"""
    holder = cards.holder_of(work, authorizations.card_of(work, authorization))
    reached = bool(holder.phone_number)
    return {
        "channel": "sms",
        "status": "pending" if reached else "undeliverable",
        "undeliverable_reason": None if reached else "no_phone_number",
    }


def entry(work: Work, authorization: Record, verdict: Verdict, amount: int) -> dict[str, Any]:
    """What is remembered of a request. source: spec (request_history)"""
    asked = authorization.pending_request
    return {
        "amount": amount,
        "amount_details": asked["amount_details"],
        "approved": verdict.approved,
        "authorization_code": f"S{work.mint.number(10**6):06d}" if verdict.approved else None,
        "created": work.now,
        "currency": asked["currency"],
        "merchant_amount": asked["merchant_amount"],
        "merchant_currency": asked["merchant_currency"],
        "network_risk_score": asked["network_risk_score"],
        "reason": verdict.reason,
        "reason_message": verdict.message,
        "requested_at": authorization.private.get("requested_at"),
    }
