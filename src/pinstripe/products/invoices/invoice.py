"""The invoice record: what a customer is asked to pay, and how that stands.

Owns: the record and its states. Does not own: the endpoints (invoices.py), drafts and totals (drafts.py),
becoming final (finalization.py), getting the money (collection.py). Money: none.
Source: spec; docs: Invoices overview; recorded: pay-rails/pay, stripe_world 13.

Private facts: lines (ids in order) · subscription · payment_intent, charge, paid_out_of_band (older versions)
· payment (the default invoice payment's id) · receipt (the payment that paid the rest, with what it brought)
· retries · balance_used · forgiven (what a transfer may lack) · discounts (the invoice's, bodies with their
coupons) · usage, paused (of subscriptions) · plan (installments), later (a subscription's words on cards) ·
paper (the end of its document's address).
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import refusals


def payments_of(shower: Any, invoice: Record) -> dict[str, Any]:
    """The payments of an invoice, when a caller asks for them. source: recorded: pay-rails/pay"""
    found = shower.work.each("invoice_payment", invoice=invoice.id)
    return {
        "object": "list",
        "data": [shower.body(payment) for payment in found],
        "has_more": False,
        "url": "/v1/invoices/payments",
    }


def confirmation_secret(shower: Any, invoice: Record) -> dict[str, Any] | None:
    """What a page needs to confirm the payment. source: recorded: pay-rails/pay"""
    intent = invoice.private.get("payment_intent")
    if intent is None:
        return None
    found = shower.work.load(intent, "payment_intent")
    return {"client_secret": found.client_secret, "type": "payment_intent"}


PAID = "invoice.updated invoice.paid invoice.payment_succeeded"
FAILED = "invoice.payment_failed invoice.updated"
CHALLENGED = "invoice.payment_action_required invoice.payment_failed invoice.updated"
SETTLED = "invoice.finalized invoice.paid invoice.payment_succeeded"

# fmt: off
LIFECYCLE = lifecycle(
    # verb        outcome       from                  to               event
    ("create",   "drafted",    ANY,                  "draft",         "invoice.created"),
    ("create",   "foreseen",   ANY,                  "draft",         "invoice.upcoming"),
    ("close",    "done",       "draft",              "="),
    ("finalize", "due",        "draft",              "open",          "invoice.finalized"),
    ("finalize", "matured",    "draft",              "open",          "invoice.updated invoice.finalized"),
    ("finalize", "failed",     "draft",              "=",             "invoice.finalization_failed"),
    ("finalize", "settled",    "draft",              "paid",          SETTLED),
    ("pay",      "paid",       "open uncollectible", "paid",          PAID),
    ("pay",      "partly",     "open uncollectible", "=",             "invoice.updated"),
    ("pay",      "declined",   "open uncollectible", "=",             FAILED),
    ("pay",      "retrying",   "open uncollectible", "=",             FAILED),
    ("pay",      "exhausted",  "open uncollectible", "=",             FAILED),
    ("pay",      "challenged", "open uncollectible", "=",             CHALLENGED),
    ("pay",      "awaited",    "open uncollectible", "=",             CHALLENGED),
    ("send",     "done",       "open",               "=",             "invoice.sent"),
    ("void",     "done",       "open uncollectible", "void",          "invoice.voided"),
    ("mark",     "done",       "open",               "uncollectible", "invoice.marked_uncollectible"),
    ("overdue",  "done",       "open",               "=",             "invoice.overdue"),
    ("credit",   "done",       "open paid",          "=",             "invoice.updated"),
    ("overpay",  "done",       "paid",               "=",             "invoice.updated invoice.overpaid"),
)
# fmt: on

INVOICE = Resource(
    "invoice",
    prefix="in",
    generated="retrieve",
    events="invoice",
    param="invoice",
    lifecycle=LIFECYCLE,
    index=(
        "customer",
        "status",
        "collection_method",
        "subscription=private.subscription",
        "due_date",
        "number",
    ),
    search="currency customer last_finalization_error_code=last_finalization_error.code "
    "last_finalization_error_type=last_finalization_error.type number receipt_number status "
    "subscription=parent.subscription_details.subscription total:number",
    unexpected=refusals.wrong_state,
    defaults={
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_paid_off_stripe": 0,
        "amount_shipping": 0,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": False,
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": False,
            "liability": None,
            "provider": None,
            "status": None,
        },
        "collection_method": "charge_automatically",
        "customer_tax_ids": [],
        "default_tax_rates": [],
        "discounts": [],
        "issuer": {"type": "self"},
        "metadata": {},
        "payment_settings": {
            "default_mandate": None,
            "payment_method_options": None,
            "payment_method_types": None,
        },
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "status_transitions": {
            "finalized_at": None,
            "marked_uncollectible_at": None,
            "paid_at": None,
            "voided_at": None,
        },
        "total_discount_amounts": [],
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
    },
    absent="confirmation_secret",
    includable={"payments": payments_of, "confirmation_secret": confirmation_secret},
)


def foresee(work: Work, body: dict[str, Any]) -> None:
    """Tell of an invoice that will be made (`invoice.upcoming`), once for each; no list shows it."""
    if work.batch.load(work.account, body["id"]) is None:
        work.discard(work.create(INVOICE, "foreseen", **body))


def explain(work: Work, invoice: Record, reason: dict[str, Any]) -> None:
    """Say which thresholds an invoice was made for, now that its lines have ids."""
    work.change(invoice, threshold_reason=reason)


@hears(INVOICE, "hang")
def hung(work: Work, invoice: Record) -> None:
    """An invoice shows the test clock that it is collected by now. source: spec (test_clock)"""
    work.change(invoice, test_clock=invoice.clock)
