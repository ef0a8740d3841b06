"""Shares of taxes: what each tax rate takes of each line of an invoice.

Owns: manual rates, inside the price or on top of it, and both ways of rounding. Does not own: which rates
count and totals (room invoices), rates that are worked out (automatic_rates.py).
Money: minor units of one currency; nothing moves.
Source: docs: Tax rates; recorded: dj-stripe (inclusive).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from pinstripe.money import percentage, round_half_up, split

Body = Mapping[str, Any]
Taxes = list[dict[str, Any]]
"""Bodies of taxes, as a line or an invoice shows them."""

REASONS = {"exempt": "customer_exempt", "reverse": "reverse_charge"}
"""Why a customer pays no tax, by its `tax_exempt`. source: spec (enum); the pairs inferred"""


class Tax(NamedTuple):
    """One rate's tax on one line, and the amount it was counted on."""

    amount: int
    taxable_amount: int
    inclusive: bool


class LineTaxes(NamedTuple):
    """A line's taxes, in the order of its rates; `relief`: the tax inside the price that is not paid."""

    taxes: tuple[Tax, ...]
    relief: int = 0


UNTAXED = LineTaxes(())
"""Of a line without rates."""


class Taxed(NamedTuple):
    """Lines with their taxes.

    rows, each line's `taxes`; totals, the invoice's `total_taxes`; inclusive and exclusive, their sums;
    relief, the tax inside prices that an exempt customer does not pay.
    """

    rows: list[Taxes]
    totals: Taxes
    inclusive: int
    exclusive: int
    relief: int


def taxed(
    amounts: Sequence[int],
    rates: Sequence[Sequence[Body]],
    said: Sequence[Sequence[Body] | None] = (),
    *,
    tax_exempt: str = "none",
    rounds_once: bool = False,
) -> Taxed:
    """The taxes of lines, of which discounts left so much, each by its rates.

    params: said, taxes that a caller worked out, where a line has any; tax_exempt, the customer's;
    rounds_once, each rate is rounded on the whole invoice, not on each line (a setting of the account).
    source: docs: Tax rates; spec (shape)
    """
    pairs = list(zip(amounts, rates, strict=True))
    if tax_exempt == "none" and rounds_once:
        found = taxes_on_invoice(pairs)
    else:
        found = [taxes_on(amount, of, exempt=tax_exempt != "none") for amount, of in pairs]
    rows = [_bodies(line, of, tax_exempt) for line, of in zip(found, rates, strict=True)]
    for at, given in enumerate(said):
        if given:
            rows[at] = [dict(tax) for tax in given]
    every = [tax for row in rows for tax in row]
    return Taxed(
        rows=rows,
        totals=_totals(rows),
        inclusive=sum(tax["amount"] for tax in every if tax["tax_behavior"] == "inclusive"),
        exclusive=sum(tax["amount"] for tax in every if tax["tax_behavior"] == "exclusive"),
        relief=sum(line.relief for line in found),
    )


def _bodies(found: LineTaxes, rates: Sequence[Body], tax_exempt: str) -> Taxes:
    """A line's taxes as it shows them. source: spec; the reason of a manual rate inferred"""
    return [
        {
            "amount": tax.amount,
            "tax_behavior": "inclusive" if tax.inclusive else "exclusive",
            "tax_rate_details": {"tax_rate": rate["id"]},
            "taxability_reason": rate.get("reason") or REASONS.get(tax_exempt, "not_available"),
            "taxable_amount": tax.taxable_amount,
            "type": "tax_rate_details",
        }
        for tax, rate in zip(found.taxes, rates, strict=True)
    ]


def _totals(rows: Sequence[Taxes]) -> Taxes:
    """Each rate's tax on all lines together, in the order in which lines name them. source: spec"""
    totals: dict[tuple[str, str], dict[str, Any]] = {}
    for row in (row for of_line in rows for row in of_line):
        key = (row["tax_rate_details"]["tax_rate"], row["taxability_reason"])
        known = totals.setdefault(key, {**row, "amount": 0, "taxable_amount": 0})
        for name in ("amount", "taxable_amount"):
            known[name] += row[name]
    return list(totals.values())


def taxes_on(amount: int, rates: Sequence[Body], *, exempt: bool = False) -> LineTaxes:
    """The taxes of one line by manual rates, each rounded on its own; `amount` is what discounts left of it.

    Tax inside the price is what all inclusive rates together make of it; exclusive rates count on the rest.
    An exempt buyer (or one who owes the tax himself) pays no tax, and not the part inside the price either.
    source: docs: Tax rates
    """
    if not rates:
        return UNTAXED
    exact = _inside(amount, rates)
    if exempt:
        net = amount - round_half_up(exact)
        return LineTaxes(tuple(Tax(0, net, rate["inclusive"]) for rate in rates), amount - net)
    inside = round_half_up(exact)
    taxes = iter(split(inside, [_millionths(rate) for rate in rates if rate["inclusive"]]))
    net = amount - inside
    return LineTaxes(
        tuple(
            Tax(
                next(taxes) if rate["inclusive"] else round_half_up(net * _part(rate)), net, rate["inclusive"]
            )
            for rate in rates
        )
    )


def taxes_on_invoice(lines: Sequence[tuple[int, Sequence[Body]]]) -> list[LineTaxes]:
    """The taxes of all lines, rounded once for each rate on the whole invoice, the account's other setting.

    Each rate's tax is shared out among its lines by what they would bear unrounded.
    params: lines, amounts after discounts with their rates. source: docs: Tax rates; the shares inferred
    """
    exact = [[_exact_tax(amount, rate, rates) for rate in rates] for amount, rates in lines]
    rounded: dict[tuple[int, int], int] = {}
    for places in _places_of_rates(lines).values():
        shares = [exact[line][at] for line, at in places]
        rounded.update(zip(places, _shared(shares), strict=True))
    answers = []
    for number, (amount, rates) in enumerate(lines):
        inside = sum(rounded[number, at] for at, rate in enumerate(rates) if rate["inclusive"])
        taxes = tuple(
            Tax(rounded[number, at], amount - inside, rate["inclusive"]) for at, rate in enumerate(rates)
        )
        answers.append(LineTaxes(taxes))
    return answers


def _places_of_rates(lines: Sequence[tuple[int, Sequence[Body]]]) -> dict[str, list[tuple[int, int]]]:
    """Where each rate stands: (line, position) by its id."""
    places: dict[str, list[tuple[int, int]]] = {}
    for number, (_, rates) in enumerate(lines):
        for at, rate in enumerate(rates):
            places.setdefault(rate["id"], []).append((number, at))
    return places


def _shared(exact: Sequence[Fraction]) -> list[int]:
    """Whole amounts that sum to the rounded sum: floors, and one more where the fraction is largest."""
    parts = [share.numerator // share.denominator for share in exact]
    missing = round_half_up(sum(exact, Fraction(0))) - sum(parts)
    order = sorted(range(len(exact)), key=lambda at: parts[at] - exact[at])
    for at in order[:missing]:
        parts[at] += 1
    return parts


def _part(rate: Body) -> Fraction:
    return Fraction(percentage(rate["percentage"])) / 100


def _millionths(rate: Body) -> int:
    """A rate as a whole weight: percentages have at most four places."""
    return int(percentage(rate["percentage"]) * 10_000)


def _inside(amount: int, rates: Sequence[Body]) -> Fraction:
    """The tax that is in a price already, unrounded."""
    inclusive = sum((_part(rate) for rate in rates if rate["inclusive"]), Fraction(0))
    return amount - amount / (1 + inclusive)


def _exact_tax(amount: int, rate: Body, rates: Sequence[Body]) -> Fraction:
    return (amount - _inside(amount, rates)) * _part(rate)
