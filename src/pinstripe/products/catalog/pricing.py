"""What a quantity costs at a price, what part of a period costs, and what usage adds up to.

Owns: price formulas, tiers, packages, prorated amounts, sums of legacy usage. Does not own: texts of lines,
period boundaries, discounts, taxes. Money: minor units; exact rationals inside, each line rounded once.
Source: docs: Model usage-based pricing; docs: Prorations; recorded: Gitpod 2022, stripe_world 14,
pay-rails/pay.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.coerce import FARTHEST
from pinstripe.clock.calendar import Period
from pinstripe.money import decimal_amount, decimal_text, round_half_up, round_proration
from pinstripe.products.catalog import refusals

Body = Mapping[str, Any]
Quantity = int | Decimal
Kind = Literal["unit", "tier_unit", "tier_flat", "package", "billed"]


class PricedLine(NamedTuple):
    """One line of what a quantity costs.

    units: quantity, whole units with any fraction cut off; unit_amount_decimal, minor units (a flat line's
    flat amount); tier, counted from 1.
    """

    kind: Kind
    quantity: int
    quantity_decimal: str
    unit_amount_decimal: str
    amount: int
    tier: int | None = None


class Configuration(NamedTuple):
    """A subscription item as it is charged for a whole period."""

    price: Body
    tiers: Sequence[Body] = ()
    quantity: Quantity = 1


class Proration(NamedTuple):
    """What changing an item within its period gives back (never above zero) and takes (never below)."""

    credit: int
    debit: int

    @property
    def net(self) -> int:
        """Both together, each rounded before."""
        return self.credit + self.debit


class _Piece(NamedTuple):
    """A line before rounding."""

    kind: Kind
    quantity: Quantity
    unit: str
    exact: int | Fraction
    tier: int | None = None


def charges(price: Body, tiers: Sequence[Body], quantity: Quantity) -> list[PricedLine]:
    """The lines that a quantity of a price costs.

    A tier gives its unit line, then its flat line where a flat amount is set, 0 included. Corrections that
    outweigh the usage cost nothing: a negative quantity counts as 0.
    source: docs: Model usage-based pricing; recorded: Gitpod 2022, daily graduated plan 2020
    """
    return [_rounded(piece) for piece in _pieces(price, tiers, quantity)]


def rest(price: Body, tiers: Sequence[Body], quantity: Quantity, before: Quantity) -> list[PricedLine]:
    """What a quantity costs beside what is billed of it. Tiers go on where they were.

    Where all units cost what the last one does, and that changed, everything is charged anew and what was
    billed is given back. A line that would have more than twelve digits has the most that twelve say: nobody
    is there to be refused. source: docs: Set up thresholds; inferred (twelve digits)
    """
    every = [
        line._replace(amount=min(line.amount, currencies.LARGEST)) for line in charges(price, tiers, quantity)
    ]
    if not before:
        return every
    old = rest(price, tiers, before, 0)
    if price.get("tiers_mode") == "volume" and every[0].tier != old[0].tier:
        given_back = -sum(line.amount for line in old)
        return [*every, old[0]._replace(kind="billed", quantity=0, quantity_decimal="0", amount=given_back)]
    known = {(line.kind, line.tier): line for line in old}
    places = dict.fromkeys([*((line.kind, line.tier) for line in every), *known])
    now = {(line.kind, line.tier): line for line in every}
    left = [_less(now.get(place), known.get(place)) for place in places]
    return [line for line in left if line.amount or line.quantity_decimal != "0"] or left[-1:]


def _less(line: PricedLine | None, before: PricedLine | None) -> PricedLine:
    """A line without what was billed of it; one that is no longer there is given back."""
    if before is None:
        assert line is not None, "a line that was never there"
        return line
    now = line or before._replace(quantity_decimal="0", amount=0)
    quantity = Decimal(now.quantity_decimal) - Decimal(before.quantity_decimal)
    return now._replace(
        quantity=min(int(quantity), FARTHEST),
        quantity_decimal=decimal_text(quantity),
        amount=now.amount - before.amount,
    )


def cost(price: Body, tiers: Sequence[Body], quantity: Quantity = 0) -> int:
    """What a quantity of a price costs in all; with none, where nothing is used."""
    return sum(line.amount for line in charges(price, tiers, quantity))


def packages(quantity: Quantity, transform: Body) -> int:
    """How many packages a quantity fills, the last one counted or not as the price says. source: spec"""
    size = transform["divide_by"]
    if transform["round"] == "up":
        return int(-(-Fraction(quantity) // size))
    return int(Fraction(quantity) // size)


def _rounded(piece: _Piece) -> PricedLine:
    whole = min(int(piece.quantity), FARTHEST)  # the decimal one says all of it
    return PricedLine(
        piece.kind, whole, decimal_text(piece.quantity), piece.unit, round_half_up(piece.exact), piece.tier
    )


def _pieces(price: Body, tiers: Sequence[Body], quantity: Quantity) -> list[_Piece]:
    quantity = max(quantity, 0)
    if price.get("billing_scheme") == "tiered":
        if price["tiers_mode"] == "volume":
            return _volume(tiers, quantity)
        return _graduated(tiers, quantity)
    unit = _unit(price)
    transform = price.get("transform_quantity")
    if transform:
        return [_Piece("package", quantity, unit, times(packages(quantity, transform), unit))]
    return [_Piece("unit", quantity, unit, times(quantity, unit))]


def _graduated(tiers: Sequence[Body], quantity: Quantity) -> list[_Piece]:
    """Every tier entered; no usage at all still stands in the first tier."""
    pieces: list[_Piece] = []
    floor: Quantity = 0
    for number, tier in enumerate(tiers, 1):
        top = quantity if tier["up_to"] is None else min(quantity, tier["up_to"])
        units = max(top - floor, 0)
        if units or number == 1:
            pieces += _tier(tier, number, units)
        if top == quantity:
            break
        floor = tier["up_to"]
    return pieces


def _volume(tiers: Sequence[Body], quantity: Quantity) -> list[_Piece]:
    for number, tier in enumerate(tiers, 1):
        if tier["up_to"] is None or quantity <= tier["up_to"]:
            return _tier(tier, number, quantity)
    return _tier(tiers[-1], len(tiers), quantity)


def _tier(tier: Body, number: int, units: Quantity) -> list[_Piece]:
    unit = _unit(tier, "unit_amount", "0")
    pieces = [_Piece("tier_unit", units, unit, times(units, unit), number)]
    if (tier.get("flat_amount_decimal") or tier.get("flat_amount")) is not None:
        fee = _unit(tier, "flat_amount")
        pieces.append(_Piece("tier_flat", 0, fee, times(1, fee), number))
    return pieces


def _unit(source: Body, name: str = "unit_amount", otherwise: str | None = None) -> str:
    """An amount as decimal text, whichever of its two fields the body has."""
    text = source.get(f"{name}_decimal")
    if text is not None:
        return str(text)
    whole = source.get(name)
    if whole is not None:
        return str(whole)
    if otherwise is None:
        raise ValueError(f"a price without {name}")
    return otherwise


def times(quantity: Quantity, unit: str) -> int | Fraction:
    """Exact product; whole numbers, which nearly all are, stay whole."""
    if isinstance(quantity, int) and unit.isdecimal():
        return quantity * int(unit)
    return Fraction(quantity) * Fraction(decimal_amount(unit))


def amount_of(quantity: Quantity, unit: str, currency: str, param: str) -> int:
    """What a quantity of one unit price comes to, rounded. params: param, what the caller gave

    refuses: amount_too_large
    """
    amount = round_half_up(times(quantity, unit))
    if abs(amount) > currencies.LARGEST:
        raise refusals.amount_too_large(currency, param)
    return amount


def part_of(configuration: Configuration, share: Fraction) -> int:
    """What a share of a period, or of several, costs, rounded as prorations are. source: docs: Prorations"""
    return round_proration(whole_period(configuration) * share)


def proration(
    old: Configuration | None,
    new: Configuration | None,
    period: Period,
    moment: int,
    until: int | None = None,
    off: Fraction = Fraction(0),
) -> Proration:
    """The unused time of the old configuration given back, the remaining time of the new one charged.

    The whole old configuration is credited, not the difference. Usage-based prices are never prorated.
    params: old, what was really billed in flexible billing mode, else the item as it is; None, no such
    configuration; until, where the item ends before its period does; off, what discounts take off the period
    source: docs: Prorations; recorded: stripe_world 14, pay-rails/pay
    """
    credit = round_proration(-_rest(old, period, moment, until, off))
    return Proration(credit, round_proration(_rest(new, period, moment, until, off)))


def _rest(
    configuration: Configuration | None, period: Period, moment: int, until: int | None, off: Fraction
) -> Fraction:
    """What a configuration costs from the moment to the end of its period, or until then, exactly."""
    if configuration is None or is_metered(configuration.price):
        return Fraction(0)
    return left_of(period, moment, until) * (whole_period(configuration) - off)


def left_of(period: Period, moment: int, until: int | None) -> Fraction:
    """The part of a period that lies between a moment and its end, or an earlier one."""
    return remaining(period, moment) - (remaining(period, until) if until is not None else 0)


def is_metered(price: Body) -> bool:
    """Whether usage decides the quantity."""
    return (price.get("recurring") or {}).get("usage_type") == "metered"


def remaining(period: Period, moment: int) -> Fraction:
    """The part of a period that lies ahead of a moment in it, to the second. source: docs: Prorations"""
    if not period.start <= moment <= period.end:
        raise ValueError(f"{moment} is not in {period}")
    return Fraction(period.end - moment, period.end - period.start)


def whole_period(configuration: Configuration) -> Fraction:
    """The exact charge of a configuration for a whole period."""
    price, tiers, quantity = configuration
    return Fraction(sum((piece.exact for piece in _pieces(price, tiers, quantity)), Fraction(0)))


def amounts_of(
    whole: int | None, decimal: str | None, where: str = "", name: str = "unit_amount"
) -> tuple[int | None, str]:
    """An amount's two faces: the whole one only where it is whole, the decimal one always.

    params: where, path of the hash that holds the two; name, `unit_amount` or `flat_amount`.
    refuses: both, neither, more than twelve places.
    source: docs: Model usage-based pricing; recorded: terraform issue 10
    """
    path = _path(where, name)
    if whole is not None and decimal is not None:
        raise refusals.both_amounts(name, path)
    if whole is not None:
        return whole, str(whole)
    if decimal is None:
        raise errors.missing_param(path)
    try:
        exact = decimal_amount(decimal)
    except ValueError:
        raise errors.bad_decimal(decimal, _path(where, f"{name}_decimal")) from None
    return (int(exact) if exact == int(exact) else None), decimal_text(exact)


def _path(where: str, name: str) -> str:
    return f"{where}[{name}]" if where else name


def validate_tiers(tiers: Sequence[Body], where: str = "tiers") -> list[dict[str, Any]]:
    """The tiers that a price is made with, checked and in canonical shape (the last one's `up_to` null).

    refuses: no tiers, no bound, bounds that do not rise, a last tier that ends, a tier without an amount,
    both faces of one amount, a negative amount.
    source: docs: Model usage-based pricing; recorded: pulumi-stripe issue 1 (no amount)
    """
    if not tiers:
        raise errors.missing_param(where)
    last = len(tiers) - 1
    floor = 0
    canonical = []
    for at, tier in enumerate(tiers):
        path = f"{where}[{at}]"
        up_to = _up_to(tier.get("up_to"), floor, at == last, f"{path}[up_to]")
        floor = up_to or floor
        flat, flat_decimal = _optional_amounts(tier, "flat_amount", path)
        unit, unit_decimal = _optional_amounts(tier, "unit_amount", path)
        if flat_decimal is None and unit_decimal is None:
            raise refusals.tier_without_amount()
        canonical.append(
            {
                "flat_amount": flat,
                "flat_amount_decimal": flat_decimal,
                "unit_amount": unit,
                "unit_amount_decimal": unit_decimal,
                "up_to": up_to,
            }
        )
    return canonical


def _up_to(value: int | str | None, floor: int, last: bool, path: str) -> int | None:
    """The inclusive bound of a tier. refuses: endless_tier, last_tier_ends, bound_too_low"""
    if value is None:
        raise errors.missing_param(path)
    if value == "inf":
        if not last:
            raise refusals.endless_tier(path)
        return None
    if last:
        raise refusals.last_tier_ends(path)
    try:
        bound = int(value)
    except ValueError:
        raise errors.bad_integer(str(value), path) from None
    if bound <= floor:
        raise refusals.bound_too_low(floor, path)
    return bound


def _optional_amounts(tier: Body, name: str, path: str) -> tuple[int | None, str | None]:
    whole, decimal = tier.get(name), tier.get(f"{name}_decimal")
    if whole is None and decimal is None:
        return None, None
    amount, text = amounts_of(whole, decimal, path, name)
    if text.startswith("-"):
        raise errors.too_low(0, f"{path}[{name if decimal is None else f'{name}_decimal'}]")
    return amount, text


def recorded(existing: int | None, action: str, quantity: int) -> int:
    """The usage that stands at a timestamp after one more record: `set` replaces it, `increment` adds to it.

    source: sdk
    """
    return quantity if action == "set" else (existing or 0) + quantity


def aggregate(
    mode: str,
    amounts_by_timestamp: Sequence[tuple[int, int]],
    start: int,
    end: int | None,
    first_period: bool,
) -> int:
    """The usage that a period bills, by the price's `aggregate_usage`.

    A period holds what comes after its start, up to and including its end; the first also holds its opening
    second. `last_ever` looks back over the item's whole life, trial included.
    params: amounts_by_timestamp, sorted, one entry a timestamp; end, None while the period runs.
    source: sdk; merging equal timestamps before the maximum is taken inferred
    """
    stop = (
        len(amounts_by_timestamp) if end is None else bisect_right(amounts_by_timestamp, end, key=_timestamp)
    )
    if mode == "last_ever":
        return amounts_by_timestamp[stop - 1][1] if stop else 0
    find = bisect_left if first_period else bisect_right
    begin = find(amounts_by_timestamp, start, key=_timestamp)
    if begin >= stop:
        return 0
    if mode == "last_during_period":
        return amounts_by_timestamp[stop - 1][1]
    amounts = [amount for _, amount in amounts_by_timestamp[begin:stop]]
    return max(amounts) if mode == "max" else sum(amounts)


def _timestamp(entry: tuple[int, int]) -> int:
    return entry[0]
