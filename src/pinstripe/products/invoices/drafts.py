"""Drafts: an invoice with its lines and totals, before it is final.

Owns: making drafts, their lines and totals. Does not own: finalization (finalization.py), getting the money
(collection.py), lines of subscriptions (room subscriptions), the endpoints (invoices.py).
Money: totals by bill.py. Source: docs: Subscription invoices; recorded: stripe_world 13, pay-rails/pay.
Times: a draft of a subscription waits an hour; `created` counts, on the customer's clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe import currencies
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import bill as bills
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.invoices.line_item import LineDraft

DRAFT_SECONDS = 3600
"""How long a subscription's draft can still be changed. source: docs: Subscription invoices"""


SHOWN_SECONDS = DRAFT_SECONDS + 1
"""What `automatically_finalizes_at` says of it. source: recorded: stripe_world 13"""


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
    facts: dict[str, Any] | None = None,
    **fields: Any,
) -> Record:
    """A draft with its lines, which becomes final by itself after an hour if it waits for that.

    params: waits, false where the caller finalizes at once, or nobody does; facts, private ones to keep
    with it.
    source: docs: Subscription invoices; recorded: stripe_world 13 (times)
    """
    key = fields.pop("id", None) or work.new_id(INVOICE)
    made = line_items.make(work, key, lines)
    advances = fields.pop("auto_advance", True)
    private: dict[str, Any] = {"lines": [line.id for line in made], **(facts or {})}
    if subscription is not None:
        private["subscription"] = subscription.id
        fields |= {"parent": parent_of(subscription), **payment_settings_of(subscription)}
    invoice = work.create(
        INVOICE,
        "drafted",
        id=key,
        private=private,
        **{
            **of_merchant(work),
            "auto_advance": advances,
            "billing_reason": reason,
            "currency": currency,
            "customer": customer.id,
            "lines": line_items.envelope(key, [line.body for line in made]),
            "period_end": period[1],
            "period_start": period[0],
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


def of_merchant(work: Work) -> dict[str, Any]:
    """Whose invoice it is, as the invoice names it. source: spec"""
    return {"account_country": work.merchant.country, "account_name": work.merchant.name}


def of_customer(customer: Record) -> dict[str, Any]:
    """The customer as the invoice names it; frozen when it becomes final. source: spec"""
    return {
        "test_clock": customer.get("test_clock"),
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


def totals(lines: Sequence[int], currency: str, balance: int) -> bills.Totals:
    """What the lines come to for a customer with that balance."""
    minimum = currencies.minimum_charge(currency)
    return bills.totals(lines, starting_balance=balance, minimum_charge=minimum)


def replace_lines(work: Work, invoice: Record, items: set[str], lines: Sequence[LineDraft]) -> None:
    """The lines of some subscription items are counted anew, in their old places; equal ones stay, and so do
    prorations.

    source: docs: Billing meters (grace period); the places inferred
    """
    known = line_items.of(work, invoice)
    old = [line for line in known if _item_of(line) in items and not line_items.item_of(line)]
    if [_content(line.body) for line in old] == [
        _content(line_items.body_of(draft_, invoice.id)) for draft_ in lines
    ]:
        return
    fresh = line_items.make(work, invoice.id, lines)
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
        lines=line_items.envelope(invoice.id, [line.body for line in lines]),
        **sums([line.amount for line in lines], invoice.currency, customer.balance),
    )
