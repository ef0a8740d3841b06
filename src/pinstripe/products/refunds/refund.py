"""The refund record: money of a charge that goes back to the payer, and whether it arrives.

Owns: the record, its states, what becomes of it later. Does not own: the endpoints (refunds.py), which
charge and
how much (creation.py), what the charge says of it (room payments).
Money: leaves the balance when the refund is made, and comes back when it fails or is canceled.
Times: a card's reference number comes after two seconds, the word of a bank after days, all on the
charge's clock.
Source: spec; recorded: gumroad, stripe_world; docs: testing (refunds).
Private facts: `number`, the reference that is still to come; `origin`, where no charge is refunded.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.operation import job
from pinstripe.kernel.record import ABSENT, Record
from pinstripe.kernel.resource import ANY, REGISTRY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.posting import Move
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import exchange, parties, reversal
from pinstripe.products.refunds import postings, refusals

ASKING = "requires_action"
BOTH = "refund.updated charge.refund.updated"
FAILED = "refund.failed charge.refund.updated"
UNDER_WAY = "pending requires_action succeeded"

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome     from         to                 events            posting
    ("create", "done",     ANY,         "succeeded",       "refund.created", postings.REFUND),
    ("create", "pending",  ANY,         "pending",         "refund.created", postings.REFUND),
    ("create", "asking",   ANY,         "requires_action", "refund.created", postings.REFUND),
    ("create", "released", ANY,         "succeeded"),
    ("refer",  "done",     "succeeded", "=",               BOTH),
    ("answer", "done",     ASKING,      "pending",         BOTH),
    ("settle", "done",     "pending",   "succeeded",       BOTH),
    ("fail",   "done",     UNDER_WAY,   "failed",          FAILED,           postings.FAILURE),
    ("cancel", "done",     ASKING,      "canceled",        BOTH,             postings.FAILURE),
    ("update", "done",     ANY,         "=",               BOTH),
    ("create", "cash",     ANY,         "requires_action", "refund.created", postings.RETURN),
    ("answer", "cash",     ASKING,      "pending",         "refund.updated"),
    ("settle", "cash",     "pending",   "succeeded",       "refund.updated"),
    ("fail",   "cash",     UNDER_WAY,   "failed",          "refund.failed",  postings.KEPT),
    ("cancel", "cash",     ASKING,      "canceled",        "refund.updated", postings.KEPT),
    ("update", "cash",     ANY,         "=",               "refund.updated"),
)
# fmt: on

REFUND = Resource(
    "refund",
    prefix="re",
    generated="retrieve",
    lifecycle=LIFECYCLE,
    index=("charge", "payment_intent"),
    livemode=False,
    unexpected=refusals.wrong_state,
    source="spec; recorded: gumroad",
)

REFERENCE_SECONDS = 2
"""From a refund to the number that the card's bank knows it by. source: recorded: gumroad"""


def money(work: Work, charge: Record, amount: int, transaction: str, *, failed: bool = False) -> Move:
    """What a refund moves, or brings back. source: recorded: gumroad (descriptions, days, rates)"""
    payment = charge.id.startswith("py_")
    words = "REFUND FOR PAYMENT" if payment else "REFUND FOR CHARGE"
    if failed:
        words = words.replace("REFUND", "REFUND FAILURE", 1)
    if charge.description:
        words = f"{words} ({charge.description})"
    facts: dict[str, Any] = {"id": transaction, "description": words}
    if payment and not failed:
        facts["type"] = "payment_refund"
    return reversal.reversal(
        work,
        charge,
        amount,
        day=None if failed else reversal.waits_until(work, charge),
        rate=rate_of(work, charge),
        transaction=facts,
    )


def rate_of(work: Work, charge: Record) -> Any:
    """At which rate a charge is given back, None in the account's own currency."""
    currency = parties.settled_as(work, charge).currency
    return None if charge.currency == currency else exchange.refund_rate(charge.currency, currency)


def new_transaction(work: Work) -> str:
    """A fresh id for a balance transaction."""
    return work.new_id(REGISTRY["balance_transaction"])


def outcome_of(refund: Record) -> str:
    """Which rows a refund takes: those of a charge, or those of a customer's cash balance."""
    return "cash" if refund.charge is None else "done"


def fail(work: Work, refund: Record, reason: str, *, outcome: str = "fail") -> None:
    """The money does not reach the payer: it comes back, and the charge is whole again.

    params: outcome, "cancel" where nobody waits for it any more. source: docs: refunds (failed); inferred
    """
    work.unschedule("", refund)
    if refund.charge is None:
        keep(work, refund, reason, outcome)
        return
    charge = work.load(refund.charge, "charge")
    transaction = new_transaction(work)
    changes = {"failure_balance_transaction": transaction, "next_action": ABSENT, "pending_reason": ABSENT}
    if outcome == "fail":
        changes["failure_reason"] = reason
    moves = money(work, charge, refund.amount, transaction, failed=True)
    work.advance(refund, outcome, "done", moves=moves, **changes)
    charges.restore(work, charge, refund.amount)


def keep(work: Work, refund: Record, reason: str, outcome: str) -> None:
    """What was to leave a customer's cash balance stays there. source: docs: bank transfers"""
    failed = {"failure_reason": reason} if outcome == "fail" else {}
    names = {"network": "wire", "customer": refund.customer}
    moves = Move(refund.amount, refund.currency, names)
    work.advance(refund, outcome, "cash", moves=moves, next_action=ABSENT, pending_reason=ABSENT, **failed)


@job(REFUND, "refer")
def refer(work: Work, refund: Record) -> None:
    """The number by which the payer's bank finds the refund is known. source: recorded: gumroad"""
    work.advance(refund, "refer", "done", destination_details=referred(refund))


def referred(refund: Record) -> dict[str, Any]:
    """Where the money went, with its number."""
    details = refund.destination_details
    kind = details["type"]
    shown = {**details.get(kind, {}), "reference": refund.private["number"], "reference_status": "available"}
    if shown.get("type") == "pending":
        shown["type"] = "refund"
    return {**details, kind: dict(sorted(shown.items()))}


@job(REFUND, "settle")
def settle(work: Work, refund: Record) -> None:
    """The money arrived. source: docs: testing (refunds)"""
    changes = {"destination_details": referred(refund)} if refund.get("destination_details") else {}
    work.advance(refund, "settle", outcome_of(refund), pending_reason=ABSENT, **changes)


@job(REFUND, "fail")
def fail_later(work: Work, refund: Record, *, reason: str) -> None:
    """The payer's bank sends the money back. source: docs: testing (refunds)"""
    fail(work, refund, reason)


@job(REFUND, "lapse")
def lapse(work: Work, refund: Record) -> None:
    """The payer did not say in time where the money is to go. source: spec (expires_at); docs: bank
    transfers
    """
    fail(work, refund, "unknown")
