"""Invoicing: an invoice is drafted, counted up, and becomes final.

Owns: making drafts, their totals, finalisation with its number and its use of the customer's balance; the
hooks
by which subscriptions hear of it. Does not own: getting the money (collecting.py), lines of subscriptions
(renewal.py), the endpoints (invoices.py).
Money: totals by amounts.py; the customer's balance through customer_balances.py. Source: docs: Subscription
invoices; recorded: stripe_world 13, pay-rails/pay.
Times: a draft of a subscription waits an hour; `created` counts, on the customer's clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pinstripe import currencies
from pinstripe.clock.calendar import DAY
from pinstripe.ids import stable
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.billing import amounts, customer_balances, invoice_lines, invoice_payments
from pinstripe.products.billing.invoice_lines import LineDraft
from pinstripe.products.billing.invoice_states import INVOICE
from pinstripe.products.payments import collect as payments

DRAFT_SECONDS = 3600
"""How long a subscription's draft can still be changed. source: docs: Subscription invoices"""
SHOWN_SECONDS = DRAFT_SECONDS + 1
"""What `automatically_finalizes_at` says of it. source: recorded: stripe_world 13"""

Told = Callable[[Work, Record], None]
BEFORE_FINALIZE: list[Told] = []
"""Told before an invoice becomes final: late usage is counted."""
PAID: list[Told] = []
FAILED: list[Told] = []
EXHAUSTED: list[Told] = []
VOIDED: list[Told] = []
UNCOLLECTIBLE: list[Told] = []
"""Told, in the same transaction, what became of an invoice: renewal.py listens for subscriptions."""

DESCRIPTIONS = {
    "manual": "Payment for Invoice",
    "subscription_create": "Subscription creation",
}
"""What a payment is for. source: recorded: pay-rails/pay; all other reasons are updates"""


def tell(listeners: Sequence[Told], work: Work, invoice: Record) -> None:
    """Let those who wait for it know."""
    for listener in listeners:
        listener(work, invoice)


# -- drafts ----------------------------------------------------------------------------------------------


def draft(
    work: Work,
    *,
    customer: Record,
    currency: str,
    reason: str,
    lines: Sequence[LineDraft],
    period: tuple[int, int],
    subscription: Record | None = None,
    waits: bool = True,
    **fields: Any,
) -> Record:
    """A draft with its lines, which becomes final by itself after an hour if it waits for that.

    params: waits, false where the caller finalizes at once, or nobody does.
    source: docs: Subscription invoices; recorded: stripe_world 13 (times)
    """
    key = fields.pop("id", None) or work.new_id(INVOICE)
    made = invoice_lines.make(work, key, lines)
    advances = fields.pop("auto_advance", True)
    private: dict[str, Any] = {"lines": [line.id for line in made]}
    if subscription is not None:
        private["subscription"] = subscription.id
        fields |= {"parent": parent_of(subscription), **payment_settings_of(subscription)}
    invoice = work.create(
        INVOICE,
        "drafted",
        id=key,
        private=private,
        **{
            "auto_advance": advances,
            "billing_reason": reason,
            "currency": currency,
            "customer": customer.id,
            "lines": invoice_lines.envelope(key, [line.body for line in made]),
            "period_end": period[1],
            "period_start": period[0],
            "test_clock": customer.get("test_clock"),
            "webhooks_delivered_at": work.now,
            **of_customer(customer),
            **sums([line.amount for line in lines], currency, customer.balance),
            **(schedule_of(work.now, fields) if waits and advances else {}),
            **fields,
        },
    )
    if waits and advances:
        work.schedule("finalize", invoice, work.now + DRAFT_SECONDS)
    return invoice


def payment_settings_of(subscription: Record) -> dict[str, Any]:
    """A subscription's payment settings pass on to its invoices. source: spec"""
    types = (subscription.payment_settings or {}).get("payment_method_types")
    given = INVOICE.defaults["payment_settings"]
    return {"payment_settings": {**given, "payment_method_types": types}} if types else {}


def parent_of(subscription: Record) -> dict[str, Any]:
    """What made the invoice. source: recorded: pay-rails/pay"""
    return {
        "quote_details": None,
        "subscription_details": {"metadata": subscription.metadata, "subscription": subscription.id},
        "type": "subscription_details",
    }


def collected_as(work: Work, subscription: Record) -> dict[str, Any]:
    """How an invoice of a subscription is collected: as the subscription is. source: docs: Subscription
    invoices"""
    if subscription.collection_method == "charge_automatically":
        return {}
    due = work.now + subscription.days_until_due * DAY
    return {"collection_method": "send_invoice", "due_date": due}


def schedule_of(created: int, fields: dict[str, Any]) -> dict[str, Any]:
    """When a draft that advances becomes final, and when its payment is tried. source: recorded:
    stripe_world 13"""
    charged = fields.get("collection_method", "charge_automatically") == "charge_automatically"
    return {
        "automatically_finalizes_at": created + SHOWN_SECONDS,
        "next_payment_attempt": created + DRAFT_SECONDS if charged else None,
    }


def of_customer(customer: Record) -> dict[str, Any]:
    """The customer as the invoice names it; frozen when it becomes final. source: spec"""
    return {
        "customer_address": customer.get("address"),
        "customer_email": customer.get("email"),
        "customer_name": customer.get("name"),
        "customer_phone": customer.get("phone"),
        "customer_shipping": customer.get("shipping"),
        "customer_tax_exempt": customer.get("tax_exempt"),
    }


def sums(lines: Sequence[int], currency: str, balance: int) -> dict[str, int]:
    """The amounts of an invoice that nobody has paid yet. source: recorded: stripe_world 13 and 14"""
    found = totals(lines, currency, balance)
    return {
        "amount_due": found.amount_due,
        "amount_remaining": found.amount_remaining,
        "starting_balance": found.starting_balance,
        "subtotal": found.subtotal,
        "subtotal_excluding_tax": found.subtotal_excluding_tax,
        "total": found.total,
        "total_excluding_tax": found.total_excluding_tax,
    }


def totals(lines: Sequence[int], currency: str, balance: int) -> amounts.Totals:
    """What the lines come to for a customer with that balance."""
    minimum = currencies.minimum_charge(currency)
    return amounts.totals(lines, starting_balance=balance, minimum_charge=minimum)


def replace_lines(work: Work, invoice: Record, items: set[str], lines: Sequence[LineDraft]) -> None:
    """The lines of some subscription items are counted anew, in their old places; equal ones stay, and so do
    prorations.

    source: docs: Billing meters (grace period); the places inferred
    """
    known = invoice_lines.of(work, invoice)
    old = [line for line in known if _item_of(line) in items and not invoice_lines.item_of(line)]
    if [_content(line.body) for line in old] == [
        _content(invoice_lines.body_of(draft_, invoice.id)) for draft_ in lines
    ]:
        return
    fresh = invoice_lines.make(work, invoice.id, lines)
    first = known.index(old[0]) if old else len(known)
    rest = [line for line in known if line not in old]
    for line in old:
        work.delete(line)
    set_lines(work, invoice, [*rest[:first], *fresh, *rest[first:]])


def _item_of(line: Record) -> str | None:
    found: str | None = line.at("parent", "subscription_item_details", "subscription_item")
    return found


def _content(body: dict[str, Any]) -> tuple[Any, ...]:
    names = ("amount", "description", "quantity", "quantity_decimal", "parent", "period", "pricing")
    return tuple(body[name] for name in names)


def set_lines(work: Work, invoice: Record, lines: Sequence[Record]) -> None:
    """A draft asks for these lines now; its sums follow."""
    customer = work.load(invoice.customer, "customer")
    work.note(invoice, lines=[line.id for line in lines])
    work.change(
        invoice,
        lines=invoice_lines.envelope(invoice.id, [line.body for line in lines]),
        **sums([line.amount for line in lines], invoice.currency, customer.balance),
    )


# -- final -----------------------------------------------------------------------------------------------


@job(INVOICE, "finalize")
def mature(work: Work, invoice: Record) -> None:
    """The hour is over: the draft becomes final, and is collected. source: docs: Subscription invoices"""
    # Collecting stands on this module: the import at the top would be a circle.
    from pinstripe.products.billing import collecting

    if invoice.status != "draft":
        return
    finalize(work, invoice, outcome="matured")
    if invoice.status == "open":
        paused = invoice.private.get("paused")
        if paused == "void":
            collecting.void(work, invoice)
        elif paused == "mark_uncollectible":
            collecting.mark_uncollectible(work, invoice)
        else:
            collecting.proceed(work, invoice)


def finalize(work: Work, invoice: Record, *, outcome: str = "due") -> Record:
    """The invoice gets its number and is final; the balance is used; what is left is asked for.

    Nothing left to pay is paid at once. source: recorded: stripe_world 13, pay-rails/pay
    params: outcome, "matured" where the clock does it.
    """
    work.unschedule("finalize", invoice)
    tell(BEFORE_FINALIZE, work, invoice)
    customer = work.load(invoice.customer, "customer")
    found = totals(
        [line.amount for line in invoice_lines.of(work, invoice)], invoice.currency, customer.balance
    )
    changes = {
        **of_customer(customer),
        **_addresses(work, invoice),
        **sums([found.subtotal], invoice.currency, customer.balance),
        "automatically_finalizes_at": None,
        "effective_at": invoice.effective_at or work.now,
        "ending_balance": found.ending_balance,
        "number": invoice.number or _number(work, customer, invoice.currency),
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
        tell(PAID, work, invoice)
        return invoice
    if invoice.collection_method == "send_invoice":
        changes |= _due(work, invoice)
    work.advance(invoice, "finalize", outcome, status_transitions=times, **changes)
    ask(work, invoice, customer)
    return invoice


def _due(work: Work, invoice: Record) -> dict[str, Any]:
    """A sent invoice says until when it is to be paid, and is overdue after that. source: docs: Invoices
    overview"""
    due = invoice.due_date or work.now + 30 * DAY
    work.schedule("overdue", invoice, due)
    return {"due_date": due, "next_payment_attempt": None}


def ask(work: Work, invoice: Record, customer: Record) -> None:
    """The default payment of a final invoice. source: recorded: pay-rails/pay"""
    subscription = invoice.private.get("subscription")
    intent = payments.open_intent(
        work,
        amount=invoice.amount_due,
        currency=invoice.currency,
        customer=customer,
        invoice_id=invoice.id,
        description=DESCRIPTIONS.get(invoice.billing_reason, "Subscription update"),
        setup_future_usage="off_session" if subscription else None,
        order_reference=invoice.id if subscription else None,
    )
    payment = invoice_payments.ask(work, invoice, intent)
    work.note(invoice, payment_intent=intent.id, payment=payment.id)


def _number(work: Work, customer: Record, currency: str) -> str:
    """The customer's next number. The customer is billed in one currency from its first invoice on.

    source: recorded: pay-rails/pay
    """
    sequence = customer.next_invoice_sequence
    known = {} if customer.currency else {"currency": currency}
    work.amend(customer, next_invoice_sequence=sequence + 1, **known)
    return f"{customer.invoice_prefix}-{sequence:04d}"


def _addresses(work: Work, invoice: Record) -> dict[str, str]:
    """Where the customer reads the invoice. source: recorded: pay-rails/pay (form of the addresses)"""
    place = f"{work.account}/test_{stable(40, work.account, invoice.id)}"
    return {
        "hosted_invoice_url": f"https://invoice.stripe.com/i/{place}",
        "invoice_pdf": f"https://pay.stripe.com/invoice/{place}/pdf",
    }
