"""The payout intent record: somebody is to be paid, now or on a day, once whoever pays has seen what matters.

Owns: the record, its states, what waits for a person. Does not own: the payment that it makes (room
money_management), verifications (recipient_verification.py), endpoints.
Money: none by itself; the payment sets it aside when the intent is carried out.
Times: it is carried out a second after nothing waits for a person any more, or at the beginning of the day
(UTC) that it names.
Source: spec; sdk; which step when, inferred. Nothing is converted, so that there is no quote; nothing costs a
fee. Own bank accounts are not paid: an intent without a recipient answers 501.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.errors import ApiError
from pinstripe.api.params import Params
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.global_payouts import recipient_verification as verifications
from pinstripe.products.global_payouts import refusals
from pinstripe.products.money_management import outbound_payment as outbound_payments
from pinstripe.products.money_management.outbound_payment import OUTBOUND_PAYMENT, Order
from pinstripe.products.webhooks import v2_event
from pinstripe.products.webhooks.v2_event import moment_of, text_of

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome    from                                  to
    ("create",  "pending", ANY,                                  "pending"),
    ("create",  "asking",  ANY,                                  "requires_action"),
    ("confirm", "done",    "requires_action",                    "pending"),
    ("update",  "done",    "pending requires_action",            "="),
    ("update",  "asking",  "pending requires_action",            "requires_action"),
    ("execute", "done",    "pending",                            "processing"),
    ("execute", "failed",  "pending",                            "requires_action"),
    ("post",    "done",    "processing",                         "posted"),
    ("fail",    "done",    "processing posted",                  "requires_action"),
    ("cancel",  "done",    "pending requires_action processing", "canceled"),
)
# fmt: on

PAYOUT_INTENT = Resource(
    "v2.money_management.payout_intent",
    prefix="payint",
    ids="v2",
    path="/v2/money_management/payout_intents",
    generated="retrieve",
    noun="payout_intent",
    lifecycle=LIFECYCLE,
    unexpected=refusals.wrong_state,
    source="spec; sdk",
)

SECONDS: Final = 1
TIMES: Final = ("canceled_at", "posted_at", "processing_at", "requires_action_at")
FUNDS: Final = "insufficient_funds"
DOUBTFUL: Final = ("close_match", "no_match", "unavailable")


def tell(work: Work, record: Record, word: str) -> Record:
    """What happened is told. source: sdk"""
    v2_event.tell(work, f"{PAYOUT_INTENT.object}.{word}", {}, record)
    return record


def at(record: Record | None, name: str, now: int) -> dict[str, Any]:
    """Its moments with one more."""
    known = record.status_transitions if record is not None else dict.fromkeys(TIMES)
    return {**known, name: text_of(now)}


def to_confirm(fields: list[str], reason: str) -> dict[str, Any]:
    """Somebody has to look at it. source: sdk"""
    return {
        "confirm": {"fields_to_review": fields, "reason": reason},
        "handle_failure": None,
        "type": "confirm",
    }


def to_mend(reason: str) -> dict[str, Any]:
    """Something has to be put right. source: sdk"""
    return {"confirm": None, "handle_failure": {"failure_reason": reason}, "type": "handle_failure"}


def proof(work: Work, method: Record, recipient: str, *, anew: bool = False) -> Record | None:
    """What a bank says of the recipient, where banks say that. params: anew, whatever was said before"""
    if verifications.kind_of(method) is None:
        return None
    known = None if anew else verifications.standing(work, method)
    return known or verifications.begin(work, method, recipient, "match")


def seen(verification: Record | None) -> dict[str, Any] | None:
    """A verification as an intent shows it. source: spec"""
    if verification is None:
        return None
    return {name: verification.body[name] for name in ("match_result", "match_result_details")}


def asking(manual: bool, verification: Record | None) -> dict[str, Any] | None:
    """What has to be confirmed, None if nothing. source: sdk (manual, required by rules); fields inferred"""
    doubt = verification is not None and verification.match_result in DOUBTFUL
    fields = ["estimated_fees", *(["recipient_verification"] if verification is not None else [])]
    if manual:
        return to_confirm(fields, "manually_requested")
    return to_confirm(["recipient_verification"], "automatically_required") if doubt else None


def starts_at(work: Work, record: Record) -> int:
    """When it is carried out. source: sdk (execute_on)"""
    day = (record.schedule_options or {}).get("execute_on")
    soon = work.now + SECONDS
    return max(soon, moment_of(day, "schedule_options[execute_on]")) if day else soon


def wait(work: Work, record: Record) -> None:
    """It goes by itself from here."""
    work.unschedule("execute", record)
    work.schedule("execute", record, starts_at(work, record))


def wanted(record: Record) -> Params:
    """The payment that it is to make, as a request says it."""
    body, target = record.body, record.to
    options = target.get("payout_method_options")
    facts = {
        **{name: body.get(name) for name in ("description", "metadata", "statement_descriptor")},
        "amount": Params(body["amount"]),
        "from": Params(body["from"]),
        "recipient_notification": body.get("recipient_notification"),
        "to": Params({**target, "payout_method_options": deep(options) if options else None}),
    }
    return Params({name: value for name, value in facts.items() if value is not None})


def deep(value: Any) -> Any:
    """A hash as requests have it, without what is null."""
    if not isinstance(value, dict):
        return value
    return Params({name: deep(inner) for name, inner in value.items() if inner is not None})


def checked(work: Work, record: Record, *, funded: bool) -> Order:
    """Its payment, if it can be made. refuses: what a payment refuses"""
    return outbound_payments.ordered(work, wanted(record), funded=funded)


@job(PAYOUT_INTENT, "execute")
def execute(work: Work, record: Record) -> None:
    """The payment is made, or it is said why not. source: sdk"""
    try:
        order = checked(work, record, funded=True)
    except ApiError as refusal:
        reason = FUNDS if refusal.code == FUNDS else "payout_method_invalid"
        moved = at(record, "requires_action_at", work.now)
        work.advance(record, "execute", "failed", next_action=to_mend(reason), status_transitions=moved)
        tell(work, record, "requires_action")
        return
    verification = verifications.standing(work, order.method)
    order.facts["recipient_verification"] = (
        verification.id
        if verification is not None and verification.status in outbound_payments.PROVED
        else None
    )
    payment = outbound_payments.send(work, order, payout_intent=record.id)
    latest = {"outbound_payment": payment.id, "outbound_transfer": None, "type": "outbound_payment"}
    moved = at(record, "processing_at", work.now)
    work.advance(record, "execute", "done", latest_payout=latest, status_transitions=moved)
    tell(work, record, "processing")


def made_by(work: Work, payment: Record) -> Record | None:
    """The intent whose payment it is, unless it has made another since."""
    if not payment.get("payout_intent"):
        return None
    record = work.load(payment.payout_intent, PAYOUT_INTENT.object)
    latest = record.latest_payout or {}
    return record if latest.get("outbound_payment") == payment.id else None


@hears(OUTBOUND_PAYMENT, "post", "done")
def post(work: Work, payment: Record) -> None:
    """The banks have it."""
    record = made_by(work, payment)
    if record is not None:
        work.advance(record, "post", "done", status_transitions=at(record, "posted_at", work.now))
        tell(work, record, "posted")


@hears(OUTBOUND_PAYMENT, "fail", "done")
@hears(OUTBOUND_PAYMENT, "return", "done")
def fail(work: Work, payment: Record) -> None:
    """The banks did not take it, or sent it back: somebody has to see to it. source: sdk (handle_failure)"""
    record = made_by(work, payment)
    if record is None:
        return
    details = payment.status_details
    reason = (details["failed"] or details["returned"])["reason"]
    moved = at(record, "requires_action_at", work.now)
    work.advance(record, "fail", "done", next_action=to_mend(reason), status_transitions=moved)
    tell(work, record, "requires_action")


@hears(OUTBOUND_PAYMENT, "cancel", "done")
def follow(work: Work, payment: Record) -> None:
    """Its payment was called back. source: inferred"""
    record = made_by(work, payment)
    if record is not None and record.status == "processing":
        end(work, record)


def end(work: Work, record: Record) -> Record:
    """Nothing comes of it. refuses: wrong_state"""
    work.unschedule("execute", record)
    moved = at(record, "canceled_at", work.now)
    work.advance(record, "cancel", "done", next_action=None, status_transitions=moved)
    return tell(work, record, "canceled")
