"""Sequel: which charges are disputed, warned of or looked at, and when.

Owns: what published cards and accounts lead to once their money was taken. Does not own: the records.
Money: a chargeback's (dispute.py). Times: a dispute as soon as the answer is out, a warning a second after
the money was taken, on the charge's clock.
Source: docs: testing; recorded: gumroad (the next call sees the dispute), stripe_world (held money is
disputed once it is taken).
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.port import DisputeNotice
from pinstripe.products.disputes import dispute as disputes
from pinstripe.products.disputes import early_fraud_warning as warnings
from pinstripe.products.disputes import evidence, verdict
from pinstripe.products.disputes import review as reviews
from pinstripe.products.methods import kinds
from pinstripe.products.methods import mandate as mandates
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds import card
from pinstripe.products.methods.kinds.kind import Flow
from pinstripe.products.payments.charge import CHARGE

WARNING_SECONDS: Final = 1
"""From a payment to the warning of it. source: recorded: gumroad; inferred"""


@hears(CHARGE, "create", "captured")
@hears(CHARGE, "capture", "done")
@hears(CHARGE, "settle", "done")
def foresee(work: Work, charge: Record) -> None:
    """The money of a card was taken: some cards have a sequel. source: docs: testing"""
    kind = kinds.paid_by(charge.body)
    if kind.flow not in (Flow.CARD, Flow.IN_PERSON):
        return
    known = card.known(methods.payer(work, charge.payment_method))
    if not known.disputes and not known.fraud_warning:
        return
    secure = charge.payment_method_details[charge.payment_method_details["type"]].get("three_d_secure") or {}
    authenticated = secure.get("result") == "authenticated"
    for notice in work.network("cards").disputes_after(known, authenticated=authenticated):
        told = {name: getattr(notice, name) for name in notice.__slots__}
        work.schedule("dispute", charge, work.now + notice.delay_seconds, notice=told)
    if known.fraud_warning and not authenticated:
        work.schedule("warn", charge, work.now + WARNING_SECONDS, kind=known.fraud_warning)


@hears(CHARGE, "succeed", "done")
def foresee_return(work: Work, charge: Record) -> None:
    """The money of a debit came: some accounts take it back. source: docs: testing"""
    moment = charge.private.get("disputed_at")
    if moment is not None:
        work.schedule("return", charge, max(moment, work.now))


@hears(CHARGE, "create", "captured")
@hears(CHARGE, "create", "collecting")
@hears(CHARGE, "create", "authorized")
def look(work: Work, charge: Record) -> None:
    """The account's rules put the payment into its review queue. source: docs: reviews"""
    if (charge.outcome or {}).get("type") == "manual_review":
        reviews.open_for(work, charge)


@job(CHARGE, "dispute")
def dispute(work: Work, charge: Record, *, notice: dict[str, Any]) -> Record:
    """The holder of a card disputes its charge. source: recorded: gumroad, stripe_world"""
    said = DisputeNotice(**{**notice, "eligibility": tuple(notice["eligibility"])})
    inquiry = said.case_type == "inquiry"
    shown = charge.payment_method_details[charge.payment_method_details["type"]]
    facts = {
        **described(work, charge, said.reason, evidence.eligibility(said, shown["brand"])),
        "is_charge_refundable": inquiry,
        "payment_method_details": {
            "card": {
                "brand": shown["brand"],
                "case_type": said.case_type,
                "network": shown["network"] or shown["brand"],
                "network_reason_code": said.network_reason_code,
            },
            "type": "card",
        },
    }
    made = disputes.inquire(work, charge, facts) if inquiry else disputes.withdraw(work, charge, facts)
    work.schedule("fall_due", made, made.evidence_details["due_by"] + 1)
    if not inquiry:
        verdict.overtake(work, charge)
    warnings.settle(work, charge)
    reviews.close_for(work, charge, "disputed")
    return made


@job(CHARGE, "return")
def take_back(work: Work, charge: Record) -> None:
    """A bank account's owner takes a debit back: that is final, and so is the end of the consent.

    source: docs: ACH Direct Debit; docs: testing; inferred (reason)
    """
    facts = described(work, charge, "debit_not_authorized", {})
    made = disputes.withdraw(work, charge, {**facts, "is_charge_refundable": False})
    disputes.close(work, made)
    mandates.end_with_method(work, work.load(charge.payment_method, "payment_method"))


def described(work: Work, charge: Record, reason: str, eligible: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What a dispute of a charge says at first. source: recorded: gumroad, stripe_world (customer
    prefilled)
    """
    said = disputes.blank_evidence()
    if charge.customer is not None:
        customer = work.load(charge.customer, "customer")
        said |= {"customer_email_address": customer.email, "customer_name": customer.name}
    return {
        "amount": charge.amount_captured,
        "balance_transactions": [],
        "charge": charge.id,
        "currency": charge.currency,
        "enhanced_eligibility_types": sorted(eligible),
        "evidence": said,
        "evidence_details": {
            "due_by": disputes.due_by(work.now),
            "enhanced_eligibility": eligible,
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "payment_intent": charge.payment_intent,
        "reason": reason,
    }


@job(CHARGE, "warn")
def warn(work: Work, charge: Record, *, kind: str) -> None:
    """The bank of a card takes its payment for a fraud. source: docs: testing; recorded: gumroad"""
    warnings.issue(work, charge, kind)
