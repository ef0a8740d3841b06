"""Review record: a payment that the merchant is to look at, because the account's rules say so.

Owns: the record, its end. Does not own: the rules (networks), when one opens (sequel.py). Money: none.
The rule is off until the world's settings put it on (`POST /_pinstripe/settings`, `review`).
Source: spec; docs: reviews; docs: Radar.
"""

from __future__ import annotations

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.disputes import refusals
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments.charge import CHARGE

# fmt: off
LIFECYCLE = lifecycle(
    # verb, outcome, from, to, event
    ("create",  "opened",  ANY, "-",                 "review.opened"),
    ("approve", "done",    "-", "approved",          "review.closed"),
    ("end",     "paid",    "-", "refunded",          "review.closed"),
    ("end",     "fraud",   "-", "refunded_as_fraud", "review.closed"),
    ("end",     "dispute", "-", "disputed",          "review.closed"),
    ("end",     "release", "-", "canceled",          "review.closed"),
)
# fmt: on

REVIEW = Resource(
    "review",
    prefix="prv",
    generated="retrieve",
    param="review",
    status="closed_reason",
    lifecycle=LIFECYCLE,
    index=("charge", "open"),
    unexpected=refusals.reviewed,
    source="spec; docs: reviews",
)

ENDS = {
    "refunded": "paid",
    "refunded_as_fraud": "fraud",
    "disputed": "dispute",
    "canceled": "release",
}
"""The row of each reason why it ends by itself."""


def open_for(work: Work, charge: Record) -> Record:
    """A payment comes into the queue. source: spec; inferred (what is known of its address)"""
    intent = {"payment_intent": charge.payment_intent} if charge.payment_intent else {}
    address = charge.billing_details["address"] or {}
    made = work.create(
        REVIEW,
        "opened",
        billing_zip=address.get("postal_code"),
        charge=charge.id,
        open=True,
        opened_reason="rule",
        reason="rule",
        **intent,
    )
    charges.reviewed(work, charge, made.id)
    return made


def approve(work: Work, review: Record) -> Record:
    """The merchant lets the payment stand. source: spec"""
    return work.advance(review, "approve", "done", open=False, reason="approved")


def close_for(work: Work, charge: Record, reason: str) -> None:
    """What became of the payment ends its review. source: spec (closed_reason)"""
    if charge.review is None:
        return
    review = work.load(charge.review, "review")
    if review.open:
        work.advance(review, "end", ENDS[reason], open=False, reason=reason)


@hears(CHARGE, "refund", "done")
def refunded(work: Work, charge: Record) -> None:
    """The whole was given back. source: docs: reviews"""
    if charge.refunded:
        fraud = charge.fraud_details.get("user_report") == "fraudulent"
        close_for(work, charge, "refunded_as_fraud" if fraud else "refunded")


@hears(CHARGE, "release", "done")
@hears(CHARGE, "expire", "done")
def released(work: Work, charge: Record) -> None:
    """The money was never taken. source: spec (closed_reason)"""
    close_for(work, charge, "canceled")
