"""Totals: what the lines of a quote come to, at first and again and again.

Owns: amounts of lines, totals. Does not own: what an invoice will ask (room invoices), whose rules it uses.
Money: shown, in minor units. Source: spec; docs: Quotes overview.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import pricing
from pinstripe.products.catalog import product as products
from pinstripe.products.invoices import drafts
from pinstripe.products.invoices.line_item import LineDraft
from pinstripe.products.line_terms import automatic_rates

Body = dict[str, Any]


class Nobody:
    """The customer of a draft that names none yet."""

    balance = 0
    discount = None

    def get(self, name: str, otherwise: Any = None) -> Any:
        """Nothing is known of them."""
        return otherwise


class Offer(NamedTuple):
    """What is reckoned: lines with their ids, the whole quote's terms, whether a trial comes first."""

    items: Sequence[Body]
    currency: str | None
    discounts: Sequence[str]
    tax_rates: Sequence[Body]
    taxed: bool
    trial: bool
    liable: str | None = None
    """The other account whose taxes they are."""


def reckoned(work: Work, customer: Record | None, offer: Offer) -> tuple[Body, Body]:
    """What a quote shows of its amounts, and what it keeps of its lines. source: spec (computed)"""
    lines = [(item, _line(work, item)) for item in offer.items]
    whole, status = _total(work, customer, offer, lines)
    recurring = [pair for pair in lines if pair[1].price.recurring is not None]  # type: ignore[union-attr]
    first = [pair for pair in lines if not (offer.trial and pair in recurring)]
    upfront, _ = _total(work, customer, offer, first)
    shown = {
        **_sums(whole),
        "automatic_tax": {
            "enabled": offer.taxed,
            "liability": automatic_rates.whose(offer.liable) if offer.taxed else None,
            "provider": "stripe" if offer.taxed else None,
            "status": status,
        },
        "computed": {
            "recurring": _recurring(work, customer, offer, recurring),
            "upfront": _sums(upfront),
        },
        "currency": offer.currency,
        "total_details": whole["total_details"],
    }
    return shown, {"shown": whole["lines"], "upfront": upfront["lines"]}


def _sums(total: Body) -> Body:
    return {name: value for name, value in total.items() if name != "lines"}


def _recurring(work: Work, customer: Record | None, offer: Offer, lines: list[Any]) -> Body | None:
    """What comes again with every period: with discounts that last. source: spec (computed.recurring)"""
    if not lines:
        return None
    lasting = [
        key
        for key in offer.discounts
        if work.load(key, "discount").private["coupon"]["duration"] == "forever"
    ]
    total, _ = _total(work, customer, offer._replace(discounts=lasting), lines)
    every = lines[0][1].price.recurring
    rhythm = {"interval": every["interval"], "interval_count": every["interval_count"]}
    return {**_sums(total), **rhythm}


def _line(work: Work, item: Mapping[str, Any]) -> LineDraft:
    """A line as a bill reads it; what will be counted costs nothing yet."""
    price = work.load(item["price"], "price")
    metered = price.recurring is not None and pricing.is_metered(price.body)
    quantity = item.get("quantity", 1)
    charges = [] if metered else pricing.charges(price.body, prices.tiers_of(price), quantity)
    return LineDraft(
        amount=sum(charge.amount for charge in charges),
        currency=price.currency,
        description=products.product_of(work, price).name,
        period=(work.now, work.now),
        quantity=None if metered else quantity,
        price=price,
        discounts=discounts.counting(work, item["discounts"], price.currency),
        tax_rates=item["tax_rates"],
    )


def _total(
    work: Work, customer: Record | None, offer: Offer, lines: list[tuple[Body, LineDraft]]
) -> tuple[Body, str | None]:
    """The sums of some lines, the lines themselves, and how far their taxes are known."""
    if not lines or offer.currency is None:
        return {**_sums_of(0, 0, 0, 0), "lines": []}, None
    whose: Any = customer if customer is not None else Nobody()
    counting = discounts.counting(work, offer.discounts, offer.currency)
    knows = offer.taxed and customer is not None
    terms = drafts.Terms(counting, offer.tax_rates, knows, offer.liable)
    found = drafts.bill_for(work, whose, offer.currency, [line for _, line in lines], terms)
    bodies = [_body(item, line, fields) for (item, line), fields in zip(lines, found.bill.lines, strict=True)]
    status = None
    if offer.taxed:
        status = found.taxed["automatic_tax"]["status"] if knows else "requires_location_inputs"
    sums = _sums_of(
        sum(line.amount for _, line in lines),
        found.bill.total,
        sum(body["amount_discount"] for body in bodies),
        sum(tax["amount"] for tax in found.bill.total_taxes),
    )
    return {**sums, "lines": bodies}, status


def _sums_of(subtotal: int, total: int, discount: int, tax: int) -> Body:
    details = {"amount_discount": discount, "amount_shipping": 0, "amount_tax": tax}
    return {"amount_subtotal": subtotal, "amount_total": total, "total_details": details}


def _body(item: Mapping[str, Any], line: LineDraft, fields: Mapping[str, Any]) -> Body:
    """A line as it is shown. source: spec (item)"""
    less = sum(one["amount"] for one in fields["discount_amounts"])
    plus = sum(one["amount"] for one in fields["taxes"] if one["tax_behavior"] == "exclusive")
    assert line.price is not None
    return {
        "id": item["id"],
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": less,
        "amount_subtotal": line.amount,
        "amount_tax": sum(one["amount"] for one in fields["taxes"]),
        "amount_total": line.amount - less + plus,
        "currency": line.currency,
        "description": line.description,
        "metadata": {},
        "price": line.price.body,
        "quantity": line.quantity,
    }
