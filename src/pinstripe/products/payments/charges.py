"""The endpoints of charges.

Owns: list, update, capture. Does not own: the record and its money (charge.py). Money: none of its own.
Source: spec; recorded: stripe_world (refusals).
"""

from __future__ import annotations

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.errors import Answer
from pinstripe.api.params import Params
from pinstripe.kernel import addresses
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.payments import charge_creation, older_refusals, parties, refusals
from pinstripe.products.payments.charge import CHARGE, capture, descriptor
from pinstripe.products.payments.flows import card as card_flow


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
    addresses.refuse_mail(params.get("receipt_email"), "receipt_email")
    changes = updates(charge, params)
    if "fraud_details" in changes:
        changes["fraud_details"] = {name: said for name, said in changes["fraud_details"].items() if said}
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
)
def take(work: Work, charge: Record, params: Params) -> Record:
    """Take what a charge holds, or less; an intent's charge is captured through the intent. refuses:
    hold_expired, let_go_before, captured_before, intents_own_charge, capture_too_large, those of limits

    source: recorded: stripe_world (refusals); docs: capture a charge
    """
    if charge.refunded and not charge.captured:
        over = work.now >= charge.created + card_flow.HOLD_SECONDS
        raise older_refusals.hold_expired() if over else older_refusals.let_go_before(charge.id)
    if charge.captured or charge.status != "succeeded":
        raise refusals.captured_before(charge.id)
    if charge.payment_intent is not None:
        raise refusals.intents_own_charge(charge.payment_intent)
    amount = params.get("amount", charge.amount)
    if amount < 1:
        raise errors.too_low(1, "amount")
    if amount > charge.amount:
        raise refusals.capture_too_large(currencies.symbol_amount(charge.amount, charge.currency), "amount")
    refusals.refuse_beyond_limits(amount, charge.currency, work.merchant.currency)
    changes = updates(charge, params, frozenset(("amount", *parties.TOLD)))
    told = parties.legacy(params)
    if share := told.pop("transfer_data"):
        told["transfer_data"] = {**(charge.transfer_data or {}), "amount": share["amount"]}
    changes |= {name: said for name, said in told.items() if said is not None}
    parties.refuse(work, {**charge.body, **changes}, amount, parties.names_of(params)[0])
    work.amend(charge, **changes, **descriptor(work, {**charge.body, **changes}))
    capture(work, charge, amount)
    work.unschedule("lapse", charge)
    return charge


@operation("POST /v1/charges", CHARGE)
def create(work: Work, params: Params) -> Record | Answer:
    """Charge a card at once, or hold the money for a week; debit a bank account. A decline is kept, and
    answered with 402.

    source: recorded: stripe_world (refusals); docs: Charges API
    """
    return charge_creation.create(work, params)
