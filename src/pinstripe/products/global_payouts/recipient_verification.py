"""The recipient verification record: a bank says whether an account belongs to whom it is said to belong.

Owns: the record, its states, which answer is given. Does not own: endpoints, payments that need one (room
money_management). Money: none.
Times: one of a payee in SEPA stands for five minutes. Source: spec; sdk; that tests match unless their helper
says otherwise, and all words of messages: inferred.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.global_payouts import refusals
from pinstripe.products.money_management.outbound_payment import OUTBOUND_PAYMENT
from pinstripe.products.webhooks import v2_event
from pinstripe.products.webhooks.v2_event import text_of

# fmt: off
LIFECYCLE = lifecycle(
    # verb          outcome     from                                              to
    ("create",      "verified", ANY,                                              "verified"),
    ("create",      "doubtful", ANY,                                              "awaiting_acknowledgement"),
    ("acknowledge", "done",     "awaiting_acknowledgement",                       "acknowledged"),
    ("consume",     "done",     "verified acknowledged",                          "consumed"),
    ("expire",      "done",     "verified acknowledged awaiting_acknowledgement", "expired"),
)
# fmt: on

RECIPIENT_VERIFICATION = Resource(
    "v2.money_management.recipient_verification",
    prefix="recver",
    ids="v2",
    path="/v2/money_management/recipient_verifications",
    generated="retrieve",
    noun="recipient_verification",
    lifecycle=LIFECYCLE,
    index=("payout_method",),
    unexpected=refusals.wrong_state,
    source="spec; sdk",
)

MINUTES: Final = 5
"""source: sdk"""
IN_BRITAIN: Final = "confirmation_of_payee"
IN_SEPA: Final = "verification_of_payee"
MESSAGES: Final = {
    "close_match": "The name is close to the name on the account.",
    "match": "The name matches the name on the account.",
    "no_match": "The name does not match the name on the account.",
    "unavailable": "The recipient's bank did not answer.",
}
"""source: inferred"""


def kind_of(method: Record) -> str | None:
    """How the owner of a bank account is verified; None where no bank says it. source: sdk; which countries:
    inferred
    """
    bank = method.bank_account
    if bank["country"] == "GB":
        return IN_BRITAIN
    return IN_SEPA if "eur" in bank["supported_currencies"] else None


def name_of(work: Work, recipient: str | None) -> str:
    """Whose name is sent to the bank."""
    owner = work.batch.load(work.world.account, recipient or work.account)
    body = owner.body if owner is not None else {}
    company, person = body.get("company") or {}, body.get("individual") or {}
    whole = " ".join(filter(None, (person.get("first_name"), person.get("last_name"))))
    profile = (body.get("business_profile") or {}).get("name")
    dashboard = ((body.get("settings") or {}).get("dashboard") or {}).get("display_name")
    named = (body.get("display_name"), company.get("name"), whole, profile, dashboard)
    return str(next(filter(None, named), work.merchant.name))


def compared(result: str, name: str, kind: str) -> dict[str, Any]:
    """What a bank's answer says. source: sdk"""
    seen = {"match": name, "close_match": f"{name[:1]}. {name.rsplit(maxsplit=1)[-1]}"}.get(result)
    british = kind == IN_BRITAIN
    return {
        "matched_business_type": "personal" if british and seen else None,
        "matched_name": seen,
        "message": MESSAGES[result],
        "provided_business_type": "personal" if british else None,
        "provided_name": name,
    }


def begin(work: Work, method: Record, recipient: str | None, result: str) -> Record:
    """A bank answers. refuses: unverifiable. source: spec; sdk"""
    kind = kind_of(method)
    if kind is None:
        raise refusals.unverifiable(method)
    lasts = work.now + MINUTES * 60 if kind == IN_SEPA else None
    record = work.create(
        RECIPIENT_VERIFICATION,
        "verified" if result == "match" else "doubtful",
        created=text_of(work.now),
        expires_at=None if lasts is None else text_of(lasts),
        match_result=result,
        match_result_details=compared(result, name_of(work, recipient), kind),
        payout_method=method.id,
        recipient=recipient,
        status_transitions={"acknowledged_at": None, "consumed_at": None},
        verification_type=kind,
    )
    if lasts is not None:
        work.schedule("expire", record, lasts)
    v2_event.tell(work, f"{RECIPIENT_VERIFICATION.object}.created", {}, record)
    return record


def move(work: Work, record: Record, verb: str, **facts: Any) -> Record:
    """It is in another state, and that is told. source: sdk"""
    work.advance(record, verb, "done", **facts)
    v2_event.tell(work, f"{RECIPIENT_VERIFICATION.object}.updated", {}, record)
    return record


@job(RECIPIENT_VERIFICATION, "expire")
def expire(work: Work, record: Record) -> None:
    """It is too old. source: sdk"""
    if record.status not in ("consumed", "expired"):
        move(work, record, "expire")


@hears(OUTBOUND_PAYMENT, "create", "processing")
def consume(work: Work, payment: Record) -> None:
    """A payment is made on its strength: it is good for one. source: sdk"""
    if not payment.recipient_verification:
        return
    record = work.load(payment.recipient_verification, RECIPIENT_VERIFICATION.object)
    work.unschedule("expire", record)
    used = {"outbound_payment": payment.id, "type": "outbound_payment"}
    moved = {**record.status_transitions, "consumed_at": text_of(work.now)}
    move(work, record, "consume", consumed_by=used, status_transitions=moved)


def standing(work: Work, method: Record) -> Record | None:
    """The newest one about a bank account that was not used and is not too old."""
    for one in work.each(RECIPIENT_VERIFICATION.object, payout_method=method.id):
        if one.status not in ("consumed", "expired"):
            return one
    return None
