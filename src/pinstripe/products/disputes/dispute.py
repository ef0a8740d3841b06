"""The dispute record: a payer's bank takes the money of a charge back, or asks about it first.

Owns: the record, its states, its money. Does not own: what leads to one (sequel.py), how it ends
(verdict.py), the
endpoints (disputes.py).
Money: a chargeback takes the whole amount and a fee; a dispute that is won brings the amount back. An
inquiry moves
nothing until it escalates.
Times: evidence is due at the end of the ninth day after (UTC).
Source: spec; recorded: gumroad (50 requests), stripe_world; docs: disputes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe.api.table import NEWEST, Table
from pinstripe.clock.calendar import DAY, midnight
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, REGISTRY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.posting import Move
from pinstripe.products.balance import balance
from pinstripe.products.disputes import postings, refusals
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import parties, proceeds, reversal, settlement

TAKEN = "needs_response under_review"
ASKED = "warning_needs_response warning_under_review"
OPEN = f"{TAKEN} {ASKED}"
LEFT = "needs_response"
CREATED = "charge.dispute.created"
UPDATED = "charge.dispute.updated"
CLOSED = "charge.dispute.closed"
OPENED = "charge.dispute.created charge.dispute.funds_withdrawn"
ESCALATED = "charge.dispute.updated charge.dispute.funds_withdrawn"
WON = "charge.dispute.funds_reinstated charge.dispute.closed"

# fmt: off
LIFECYCLE = lifecycle(
    # verb, outcome, from, to, events, posting
    ("create",   "chargeback", ANY,            "needs_response",         "",        postings.WITHDRAWAL),
    ("create",   "inquiry",    ANY,            "warning_needs_response", CREATED),
    ("tell",     "opened",     LEFT,           "=",                      OPENED),
    ("tell",     "escalated",  LEFT,           "=",                      ESCALATED),
    ("tell",     "won",        "won",          "=",                      WON),
    ("stage",    "done",       OPEN,           "=",                      UPDATED),
    ("submit",   "answered",   TAKEN,          "under_review",           UPDATED),
    ("submit",   "explained",  ASKED,          "warning_under_review",   UPDATED),
    ("escalate", "done",       ASKED,          "needs_response",         "",        postings.WITHDRAWAL),
    ("win",      "done",       "under_review", "won",                    "",        postings.REINSTATEMENT),
    ("close",    "lost",       TAKEN,          "lost",                   CLOSED),
    ("close",    "dropped",    ASKED,          "warning_closed",         CLOSED),
)
# fmt: on


def by_date(body: dict[str, Any], private: dict[str, Any], now: int) -> Mapping[str, Any]:
    """Its balance transactions are pending until their day. source: spec; recorded: gumroad"""
    rows = [
        {**row, "status": "available" if row["available_on"] <= now else "pending"}
        for row in body["balance_transactions"]
    ]
    return {"balance_transactions": rows}


DISPUTE = Resource(
    "dispute",
    prefix="du",
    generated="retrieve",
    param="dispute",
    lifecycle=LIFECYCLE,
    tells_changes="charge.dispute.closed",
    index=("charge", "payment_intent"),
    unexpected=refusals.closed,
    derived=by_date,
    source="spec; recorded: gumroad, stripe_world",
)

FEE: Final = 1500
"""What a dispute costs, in the account's currency. source: recorded: gumroad (USD, CAD); others inferred"""
DUE_DAYS: Final = 9
"""Evidence is due at the end of this day after. source: recorded: gumroad (October 30 to November 8)"""


def due_by(now: int) -> int:
    """When evidence is due: the last second of a day. source: recorded: gumroad"""
    return midnight(now) + DUE_DAYS * DAY + DAY - 1


def blank_evidence() -> dict[str, Any]:
    """Nothing said yet. source: recorded: gumroad (2024: enhanced_evidence is there)"""
    return {**Table.load(NEWEST).object("dispute_evidence").blank(), "enhanced_evidence": {}}


def money(work: Work, charge: Record, amount: int, transaction: str, *, back: bool = False) -> Move:
    """What a dispute takes, or brings back, in the account's currency, on the day of a payment made now.

    source: recorded: gumroad (descriptions, fee, days, the rate of payments and no rate shown)
    """
    merchant = parties.settled_as(work, charge)
    day = settlement.available_on(work.now, merchant.country, merchant.delay_days)
    balance.await_day(work, day, merchant.currency)
    words = "reversal" if back else "withdrawal"
    fee = 0 if back else FEE
    facts: dict[str, Any] = {"id": transaction, "description": f"Chargeback {words} for {charge.id}"}
    if not back:
        facts["fee_details"] = [
            {
                "amount": FEE,
                "application": None,
                "currency": merchant.currency,
                "description": "Dispute fee",
                "type": "stripe_fee",
            }
        ]
    if fee and not merchant.pays_fees:
        proceeds.bill(work, fee, merchant.currency, "Dispute fee")
        fee, facts["fee_details"] = 0, []
    return reversal.reversal(
        work, charge, amount, day=day, rate=None, transaction=facts, fee=fee, shown=False
    )


def withdraw(work: Work, charge: Record, facts: dict[str, Any]) -> Record:
    """A bank takes the money of a charge back. source: recorded: gumroad, stripe_world (events)"""
    transaction = work.new_id(REGISTRY["balance_transaction"])
    dispute = work.create(
        DISPUTE, "chargeback", moves=money(work, charge, facts["amount"], transaction), **facts
    )
    dispute.clock = charge.clock
    added(work, dispute, transaction)
    work.advance(dispute, "tell", "opened")
    charges.disputed(work, charge, dispute.id, taken=True)
    return dispute


def inquire(work: Work, charge: Record, facts: dict[str, Any]) -> Record:
    """A bank asks about a charge, and takes nothing yet. source: recorded: stripe_world"""
    dispute = work.create(DISPUTE, "inquiry", **facts)
    dispute.clock = charge.clock
    charges.disputed(work, charge, dispute.id, taken=False)
    return dispute


def added(work: Work, dispute: Record, transaction: str) -> None:
    """The dispute shows what it moved."""
    row = work.load(transaction, "balance_transaction").body
    work.amend(dispute, balance_transactions=[*dispute.balance_transactions, row])


def escalate(work: Work, dispute: Record) -> None:
    """The bank takes the money after all. source: recorded: stripe_world (probe log)"""
    charge, before = work.load(dispute.charge, "charge"), dispute.body
    transaction = work.new_id(REGISTRY["balance_transaction"])
    details, until = dispute.evidence_details, due_by(work.now)
    method = dispute.payment_method_details
    work.advance(
        dispute,
        "escalate",
        "done",
        moves=money(work, charge, dispute.amount, transaction),
        evidence_details={**details, "due_by": until},
        is_charge_refundable=False,
        payment_method_details={**method, "card": {**method["card"], "case_type": "chargeback"}},
    )
    added(work, dispute, transaction)
    work.advance(dispute, "tell", "escalated", was=before)
    work.schedule("fall_due", dispute, until + 1)
    charges.disputed(work, charge, dispute.id, taken=True)


def win(work: Work, dispute: Record) -> None:
    """The bank gives the money back. source: recorded: gumroad (rows, is_charge_refundable)"""
    charge, before = work.load(dispute.charge, "charge"), dispute.body
    transaction = work.new_id(REGISTRY["balance_transaction"])
    moves = money(work, charge, dispute.amount, transaction, back=True)
    work.advance(dispute, "win", "done", moves=moves, is_charge_refundable=True)
    added(work, dispute, transaction)
    work.advance(dispute, "tell", "won", was=before)
    others = work.where("dispute", 100, charge=charge.id)
    if not any(one.status in f"{TAKEN} lost".split() for one in others):
        charges.undisputed(work, charge)


def close(work: Work, dispute: Record, *, late: bool = False) -> None:
    """The bank keeps the money, or asks no more. params: late, nobody answered in time

    source: recorded: stripe_world; docs: disputes (past_due); inferred (an inquiry that nobody answers)
    """
    work.unschedule("", dispute)
    inquiry = dispute.status in ASKED.split()
    details = {"evidence_details": {**dispute.evidence_details, "past_due": True}} if late else {}
    work.advance(dispute, "close", "dropped" if inquiry else "lost", **details)
