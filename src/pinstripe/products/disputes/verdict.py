"""Verdict: evidence goes to the bank, and the bank decides; or nobody answers in time.

Owns: submission, the bank's word, the deadline, refunds that a chargeback overtakes. Does not own: the
record and
its money (dispute.py). Money: a win's. Times: a bank decides after five seconds, for oldest callers at once.
Source: recorded: gumroad, stripe_world (probe log); docs: testing.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions import SIDE_EFFECTS
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.disputes import dispute as disputes
from pinstripe.products.disputes.dispute import DISPUTE
from pinstripe.products.payments import charge as charges
from pinstripe.products.refunds import refund as refunds

DECISION_SECONDS: Final = 5
"""From evidence to the bank's word. source: recorded: stripe_world (about five seconds)"""
WORDS: Final = ("winning_evidence", "losing_evidence", "escalate_inquiry_evidence")
"""Published evidence that decides a dispute; a bank never answers to any other. source: docs: testing"""
LEFT_TO_STRIPE: Final = ("prefer_smart_disputes", "smart_disputes")
"""Ways of answering at which Stripe does so when the day comes. source: docs: API changelog"""
RECENT_SECONDS: Final = 60
"""A refund that was made so lately does not reach the payer before the bank does. source: recorded:
stripe_world
(seconds do not, five minutes do); the limit inferred"""


def submit(work: Work, dispute: Record, changes: dict[str, Any], method: str = "manual") -> None:
    """Send the evidence to the bank. params: method, who put it together. source: recorded: gumroad,
    stripe_world
    """
    details = changes.get("evidence_details", dispute.evidence_details)
    count = details["submission_count"] + 1
    sent = {**details, "submission_count": count, "submission_method": method}
    asking = dispute.status in disputes.ASKED.split()
    changes = {**changes, "evidence_details": sent}
    work.advance(dispute, "submit", "explained" if asking else "answered", **changes)
    work.unschedule("", dispute)
    word = dispute.evidence["uncategorized_text"]
    if word in WORDS:
        early = work.version.before(SIDE_EFFECTS["bank_takes_its_time"].date)
        work.schedule("decide", dispute, work.now + (0 if early else DECISION_SECONDS), word=word)
    charges.tell(work, work.load(dispute.charge, "charge"))


@job(DISPUTE, "decide")
def decide(work: Work, dispute: Record, *, word: str) -> None:
    """The bank has read the evidence. source: docs: testing; recorded: gumroad, stripe_world"""
    if dispute.status == "under_review" and word == "winning_evidence":
        disputes.win(work, dispute)
    elif dispute.status == "warning_under_review" and word == "escalate_inquiry_evidence":
        disputes.escalate(work, dispute)
        overtake(work, work.load(dispute.charge, "charge"))
    elif dispute.status == "warning_under_review" or word == "losing_evidence":
        disputes.close(work, dispute)


@job(DISPUTE, "fall_due")
def fall_due(work: Work, dispute: Record) -> None:
    """Nobody answered in time; whoever leaves it to Stripe has what is staged sent, and what a payment says
    of itself. source: docs: disputes; docs: API changelog (intended_submission_method); inferred
    """
    if dispute.get("intended_submission_method") in LEFT_TO_STRIPE:
        details = {**dispute.evidence_details, "has_evidence": True, "past_due": True}
        submit(work, dispute, {"evidence_details": details}, "smart_disputes")
        return
    disputes.close(work, dispute, late=True)


def overtake(work: Work, charge: Record) -> None:
    """The bank has taken the money: refunds that are under way do not arrive. source: recorded:
    stripe_world
    """
    for refund in work.where("refund", 100, charge=charge.id):
        recent = refund.balance_transaction and refund.created > work.now - RECENT_SECONDS
        if refund.status == "pending" or (refund.status == "succeeded" and recent):
            refunds.fail(work, refund, "charge_for_pending_refund_disputed")
