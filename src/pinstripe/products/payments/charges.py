"""Charges: one attempt to take money, and what came of it. Made by payment intents, or directly.

Owns: the charge object, taking and releasing its money. Does not own: asking the network (collect.py,
direct.py), refunds.
Money: a captured charge posts CARD_SALE with its fee. Source: spec; recorded: gumroad, pay-rails.
Private facts: `invoice` (older versions), `at_once` (a card that bypasses waiting).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records, updates
from pinstripe.kernel.operation import job, operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, REGISTRY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.networks.port import Reply
from pinstripe.products.payments import balance, legacy, postings, refusals, rules

CHARGE = Resource(
    "charge",
    prefix="ch",
    generated="retrieve",
    events="charge",
    index=("customer", "payment_intent", "transfer_group"),
    search="amount:number billing_details.address.postal_code currency customer disputed:boolean "
    "payment_method_details.card.brand payment_method_details.card.exp_month:number "
    "payment_method_details.card.exp_year:number payment_method_details.card.fingerprint "
    "payment_method_details.card.last4 refunded:boolean status",
    lifecycle=lifecycle(
        ("create", "captured", ANY, "succeeded", "charge.succeeded"),
        ("create", "authorized", ANY, "succeeded", "charge.succeeded"),
        ("create", "declined", ANY, "failed", "charge.failed"),
        ("capture", "done", "succeeded", "=", "charge.captured"),
        ("release", "done", "succeeded", "=", "charge.refunded"),
        ("expire", "done", "succeeded", "=", "charge.expired"),
    ),
    includable={
        "refunds": lambda shower, charge: {
            "object": "list",
            "data": [],
            "has_more": False,
            "url": f"/v1/charges/{charge.id}/refunds",
        }
    },
)


def create(work: Work, intent: Record, method: Record, reply: Reply, capture: bool) -> Record:
    """The charge that the network's reply to an intent led to, with its money if it was taken.

    Captured asynchronously, its money comes after the intent's own news (settle_after). source: recorded:
    pay-rails (balance_transaction null in the confirmation)
    """
    facts = {name: intent.get(name) for name in TAKEN_OVER}
    private = {"invoice": intent.private.get("invoice")}
    later = capture and intent.capture_method == "automatic_async"
    return made(work, {**facts, "payment_intent": intent.id}, method, reply, capture, later, private)


def descriptor(facts: Mapping[str, Any]) -> dict[str, str | None]:
    """What the payer reads of a charge with these words. source: recorded: gumroad"""
    words = {"whole": facts["statement_descriptor"], "suffix": facts["statement_descriptor_suffix"]}
    return {"calculated_statement_descriptor": rules.statement_descriptor("Pinstripe", **words)}


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
    capture: bool,
    later: bool = False,
    private: dict[str, Any] | None = None,
) -> Record:
    """A charge of these facts, as the network's reply has it. later: its money comes afterwards."""
    key = work.new_id(CHARGE)
    taken = reply.approved and capture and not later
    transaction = work.new_id(REGISTRY["balance_transaction"]) if taken else None
    body = rules.charge_body_for(
        reply,
        method.body,
        capture=capture,
        now=work.now,
        descriptor=descriptor(facts)["calculated_statement_descriptor"],
        receipt_url=rules.receipt_url(work.account, key) if reply.approved else None,
        **facts,
    )
    body["balance_transaction"] = transaction
    if legacy.is_source(method) or not facts.get("payment_intent"):
        body["source"] = legacy.as_card(method)
    outcome = ("captured" if capture else "authorized") if reply.approved else "declined"
    private = {**(private or {})}
    if reply.available_immediately:
        private["at_once"] = True
    charge = work.create(CHARGE, outcome, **{**body, "id": key}, private=private)
    if transaction is not None:
        settle(work, charge, facts["amount"], transaction)
    return charge


def settle_after(work: Work, charge: Record) -> None:
    """The money of an asynchronous capture arrives: the charge names it. source: docs: async capture"""
    transaction = work.new_id(REGISTRY["balance_transaction"])
    work.change(charge, balance_transaction=transaction)
    settle(work, charge, charge.amount, transaction)


def settle(work: Work, charge: Record, amount: int, transaction: str) -> None:
    """The money arrives, less the fee. source: recorded: gumroad (rows of charges)"""
    fee = rules.fee_minor(amount, charge.currency)
    at_once = bool(charge.private.get("at_once"))
    day = rules.next_midnight(work.now) if at_once else rules.available_on(work.now)
    if not at_once:
        balance.await_day(work, day, charge.currency)
    work.post(
        postings.CARD_SALE_AT_ONCE if at_once else postings.CARD_SALE,
        charge,
        amount,
        fee=min(fee, amount),
        available_on=day,
        transaction={
            "id": transaction,
            "available_on": day,
            "description": charge.description,
            "private": {"at_once": True} if at_once else None,
        },
    )


def capture(work: Work, charge: Record, amount: int) -> None:
    """Take what was held, or less of it. source: recorded: gumroad (23 captures)"""
    transaction = work.new_id(REGISTRY["balance_transaction"])
    card = {**charge.payment_method_details["card"]}
    card.pop("capture_before", None)
    work.advance(
        charge,
        "capture",
        "done",
        amount_captured=amount,
        captured=True,
        balance_transaction=transaction,
        payment_method_details={**charge.payment_method_details, "card": card},
    )
    settle(work, charge, amount, transaction)


def release(work: Work, charge: Record, expired: bool = False) -> None:
    """Give a hold back: no money had moved. source: recorded: gumroad (cancel in requires_capture)"""
    work.advance(
        charge, "expire" if expired else "release", "done", amount_refunded=charge.amount, refunded=True
    )


@operation("GET /v1/charges", CHARGE)
def list_charges(work: Work, params: Params) -> Page:
    """Charges, newest first. source: spec"""
    referred(work, params, customer="customer", payment_intent="payment_intent")
    filters = params.pick("customer", "payment_intent", "transfer_group")
    clock = None if filters.get("customer") or filters.get("payment_intent") else ""
    return show_records(work, CHARGE, params, "/v1/charges", filters, clock)


@operation("POST /v1/charges/{charge}", CHARGE, subject="charge")
def update(work: Work, charge: Record, params: Params) -> Record:
    """Notes on a charge; whose it is and which group it belongs to can be said once. source: spec"""
    changes = updates(charge, params)
    for name in ("customer", "transfer_group"):
        if params.get(name) is not None and charge.get(name) not in (None, params[name]):
            raise refusals.said_before(charge.id, name)
    if params.get("customer"):
        work.find("customer", params.customer, "customer")
    return work.change(charge, **changes)


@operation(
    "POST /v1/charges/{charge}/capture",
    CHARGE,
    subject="charge",
    verb="take",
    missing="application_fee application_fee_amount transfer_data",
)
def take(work: Work, charge: Record, params: Params) -> Record:
    """Take what a charge holds, or less; an intent's charge is captured through the intent.

    source: recorded: stripe_world (refusals); docs: capture a charge
    """
    if charge.captured or charge.status != "succeeded" or charge.refunded:
        raise refusals.captured_before(charge.id)
    if charge.payment_intent is not None:
        raise refusals.intents_own_charge(charge.payment_intent)
    amount = params.get("amount", charge.amount)
    if amount < 1:
        raise errors.too_low(1, "amount")
    if amount > charge.amount:
        raise refusals.capture_too_large(currencies.symbol_amount(charge.amount, charge.currency), "amount")
    changes = updates(charge, params, frozenset(("amount",)))
    work.amend(charge, **changes, **descriptor({**charge.body, **changes}))
    capture(work, charge, amount)
    work.unschedule("lapse", charge)
    return charge


@job(CHARGE, "lapse")
def lapse(work: Work, charge: Record) -> None:
    """Nobody took what the charge held: it is given back. source: docs: place a hold"""
    if not charge.captured and not charge.refunded:
        release(work, charge, expired=True)
