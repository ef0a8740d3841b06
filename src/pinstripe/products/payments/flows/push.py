"""The push flow: the payer sends a bank transfer; when enough has come, the payment is made.

Owns: what an intent waits for, transfers that come in. Does not own: the cash balance's object (room
customers), the banks. Money: a transfer goes to the customer's cash balance, the charge takes it from
there.
Source: spec (instructions).
What of the amount is still to come stands in `next_action`. Private fact of an intent: `cash_part`, what of
the cash balance is meant for it.
"""

from __future__ import annotations

from typing import Any

from pinstripe.ids import stable
from pinstripe.kernel.pages import page
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.ledger.posting import Move
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds import kind_of
from pinstripe.products.methods.kinds.customer_balance import TRANSFERS
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import kind_refusals, outcome, refusals, transfer_addresses
from pinstripe.products.payments.outcome import PAID, Asked, Attempt

PART = "cash_part"
INSTRUCTIONS = page(
    "bank_transfers",
    "pi",
    title="How to send a bank transfer",
    means="Here a payer would read where the money is to be sent.",
    instead=('POST /_pinstripe/payment_intents/fund {{"payment_intent": "{id}", "amount": 1000}}',),
)


def attempt(work: Work, asked: Asked) -> Attempt:
    """Tell the payer where to send the money; take it once it has come. refuses: transfer_needs_customer"""
    intent, method = asked.intent, asked.method
    if intent.customer is None:
        raise refusals.transfer_needs_customer()
    if not asked.authenticated:
        return outcome.challenged(work, asked, instructions(work, asked))
    details = asked.kind.details(method.body[method.body["type"]])
    charge = charges.create(work, intent, method, PAID, details)
    methods.seen(work, method)
    return outcome.approved(work, asked, charge, 0)


def instructions(work: Work, asked: Asked) -> dict[str, Any]:
    """Where the money is to be sent, and how much of it. source: spec. refuses: bad_enum,
    other_transfer
    """
    intent = asked.intent
    wanted = asked.options.get("bank_transfer") or {}
    kind = TRANSFERS[intent.currency]
    param = "payment_method_options[customer_balance][bank_transfer]"
    if wanted.get("type") not in (None, kind):
        raise kind_refusals.other_transfer(intent.currency, kind, f"{param}[type]")
    country = transfer_addresses.country_of(kind, wanted, param)
    asked_for = wanted.get("requested_address_types")
    found = transfer_addresses.addresses(work, intent.customer, kind, country)
    details = {
        "amount_remaining": intent.amount,
        "currency": intent.currency,
        "financial_addresses": [one for one in found if not asked_for or one["type"] in asked_for],
        "hosted_instructions_url": work.public(INSTRUCTIONS.path(intent.id)),
        "reference": stable(10, work.world.seed, intent.id).upper(),
        "type": kind,
    }
    return {"display_bank_transfer_instructions": details, "type": "display_bank_transfer_instructions"}


def funded(work: Work, intent: Record, amount: int) -> Asked | None:
    """A transfer came in for an intent that waits for one. gives: the attempt that is due, once enough has
    come

    refuses: not_awaited, transfer_too_large. source: spec; inferred
    """
    action = (intent.next_action or {}).get("display_bank_transfer_instructions")
    if action is None:
        raise refusals.not_awaited(intent)
    remaining = action["amount_remaining"] - amount
    if remaining < 0:
        raise refusals.transfer_too_large(action["amount_remaining"])
    names = {"network": "wire", "customer": intent.customer}
    note_part(work, intent, amount)
    work.advance(
        intent,
        "fund",
        "partly" if remaining else "whole",
        moves=Move(amount, intent.currency, names),
        next_action=left_to_come(intent, remaining),
    )
    return None if remaining else from_balance(work, intent)


def left_to_come(intent: Record, remaining: int) -> dict[str, Any]:
    """What an intent waits for when so much is still to come."""
    name = "display_bank_transfer_instructions"
    return {**intent.next_action, name: {**intent.next_action[name], "amount_remaining": remaining}}


def note_part(work: Work, intent: Record, amount: int) -> None:
    """So much more of what lies in the cash balance is meant for this intent."""
    work.note(intent, **{PART: intent.private.get(PART, 0) + amount})


def assign(work: Work, intent: Record, amount: int) -> None:
    """A part of the customer's cash balance is meant for an intent, which waits for the rest. source: spec
    (payment_intent.partially_funded)
    """
    action = intent.next_action["display_bank_transfer_instructions"]
    note_part(work, intent, amount)
    work.advance(
        intent, "assign", "done", next_action=left_to_come(intent, action["amount_remaining"] - amount)
    )


def from_balance(work: Work, intent: Record) -> Asked:
    """The attempt of an intent whose money is in the cash balance."""
    method = work.load(intent.payment_method, "payment_method")
    return Asked(intent, method, kind_of(method), 1, False, True, True, True)
