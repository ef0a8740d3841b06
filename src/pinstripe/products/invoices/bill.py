"""What an invoice comes to: discounts, manual taxes, the customer's balance, and what is left to pay.

Owns: the identities between an invoice's amounts. Does not own: what a line costs, which discounts and rates
apply, automatic tax, credit grants, the ledger. Money: minor units of one currency.
Source: docs: Tax rates; docs: Coupons and promotion codes; docs: Customer credit balance; recorded:
stripe_world 13 and 14, pay-rails/pay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from pinstripe.money import MixedCurrencies, percentage, round_half_up, split, split_last

Body = Mapping[str, Any]


class Line(NamedTuple):
    """What a discount looks at in a line."""

    amount: int
    product: str | None = None
    discountable: bool = True


class Coupon(NamedTuple):
    """What a coupon takes off: a percentage or an amount, on all lines or some.

    `lines` holds the positions a discount is confined to because it belongs to a subscription item or an
    invoice item.
    """

    percent_off: Decimal | None = None
    amount_off: int | None = None
    products: frozenset[str] | None = None
    lines: frozenset[int] | None = None


class Tax(NamedTuple):
    """One rate's tax on one line, and the amount it was counted on."""

    amount: int
    taxable_amount: int
    inclusive: bool


class LineTaxes(NamedTuple):
    """A line's taxes, in the order of its rates; `relief`: the tax inside the price that is not paid."""

    taxes: tuple[Tax, ...]
    relief: int = 0


class Totals(NamedTuple):
    """The amounts of an invoice, by the names of its fields where it has them."""

    subtotal: int
    subtotal_excluding_tax: int
    discount: int
    tax: int
    total: int
    total_excluding_tax: int
    starting_balance: int
    credit_used: int
    amount_due: int
    amount_paid: int
    amount_remaining: int
    ending_balance: int


def coupon_of(body: Body, currency: str, lines: frozenset[int] | None = None) -> Coupon:
    """A coupon as it counts in an invoice's currency.

    params: lines, positions of the item that the discount belongs to. source: spec
    """
    products = (body.get("applies_to") or {}).get("products")
    percent = body.get("percent_off")
    return Coupon(
        None if percent is None else percentage(percent),
        None if percent is not None else _amount_off(body, currency),
        None if products is None else frozenset(products),
        lines,
    )


def _amount_off(body: Body, currency: str) -> int:
    if body["currency"] == currency:
        return int(body["amount_off"])
    options = body.get("currency_options") or {}
    if currency not in options:
        raise MixedCurrencies(f"a coupon of {body['currency']} on an invoice of {currency}")
    return int(options[currency]["amount_off"])


def discounts_on(lines: Sequence[Line], coupons: Sequence[Coupon]) -> list[list[int]]:
    """What each coupon takes off each line: one list a line, in the order of the coupons.

    Coupons count one after the other, each on what the ones before it left; an item's own come first in the
    list. A line never falls below zero: what a coupon cannot take is lost. Lines of zero or less are not
    discounted.
    source: docs: Coupons and promotion codes; recorded: pay-rails/pay; amounts larger than the lines inferred
    """
    left = [max(line.amount, 0) if line.discountable else 0 for line in lines]
    taken: list[list[int]] = [[] for _ in lines]
    for coupon in coupons:
        base = [rest if _applies(coupon, at, lines[at]) else 0 for at, rest in enumerate(left)]
        for at, off in enumerate(_taken_by(coupon, base)):
            taken[at].append(off)
            left[at] -= off
    return taken


def _applies(coupon: Coupon, at: int, line: Line) -> bool:
    if coupon.lines is not None and at not in coupon.lines:
        return False
    return coupon.products is None or line.product in coupon.products


def _taken_by(coupon: Coupon, base: Sequence[int]) -> list[int]:
    """One coupon's share of each line, of which so much is left."""
    if coupon.percent_off is not None:
        part = Fraction(coupon.percent_off) / 100
        return [min(round_half_up(rest * part), rest) for rest in base]
    parts = split_last(min(coupon.amount_off or 0, sum(base)), base) if any(base) else [0] * len(base)
    return _within(parts, base)


def _within(parts: list[int], base: Sequence[int]) -> list[int]:
    """The last line's remainder can be more than is left of it; the lines before it take the excess.

    source: inferred
    """
    excess = 0
    for at in reversed(range(len(parts))):
        part = min(parts[at] + excess, base[at])
        excess += parts[at] - part
        parts[at] = part
    return parts


def taxes_on(amount: int, rates: Sequence[Body], *, exempt: bool = False) -> LineTaxes:
    """The taxes of one line by manual rates, each rounded on its own; `amount` is what discounts left of it.

    Tax inside the price is what all inclusive rates together make of it; exclusive rates count on the rest.
    An exempt buyer (or one who owes the tax himself) pays no tax, and not the part inside the price either.
    source: docs: Tax rates
    """
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


def _places_of_rates(lines: Sequence[tuple[int, Sequence[Body]]]) -> dict[Any, list[tuple[int, int]]]:
    """Where each rate stands: (line, position) by its id, or by its terms where it has none."""
    places: dict[Any, list[tuple[int, int]]] = {}
    for number, (_, rates) in enumerate(lines):
        for at, rate in enumerate(rates):
            key = rate.get("id") or (str(rate["percentage"]), rate["inclusive"])
            places.setdefault(key, []).append((number, at))
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


def totals(
    lines: Sequence[int],
    *,
    discounts: Sequence[int] = (),
    taxes: Sequence[LineTaxes] = (),
    credits: int = 0,
    starting_balance: int = 0,
    minimum_charge: int = 0,
    amount_paid: int = 0,
    pre_payment_credit: int = 0,
) -> Totals:
    """All amounts of an invoice: lines, less discounts, less credit grants, plus tax; then the balance.

    A customer's balance below zero is credit and is used up first; one above zero is owed and asked for
    now. What is too little to charge is owed on the next invoice; a negative total becomes credit.
    params: lines, amounts before discounts and exclusive tax; credits, billing credit grants applied;
    minimum_charge, the currency's; pre_payment_credit, credit notes given before payment.
    source: docs: Customer credit balance; recorded: stripe_world 13 and 14, pay-rails/pay; minimum beside a
    balance inferred
    """
    subtotal, discount = sum(lines), sum(discounts)
    every = [tax for line in taxes for tax in line.taxes]
    relief = sum(line.relief for line in taxes)
    inclusive = sum(tax.amount for tax in every if tax.inclusive)
    exclusive = sum(tax.amount for tax in every if not tax.inclusive)
    total = subtotal - discount - credits - relief + exclusive
    credit_used, due, ending = _settle(total, starting_balance, minimum_charge)
    return Totals(
        subtotal=subtotal,
        subtotal_excluding_tax=subtotal - inclusive - relief,
        discount=discount,
        tax=inclusive + exclusive,
        total=total,
        total_excluding_tax=total - exclusive - inclusive,
        starting_balance=starting_balance,
        credit_used=credit_used,
        amount_due=due,
        amount_paid=amount_paid,
        amount_remaining=max(due - amount_paid - pre_payment_credit, 0),
        ending_balance=ending,
    )


def _settle(total: int, start: int, minimum: int) -> tuple[int, int, int]:
    """(credit used, amount due, balance afterwards)."""
    if total < 0:
        return 0, 0, start + total
    owed = max(start, 0)
    used = min(max(-start, 0), total)
    due = total + owed - used
    ending = start + used - owed
    if 0 < due < minimum:
        return used, 0, ending + due
    return used, due, ending
