"""Difference: what a bill comes to when a few of its lines change and the shares of all others stay.

Owns: when that is so, and the amounts then. Does not own: the bill of lines (bill.py), which lines change
(room invoices). Money: minor units of one currency; nothing moves. Source: our own; what it gives is what the
bill of all lines gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pinstripe import currencies
from pinstripe.products.line_terms.bill import Bill, settle
from pinstripe.products.line_terms.discount_shares import Line

Body = Mapping[str, Any]
Key = tuple[str, ...]
DISCOUNTS, CREDITS, TAXES = "total_discount_amounts", "total_pretax_credit_amounts", "total_taxes"
SUMS = ("subtotal", "subtotal_excluding_tax", "total", "total_excluding_tax")
"""What the lines of an invoice add to one by one."""


def is_separable(gone: Sequence[Line], fresh: Sequence[Line], discounts: Sequence[Body]) -> bool:
    """Does each line's share follow from itself alone? An amount off is shared out among lines, and several
    discounts of a line's own count in the order in which all lines name them first.

    params: fresh, those in the places of `gone`, and then those after all others; discounts, the invoice's
    """
    own = [line.discounts for line in (*gone, *fresh)]
    if any(len(each) > 1 for each in own) or not _keeps_order(gone, fresh):
        return False
    return all(_percent(one) for each in (discounts, *own) for one in each)


def _keeps_order(gone: Sequence[Line], fresh: Sequence[Line]) -> bool:
    """Do the other lines' discounts come in the order in which they came before? Where a line goes that names
    one, another line may be the first to name it."""
    named = [[one["id"] for one in line.discounts] for line in gone]
    instead = [[one["id"] for one in line.discounts] for line in fresh[: len(gone)]]
    return named == instead + [[]] * (len(named) - len(instead))


def _percent(discount: Body) -> bool:
    return discount["source"]["coupon"].get("percent_off") is not None


class Order(NamedTuple):
    """In which order an invoice sums up discounts and taxes: that in which its lines name them."""

    discounts: list[Key]
    taxes: list[Key]


def order_of(rows: Iterable[Body], whole: Sequence[str]) -> Order:
    """The order that lines give. params: rows, their fields or the sums of an invoice; whole, the discounts
    of the whole invoice, which come last"""
    cuts: dict[Key, None] = {}
    taxes: dict[Key, None] = {}
    for row in rows:
        cuts.update(dict.fromkeys(map(_of_discount, row.get("discount_amounts") or row.get(DISCOUNTS) or ())))
        taxes.update(dict.fromkeys(map(_of_tax, row.get("taxes") or row.get(TAXES) or ())))
    own = [key for key in cuts if key[0] not in whole]
    return Order([*own, *((key,) for key in whole if (key,) in cuts)], list(taxes))


def _of_discount(row: Body) -> Key:
    return (row["discount"],)


def _of_tax(row: Body) -> Key:
    return row["tax_rate_details"]["tax_rate"], row["taxability_reason"]


def moved(
    kept: Body, gone: Bill, come: Bill, order: Order, balance: int, currency: str
) -> dict[str, Any] | None:
    """The amounts of an invoice after some lines gave way to others. gives: None where the order does not
    name all that is summed up. params: kept, its amounts before; balance, the customer's"""
    cuts = _moved(DISCOUNTS, kept, gone, come, order.discounts)
    taxes = _moved(TAXES, kept, gone, come, order.taxes)
    if cuts is None or taxes is None:
        return None
    less, more = gone.body, come.body
    sums = {name: kept[name] - less[name] + more[name] for name in SUMS}
    due, _ = settle(sums["total"], balance, currencies.minimum_charge(currency))
    return {
        **sums,
        DISCOUNTS: cuts,
        CREDITS: [{**row, "type": "discount"} for row in cuts],
        TAXES: taxes,
        "starting_balance": balance,
        "amount_due": due,
        "amount_remaining": due,
    }


def _moved(
    name: str, kept: Body, gone: Bill, come: Bill, order: Sequence[Key]
) -> list[dict[str, Any]] | None:
    """Sums by discount or by tax. gives: None where the order lacks one of them"""
    key_of = _of_discount if name == DISCOUNTS else _of_tax
    found: dict[Key, dict[str, Any]] = {}
    for sign, rows in ((1, kept[name]), (-1, gone.body[name]), (1, come.body[name])):
        for row in rows:
            known = found.setdefault(key_of(row), {**row, **dict.fromkeys(_counted(row), 0)})
            for field in _counted(row):
                known[field] += sign * row[field]
    return None if found.keys() != set(order) else [found[key] for key in order]


def _counted(row: Body) -> list[str]:
    return [field for field in ("amount", "taxable_amount") if field in row]
