"""The dispute record: whoever holds a card says that a payment was not right, and wants the money back.

Owns: the record, its states, its money, its time limits. Does not own: the endpoints (disputes.py), what has
to be said (evidence.py). Money: what is won comes to the Issuing balance,
or to the financial account that paid (wallet.py).
Times: a payment can be disputed for 110 days, 65 where there was no valid authorization; test evidence
decides a second after it was submitted. Source: spec; docs: Issuing disputes.
Private facts: `transactions`, its balance transactions; `credit`, did money come before the decision?
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.table import NEWEST, Table
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, REGISTRY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.posting import Move
from pinstripe.products.authorizations import evidence, postings, refusals, wallet
from pinstripe.products.authorizations import transaction as transactions
from pinstripe.products.issuing import card as cards

EVENT: Final = "issuing_dispute"
REINSTATED: Final = f"{EVENT}.funds_reinstated"
RESCINDED: Final = f"{EVENT}.funds_rescinded"
CLOSED: Final = f"{EVENT}.closed"

# fmt: off
LIFECYCLE = lifecycle(
    # verb         outcome     from           to             events                   posting
    ("create",    "done",     ANY,           "unsubmitted", f"{EVENT}.created"),
    ("update",    "done",     "unsubmitted", "=",           f"{EVENT}.updated"),
    ("note",      "done",     ANY,           "=",           f"{EVENT}.updated"),
    ("submit",    "done",     "unsubmitted", "submitted",   f"{EVENT}.submitted"),
    ("credit",    "done",     "submitted",   "=",           "",                      postings.CREDIT),
    ("rescind",   "done",     "submitted",   "=",           "",                      postings.RESCIND),
    ("win",       "paid",     "submitted",   "won",         "",                      postings.WIN),
    ("win",       "drawn",    "submitted",   "won"),
    ("win",       "credited", "submitted",   "won",         CLOSED),
    ("lose",      "done",     "submitted",   "lost",        CLOSED),
    ("expire",    "done",     "unsubmitted", "expired",     CLOSED),
    ("tell",      "won",      "won",         "=",           f"{REINSTATED} {CLOSED}"),
    ("tell",      "credited", "submitted",   "=",           REINSTATED),
    ("tell",      "taken",    "submitted",   "=",           RESCINDED),
)
# fmt: on


def moved(shower: Any, dispute: Record) -> list[dict[str, Any]]:
    """Its balance transactions. source: spec"""
    keys = dispute.private.get("transactions", [])
    return [shower.body(shower.work.load(key, "balance_transaction")) for key in keys]


DISPUTE = Resource(
    "issuing.dispute",
    prefix="idp",
    path="/v1/issuing/disputes",
    generated="retrieve",
    noun="issuing dispute",
    param="dispute",
    lifecycle=LIFECYCLE,
    index=("transaction", "status"),
    includable={"balance_transactions": moved},
    unexpected=refusals.wrong_dispute_state,
    source="spec; docs: Issuing disputes",
)

DAYS: Final = 110
DAYS_UNAUTHORIZED: Final = 65
"""source: docs: Issuing disputes (Visa)"""
SECONDS: Final = 1
"""From submission to the network's word, of test evidence. source: docs: Issuing disputes (shortly); inferred
"""
WORDS: Final = {"winning_evidence": "won", "losing_evidence": "lost"}
"""source: docs: Issuing disputes"""


LOSS_REASONS: Final = tuple(Table.load(NEWEST).object("issuing.dispute").props["loss_reason"]["enum"])


def days(reason: str) -> int:
    """How long a payment can be disputed."""
    return DAYS_UNAUTHORIZED if reason == "no_valid_authorization" else DAYS


def open_for(
    work: Work, transaction: Record, amount: int, said: dict[str, Any], notes: dict[str, str]
) -> Record:
    """A dispute that is being prepared. source: spec"""
    drawn = transaction.treasury
    made = work.create(
        DISPUTE,
        "done",
        amount=amount,
        currency=transaction.currency,
        evidence=said,
        metadata=notes,
        transaction=transaction.id,
        treasury=drawn and {"debit_reversal": None, "received_debit": drawn["received_debit"]},
    )
    transactions.change(work, transaction, dispute=made.id)
    limit(work, made, transaction)
    return made


def limit(work: Work, dispute: Record, transaction: Record) -> None:
    """It has to be submitted by then. source: docs: Issuing disputes"""
    work.unschedule("expire", dispute)
    work.schedule("expire", dispute, transaction.created + days(dispute.evidence["reason"]) * DAY)


def submit(work: Work, dispute: Record, **changes: Any) -> Record:
    """The network is told. source: spec; docs: Issuing disputes"""
    evidence.require(dispute.evidence)
    work.unschedule("expire", dispute)
    if dispute.treasury:
        changes["treasury"] = wallet.dispute(work, dispute)
    work.advance(dispute, "submit", "done", **changes)
    reason = dispute.evidence["reason"]
    if reason == "fraudulent":
        transaction = work.load(dispute.transaction, "issuing.transaction")
        cards.warn(work, work.load(transaction.card, "issuing.card"), "fraud_dispute_filed")
    word = WORDS.get(dispute.evidence[reason]["explanation"])
    if word:
        work.schedule("decide", dispute, work.now + SECONDS, word=word)
    return dispute


def move(work: Work, dispute: Record, words: str) -> Move:
    """Money of a dispute, and what its balance transaction says."""
    key = work.new_id(REGISTRY["balance_transaction"])
    work.note(dispute, transactions=[*dispute.private.get("transactions", []), key])
    told = {"id": key, "balance_type": "issuing", "description": words}
    return Move(dispute.amount, dispute.currency, {"network": "issuing"}, told)


@job(DISPUTE, "decide")
def decide(work: Work, dispute: Record, *, word: str) -> None:
    """The network has decided. source: docs: Issuing disputes"""
    if dispute.status != "submitted":
        return
    if word == "won":
        win(work, dispute)
    else:
        lose(work, dispute, "other")


def win(work: Work, dispute: Record) -> None:
    """The money is back, if it was not before. source: docs: Issuing disputes"""
    if dispute.treasury:
        wallet.conclude(work, dispute, won=True)
    if dispute.private.get("credit"):
        work.advance(dispute, "win", "credited")
        return
    if dispute.treasury:
        work.advance(dispute, "win", "drawn")
    else:
        work.advance(dispute, "win", "paid", moves=move(work, dispute, "Issuing dispute won"))
    work.advance(dispute, "tell", "won")


def lose(work: Work, dispute: Record, reason: str) -> None:
    """The money stays where it is; what came before is taken away. source: docs: Issuing disputes"""
    if dispute.treasury:
        wallet.conclude(work, dispute, won=False)
    if dispute.private.get("credit"):
        if not dispute.treasury:
            moves = move(work, dispute, "Issuing dispute credit rescinded")
            work.advance(dispute, "rescind", "done", moves=moves)
        work.note(dispute, credit=False)
        work.advance(dispute, "tell", "taken")
    work.advance(dispute, "lose", "done", loss_reason=reason)


def credit(work: Work, dispute: Record) -> Record:
    """Money comes while the network still decides. source: docs: Issuing disputes"""
    if dispute.treasury:
        wallet.grant(work, dispute)
    else:
        moves = move(work, dispute, "Issuing dispute provisional credit")
        work.advance(dispute, "credit", "done", moves=moves)
    work.note(dispute, credit=True)
    return work.advance(dispute, "tell", "credited")


@job(DISPUTE, "expire")
def expire(work: Work, dispute: Record) -> None:
    """Nobody submitted it in time. source: docs: Issuing disputes"""
    if dispute.status == "unsubmitted":
        work.advance(dispute, "expire", "done")


def answered(work: Work, dispute: Record, outcome: str, reason: str) -> Record:
    """What the network, or Stripe's support, says of a dispute. refuses: wrong_dispute_state. source:
    docs: Issuing disputes; that a withdrawn one is lost: inferred
    """
    if dispute.status != "submitted" or (outcome == "credited" and dispute.private.get("credit")):
        raise refusals.wrong_dispute_state(dispute, "decide")
    work.unschedule("decide", dispute)
    if outcome == "credited":
        return credit(work, dispute)
    if outcome == "won":
        win(work, dispute)
    else:
        lose(work, dispute, reason)
    return dispute
