"""The charge record: one attempt to take money, and what came of it.

Owns: the record, taking and releasing its money, what it says of money that was given or taken back. Does not
own: the endpoints (charges.py), asking the network for an intent (attempt.py), refunds and disputes.
Money: a captured charge posts its sale with the fee. Source: spec; recorded: gumroad, pay-rails.
Private facts: `invoice` (older versions), `at_once` (a card that bypasses waiting), `charged_back` (a
dispute took the money back and is not won), `disputed_at` (when a debit will be taken back).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from pinstripe.api.versions.shared import inline_list
from pinstripe.kernel.operation import job
from pinstripe.kernel.pages import page
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, REGISTRY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import AVAILABLE, CASH_BALANCE, EXCHANGE, NETWORK, PENDING
from pinstripe.ledger.posting import Move
from pinstripe.money import Money
from pinstripe.networks.port import Reply
from pinstripe.products.balance import balance
from pinstripe.products.methods import card as cards
from pinstripe.products.methods import kinds
from pinstripe.products.payments import (
    charge_body,
    exchange,
    fees,
    postings,
    settlement,
    statement_descriptors,
)

RECEIPT = page(
    "receipts",
    "ch",
    "py",
    title="Receipt",
    means="Here a payer would read what they paid.",
    instead=("GET /v1/charges/{id}",),
)


def refunds_of(shower: Any, charge: Record) -> dict[str, Any]:
    """The newest refunds of a charge. source: recorded: gumroad (total_count)"""
    found = [shower.older(one) for one in shower.listed("refund", charge=charge.id)]
    return inline_list(found, f"/v1/charges/{charge.id}/refunds")


# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome       from         to           event               posting
    ("create",  "captured",   ANY,         "succeeded", "charge.succeeded", postings.SALE),
    ("create",  "collecting", ANY,         "succeeded", "charge.succeeded"),
    ("create",  "pending",    ANY,         "pending",   "charge.pending"),
    ("create",  "authorized", ANY,         "succeeded", "charge.succeeded"),
    ("create",  "declined",   ANY,         "failed",    "charge.failed"),
    ("capture", "done",       "succeeded", "=",         "charge.captured",  postings.SALE),
    ("settle",  "done",       "succeeded", "=",         "charge.updated",   postings.SALE),
    ("succeed", "done",       "pending",   "succeeded", "charge.succeeded", postings.SALE),
    ("fail",    "done",       "pending",   "failed",    "charge.failed"),
    ("release", "done",       "succeeded", "=",         "charge.refunded"),
    ("expire",  "done",       "succeeded", "=",         "charge.expired"),
    ("refund",  "done",       "succeeded", "=",         "charge.refunded"),
    ("tell",    "done",       "succeeded", "=",         "charge.updated"),
    ("hold_more", "done",     "succeeded", "=",         "charge.updated"),
)
# fmt: on

CHARGE = Resource(
    "charge",
    prefix="ch",
    generated="retrieve",
    events="charge",
    lifecycle=LIFECYCLE,
    tells_changes="charge.captured charge.refunded",
    index=("customer", "payment_intent", "transfer_group"),
    search="amount:number billing_details.address.postal_code currency customer disputed:boolean "
    "payment_method_details.card.brand payment_method_details.card.exp_month:number "
    "payment_method_details.card.exp_year:number payment_method_details.card.fingerprint "
    "payment_method_details.card.last4 refunded:boolean status",
    includable={
        "refunds": refunds_of,
    },
)


def create(
    work: Work,
    intent: Record,
    method: Record,
    reply: Reply,
    details: dict[str, Any],
    *,
    capture: bool = True,
    pending: bool = False,
) -> Record:
    """The charge that the network's reply to an intent led to, with its money if it was taken.

    Captured asynchronously, its money comes after the intent's own news (settle_after). params: details: the
    charge's hash under the kind's name; pending: the money is under way.
    source: recorded: pay-rails (balance_transaction null in the confirmation)
    """
    facts = {name: intent.get(name) for name in TAKEN_OVER} | {"payment_intent": intent.id}
    private = {"invoice": intent.private.get("invoice")}
    state = "held" if not capture else "pending" if pending else "taken"
    if state == "taken" and intent.capture_method == "automatic_async":
        state = "collecting"
    return made(work, facts, method, reply, details, state, private)


def descriptor(work: Work, facts: Mapping[str, Any]) -> dict[str, str | None]:
    """What the payer reads of a charge with these words. source: recorded: gumroad"""
    words = {"whole": facts["statement_descriptor"], "suffix": facts["statement_descriptor_suffix"]}
    merchant = work.merchant
    return {
        "calculated_statement_descriptor": statement_descriptors.statement_descriptor(
            merchant.descriptor, prefix=merchant.prefix, **words
        )
    }


TAKEN_OVER = (
    *("amount", "currency", "customer", "description", "metadata", "receipt_email", "shipping"),
    *("statement_descriptor", "statement_descriptor_suffix", "transfer_group"),
)
"""What a charge has of whoever asks for it. source: recorded: gumroad (transfer_group, metadata)"""


def made(
    work: Work,
    facts: dict[str, Any],
    method: Record,
    reply: Reply,
    details: dict[str, Any],
    state: str = "taken",
    private: dict[str, Any] | None = None,
) -> Record:
    """A charge of these facts, as the network's reply has it.

    params: state: of its money, where the network agreed: taken, held, pending, or collecting (it comes
    later).
    """
    kind = kinds.kind_of(method)
    key = work.mint.long(kind.charge_ids, work.now, work.account)
    outcome = OUTCOMES[state] if reply.approved else "declined"
    taken = outcome == "captured"
    transaction = work.new_id(REGISTRY["balance_transaction"]) if taken else None
    body = charge_body.charge_body_for(
        reply,
        method.body,
        details,
        state=state,
        now=work.now,
        descriptor=descriptor(work, facts)["calculated_statement_descriptor"],
        receipt_url=work.public(RECEIPT.path(key)) if reply.approved else None,
        **facts,
    )
    body["balance_transaction"] = transaction
    if cards.is_source(method) or not facts.get("payment_intent"):
        body["source"] = cards.as_card(method)
    private = {**(private or {})}
    if reply.available_immediately or kind.at_once:
        private["at_once"] = True
    moves: Any = ()
    if transaction is not None:
        moves = sale(work, {**body, **facts}, private, facts["amount"], transaction)
    charge = work.create(CHARGE, outcome, moves=moves, **{**body, "id": key}, private=private)
    if taken:
        tell_available(work, charge)
    return charge


OUTCOMES = {"taken": "captured", "held": "authorized", "pending": "pending", "collecting": "collecting"}
"""The row that a charge of each state of its money takes."""


def settle_after(work: Work, charge: Record) -> None:
    """The money of an asynchronous capture arrives: the charge names it. source: docs: async capture"""
    transaction = work.new_id(REGISTRY["balance_transaction"])
    moves = sale(work, charge.body, charge.private, charge.amount, transaction)
    work.advance(charge, "settle", "done", moves=moves, balance_transaction=transaction)
    tell_available(work, charge)


def tell_available(work: Work, charge: Record) -> None:
    """Money that waits for no day is available at once, and the account is told.

    source: docs: testing (cards that bypass waiting); spec (balance.available)
    """
    if charge.private.get("at_once"):
        balance.tell_available(work)


def sale(
    work: Work, charge: Mapping[str, Any], private: Mapping[str, Any], amount: int, transaction: str
) -> Move:
    """What a captured charge moves: the amount, less the merchant's fee, to the day when it is available.

    What was paid in another currency than the account's is converted first, and its fee is in the account's.
    params: transaction, the id of its balance transaction. source: recorded: gumroad (rows of charges)
    """
    merchant, given = work.merchant, Money(amount, str(charge["currency"]))
    currency, rate = merchant.currency, None
    if given.currency != currency:
        rate = exchange.rate(given.currency, currency)
        amount = exchange.converted(amount, given.currency, currency)
    kind = kinds.KINDS[charge["payment_method_details"]["type"]]
    fee = fees.fee_of(kind, amount, currency, merchant.country)
    at_once = bool(private.get("at_once"))
    if at_once:
        day = settlement.next_midnight(work.now)
    else:
        day = settlement.available_on(work.now, merchant.country, merchant.delay_days)
        balance.await_day(work, day, currency)
    origin = NETWORK if kind.ledger else CASH_BALANCE
    return Move(
        amount,
        currency,
        names={
            "fee": fee,
            "network": kind.ledger,
            "presented": 0 if rate is None else given,
            "origin": origin,
            "source": origin if rate is None else EXCHANGE,
            "arrival": AVAILABLE if at_once else PENDING,
            "available_on": day,
        },
        transaction={
            "id": transaction,
            "type": kind.movement[0],
            "reporting_category": kind.movement[1],
            "available_on": day,
            "description": charge["description"],
            "exchange_rate": None if rate is None else orjson.loads(str(rate)),
            "fee_details": fees.fee_details(fee, currency),
            "private": {"at_once": True} if at_once else None,
        },
    )


def capture(work: Work, charge: Record, amount: int) -> None:
    """Take what was held, or less of it; the rest is given back.

    source: recorded: gumroad (23 captures), issue reports (the rest, and until when it was held, stay shown)
    """
    transaction = work.new_id(REGISTRY["balance_transaction"])
    work.advance(
        charge,
        "capture",
        "done",
        moves=sale(work, charge.body, charge.private, amount, transaction),
        amount_captured=amount,
        amount_refunded=charge.amount - amount,
        captured=True,
        balance_transaction=transaction,
    )
    tell_available(work, charge)


def succeed(work: Work, charge: Record, **details: Any) -> None:
    """Marks a pending charge as succeeded when its money arrives. params: details: what is known of it by
    then.

    source: docs: ACH Direct Debit
    """
    transaction = work.new_id(REGISTRY["balance_transaction"])
    shown = charge.payment_method_details
    work.advance(
        charge,
        "succeed",
        "done",
        moves=sale(work, charge.body, charge.private, charge.amount, transaction),
        paid=True,
        balance_transaction=transaction,
        payment_method_details={**shown, shown["type"]: {**shown[shown["type"]], **details}},
    )
    tell_available(work, charge)


def fail(work: Work, charge: Record, code: str | None, message: str | None) -> None:
    """Marks a pending charge as failed when its money will not arrive. source: docs: ACH Direct Debit"""
    work.advance(
        charge,
        "fail",
        "done",
        amount_captured=0,
        captured=False,
        failure_code=code,
        failure_message=message,
        receipt_url=None,
    )


def hold_more(work: Work, charge: Record, amount: int) -> None:
    """More is held than was. params: amount: the whole. source: spec; inferred (charge.updated)"""
    shown = charge.payment_method_details
    details = {**shown[shown["type"]], "amount_authorized": amount}
    changes = {"amount": amount, "payment_method_details": {**shown, shown["type"]: details}}
    work.advance(charge, "hold_more", "done", **changes)


def release(work: Work, charge: Record, expired: bool = False) -> None:
    """Releases a hold: no money had moved. source: recorded: gumroad (cancel in requires_capture)"""
    work.advance(
        charge, "expire" if expired else "release", "done", amount_refunded=charge.amount, refunded=True
    )


def refundable(charge: Record) -> int:
    """What of a charge was not given back."""
    return int(charge.amount - charge.amount_refunded)


def give_back(work: Work, charge: Record, amount: int, *, fraudulent: bool = False) -> None:
    """Notes a refund of a part or of the whole. params: fraudulent, the caller takes it for a fraud

    source: recorded: gumroad (amount_refunded, refunded); docs: Radar (fraud_details)
    """
    given = charge.amount_refunded + amount
    changes: dict[str, Any] = {"amount_refunded": given, "refunded": given == charge.amount}
    if fraudulent:
        changes["fraud_details"] = {**charge.fraud_details, "user_report": "fraudulent"}
    work.advance(charge, "refund", "done", **changes)


def disputed(work: Work, charge: Record, dispute: str, *, taken: bool) -> None:
    """Notes a dispute. params: taken, the bank took the money back, so that nothing is left to refund

    source: recorded: gumroad (disputed, dispute); charge.updated inferred
    """
    work.note(charge, charged_back=taken)
    work.change(charge, disputed=True, dispute=dispute)


def undisputed(work: Work, charge: Record) -> None:
    """A dispute is won: the charge can be refunded again, and stays marked. source: recorded: stripe_world"""
    work.note(charge, charged_back=False)


def tell(work: Work, charge: Record) -> None:
    """Something was said about its dispute. source: recorded: stripe_world (charge.updated after evidence)"""
    work.announce(charge, "tell")


def reviewed(work: Work, charge: Record, review: str) -> None:
    """Notes on the charge and its intent that the payment is to be looked at. source: spec"""
    if charge.payment_intent is not None:
        work.amend(work.load(charge.payment_intent, "payment_intent"), review=review)
    work.change(charge, review=review)


def restore(work: Work, charge: Record, amount: int) -> None:
    """Makes the charge whole again: a refund did not reach the payer. source: docs: refunds; inferred"""
    work.change(charge, amount_refunded=charge.amount_refunded - amount, refunded=False)


@job(CHARGE, "lapse")
def lapse(work: Work, charge: Record) -> None:
    """Releases a hold that was not captured in time. source: docs: place a hold"""
    if not charge.captured and not charge.refunded:
        release(work, charge, expired=True)
