"""Reductions: what discounts take off a whole period of an item, of which a proration is a part.

Owns: which discounts a proration has inside, and how much they take. Does not own: the proration
(prorations.py), a discount's share of lines (room invoices). Money: minor units, exact.
Source: docs: Prorations; docs: Billing mode (examples); recorded: issue reports (text).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.money import round_proration
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.catalog import pricing
from pinstripe.products.invoices import drafts
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.line_terms import discount_shares
from pinstripe.products.line_terms.discount_shares import Line

if TYPE_CHECKING:
    from pinstripe.products.subscriptions.prorations import State


class Reduction(NamedTuple):
    """What discounts take off a whole period, each by its id, the percentage if it is only one, and which of
    them are the item's own."""

    by: dict[str, Fraction]
    percent_off: object | None = None
    own: frozenset[str] = frozenset()

    @property
    def amount(self) -> Fraction:
        """All of them together."""
        return discount_shares.together(self.by.values())

    def shown(self, part: Fraction) -> list[dict[str, Any]]:
        """As an invoice item shows them, of a part of the period; below nothing where it gives back.
        source: spec (proration_details); the sign inferred"""
        return [
            {"amount": round_proration(off * part), "discount": key, "own": key in self.own}
            for key, off in self.by.items()
        ]


NOTHING = Reduction({})


def now(work: Work, subscription: Record, key: str, states: dict[str, State], alone: bool) -> Reduction:
    """What today's discounts take off an item. params: states, of all items; alone, whether an amount off is
    taken off this one whole, as in classic billing, or shared out. source: docs: Billing mode (examples)
    """
    counted = {key: states[key]} if alone else states
    customer = work.load(subscription.customer, "customer")
    currency = subscription.currency
    terms = drafts.terms_of(work, customer, currency, subscription)
    lines = []
    for one, state in counted.items():
        item = work.load(one, "subscription_item")
        own = discounts.counting(work, item.discounts, currency)
        lines.append(Line(_whole(state), state.price.product, True, own))
    if not terms.discounts and not any(line.discounts for line in lines):
        return NOTHING
    found = discount_shares.discounted(lines, terms.discounts, currency)
    taken = found.amounts[list(counted).index(key)]
    by = {one["discount"]: Fraction(one["amount"]) for one in taken if one["amount"]}
    bodies = [*terms.discounts, *(one for line in lines for one in line.discounts)]
    percents = [one["source"]["coupon"]["percent_off"] for one in bodies if one["id"] in by]
    its = frozenset(one["id"] for one in lines[list(counted).index(key)].discounts)
    return Reduction(by, percents[0] if len(percents) == 1 else None, its)


def _whole(state: State) -> int:
    return pricing.part_of(state.configuration, Fraction(1))


def billed(work: Work, state: State, credited: tuple[str, list[str]]) -> Reduction:
    """What discounts had taken off the lines that billed the time that is given back.
    source: docs: Billing mode (credits follow what was billed)"""
    gross, by, own = 0, dict[str, int](), set[str]()
    for line in line_items.loaded(work, credited[1]):
        taken = line.discount_amounts
        own |= {one["id"] for one in line.private.get("discounts") or ()}
        key = line_items.item_of(line)
        item = work.peek(key, "invoiceitem") if key else None
        if item is not None and item.proration:
            taken = item.private.get("reduced") or ()
            own |= {one["discount"] for one in taken if one["own"]}
            gross += item.net_amount + int(discount_shares.together(one["amount"] for one in taken))
        else:
            gross += line.amount
        for one in taken:
            by[one["discount"]] = by.get(one["discount"], 0) + one["amount"]
    if gross <= 0 or not any(by.values()):
        return NOTHING
    whole = pricing.whole_period(state.configuration)
    found = {key: whole * Fraction(off, gross) for key, off in by.items() if off}
    percents = [work.load(key, "discount").private["coupon"]["percent_off"] for key in found]
    return Reduction(found, percents[0] if len(percents) == 1 else None, frozenset(own))
