"""Prorations: time that was paid for and is not used is given back, time that is left is charged.

Owns: the two invoice items of a changed subscription item. Does not own: how much (pricing.py), which words
(descriptions.py), when they are billed (changing.py, renewal.py).
Money: each item rounded on its own, ties towards less. Source: docs: Prorations; recorded: stripe_world 14,
pay-rails/pay.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pinstripe.clock.calendar import Period
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.billing import descriptions, invoice_lines, pricing
from pinstripe.products.billing.invoice_items import INVOICE_ITEM
from pinstripe.products.billing.pricing import Configuration
from pinstripe.products.catalog import prices, products


class State(NamedTuple):
    """A subscription item as it is charged: at which price, how often, for which period."""

    price: Record
    quantity: int
    period: Period

    @property
    def configuration(self) -> Configuration:
        """As the calculator takes it."""
        return Configuration(self.price.body, prices.tiers_of(self.price), self.quantity)


def prorate(
    work: Work, subscription: Record, item: str, before: State | None, after: State | None, moment: int
) -> list[Record]:
    """The credit and the debit of one item's change, waiting for an invoice. gives: what was made

    The debit is made first: what waits is billed newest first, so that the credit leads.
    source: recorded: pay-rails/pay (order of lines), stripe_world 14
    """
    made = []
    if after is not None and not pricing.is_metered(after.price.body):
        amount = pricing.proration(None, after.configuration, after.period, moment).debit
        words = descriptions.remaining_time(_name(work, after), after.quantity, moment)
        made.append(_item(work, subscription, item, after, amount, words, moment, None))
    if before is not None and not pricing.is_metered(before.price.body):
        amount = pricing.proration(before.configuration, None, before.period, moment).credit
        words = descriptions.unused_time(_name(work, before), before.quantity, moment)
        credited = _credited(work, subscription, item)
        made.append(_item(work, subscription, item, before, amount, words, moment, credited))
    return made


def _name(work: Work, state: State) -> str:
    return str(products.product_of(work, state.price).name)


def _item(
    work: Work,
    subscription: Record,
    item: str,
    state: State,
    amount: int,
    description: str,
    moment: int,
    credited: tuple[str, list[str]] | None,
) -> Record:
    """The invoice item of one side. source: recorded: stripe_world 14 (body)"""
    details: dict[str, Any] = {"subscription": subscription.id, "subscription_item": item}
    items = None
    if credited is not None:
        lines = {"invoice": credited[0], "invoice_line_items": credited[1]}
        items = {"invoice_line_item_details": lines, "type": "invoice_line_items"}
    return work.create(
        INVOICE_ITEM,
        amount=amount,
        currency=state.price.currency,
        customer=subscription.customer,
        date=work.now,
        description=description,
        discountable=False,
        net_amount=amount,
        parent={"subscription_details": details, "type": "subscription_details"},
        period={"end": state.period.end, "start": moment},
        pricing={
            "price_details": {"price": state.price.id, "product": state.price.product},
            "type": "price_details",
            "unit_amount_decimal": None,
        },
        proration=True,
        proration_details={"credited_items": items, "discount_amounts": []},
        quantity=state.quantity,
        quantity_decimal=str(state.quantity),
        test_clock=subscription.test_clock,
        private={"pending": True, "subscription": subscription.id, "credited": credited},
    )


def _credited(work: Work, subscription: Record, item: str) -> tuple[str, list[str]] | None:
    """Which lines had billed the time that is given back. source: recorded: pay-rails/pay, stripe_world 14"""
    key = subscription.latest_invoice
    invoice = work.peek(key, "invoice") if key else None
    if invoice is None:
        return None
    lines = [
        line.id
        for line in invoice_lines.of(work, invoice)
        if line.at("parent", "subscription_item_details", "subscription_item") == item and line.amount > 0
    ]
    return (invoice.id, lines) if lines else None
