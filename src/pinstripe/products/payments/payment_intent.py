"""The payment intent record: one payment from first wish to final state.

Owns: the record and its states; opening one for another room. Does not own: the endpoints
(payment_intents.py), asking the network (attempt.py). Money: none. Source: spec; recorded: gumroad (1,954
intents), stripe_world phase 8.
Private facts: `invoice`, `invoices` (those that it was attached to), `checkout` (the session that it is
for), `attempts`, `off_session`, `asked_by` (the room that asked for the last attempt), `authenticated` (the
method whose holder agreed), `return_url`, `use_stripe_sdk`, `mandate_data` (the consent that was given), and
those of its kind's flow (flows/).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds
from pinstripe.products.payments import parties, refusals
from pinstripe.products.payments.options import OPTIONS, SHAPE, options_for, options_of, remembered
from pinstripe.products.payments.postings import TRANSFER

OPEN = "requires_payment_method requires_confirmation requires_action"
ASKING = "requires_action"
UNPAID = f"{OPEN} requires_capture processing"

# fmt: off
LIFECYCLE = lifecycle(
    ("create",       "empty",      ANY,                "requires_payment_method", "payment_intent.created"),
    ("create",       "equipped",   ANY,                "requires_confirmation",   "payment_intent.created"),
    ("equip",        "done",       OPEN,               "requires_confirmation"),
    ("confirm",      "captured",   OPEN,               "succeeded",               "payment_intent.succeeded"),
    ("confirm",      "authorized", OPEN,               "requires_capture",        "payment_intent.amount_capturable_updated"),
    ("confirm",      "processing", OPEN,               "processing",              "payment_intent.processing"),
    ("confirm",      "challenged", OPEN,               "requires_action",         "payment_intent.requires_action"),
    ("confirm",      "declined",   OPEN,               "requires_payment_method", "payment_intent.payment_failed"),
    ("authenticate", "failed",     ASKING,             "requires_payment_method", "payment_intent.payment_failed"),
    ("authenticate", "returned",   ASKING,             "requires_confirmation"),
    ("fund",         "partly",     ASKING,             "=",                       "payment_intent.partially_funded", TRANSFER),
    ("fund",         "whole",      ASKING,             "=",                       "",                                TRANSFER),
    ("assign",       "done",       ASKING,             "=",                       "payment_intent.partially_funded"),
    ("settle",       "done",       "processing",       "succeeded",               "payment_intent.succeeded"),
    ("settle",       "failed",     "processing",       "requires_payment_method", "payment_intent.payment_failed"),
    ("capture",      "done",       "requires_capture", "succeeded",               "payment_intent.succeeded"),
    ("capture",      "partly",     "requires_capture", "=",                       "payment_intent.amount_capturable_updated"),
    ("increment",    "done",       "requires_capture", "=",                       "payment_intent.amount_capturable_updated"),
    ("cancel",       "done",       UNPAID,             "canceled",                "payment_intent.canceled"),
    ("expire",       "done",       "requires_capture", "canceled",                "payment_intent.canceled"),
)
# fmt: on

PAYMENT_INTENT = Resource(
    "payment_intent",
    prefix="pi",
    generated="retrieve",
    param="intent",
    lifecycle=LIFECYCLE,
    index=("customer", "invoice=private.invoice"),
    search="amount:number currency customer status",
    unexpected=refusals.wrong_state,
    defaults={
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "capture_method": "automatic_async",
        "confirmation_method": "automatic",
        "managed_payments": {"enabled": False},
    },
)


def admit(work: Work, intent: Record, name: str) -> dict[str, Any]:
    """Lets the intent be paid by this kind as well. gives: the fields as they were, for `withdraw`"""
    before = {field: intent.body[field] for field in ("payment_method_types", "payment_method_options")}
    if name not in intent.payment_method_types:
        types = [*intent.payment_method_types, name]
        options = {**options_for(types), **(intent.payment_method_options or {})}
        work.amend(intent, payment_method_types=types, payment_method_options=options)
    return before


def withdraw(work: Work, intent: Record, before: dict[str, Any]) -> None:
    """Takes back what `admit` changed, where the kind was refused after all."""
    work.amend(intent, **before)


def ask_for(work: Work, intent: Record, amount: int, shares: Mapping[str, Any]) -> None:
    """An intent that another room collects asks for another amount, while nobody has begun to pay it."""
    if intent.status in OPEN.split():
        work.amend(intent, amount=amount, **shares)


def rest_on(work: Work, intent: Record, mandate: str) -> None:
    """Which consent of its payer a debit rests on. source: spec (invoices: default_mandate, pay)"""
    work.note(intent, mandate=mandate)


def attach(work: Work, intent: Record, invoice: str) -> None:
    """The intent pays an invoice beside what its owner wanted it for."""
    work.note(intent, invoices=[*intent.private.get("invoices", ()), invoice])


LONGEST_REFERENCE = 25
"""What card networks carry of a reference. source: recorded: pay-rails (25 characters of an invoice's 27)"""


def open_intent(
    work: Work,
    *,
    amount: int,
    currency: str,
    customer: Record | None,
    invoice_id: str | None = None,
    description: str | None = None,
    metadata: dict[str, str] | None = None,
    setup_future_usage: str | None = None,
    order_reference: str | None = None,
    shares: Mapping[str, Any] | None = None,
    types: Sequence[str] | None = None,
    options: Mapping[str, Any] | None = None,
    told: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Record:
    """An intent that another room will collect, as invoices have it. params: shares, of other accounts
    (parties.TOLD); types, the kinds that it takes, options, what is asked of each; told, fields as they
    stand; facts, private ones. source: recorded: pay-rails
    """
    types = list(types or [kinds.DEFAULT.name])
    key = work.new_id(PAYMENT_INTENT)
    details = {}
    if order_reference is not None:
        short = order_reference[:LONGEST_REFERENCE]
        details = {"payment_details": {"customer_reference": None, "order_reference": short}}
    fields = {
        "amount": amount,
        "application": parties.application(work),
        "capture_method": "automatic",
        "client_secret": f"{key}_secret_{work.mint.letters(25)}",
        "currency": currency,
        "customer": customer.id if customer is not None else None,
        "description": description,
        "metadata": metadata or {},
        "payment_method_options": options_of(Params({OPTIONS: options or {}}), options_for(types)),
        "payment_method_types": list(types),
        "setup_future_usage": setup_future_usage,
    }
    private = {**({"invoice": invoice_id} if invoice_id else {}), **(facts or {})}
    private |= remembered(None, {OPTIONS: options or {}}, SHAPE)
    return work.create(
        PAYMENT_INTENT,
        "empty",
        id=key,
        private=private or None,
        **{**fields, **details, **(shares or {}), **(told or {})},
    )


def bill_with(work: Work, intent: Record, invoice_id: str) -> None:
    """A payment that was made is that of an invoice which is written for it afterwards. source: spec
    (checkout sessions: invoice_creation)
    """
    work.note(intent, invoice=invoice_id)


def prepare(work: Work, intent: Record, back: str, data: Mapping[str, Any] | None, **changes: Any) -> Record:
    """What is known before a try on a page: where the payer comes back to, that they agree to debits, and
    what the payment is by now. source: docs: mandates; spec (checkout sessions)
    """
    work.note(intent, return_url=back, mandate_data=data)
    return work.amend(intent, **changes)
