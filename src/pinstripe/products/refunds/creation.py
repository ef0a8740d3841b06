"""Creation: which charge is refunded, how much of it, and what its network says to that.

Owns: the checks of a refund, its body. Does not own: the record and what becomes of it (refund.py).
Money: a refund posts its amount; what was only held is let go without a posting (release.py).
Source: recorded: gumroad, stripe_world (refusals); spec; docs: testing (refunds).
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, assert_never

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.error_base import CARD, doc_url
from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST, Table
from pinstripe.clock.calendar import DAY
from pinstripe.ids import stable
from pinstripe.kernel.record import ABSENT, Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import AVAILABLE, PENDING
from pinstripe.networks.cards.declines import decline
from pinstripe.networks.port import Settled, Settlement
from pinstripe.products.methods import kinds
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds import card
from pinstripe.products.methods.kinds.kind import Flow
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import reversal as reversals
from pinstripe.products.refunds import refund as refunds
from pinstripe.products.refunds import refusals, release
from pinstripe.products.refunds.refund import REFERENCE_SECONDS, REFUND

BANK_DAYS: Final = 3
"""How long a bank takes to give money back. source: docs: ACH Direct Debit; inferred"""
ANSWER_DAYS: Final = 45
"""How long a payer may take to say where the money is to go. source: docs: bank transfers"""

TRANSFERS: Final = {
    "aud": "au_bank_transfer",
    "brl": "br_bank_transfer",
    "eur": "eu_bank_transfer",
    "gbp": "gb_bank_transfer",
    "jpy": "jp_bank_transfer",
    "mxn": "mx_bank_transfer",
    "nzd": "nz_bank_transfer",
    "thb": "th_bank_transfer",
    "usd": "us_bank_transfer",
}
"""How money reaches a bank account, by currency. source: spec (destination_details)"""


class Said(NamedTuple):
    """What a network says to a refund: the row that it takes, and fields that go with it.

    later: verbs of the clock, with the seconds until then and what they are told. number: the reference
    that is
    to come.
    """

    outcome: str
    fields: dict[str, Any]
    later: tuple[tuple[str, int, dict[str, Any]], ...] = ()
    number: str | None = None


def charge_of(work: Work, params: Params) -> Record:
    """The charge that is to be refunded, named itself or by its intent. refuses: one_needed, not_of_intent,
    nothing_paid

    source: recorded: stripe_world (one of both)
    """
    key = params.get("charge")
    intent = params.get("payment_intent")
    if key is None and intent is None:
        raise refusals.one_needed()
    found = work.find("charge", key, "charge") if key is not None else None
    if intent is None:
        assert found is not None
        return found
    payment = work.find("payment_intent", intent, "payment_intent")
    if found is not None and found.payment_intent != payment.id:
        raise refusals.not_of_intent(found.id, payment.id)
    if found is None:
        if payment.latest_charge is None:
            raise refusals.nothing_paid(payment.id)
        found = work.load(payment.latest_charge, "charge")
    return found


def refuse_state(charge: Record) -> None:
    """Can anything of a charge be given back? refuses: nothing_paid, not_paid, charged_back, refunded_before,
    held_by_intent
    """
    if charge.status != "succeeded":
        if charge.payment_intent is not None:
            raise refusals.nothing_paid(charge.payment_intent)
        raise refusals.not_paid(charge.id)
    if charge.private.get("charged_back"):
        raise refusals.charged_back(charge.id)
    if charge.refunded:
        raise refusals.refunded_before(charge.id)
    if not charge.captured and charge.payment_intent is not None:
        raise refusals.held_by_intent(charge.payment_intent)


def refuse_words(charge: Record, params: Params) -> None:
    """Who names customer and currency beside a charge must name that charge's own.

    refuses: cash_has_no_charge, other_customer, other_currency. source: inferred
    """
    if params.get("origin") is not None:
        raise refusals.cash_has_no_charge("charge")
    if params.get("customer") not in (None, charge.customer):
        raise refusals.other_customer(charge.id)
    if (params.get("currency") or charge.currency).lower() != charge.currency:
        raise refusals.other_currency(charge.currency)


def amount_of(charge: Record, params: Params) -> int:
    """How much is given back: what is left, where nobody says less. refuses: too_low, more_than_charged,
    more_than_left, part_of_hold
    """
    left = charges.refundable(charge)
    amount = params.get("amount")
    if amount is None:
        return left
    if amount < 1:
        raise errors.too_low(1, "amount")
    words = [currencies.symbol_amount(one, charge.currency) for one in (amount, charge.amount, left)]
    if amount > charge.amount:
        raise refusals.more_than_charged(words[0], words[1])
    if amount > left:
        raise refusals.more_than_left(words[0], words[2])
    if not charge.captured and amount < left:
        raise refusals.part_of_hold()
    return int(amount)


def create(work: Work, charge: Record, params: Params, *, at_reader: bool = False) -> Record:
    """Give back what is left of a charge, or a part of it. params: at_reader: its card is there again
    refuses: reader_needed, those of returned

    source: recorded: gumroad, stripe_world; order of events: recorded: stripe_world
    """
    refuse_state(charge)
    if charge.source_transfer is not None:
        return returned(work, charge, params)
    kind = kinds.paid_by(charge.body)
    if not kind.refunds:
        raise refusals.not_given_back(charge.payment_method_details["type"])
    if kind.single_message and not at_reader:
        raise refusals.reader_needed()
    refuse_words(charge, params)
    amount = amount_of(charge, params)
    facts = {"metadata": merged_metadata(None, params.get("metadata")), "reason": params.get("reason")}
    linked = linked_to(work, charge, params)
    if not charge.captured:
        return release.by_hand(work, charge, facts)
    key = key_for(work, charge)
    said = asked(work, charge, amount, key, params.get("instructions_email"))
    transaction = refunds.new_transaction(work)
    refund = work.create(
        REFUND,
        said.outcome,
        moves=refunds.money(work, charge, amount, transaction),
        id=key,
        amount=amount,
        balance_transaction=transaction,
        charge=charge.id,
        currency=charge.currency,
        payment_intent=charge.payment_intent,
        private={**({"number": said.number} if said.number else {}), **linked},
        transfer_reversal=work.mint.long("trr", work.now, work.account) if linked.get(REVERSES) else None,
        **facts,
        **said.fields,
    )
    refund.clock = charge.clock
    charges.give_back(work, charge, amount, fraudulent=params.get("reason") == "fraudulent")
    for verb, seconds, payload in said.later:
        work.schedule(verb, refund, work.now + seconds, **payload)
    return refund


REVERSES: Final = "reverse_transfer"
GIVES_FEE: Final = "refund_application_fee"


def linked_to(work: Work, charge: Record, params: Params) -> dict[str, bool]:
    """What else goes back with the refund: the part of another account, the platform's fee.

    refuses: no_transfer. source: docs: refunds of destination and direct charges
    """
    linked = {name: True for name in (REVERSES, GIVES_FEE) if params.get(name)}
    if REVERSES in linked and charge.get("transfer") is None:
        raise refusals.no_transfer(charge.id)
    if charge.application_fee is None:
        linked.pop(GIVES_FEE, None)  # source: recorded: gumroad-cba9349469
    return linked


def returned(work: Work, payment: Record, params: Params) -> Record:
    """An account gives back what it got by a transfer, or a part of it, to whoever sent it: that is a
    reversal of the transfer there (room transfers). refuses: spent, those of amount_of and linked_to

    source: docs: Debit connected accounts (a debit is refunded as any payment); inferred
    """
    amount = amount_of(payment, params)
    linked = linked_to(work, payment, params)
    sender_work = work.acting_for(payment.source["id"])
    moves = refunds.money(work, payment, amount, "")
    day = reversals.waits_until(work, payment)
    names = (AVAILABLE, *([PENDING.format(available_on=day)] if day is not None else []))
    if sum(work.balance(name, moves.currency) for name in names) < (moves.amount or 0):
        raise refusals.spent()
    key = work.mint.long("pyr", work.now, work.account)
    reversal = sender_work.mint.long("trr", work.now, sender_work.account)
    facts = {"metadata": merged_metadata(None, params.get("metadata")), "reason": params.get("reason")}
    return take_back(work, payment, amount, key, reversal, private={"returns": True, **linked}, **facts)


def take_back(work: Work, payment: Record, amount: int, key: str, reversal: str, **facts: Any) -> Record:
    """What an account got by a transfer is taken back from it: a refund of its payment.

    intent: the work acts for that account. source: recorded: gumroad (18 rows; both names of the reversal)
    """
    transaction = refunds.new_transaction(work)
    refund = work.create(
        REFUND,
        "done",
        moves=refunds.money(work, payment, amount, transaction),
        id=key,
        amount=amount,
        balance_transaction=transaction,
        charge=payment.id,
        currency=payment.currency,
        source_transfer_reversal=reversal,
        transfer_reversal=reversal,
        **facts,
    )
    charges.give_back(work, payment, amount)
    return refund


def declined(decline_code: str) -> dict[str, Any]:
    """What a bank says that does not take money back at a reader: the error. source: docs: Terminal
    testing
    """
    said = decline(decline_code)
    fields = {"code": said.code, "decline_code": said.decline_code, "message": said.message, "type": CARD}
    return {**fields, "doc_url": doc_url(said.code)}


def key_for(work: Work, charge: Record) -> str:
    """A fresh id: a payment's refund shows that it is one. source: recorded: gumroad (re_, pyr_)"""
    if charge.id.startswith("py_"):
        return work.mint.long("pyr", work.now, work.account)
    return work.new_id(REFUND)


def asked(work: Work, charge: Record, amount: int, key: str, email: str | None) -> Said:
    """What the network that the money came from says to giving it back. refuses: email_needed,
    email_unused
    """
    kind = kinds.paid_by(charge.body)
    if kind.flow is Flow.PUSH or kind.asks_where:
        return to_be_asked(work, charge, email)
    if email is not None:
        raise refusals.email_unused(kind.name)
    if kind.flow in (Flow.CARD, Flow.IN_PERSON):
        said = work.network("cards").refund(
            card.known(methods.payer(work, charge.payment_method)), amount, charge.currency, reference=key
        )
        return of_card(said)
    number = stable(16, work.world.seed, key).upper()
    return Said(
        "pending",
        {**destination(kind.name, charge.currency), "pending_reason": "processing"},
        (("settle", BANK_DAYS * DAY, {}),),
        number,
    )


def of_card(said: Settlement) -> Said:
    """A card's bank takes the money at once, later, or sends it back. source: docs: testing (refunds)"""
    later = said.later_seconds
    match said.outcome:
        case Settled.PENDING:
            reason = {"pending_reason": said.pending_reason or "processing"}
            verbs: tuple[Any, ...] = (("settle", later, {}),) if said.later else ()
            return Said("pending", {**to_card("pending"), **reason}, verbs, said.reference)
        case Settled.FAILED_LATER:
            reason = {"reason": said.failure_reason or "unknown"}
            return Said("done", to_card("refund"), (("fail", later, reason),), said.reference)
        case Settled.SUCCEEDED:
            return Said("done", to_card("refund"), (("refer", REFERENCE_SECONDS, {}),), said.reference)
        case _:
            assert_never(said.outcome)


def to_card(kind: str) -> dict[str, Any]:
    """Where the money of a card goes. source: recorded: gumroad (2024), openfoodnetwork"""
    shown = {"reference_status": "pending", "reference_type": "acquirer_reference_number", "type": kind}
    return {"destination_details": {"card": shown, "type": "card"}}


def destination(name: str, currency: str) -> dict[str, Any]:
    """Where other money goes: the wallet that it came from, else a bank account. source: spec; inferred"""
    shape = Table.load(NEWEST).object("refund_destination_details").props
    if name not in shape:
        name = TRANSFERS.get(currency, "")
        if not name:
            return {}
    ref = shape[name].get("ref", "")
    numbered = "reference" in Table.load(NEWEST).object(ref).props if ref else False
    shown = {"reference": None, "reference_status": "pending"} if numbered else {}
    return {"destination_details": {name: shown, "type": name}}


def to_be_asked(work: Work, charge: Record, email: str | None) -> Said:
    """Whoever paid by bank transfer, in cash or with a code is asked by mail where the money is to go.

    refuses: email_needed. source: spec (next_action, instructions_email); docs: bank transfers, payment
    methods
    """
    email = email or charge.billing_details["email"]
    if email is None and charge.customer is not None:
        email = work.load(charge.customer, "customer").email
    name = charge.payment_method_details["type"]
    return asking(work, charge.currency, email, f"{charge.id} {charge.amount_refunded}", name)


def asking(work: Work, currency: str, email: str | None, about: str, name: str = "") -> Said:
    """Somebody is asked by mail. params: about, what the bank's number is drawn from; name, the kind that was
    paid with. refuses: email_needed
    """
    if not email:
        raise refusals.email_needed()
    until = work.now + ANSWER_DAYS * DAY
    sent = {"email_sent_at": work.now, "email_sent_to": email}
    action = {"display_details": {"email_sent": sent, "expires_at": until}, "type": "display_details"}
    fields = {**destination(name, currency), "instructions_email": email, "next_action": action}
    number = stable(16, work.world.seed, about).upper()
    return Said("asking", fields, (("lapse", ANSWER_DAYS * DAY, {}),), number)


def answer(work: Work, refund: Record) -> Record:
    """The payer says where the money is to go: it is under way. refuses: wrong_state

    source: docs: bank transfers; inferred
    """
    if refund.status != "requires_action":
        raise refusals.wrong_state(refund, "answer")
    work.unschedule("lapse", refund)
    work.advance(
        refund, "answer", refunds.outcome_of(refund), next_action=ABSENT, pending_reason="processing"
    )
    work.schedule("settle", refund, work.now + BANK_DAYS * DAY)
    return refund
