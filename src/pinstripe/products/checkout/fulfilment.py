"""Fulfilment: what follows once a buyer has finished: the session is complete, or waits for a slow payment.

Owns: completing a session, its invoice, what later news of the payment does to it. Does not own: the try
itself (purchase.py), payments, subscriptions. Money: none of its own. Source: spec; docs: Fulfil orders;
order of events inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.checkout import letterhead, reduction
from pinstripe.products.checkout import session as sessions
from pinstripe.products.invoices import drafts, finalization, receipts
from pinstripe.products.invoices import invoice_item as invoice_items
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.line_terms import automatic_rates
from pinstripe.products.payments.payment_intent import PAYMENT_INTENT
from pinstripe.products.payments.setup_intent import SETUP_INTENT
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION

SLOW = (
    "boleto_display_details",
    "display_bank_transfer_instructions",
    "konbini_display_details",
    "multibanco_display_details",
    "oxxo_display_details",
    "verify_with_microdeposits",
)
"""What a payer takes home to pay with: the page has done its part. source: docs: Fulfil orders (delayed
notification)"""


@hears(PAYMENT_INTENT, "confirm", "captured")
@hears(PAYMENT_INTENT, "settle", "done")
def paid(work: Work, intent: Record) -> None:
    """The money came: at once, or days after the session was complete. source: docs: Fulfil orders"""
    session = sessions.of_intent(work, intent)
    if session is None:
        return
    if session.status == "open":
        work.advance(session, "pay", "done")
        finish(work, session, intent)
    elif session.payment_status == "unpaid":
        fields = invoiced(work, session, intent)
        work.advance(session, "settle", "succeeded", **fields)


@hears(PAYMENT_INTENT, "confirm", "authorized")
@hears(PAYMENT_INTENT, "confirm", "processing")
def awaited(work: Work, intent: Record) -> None:
    """The buyer is through; the money is held, or on its way. source: docs: Fulfil orders; a hold:
    inferred"""
    session = sessions.of_intent(work, intent)
    if session is not None and session.status == "open":
        finish(work, session, intent)


@hears(PAYMENT_INTENT, "confirm", "challenged")
def taken_home(work: Work, intent: Record) -> None:
    """The buyer got something to pay with elsewhere. source: docs: Fulfil orders"""
    session = sessions.of_intent(work, intent)
    if session is not None and session.status == "open" and (intent.next_action or {}).get("type") in SLOW:
        finish(work, session, intent)


@hears(PAYMENT_INTENT, "capture", "done")
def captured(work: Work, intent: Record) -> None:
    """What was held is taken. source: spec (payment_status); that no event tells of it: inferred"""
    session = sessions.of_intent(work, intent)
    if session is not None and session.payment_status == "unpaid":
        work.advance(session, "pay", "done")


@hears(PAYMENT_INTENT, "settle", "failed")
@hears(PAYMENT_INTENT, "authenticate", "failed")
def failed(work: Work, intent: Record) -> None:
    """A slow payment came to nothing, after the session was complete. source: docs: Fulfil orders"""
    session = sessions.of_intent(work, intent)
    if session is not None and session.status == "complete" and session.payment_status == "unpaid":
        work.advance(session, "settle", "failed")


@hears(SETUP_INTENT, "confirm", "done")
def set_up(work: Work, intent: Record) -> None:
    """The method is kept. source: spec"""
    session = sessions.of_intent(work, intent)
    if session is not None and session.status == "open":
        finish(work, session, None)


@hears(SUBSCRIPTION, "activate", "paid")
def activated(work: Work, subscription: Record) -> None:
    """The first payment of a subscription came, after its holder was asked, or days later. source: docs:
    Fulfil orders"""
    session = waiting(work, subscription.id)
    if session is None:
        return
    work.note(session, pending=None)
    if session.status == "open":
        work.advance(session, "pay", "done")
        subscribed(work, session, subscription)
    else:
        work.advance(session, "settle", "succeeded")


@hears(INVOICE, "pay", "declined")
def unpaid(work: Work, invoice: Record) -> None:
    """A slow first payment of a subscription came to nothing. source: docs: Fulfil orders"""
    key = invoice.private.get("subscription")
    session = waiting(work, key) if key else None
    if session is not None and session.status == "complete":
        work.advance(session, "settle", "failed")


def waiting(work: Work, subscription: str) -> Record | None:
    """The session that waits for a subscription's first payment."""
    found = work.where(sessions.BASE, 1, pending=subscription)
    return found[0] if found else None


def subscribed(work: Work, session: Record, subscription: Record) -> Record:
    """Somebody subscribed. source: spec"""
    fields = {"subscription": subscription.id, "invoice": subscription.latest_invoice}
    return finish(work, session, None, **fields)


def finish(work: Work, session: Record, intent: Record | None, **fields: Any) -> Record:
    """The session is complete, with what was filled in. source: spec; recorded: bikeindex (what it shows)"""
    work.unschedule("expire", session)
    entered = session.private.get("entered") or {}
    customer = session.private.get("buyer") or session.customer
    if session.mode == "payment":
        reduction.redeem(work, session, customer)
        if intent is None or intent.status == "succeeded":
            fields |= invoiced(work, session, intent, customer)
    return work.advance(
        session,
        "complete",
        "done",
        **{**entered, **fields, "client_secret": None, "customer": customer, "url": None},
    )


def invoiced(work: Work, session: Record, intent: Record | None, buyer: str | None = None) -> dict[str, Any]:
    """The invoice of a payment that was made, where the merchant wants one. source: docs: Checkout (post-
    payment invoices); nothing to pay: inferred"""
    wanted = session.invoice_creation or {}
    key = buyer or session.customer
    if not wanted.get("enabled") or not key:
        return {}
    customer = work.load(key, "customer")
    items = [sold(work, customer, one, session) for one in session.private["items"]]
    invoice = drafts.draft(
        work,
        customer=customer,
        currency=session.currency,
        reason="manual",
        lines=[invoice_items.line_of(work, item) for item in items],
        period=(work.now, work.now),
        waits=False,
        terms=terms_of(session),
        auto_advance=False,
        **sent(session),
        **letterhead.printed(work, wanted["invoice_data"]),
    )
    invoice_items.bind(work, invoice, items)
    invoice = finalization.finalize(work, invoice, made=intent)
    if intent is not None and invoice.status == "open":
        receipts.settle(work, intent)
    return {"invoice": invoice.id}


def sent(session: Record) -> dict[str, Any]:
    """What sending costs, as an invoice has it."""
    cost = session.shipping_cost
    if not cost:
        return {}
    return {"amount_shipping": cost["amount_subtotal"], "shipping_cost": {**cost, "taxes": []}}


def terms_of(session: Record) -> drafts.Terms:
    """What counts for the invoice: the session's coupon, and its taxes."""
    discount = session.private.get("discount")
    taxes = session.automatic_tax
    liable = automatic_rates.account_of(taxes)
    return drafts.Terms([discount] if discount else (), (), taxes["enabled"], liable)


def sold(work: Work, customer: Record, item: dict[str, Any], session: Record) -> Record:
    """A line item that is bought once, as something that an invoice bills. source: docs: Checkout (one-time
    prices in subscription mode)"""
    worked_out = session.automatic_tax["enabled"]
    return invoice_items.sold(
        work,
        customer,
        work.load(item["price"]["id"], "price"),
        item["quantity"],
        item["amount_subtotal"],
        description=item["description"],
        metadata=item["metadata"],
        tax_rates=[] if worked_out else [tax["rate"] for tax in item["taxes"]],
    )
