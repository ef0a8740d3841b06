"""Charges of sources, as before there were payment methods, and of connected accounts.

Owns: asking for the money of a source; debiting an account's balance. Does not own: the charge (charge.py),
the source and its states (room methods), cards and bank accounts of customers (charge_creation.py,
bank_charges.py), what a debited account sends (room transfers). Money: as any charge's.
Source: spec; docs: Debit connected accounts; inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.errors import Answer
from pinstripe.ids import stable
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import AVAILABLE
from pinstripe.products.methods import kinds, older_source
from pinstripe.products.methods import refusals as method_refusals
from pinstripe.products.methods.kinds import card
from pinstripe.products.methods.kinds.kind import Flow
from pinstripe.products.payments import (
    bank_charges,
    charge_body,
    older_refusals,
    parties,
    party_refusals,
    refusals,
)
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments.flows import card as card_flow
from pinstripe.products.payments.outcome import PAID


def create(work: Work, source: Record, facts: dict[str, Any], *, capture: bool) -> Record | Answer:
    """Charge a source that is good: a card's bank is asked, of the others the payer has agreed already.

    refuses: source_in_wrong_state, of_another_customer, other_amount, more_than_received, holds_nothing
    source: inferred
    """
    if source.status != "chargeable":
        raise method_refusals.source_in_wrong_state(source, "charge")
    name = source.body["type"]
    kind = card.CARD if name == older_source.GUARDED else kinds.named(name)
    refuse(source, facts)
    payer = stand_in(work, source)
    if kind.flow is Flow.CARD:
        return by_card(work, source, payer, facts, capture)
    if not capture:
        raise refusals.holds_nothing(name)
    if kind.flow is Flow.DELAYED_DEBIT:
        told = kind.details(source.private["account"], mandate=None, reference=None)
        return bank_charges.debit(work, payer, facts, told, name, shown=source.body)
    reference = f"{name}_{stable(24, work.world.seed, source.id)}"
    told = kind.details(source.body[name], reference=reference) if kind.flow is Flow.REDIRECT else {}
    if name == "ach_credit_transfer":
        names = ("account_number", "bank_name", "routing_number", "swift_code")
        told = {one: source.body[name][one] for one in names}
    older_source.charged(work, source, facts["amount"])
    return charges.made(work, facts, payer, PAID, told, named=name, shown=source.body)


def debit(work: Work, key: str, facts: dict[str, Any], *, capture: bool) -> Record:
    """A platform takes money from an account that is connected to it: a payment here, whose transfer the
    account sends (room transfers).

    refuses: no_such, not_liable_for, other_region, not_in_its_currency, more_than_it_has, sends_nothing_on,
    holds_nothing. source: docs: Debit connected accounts; its cost is not published: none
    """
    account = parties.reached(work, key, "source")
    own_work = work.acting_for(key)
    if account.at("controller", "losses", "payments") != "application":
        raise party_refusals.not_liable_for(key)
    home, there = work.merchant.country, account.body["country"]
    if home != there and not {home, there} <= parties.NEIGHBOURS:
        raise party_refusals.other_region(key, there)
    unit, amount = account.body["default_currency"], facts["amount"]
    if facts["currency"] != unit:
        raise party_refusals.not_in_its_currency(key, unit)
    if any(facts.get(name) for name in parties.TOLD):
        raise party_refusals.sends_nothing_on()
    if not capture:
        raise refusals.holds_nothing("stripe_account")
    banks = account.body["external_accounts"]["data"]
    if amount > own_work.balance(AVAILABLE, unit) and all(one["currency"] != unit for one in banks):
        raise party_refusals.more_than_it_has()
    shown = ("customer", "description", "metadata", "receipt_email", "shipping", "transfer_group")
    sent = {
        "id": own_work.new_id(REGISTRY["transfer"]),
        "amount": amount,
        "created": work.now,
        "currency": unit,
    }
    payment = work.mint.long("py", work.now, work.account)
    told = {name: facts[name] for name in (*shown, "statement_descriptor")}
    return charges.receive(work, sent, key, payment, day=work.world_now, at_once=True, facts=told)


def refuse(source: Record, facts: dict[str, Any]) -> None:
    """Is it charged as it was promised? refuses: as create"""
    if source.get("customer") not in (None, facts["customer"]):
        raise older_refusals.of_another_customer(source.id, source.customer)
    promised = source.usage == "single_use" and source.amount is not None
    if source.currency not in (None, facts["currency"]) or (promised and source.amount != facts["amount"]):
        raise older_refusals.other_amount(source.id)
    receiver = source.get("receiver")
    if receiver and facts["amount"] > receiver["amount_received"] - receiver["amount_charged"]:
        raise older_refusals.more_than_received(source.id)


def stand_in(work: Work, source: Record) -> Record:
    """A source as a charge sees whoever pays."""
    owner = source.owner or {}
    billing = {name: owner.get(name) for name in ("address", "email", "name", "phone") if owner.get(name)}
    body = {**source.body, "billing_details": {**(source.private.get("billing") or {}), **billing}}
    found = Record(source.type, source.account, source.id, body, source.clock)
    found.private = source.private
    return found


def by_card(
    work: Work, source: Record, payer: Record, facts: dict[str, Any], capture: bool
) -> Record | Answer:
    """The card's bank is asked."""
    known, amount, name = card.known(source), facts["amount"], source.body["type"]
    reply = work.network("cards").authorize(
        known,
        amount,
        facts["currency"],
        off_session=True,
        reference=work.mint.letters(16),
        authenticated=name == older_source.GUARDED,
    )
    said = source.body[name]
    dates = (said["exp_month"], said["exp_year"], said["cvc_check"] is not None)
    shown = card.shown(work, known, dates, source.private.get("billing"))
    told = card.CARD.details(shown, reply, amount, captured=capture, now=work.now)
    if not reply.refused:
        older_source.charged(work, source, amount)
    charge = charges.made(
        work, facts, payer, reply, told, "taken" if capture else "held", named=card.NAME, shown=source.body
    )
    if reply.refused:
        return refusals.charge_declined(charge_body.error_fields(reply, charge.id, None))
    if not capture:
        work.schedule("lapse", charge, work.now + card_flow.HOLD_SECONDS)
    return charge
