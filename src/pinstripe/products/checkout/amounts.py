"""What a session comes to: its line items, discounts, shipping, taxes, and their sums.

Owns: line items as they are shown, the session's amounts. Does not own: how amounts are added up
(line_terms/bill.py), taxes of a place (room tax), what is in the basket (basket.py).
Money: minor units of one currency; nothing moves. Source: spec; docs: Checkout; docs: Tax in Checkout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from pinstripe.api.params import Params
from pinstripe.clock.calendar import period_containing
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import pricing
from pinstripe.products.catalog import product as products
from pinstripe.products.checkout.basket import Line
from pinstripe.products.line_terms import automatic_rates
from pinstripe.products.line_terms.bill import Bill, bill
from pinstripe.products.line_terms.discount_shares import Line as Billed
from pinstripe.products.tax.assessment import Buyer

Body = dict[str, Any]


class Facts(NamedTuple):
    """What decides over a session's amounts.

    discount: a body with its coupon in `source.coupon`, or None. sending: the chosen way, (rate's id,
    amount), or None. automatic: are taxes worked out? buyer: for whom, None where nobody knows where they
    are. free: does what recurs begin with free time? rates: those of lines that name none.
    """

    lines: Sequence[Line]
    currency: str
    mode: str
    discount: Body | None = None
    sending: tuple[str, int] | None = None
    automatic: bool = False
    buyer: Buyer | None = None
    country: str | None = None
    state: str | None = None
    free: bool = False
    rates: Sequence[Body] = ()
    exempt: str = "none"
    anchor: int | None = None
    """Where what recurs is anchored, if that is later."""
    prorates: bool = True
    """Is the time up to there paid?"""
    liable: str | None = None
    """The other account whose taxes they are, where they are not one's own."""


class Amounts(NamedTuple):
    """Fields of a session, its line items whole, and the breakdown of its totals."""

    fields: Body
    items: list[Body]
    breakdown: Body


def in_currency(price: Record, currency: str) -> tuple[Body, Sequence[Body]]:
    """A price in one of its currencies, with its tiers. source: spec (currency_options)"""
    if price.currency == currency:
        return price.body, prices.tiers_of(price)
    option = price.private["currency_options"][currency]
    return {**price.body, **option, "currency": currency}, option.get("tiers") or ()


def amount_of(work: Work, line: Line, facts: Facts) -> int:
    """What a line costs before discounts and taxes. Usage is not known yet; free time costs nothing, and the
    time up to an anchor a part. source: docs: Set billing cycles"""
    price = work.load(line["price"], "price")
    if price.recurring is not None and (facts.free or line["quantity"] is None):
        return 0
    if line["amount"] is not None:
        return int(line["amount"])
    body, tiers = in_currency(price, facts.currency)
    if price.recurring is not None and facts.anchor is not None:
        every = price.recurring
        whole = period_containing(facts.anchor, every["interval"], every["interval_count"], work.now)
        if whole.start != work.now:
            share = Fraction(whole.end - work.now, whole.seconds) if facts.prorates else Fraction(0)
            return pricing.part_of(pricing.Configuration(body, tiers, line["quantity"]), share)
    return sum(one.amount for one in pricing.charges(body, tiers, line["quantity"]))


def reckon(work: Work, facts: Facts) -> Amounts:
    """Count it all. source: spec; docs: Tax in Checkout (shipping is taxed by its own code)"""
    billed = [_billed(work, line, facts) for line in facts.lines]
    shipping_rates: Sequence[Mapping[str, Any]] = []
    status = None
    if facts.automatic:
        sending = facts.sending[0] if facts.sending else None
        buyer, liable = facts.buyer, facts.liable
        rated = automatic_rates.rated_for(work, buyer, facts.currency, billed, sending, work.now, liable)
        billed = [one._replace(tax_rates=rates) for one, rates in zip(billed, rated.lines, strict=True)]
        shipping_rates, status = rated.shipping, rated.status
    found = bill(
        billed,
        facts.currency,
        tax_exempt="none" if facts.automatic else facts.exempt,
        discounts=[facts.discount] if facts.discount else (),
        tax_rates=() if facts.automatic else facts.rates,
        shipping=facts.sending[1] if facts.sending else 0,
        shipping_rates=shipping_rates,
        rounds_once=facts.automatic,
    )
    items = [
        _item(work, facts, line, one.amount, shares)
        for line, one, shares in zip(facts.lines, billed, found.lines, strict=True)
    ]
    fields = _fields(work, facts, found, items)
    fields["automatic_tax"] = taxed(facts.automatic, status, facts.liable)
    return Amounts(fields, items, _breakdown(work, facts, found))


def _billed(work: Work, line: Line, facts: Facts) -> Billed:
    price = work.load(line["price"], "price")
    rates = line["tax_rates"] or [rate for rate in line["by_place"] if counts_at(rate, facts)]
    return Billed(
        amount_of(work, line, facts),
        price.product,
        tax_rates=rates,
        price=price.id,
        quantity=line["quantity"],
    )


def counts_at(rate: Mapping[str, Any], facts: Facts) -> bool:
    """Does a rate that is chosen by place count where the buyer is? source: spec (dynamic_tax_rates)"""
    country, state = rate.get("country"), rate.get("state")
    return facts.country is not None and country == facts.country and state in (None, facts.state)


def taxed(automatic: bool, status: str | None = None, liable: str | None = None) -> Body:
    """Whether taxes are worked out, as a session shows it. source: recorded: bikeindex; spec"""
    if not automatic:
        return {"enabled": False, "liability": None, "provider": None, "status": None}
    return {
        "enabled": True,
        "liability": automatic_rates.whose(liable),
        "provider": "stripe",
        "status": status,
    }


def _item(work: Work, facts: Facts, line: Line, amount: int, shares: Mapping[str, Any]) -> Body:
    """A line item as it is shown. source: spec"""
    price = work.load(line["price"], "price")
    off = sum(one["amount"] for one in shares["discount_amounts"])
    tax = sum(one["amount"] for one in shares["taxes"])
    extra = sum(one["amount"] for one in shares["taxes"] if one["tax_behavior"] == "exclusive")
    known = {one["id"]: one for one in (facts.discount,) if one}
    return {
        "id": line["id"],
        "object": "item",
        "adjustable_quantity": line["adjustable"],
        "amount_discount": off,
        "amount_subtotal": amount,
        "amount_tax": tax,
        "amount_total": amount - off + extra,
        "currency": facts.currency,
        "description": products.product_of(work, price).name,
        "discounts": [
            {"amount": one["amount"], "discount": shown_discount(known[one["discount"]])}
            for one in shares["discount_amounts"]
        ],
        "metadata": line["metadata"],
        "price": price.body,
        "quantity": line["quantity"],
        "taxes": rows(work, shares["taxes"]),
    }


def shown_discount(discount: Body) -> Body:
    """A discount as it is shown: its coupon by id."""
    return {**discount, "source": {"coupon": discount["source"]["coupon"]["id"], "type": "coupon"}}


def rows(work: Work, taxes: Sequence[Mapping[str, Any]]) -> list[Body]:
    """Taxes as a line or a sum shows them. source: spec"""
    return [
        {
            "amount": tax["amount"],
            "rate": work.load(tax["tax_rate_details"]["tax_rate"], "tax_rate").body,
            "taxability_reason": None
            if tax["taxability_reason"] == "not_available"
            else tax["taxability_reason"],
            "taxable_amount": tax["taxable_amount"],
        }
        for tax in taxes
    ]


def _fields(work: Work, facts: Facts, found: Bill, items: Sequence[Body]) -> Body:
    """The amounts that a session shows. source: recorded: bikeindex; spec"""
    sent = found.of_shipping
    tax = sum(item["amount_tax"] for item in items) + sent["amount_tax"]
    cost = None
    if facts.sending:
        cost = {
            "amount_subtotal": facts.sending[1],
            **sent,
            "shipping_rate": facts.sending[0],
        }
    return {
        "amount_subtotal": sum(item["amount_subtotal"] for item in items),
        "amount_total": found.total,
        "currency": facts.currency,
        "shipping_cost": cost,
        "total_details": {
            "amount_discount": sum(item["amount_discount"] for item in items),
            "amount_shipping": facts.sending[1] if facts.sending else 0,
            "amount_tax": tax,
        },
    }


def _breakdown(work: Work, facts: Facts, found: Bill) -> Body:
    """Which discounts and taxes the totals are made of. source: spec"""
    discount = facts.discount
    off = found.total_discount_amounts
    return {
        "discounts": [
            {"amount": one["amount"], "discount": shown_discount(discount)} for one in off if discount
        ],
        "taxes": rows(work, found.total_taxes),
    }


def sending_of(rates: Sequence[Mapping[str, Any]], chosen: str | None) -> tuple[str, int] | None:
    """The way of sending that counts: the chosen one, else the first. params: rates, `shipping_options`"""
    known = {one["shipping_rate"]: int(one["shipping_amount"]) for one in rates}
    if not known:
        return None
    key = chosen if chosen is not None and chosen in known else next(iter(known))
    return key, known[key]


def trial(data: Mapping[str, Any] | Params) -> bool:
    """Does a subscription begin with free time?"""
    return bool(data.get("trial_period_days") or data.get("trial_end"))
