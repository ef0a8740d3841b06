"""Charges: one attempt to take money, and what came of it. Made by payment intents.

Owns: the charge object, taking and releasing its money. Does not own: asking the network (collect.py),
refunds.
Money: a captured charge posts CARD_SALE with its fee. Source: spec; recorded: gumroad, pay-rails.
Private facts: `invoice` (older versions), `at_once` (a card that bypasses waiting).
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import list_records, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, REGISTRY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.networks.port import Reply
from pinstripe.products.payments import balance, postings, refusals, rules

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
    """The charge that the network's reply led to, with its money if it was taken.

    Captured asynchronously, its money comes after the intent's own news (settle_after). source: recorded:
    pay-rails (balance_transaction null in the confirmation)
    """
    key = work.new_id(CHARGE)
    taken = reply.approved and capture and intent.capture_method != "automatic_async"
    transaction = work.new_id(REGISTRY["balance_transaction"]) if taken else None
    body = rules.charge_body_for(
        reply,
        method.body,
        amount=intent.amount,
        currency=intent.currency,
        capture=capture,
        now=work.now,
        descriptor=rules.statement_descriptor(
            "Pinstripe", whole=intent.statement_descriptor, suffix=intent.statement_descriptor_suffix
        ),
        metadata=intent.metadata,
        customer=intent.customer,
        description=intent.description,
        payment_intent=intent.id,
        receipt_email=intent.receipt_email,
        receipt_url=rules.receipt_url(work.account, key) if reply.approved else None,
        shipping=intent.shipping,
        statement_descriptor=intent.statement_descriptor,
        statement_descriptor_suffix=intent.statement_descriptor_suffix,
        transfer_group=intent.transfer_group,
    )
    body["balance_transaction"] = transaction
    outcome = ("captured" if capture else "authorized") if reply.approved else "declined"
    private: dict[str, Any] = {"invoice": intent.private.get("invoice")}
    if reply.available_immediately:
        private["at_once"] = True
    charge = work.create(CHARGE, outcome, **{**body, "id": key}, private=private)
    if transaction is not None:
        settle(work, charge, intent.amount, transaction)
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
    filters = params.pick("customer", "payment_intent", "transfer_group")
    clock = None if filters.get("customer") or filters.get("payment_intent") else ""
    return list_records(work, CHARGE, params, "/v1/charges", filters, clock)


@operation(
    "POST /v1/charges/{charge}", CHARGE, subject="charge", missing="customer fraud_details transfer_group"
)
def update(work: Work, charge: Record, params: Params) -> Record:
    """Notes on a charge. source: spec"""
    return work.change(charge, **updates(charge, params))


@operation(
    "POST /v1/charges/{charge}/capture",
    CHARGE,
    subject="charge",
    verb="take",
    missing="amount application_fee application_fee_amount receipt_email statement_descriptor "
    "statement_descriptor_suffix transfer_data transfer_group",
)
def take(work: Work, charge: Record, params: Params) -> Record:
    """An intent's charge is captured through the intent. source: recorded: stripe_world"""
    if charge.captured or charge.status != "succeeded":
        raise refusals.captured_before(charge.id)
    raise refusals.intents_own_charge(charge.payment_intent)
