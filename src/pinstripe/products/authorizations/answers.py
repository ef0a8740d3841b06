"""Answers: who is asked in real time whether a payment may be, and what the answer means.

Owns: the question, its limit, the reading of an answer. Does not own: sending (events/asking.py), what the
decision does (pipeline.py). Money: none. Times: two seconds. Source: docs: Issuing real-time authorizations.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from pinstripe.events import asking
from pinstripe.events.asking import Answered, Unanswered
from pinstripe.kernel.outside import Outside
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.authorizations.authorization import REQUEST
from pinstripe.products.webhooks import webhook_endpoint as endpoints

SECONDS: Final = 2
"""source: docs: Issuing real-time authorizations"""
LATE: Final = "timed out"


class Verdict(NamedTuple):
    """What is decided of a request, and why. amount: what is let through, where that is not all of it"""

    approved: bool
    reason: str
    message: str | None = None
    amount: int | None = None
    metadata: dict[str, str] | None = None
    challenge: bool = False


def endpoint(work: Work) -> Record | None:
    """Who is asked: the newest endpoint that names the event itself. source: docs: event types (selection
    required)
    """
    return endpoints.asked(work, REQUEST)


def question(work: Work, authorization: Record, asked: Record) -> Outside:
    """The event, whose answer is waited for."""
    return asking.webhook(work, asked, asking.event(work, authorization, asked), SECONDS)


def by_default(work: Work, reason: str, message: str | None = None) -> Verdict:
    """What the account wants if no answer can be used. source: docs: Issuing real-time authorizations; that
    it declines unless told otherwise: inferred
    """
    approves = work.world.settings.get("issuing", {}).get("time_out", "decline") == "approve"
    return Verdict(approves, reason, message)


def unanswered(work: Work, trouble: Exception) -> Verdict:
    """Nobody answered, or nothing that can be read."""
    text = str(trouble)
    late = isinstance(trouble, TimeoutError) or LATE in text
    if late:
        return by_default(work, "webhook_timeout")
    return by_default(work, "webhook_error", "The webhook endpoint did not give an answer that can be read.")


def read(work: Work, request: dict[str, Any], answer: Answered) -> Verdict:
    """What an endpoint's answer says. source: docs: Issuing real-time authorizations"""
    trouble = flaw(answer)
    if trouble:
        return by_default(work, "webhook_error", trouble)
    try:
        body = answer.json()
    except Unanswered as problem:
        return by_default(work, "webhook_error", str(problem))
    trouble = unfit(request, body)
    if trouble:
        return by_default(work, "webhook_error", trouble)
    approved = body["approved"]
    amount = body.get("amount") if request["is_amount_controllable"] and approved else None
    return Verdict(
        approved,
        "webhook_approved" if approved else "webhook_declined",
        None,
        amount,
        body.get("metadata"),
        bool(body.get("send_fraud_challenges")) and not approved,
    )


def flaw(answer: Answered) -> str | None:
    """What is wrong around a body."""
    if answer.status != 200:
        return f"The webhook endpoint answered with status {answer.status}; 200 is expected."
    if not answer.headers.get("stripe-version"):
        return "The answer lacks the header Stripe-Version."
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return None if kind == "application/json" else f"The answer's Content-Type is {kind or 'missing'}."


def unfit(request: dict[str, Any], body: Any) -> str | None:
    """What is wrong in a body."""
    if not isinstance(body, dict):
        return "The answer's body is not a JSON object."
    if not isinstance(body.get("approved"), bool):
        return "The answer's body has no boolean `approved`."
    notes, amount = body.get("metadata"), body.get("amount")
    if notes is not None and not (
        isinstance(notes, dict) and all(isinstance(v, str) for pair in notes.items() for v in pair)
    ):
        return "The answer's `metadata` is not a hash of strings."
    if amount is None or not request["is_amount_controllable"] or not body["approved"]:
        return None
    if not isinstance(amount, int) or isinstance(amount, bool) or amount < 1:
        return "The answer's `amount` is not a positive integer."
    least = (request["amount_details"] or {}).get("cashback_amount") or 0
    return "The answer's `amount` is below the cashback amount." if amount < least else None
