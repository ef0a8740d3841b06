"""The invoice item record: what is billed once, on the next invoice or on one that is named.

Owns: the record, which waits or stands on a draft; the line that it becomes. Does not own: the endpoints
(invoice_items.py), totals (drafts.py).
Money: an amount, or a price and a quantity. Source: spec; recorded: pay-rails/pay 2025-11, stripe_world 13.
Private facts: line, the id of the line that it became; discounts, its own, bodies with their coupons;
tax_code, tax_behavior, tax_amounts, what was said of its taxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import product as products
from pinstripe.products.customers import refusals as customer_refusals
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.invoices import refusals
from pinstripe.products.invoices.line_item import LineDraft
from pinstripe.products.line_terms.discount_shares import together

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome from to
    ("update", "done", ANY, "="),
)
# fmt: on

INVOICE_ITEM = Resource(
    "invoiceitem",
    prefix="ii",
    path="/v1/invoiceitems",
    generated="retrieve",
    events="invoiceitem",
    noun="Invoice Item",
    param="id",
    unknown=refusals.no_item,
    lifecycle=LIFECYCLE,
    index=("customer", "invoice", "pending=private.pending", "subscription=private.subscription"),
    defaults={
        "discountable": True,
        "discounts": [],
        "invoicing_rules": [],
        "metadata": {},
        "proration": False,
        "tax_rates": [],
    },
    status="",
)


def pending(work: Work, customer: Record, currency: str, subscription: str | None = None) -> list[Record]:
    """What waits for the customer's next invoice, newest first: its own, and that of the subscription billed.

    source: recorded: stripe_world 13 (order); docs: invoice items (a subscription's wait for its invoices)
    """
    found = waiting(work, customer, currency)
    return [item for item in found if item.private.get("subscription") in (None, subscription)]


def waiting(work: Work, customer: Record, currency: str) -> list[Record]:
    """All that waits for an invoice of the customer, newest first."""
    found = work.each("invoiceitem", customer=customer.id, pending=True)
    return [item for item in found if item.currency == currency]


def check_currency(work: Work, customer: Record, currency: str) -> None:
    """What a customer is subscribed to, and what waits for an invoice, is all in one currency.

    refuses: two_currencies. source: docs: multi-currency customers; text quoted by applications
    """
    if customer.currency in (None, currency):
        return
    found = [*work.each("subscription", customer=customer.id, live=True)]
    found += work.each("invoiceitem", customer=customer.id, pending=True)
    for one in found:
        if one.currency != currency and one.get("status") != "incomplete_expired":
            raise customer_refusals.two_currencies(one.currency)


def line_of(work: Work, item: Record) -> LineDraft:
    """An item as a line. source: recorded: pay-rails/pay 2025-11"""
    price = work.load(item.pricing["price_details"]["price"], "price")
    parent = (item.parent or {}).get("subscription_details") or {}
    credited = item.private.get("credited")
    minted = not price.active and item.description is None
    name = None if minted else products.product_of(work, price).name
    return LineDraft(
        amount=item.amount,
        currency=item.currency,
        description=item.description or name,
        period=(item.period["start"], item.period["end"]),
        quantity=item.quantity,
        price=price,
        subscription=item.private.get("subscription"),
        unit_amount_decimal=item.pricing["unit_amount_decimal"],
        quantity_decimal=item.quantity_decimal,
        subscription_item=parent.get("subscription_item"),
        invoice_item=item.id,
        proration=item.proration,
        credited=(credited[0], credited[1]) if credited else None,
        discountable=item.discountable,
        metadata=item.metadata,
        discounts=item.private.get("discounts") or (),
        tax_rates=item.tax_rates,
        tax_code=item.private.get("tax_code"),
        tax_behavior=item.private.get("tax_behavior"),
        tax_amounts=item.private.get("tax_amounts"),
        taken=item.private.get("taken") or (),
    )


def bind(work: Work, invoice: Record, items: list[Record], fresh: Sequence[Record] | None = None) -> None:
    """The items stand on this invoice now; each knows its line. params: fresh, the lines that they became,
    where the invoice has others"""
    found = line_items.of(work, invoice) if fresh is None else fresh
    lines = {line_items.item_of(line): line for line in found}
    for item in items:
        work.amend(item, invoice=invoice.id)
        work.note(item, pending=False, line=lines[item.id].id)


def sold(work: Work, customer: Record, price: Record, quantity: int, amount: int, **facts: Any) -> Record:
    """What is bought once beside a subscription waits for the first invoice. params: amount, what the
    quantity costs; facts, fields beside. source: docs: Checkout (one-time prices in subscription mode)
    """
    return work.create(
        INVOICE_ITEM,
        amount=amount,
        currency=price.currency,
        customer=customer.id,
        date=work.now,
        net_amount=amount,
        period={"end": work.now, "start": work.now},
        pricing={
            "price_details": {"price": price.id, "product": price.product},
            "type": "price_details",
            "unit_amount_decimal": price.unit_amount_decimal,
        },
        quantity=quantity,
        quantity_decimal=str(quantity),
        test_clock=customer.get("test_clock"),
        private={"pending": True},
        **facts,
    )


def _credited(lines: tuple[str, list[str]] | None) -> dict[str, Any] | None:
    """Which lines of which invoice had billed what is given back. source: recorded: stripe_world 14"""
    if lines is None:
        return None
    details = {"invoice": lines[0], "invoice_line_items": lines[1]}
    return {"invoice_line_item_details": details, "type": "invoice_line_items"}


class Taken(NamedTuple):
    """What discounts take off a proration: as it shows it, beside its amount, and as it is remembered."""

    shown: list[dict[str, Any]]
    off: int
    private: dict[str, Any]


def _taken(reduced: list[dict[str, Any]], itemized: bool) -> Taken:
    """Itemized, all that each takes off; else each is named and shows nothing, the item's own not on lines.
    source: docs: API changelog 2025-09-30.clover"""
    each = reduced if itemized else [{**one, "amount": 0} for one in reduced]
    beside = each if itemized else [one for one in each if not one["own"]]
    shown = [{"amount": one["amount"], "discount": one["discount"]} for one in each]
    off = int(together(one["amount"] for one in each))
    return Taken(shown, off, {"taken": beside, "reduced": reduced} if reduced else {})


def prorated(
    work: Work,
    subscription: Record,
    item: str,
    *,
    price: Record,
    quantity: int,
    amount: int,
    description: str,
    period: tuple[int, int],
    credited: tuple[str, list[str]] | None,
    reduced: list[dict[str, Any]],
    itemized: bool,
    tax_rates: list[dict[str, Any]],
) -> Record:
    """What a changed subscription item gives back or charges for a part of its period; it waits for an
    invoice.

    params: item, the subscription item's id; credited, (invoice, its lines) that billed the time given back;
    reduced, what each discount takes off (`{amount, discount, own}`); itemized, the amount is the one before
    discounts, which stand beside it: else they are inside, are named and show nothing, the item's own only
    here; tax_rates, the item's own.
    source: recorded: stripe_world 14 (body); docs: API changelog 2025-09-30.clover (discounts)
    """
    taken = _taken(reduced, itemized)
    details: dict[str, Any] = {"subscription": subscription.id, "subscription_item": item}
    return work.create(
        INVOICE_ITEM,
        amount=amount,
        currency=price.currency,
        customer=subscription.customer,
        date=work.now,
        description=description,
        discountable=False,
        net_amount=amount - taken.off,
        parent={"subscription_details": details, "type": "subscription_details"},
        period={"end": period[1], "start": period[0]},
        pricing={
            "price_details": {"price": price.id, "product": price.product},
            "type": "price_details",
            "unit_amount_decimal": None,
        },
        proration=True,
        proration_details={"credited_items": _credited(credited), "discount_amounts": taken.shown},
        quantity=quantity,
        quantity_decimal=str(quantity),
        tax_rates=tax_rates,
        test_clock=subscription.test_clock,
        private={"pending": True, "subscription": subscription.id, "credited": credited, **taken.private},
    )


def waits(work: Work, subscription: Record, line: LineDraft) -> Record:
    """A line of a subscription that waits for its next invoice. source: sdk (pause: pending_invoice_item)"""
    assert line.price is not None
    details = {"subscription": subscription.id, "subscription_item": line.subscription_item}
    return work.create(
        INVOICE_ITEM,
        amount=line.amount,
        currency=line.currency,
        customer=subscription.customer,
        date=work.now,
        description=line.description,
        net_amount=line.amount,
        parent={"subscription_details": details, "type": "subscription_details"},
        period={"end": line.period[1], "start": line.period[0]},
        pricing={
            "price_details": {"price": line.price.id, "product": line.price.product},
            "type": "price_details",
            "unit_amount_decimal": line.unit_amount_decimal,
        },
        quantity=line.quantity,
        quantity_decimal=line.quantity_decimal or str(line.quantity),
        tax_rates=list(line.tax_rates),
        test_clock=subscription.test_clock,
        private={"pending": True, "subscription": subscription.id},
    )


def again(work: Work, item: Record) -> Record:
    """An item that another work only thought of is made; it waits for an invoice."""
    own = {name: value for name, value in item.body.items() if name not in ("object", "livemode", "invoice")}
    private = {**item.private, "pending": True, "line": None}
    return work.create(INVOICE_ITEM, private=private, **own)


def release(work: Work, item: Record) -> None:
    """The item waits for another invoice. source: spec (remove_lines, unassign)"""
    work.amend(item, invoice=None)
    work.note(item, pending=True, line=None)


@hears(INVOICE_ITEM, "hang")
def hung(work: Work, item: Record) -> None:
    """An item shows the test clock of the customer who is billed for it. source: spec (test_clock)"""
    work.change(item, test_clock=item.clock)
