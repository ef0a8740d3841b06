"""The charge record: one attempt to take money, and what came of it.

Owns: the record, taking and releasing its money, what it says of money that was given or taken back. Does not
own: the endpoints (charges.py), asking the network for an intent (attempt.py), refunds and disputes.
Money: a captured charge posts its sale with the fee. Source: spec; recorded: gumroad, pay-rails.
Private facts: `invoice` (older versions), `at_once` (a card that bypasses waiting), `charged_back` (a
dispute took the money back and is not won), `disputed_at` (when a debit will be taken back), `earning` (the
platform's balance transaction of its application fee); of a payment that came by transfer also `day` (when
it is available), `fee` (the platform's, as the payer's charge says it), `origin` (that charge) and `debits`
(the account that its platform debited).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api.versions.shared import inline_list
from pinstripe.kernel import sheets
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.networks.port import Reply
from pinstripe.products.balance import balance
from pinstripe.products.methods import card as cards
from pinstripe.products.methods import kinds
from pinstripe.products.methods import source as sources
from pinstripe.products.methods.kinds import card as card_kind
from pinstripe.products.payments import (
    charge_body,
    parties,
    postings,
    proceeds,
    statement_descriptors,
)

RECEIPT = "receipts"
"""The kind of the page on which a payer reads what they paid."""


def receipt_url(work: Work, key: str) -> str:
    """Where the receipt of a charge is: whoever knows its id may read it. source: spec (receipt_url)"""
    return work.public(sheets.open_path(RECEIPT, key, work.account))


def refunds_of(shower: Any, charge: Record) -> dict[str, Any]:
    """The newest refunds of a charge. source: recorded: gumroad (total_count)"""
    found = [shower.older(one) for one in shower.listed("refund", charge=charge.id)]
    return inline_list(found, f"/v1/charges/{charge.id}/refunds")


# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome       from         to           event               posting
    ("create",  "captured",   ANY,         "succeeded", "charge.succeeded", postings.SALE),
    ("create",  "received",   ANY,         "succeeded", "payment.created",  postings.SALE),
    ("create",  "collecting", ANY,         "succeeded", "charge.succeeded"),
    ("create",  "pending",    ANY,         "pending",   "charge.pending"),
    ("create",  "authorized", ANY,         "succeeded", "charge.succeeded"),
    ("create",  "declined",   ANY,         "failed",    "charge.failed"),
    ("capture", "done",       "succeeded", "=",         "charge.captured",  postings.SALE),
    ("capture", "partly",     "succeeded", "=",         "charge.updated",   postings.SALE),
    ("settle",  "done",       "succeeded", "=",         "charge.updated",   postings.SALE),
    ("succeed", "done",       "pending",   "succeeded", "charge.succeeded", postings.SALE),
    ("fail",    "done",       "pending",   "failed",    "charge.failed"),
    ("release", "done",       "succeeded", "=",         "charge.refunded"),
    ("expire",  "done",       "succeeded", "=",         "charge.expired"),
    ("refund",  "done",       "succeeded", "=",         "charge.refunded"),
    ("tell",    "done",       "succeeded", "=",         "charge.updated"),
    ("grow",    "done",       "succeeded", "=",         "charge.updated"),
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
    asked = [intent.private.get("radar_options") or {}, method.get("radar_options") or {}]
    facts["radar_options"] = next(({"session": one["session"]} for one in asked if one.get("session")), {})
    state = "held" if not capture else "pending" if pending else "taken"
    if state == "taken" and intent.capture_method == "automatic_async":
        state = "collecting"
    return made(work, facts, method, reply, details, state, private)


def descriptor(work: Work, facts: Mapping[str, Any]) -> dict[str, str | None]:
    """What the payer reads of a charge with these words. source: recorded: gumroad"""
    words = {"whole": facts["statement_descriptor"], "suffix": facts["statement_descriptor_suffix"]}
    merchant = parties.merchant_of(work, facts)
    return {
        "calculated_statement_descriptor": statement_descriptors.statement_descriptor(
            merchant.descriptor, prefix=merchant.prefix, **words
        )
    }


TAKEN_OVER = (
    *("amount", "currency", "customer", "description", "metadata", "receipt_email", "shipping"),
    *("statement_descriptor", "statement_descriptor_suffix", "transfer_group", *parties.TOLD),
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
    named: str = "",
    shown: dict[str, Any] | None = None,
) -> Record:
    """A charge of these facts, as the network's reply has it.

    params: state: of its money, where the network agreed: taken, held, pending, or collecting (it comes
    later); named: what it calls the method's kind, where that has an older name; shown: the source, where
    the method is none.
    """
    kind = kinds.named(named or method.body["type"])
    key = work.mint.long(kind.charge_ids, work.now, work.account)
    outcome = OUTCOMES[state] if reply.approved else "declined"
    taken = outcome == "captured"
    body = charge_body.charge_body_for(
        reply,
        {**method.body, "type": named or method.body["type"]},
        details,
        state=state,
        now=work.now,
        descriptor=descriptor(work, facts)["calculated_statement_descriptor"],
        receipt_url=receipt_url(work, key) if reply.approved else None,
        application=parties.application(work),
        **{**facts, "transfer_group": parties.group_of(facts, key)},
    )
    sent = facts.get("transfer_data") or {}
    body["destination"] = sent.get("destination")
    if body["destination"]:
        body["transfer_data"] = parties.shown(sent)
    if shown is not None or cards.is_source(method) or not facts.get("payment_intent"):
        body["source"] = shown or sources.shown(method)
    private = {**(private or {}), **parties.words_of(sent)}
    if reply.available_immediately or kind.at_once:
        private["at_once"] = True
    moves: Any = ()
    if taken:
        changes, noted, moves = proceeds.coming(work, body, private, facts["amount"])
        body, private = {**body, **changes}, {**private, **noted}
    charge = work.create(CHARGE, outcome, moves=moves, **{**body, "id": key}, private=private)
    if taken:
        tell_available(work, charge)
    return charge


OUTCOMES = {"taken": "captured", "held": "authorized", "pending": "pending", "collecting": "collecting"}
"""The row that a charge of each state of its money takes."""


def settle_after(work: Work, charge: Record) -> None:
    """The money of an asynchronous capture arrives: the charge names it. source: docs: async capture"""
    come(work, charge, "settle", charge.amount)


def told(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a capture says of other accounts, as a charge shows it."""
    data = said.get("transfer_data")
    return {**said, "transfer_data": parties.shown(data)} if data else dict(said)


def come(
    work: Work, charge: Record, verb: str, amount: int, outcome: str = "done", /, **changes: Any
) -> None:
    """The money of a charge comes: what follows from it is noted before anybody hears of it."""
    found, noted, moves = proceeds.coming(work, charge.body, charge.private, amount)
    if noted:
        work.note(charge, **noted)
    work.advance(charge, verb, outcome, moves=moves, **changes, **found)
    tell_available(work, charge)


def receive(
    work: Work,
    transfer: Mapping[str, Any],
    payer: str,
    key: str,
    *,
    day: int,
    at_once: bool,
    fee: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    words: Mapping[str, Any] | None = None,
) -> Record:
    """The payment that an account gets by a transfer: it names the account that sent it, and costs nothing
    but the platform's fee. intent: the work acts for the account that gets it

    params: key, its id; day, when it is available; fee: `id`, `amount` in the transfer's currency, `said` as
    the payer's charge says it, `origin` that charge; facts, what else is said of it, where it was asked for
    by whoever gets it: its transfer is made after it; words, description and metadata that the payer
    wants it to have. source: recorded: gumroad (35 payments); spec (payment_data)
    """
    private: dict[str, Any] = {"day": day, "at_once": at_once}
    body = charge_body.received(transfer, payer, parties.application(work))
    body["receipt_url"] = receipt_url(work, key)
    body |= words or {}
    if facts is not None:
        body |= facts
        private["debits"] = payer
    if fee is not None:
        body |= {"application_fee": fee["id"], parties.FEE: fee["amount"]}
        private |= {"fee": fee["said"], "origin": fee["origin"]}
    changes, noted, moves = proceeds.coming(work, body, private, body["amount"])
    fields = {**body, **changes, "id": key}
    charge = work.create(CHARGE, "received", moves=moves, **fields, private={**private, **noted})
    tell_available(work, charge)
    return charge


def tell_available(work: Work, charge: Record) -> None:
    """Money that waits for no day is available at once, and the account is told.

    source: docs: testing (cards that bypass waiting); spec (balance.available)
    """
    if charge.private.get("at_once"):
        balance.tell_available(work)
        if charge.private.get("earning"):
            platform_work = work.acting_for(work.world.account)
            balance.tell_available(platform_work)


def capture(work: Work, charge: Record, amount: int) -> None:
    """Take what was held, or less of it, and the rest is given back; or more, where the bank agreed to that.

    source: recorded: gumroad (23 captures), issue reports (the rest, and until when it was held, stay shown);
    docs: Overcapture (of the charge: inferred)
    """
    taken = charge.amount_captured + amount
    whole = max(charge.amount, taken)
    back = charge.amount_refunded + whole - taken
    fields = {"amount": whole, "amount_captured": taken, "amount_refunded": back, "captured": True}
    come(work, charge, "capture", amount, **fields)


def most(charge: Record) -> int:
    """How much can be captured of a charge in all. source: docs: Overcapture"""
    details = charge.payment_method_details
    over = details[details["type"]].get("overcapture") or {}
    return int(over["maximum_amount_capturable"] if over.get("status") == "available" else charge.amount)


def splits(charge: Record) -> bool:
    """May what is held be taken in several parts? source: inferred"""
    details = charge.payment_method_details
    return bool((details[details["type"]].get("multicapture") or {}).get("status") == "available")


def capture_part(work: Work, charge: Record, amount: int) -> None:
    """Take a part of what is held; the rest stays held. source: inferred"""
    come(work, charge, "capture", amount, "partly", amount_captured=charge.amount_captured + amount)


def succeed(work: Work, charge: Record, **details: Any) -> None:
    """Marks a pending charge as succeeded when its money arrives. params: details: what is known of it by
    then.

    source: docs: ACH Direct Debit
    """
    shown = charge.payment_method_details
    whole = {**shown, shown["type"]: {**shown[shown["type"]], **details}}
    come(work, charge, "succeed", charge.amount, paid=True, payment_method_details=whole)


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
    details = card_kind.holding(shown[shown["type"]], amount)
    changes = {"amount": amount, "payment_method_details": {**shown, shown["type"]: details}}
    work.advance(charge, "grow", "done", **changes)


def release(work: Work, charge: Record, expired: bool = False) -> None:
    """Releases a hold: no money had moved. source: recorded: gumroad (cancel in requires_capture)"""
    taken = charge.amount_captured
    back = {"amount_refunded": charge.amount_refunded + charge.amount - taken, "captured": taken > 0}
    work.advance(charge, "expire" if expired else "release", "done", **back, refunded=not taken)


def refundable(charge: Record) -> int:
    """What of a charge was not given back."""
    held = not charge.captured and charge.amount_captured
    return int((charge.amount_captured if held else charge.amount) - charge.amount_refunded)


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


def grouped(work: Work, charge: Record, group: str) -> None:
    """Notes what holds the charge and its transfers together. source: docs: separate charges and transfers"""
    work.change(charge, transfer_group=group)


@job(CHARGE, "lapse")
def lapse(work: Work, charge: Record) -> None:
    """Releases a hold that was not captured in time. source: docs: place a hold"""
    if not charge.captured and not charge.refunded:
        release(work, charge, expired=True)
