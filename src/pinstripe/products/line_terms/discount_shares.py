"""Shares of discounts: what each discount takes off each line of an invoice.

Owns: the order of discounts, which lines they reach, rounding. Does not own: which discounts count
and totals (room invoices). Money: minor units of one currency; nothing moves.
Source: docs: Coupons and promotion codes; recorded: pay-rails/pay 2025-11.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from pinstripe.money import MixedCurrencies, percentage, round_half_up, split_last

Body = Mapping[str, Any]
Amounts = list[dict[str, Any]]
"""Bodies of discount amounts: `{amount, discount}`."""


class Line(NamedTuple):
    """What the bill reads of a line.

    amount, before discounts and exclusive tax; discounts, the line's own, bodies with their coupon in
    `source.coupon`; tax_rates, the line's own, bodies; price, quantity, and what was said of its taxes, for
    where they are worked out.
    """

    amount: int
    product: str | None = None
    discountable: bool = True
    discounts: Sequence[Body] = ()
    tax_rates: Sequence[Body] = ()
    price: str | None = None
    quantity: int | None = None
    tax_code: str | None = None
    tax_behavior: str | None = None
    of_service: bool = False
    """Is it for an item of a subscription? Such lines stand newest first."""
    tax_amounts: Sequence[Body] | None = None
    """Taxes that a caller worked out: no rate counts beside them."""
    taken: Sequence[Body] = ()
    """What discounts took off before it stood here (`{amount, discount, own}`): so it is shown, and nothing
    else counts."""


class Coupon(NamedTuple):
    """What a coupon takes off: a percentage or an amount, on all lines or some.

    `lines` holds the positions a discount is confined to because it belongs to a subscription item or an
    invoice item.
    """

    percent_off: Decimal | None = None
    amount_off: int | None = None
    products: frozenset[str] | None = None
    lines: frozenset[int] | None = None


class Discounted(NamedTuple):
    """Lines after their discounts.

    left, what is left of each line's amount; amounts, each line's `discount_amounts`; totals, the invoice's
    `total_discount_amounts`; own, what the lines' own discounts take off in all.
    """

    left: list[int]
    amounts: list[Amounts]
    totals: Amounts
    own: int


def discounted(lines: Sequence[Line], discounts: Sequence[Body], currency: str) -> Discounted:
    """What is left of lines after their own discounts, and then the invoice's.

    params: discounts, the invoice's, bodies with their coupon in `source.coupon`.
    source: spec (order); recorded: pay-rails/pay 2025-11 (shape); a share of nothing inferred
    """
    if not discounts and not any(line.discounts or line.taken for line in lines):
        return Discounted([line.amount for line in lines], [[] for _ in lines], [], 0)
    own = _own(lines, currency)
    found = [*own, *((each["id"], coupon_of(each["source"]["coupon"], currency)) for each in discounts)]
    taken = discounts_on(lines, [coupon for _, coupon in found])
    amounts: list[Amounts] = []
    totals: dict[str, int] = {}
    for line, parts in zip(lines, taken, strict=True):
        reached = parts.items() if line.discountable else ()
        now = [{"amount": part, "discount": found[which][0]} for which, part in reached]
        before = [{"amount": one["amount"], "discount": one["discount"]} for one in line.taken]
        amounts.append([*now, *before])
        for share in [*now, *(one for one in before if one["amount"])]:
            totals[share["discount"]] = totals.get(share["discount"], 0) + share["amount"]
    whole = [each["id"] for each in discounts]
    order = [*(key for key in totals if key not in whole), *(key for key in whole if key in totals)]
    return Discounted(
        left=[
            line.amount - sum(parts.values()) - sum(one["amount"] for one in line.taken)
            for line, parts in zip(lines, taken, strict=True)
        ],
        amounts=amounts,
        totals=[{"amount": totals[key], "discount": key} for key in order],
        own=sum(part for parts in taken for which, part in parts.items() if which < len(own))
        + sum(one["amount"] for line in lines for one in line.taken if one["own"]),
    )


def _own(lines: Sequence[Line], currency: str) -> list[tuple[str, Coupon]]:
    """The lines' own discounts by id. One that stands on several lines is shared out among them.
    source: inferred (several lines)
    """
    places: dict[str, tuple[Body, set[int]]] = {}
    for at, line in enumerate(lines):
        for discount in line.discounts:
            places.setdefault(discount["id"], (discount, set()))[1].add(at)
    return [
        (key, coupon_of(discount["source"]["coupon"], currency, frozenset(at)))
        for key, (discount, at) in places.items()
    ]


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


def discounts_on(lines: Sequence[Line], coupons: Sequence[Coupon]) -> list[dict[int, int]]:
    """What each coupon takes off each line that it reaches, by the coupon's place.

    Coupons count one after the other, each on what the ones before it left; an item's own come first in the
    list. A line never falls below zero: what a coupon cannot take is lost. Lines of zero or less are not
    discounted.
    source: docs: Coupons and promotion codes; recorded: pay-rails/pay; amounts larger than the lines inferred
    """
    left = [max(line.amount, 0) if line.discountable else 0 for line in lines]
    taken: list[dict[int, int]] = [{} for _ in lines]
    order = _oldest_first(lines)
    rank = {at: place for place, at in enumerate(order)}
    for which, coupon in enumerate(coupons):
        places = order if coupon.lines is None else sorted(coupon.lines, key=rank.__getitem__)
        reached = [at for at in places if coupon.products is None or lines[at].product in coupon.products]
        for at, off in zip(reached, _taken_by(coupon, [left[at] for at in reached]), strict=True):
            taken[at][which] = off
            left[at] -= off
    return taken


def _oldest_first(lines: Sequence[Line]) -> list[int]:
    """The places of lines in the order of what they are for: a subscription's stand the other way round.

    source: docs: Prorations (166 and 334 of 5.00 off 10 and 20); inferred (the order)
    """
    service = iter([at for at, line in enumerate(lines) if line.of_service][::-1])
    return [next(service) if line.of_service else at for at, line in enumerate(lines)]


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


def together(parts: Iterable[Fraction | int]) -> Fraction:
    """What several discounts take off."""
    return sum(map(Fraction, parts), Fraction(0))
