"""Finalization: a draft gets its number, uses the customer's balance, and asks for what is left.

Owns: the step from draft to open or paid. Does not own: drafts (drafts.py), amounts (room line_terms),
getting the money (collection.py). Money: the customer's balance through the room customers.
Source: docs: Subscription invoices; recorded: stripe_world 13, pay-rails/pay.
"""

from __future__ import annotations

from typing import Any

from pinstripe.clock.calendar import DAY
from pinstripe.kernel import papers, sheets
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.customers import customer as customers
from pinstripe.products.customers import customer_balance_transaction as customer_balances
from pinstripe.products.invoices import bank_transfers, drafts, method_options, paper, shares
from pinstripe.products.invoices import invoice_payment as invoice_payments
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.line_terms import automatic_rates
from pinstripe.products.methods import kinds
from pinstripe.products.payments import payment_intent as intents
from pinstripe.products.tax import refusals as tax_refusals

DESCRIPTIONS = {
    "manual": "Payment for Invoice",
    "subscription_create": "Subscription creation",
}
"""What a payment is for. source: recorded: pay-rails/pay; all other reasons are updates"""


def finalize(work: Work, invoice: Record, *, outcome: str = "due", made: Record | None = None) -> Record:
    """The invoice gets its number and is final; the balance is used; what is left is asked for.

    Nothing left to pay is paid at once. source: recorded: stripe_world 13, pay-rails/pay
    params: outcome, "matured" where the clock does it; made, the payment intent that has paid it already.
    """
    work.unschedule("finalize", invoice)
    work.announce(invoice, "close")
    customer = work.load(invoice.customer, "customer")
    lines = line_items.of(work, invoice)
    billed = drafts.bill_again(work, invoice, lines, customer)
    if billed.taxed.get("automatic_tax", {}).get("status") == automatic_rates.WANTING:
        return _nowhere(work, invoice, drafts.asked(invoice.id, lines, billed))
    billed = drafts.use_credits(work, invoice.id, lines, billed)
    found = billed.bill
    changes = {
        **drafts.of_customer(work, customer),
        **_addresses(work, invoice),
        **_page(work, invoice),
        **drafts.asked(invoice.id, lines, billed),
        "last_finalization_error": None,
        "automatically_finalizes_at": None,
        "effective_at": work.now if invoice.effective_at is None else invoice.effective_at,
        "ending_balance": found.ending_balance,
        "number": invoice.number or customers.next_invoice_number(work, customer, invoice.currency),
    }
    times = {**invoice.status_transitions, "finalized_at": work.now}
    used = found.ending_balance - found.starting_balance
    if used:
        work.note(invoice, balance_used=used)
        customer_balances.move(
            work, customer, used, "applied_to_invoice", invoice.currency, invoice=invoice.id
        )
    if found.amount_due == 0:
        times["paid_at"] = work.now
        changes |= {"attempted": True, "auto_advance": False, "next_payment_attempt": None}
        work.advance(invoice, "finalize", "settled", status_transitions=times, **changes)
        discounts.use(work, found.total_discount_amounts)
        return invoice
    if invoice.collection_method == "send_invoice":
        changes |= _due(work, invoice)
    work.advance(invoice, "finalize", outcome, status_transitions=times, **changes)
    discounts.use(work, found.total_discount_amounts)
    ask(work, invoice, customer, made)
    bank_transfers.opened(work, customer, invoice)
    return invoice


def _nowhere(work: Work, invoice: Record, asked: dict[str, Any]) -> Record:
    """Nobody knows where the customer is taxed: the invoice stays a draft, whatever was planned.
    source: docs: Tax (invoices and subscriptions)
    """
    error = tax_refusals.no_customer_location().body()["error"]
    changes = {
        "automatically_finalizes_at": None,
        "next_payment_attempt": None,
        "last_finalization_error": error,
    }
    return work.advance(invoice, "finalize", "failed", **asked, **changes)


def _due(work: Work, invoice: Record) -> dict[str, Any]:
    """A sent invoice says until when it is to be paid, and is overdue after that.
    source: docs: Invoices overview
    """
    due = invoice.due_date or work.now + 30 * DAY
    work.schedule("overdue", invoice, due)
    return {"due_date": due, "next_payment_attempt": None}


def ask(work: Work, invoice: Record, customer: Record, made: Record | None = None) -> None:
    """The default payment of a final invoice. source: recorded: pay-rails/pay"""
    if made is not None:
        intents.bill_with(work, made, invoice.id)
        payment = invoice_payments.ask(work, invoice, made)
        work.note(invoice, payment_intent=made.id, payment=payment.id)
        return
    subscription, types = (
        invoice.private.get("subscription"),
        method_options.kinds_named(invoice),
    )
    of_all = work.load(subscription, "subscription").payment_settings if subscription else None
    intent = intents.open_intent(
        work,
        amount=invoice.amount_remaining,
        currency=invoice.currency,
        customer=customer,
        invoice_id=invoice.id,
        description=DESCRIPTIONS.get(invoice.billing_reason, "Subscription update"),
        setup_future_usage="off_session" if subscription else None,
        order_reference=invoice.id if subscription else None,
        shares=shares.of_payment(work, invoice),
        types=types,
        told={"statement_descriptor": invoice.statement_descriptor},
        options=method_options.of_payment(
            invoice, types or (kinds.DEFAULT.name,), (of_all or {}).get(method_options.OPTIONS)
        ),
    )
    payment = invoice_payments.ask(work, invoice, intent)
    work.note(invoice, payment_intent=intent.id, payment=payment.id)


HOSTED = "invoices"
"""The kind of the page on which a customer reads an invoice and pays it."""


def hosted_path(work: Work, invoice: Record) -> str:
    """Where the page of a final invoice is: whoever knows the address may read and pay. source: docs: Hosted
    invoice page"""
    return sheets.open_path(HOSTED, invoice.id, work.account, invoice.private["paper"])


def _page(work: Work, invoice: Record) -> dict[str, Any]:
    """The paper that a final invoice is printed on, where nobody chose it. source: recorded: pay-rails/pay
    2025-11"""
    rendering = invoice.rendering
    if rendering is None or (rendering["pdf"] or {}).get("page_size") != "auto":
        return {}
    return {"rendering": {**rendering, "pdf": {**rendering["pdf"], "page_size": paper.page_size(work)}}}


def _addresses(work: Work, invoice: Record) -> dict[str, str]:
    """Where the customer reads the invoice.
    source: spec; recorded: pay-rails/pay (when there are addresses)
    """
    letters = invoice.private.get("paper") or papers.secret(work)
    work.note(invoice, paper=letters)
    return {
        "hosted_invoice_url": work.public(hosted_path(work, invoice)),
        "invoice_pdf": papers.address(work, invoice.id, letters),
    }
