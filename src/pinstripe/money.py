"""Money as whole minor units, and the only places where a fraction of one is decided upon.

Owns: rounding rules, splitting an amount without losing a unit, reading decimal amounts.
Does not own: currencies (their exponents, symbols, minima), prices, the ledger.
Money: integers of minor units; exact rationals until the moment of rounding; never a float.
Source: docs: Prorations; docs: Tax rates; recorded: stripe_world 14; recorded: pay-rails/pay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Exact = int | Decimal | Fraction

# Twelve places is what the API takes; a sign, because corrections are negative. Anything else (1e5, nan) is
# no amount.
_DECIMAL = re.compile(r"-?(?:\d+(?:\.\d{0,12})?|\.\d{1,12})", re.ASCII)


class MixedCurrencies(ValueError):
    """Two currencies met in one sum: a fault of the program, never of the caller."""


@dataclass(frozen=True, slots=True)
class Money:
    """So many minor units of one currency, which never mixes with another."""

    amount: int
    currency: str

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise MixedCurrencies(f"{self.currency} and {other.currency}")
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def __bool__(self) -> bool:
        return self.amount != 0


def round_half_up(exact: Exact) -> int:
    """What a line, a percentage discount or a tax comes to: the nearest minor unit, a half away from zero.

    Negative halves go away from zero too, so that a charge and its reversal cancel.
    source: docs: Tax rates; recorded: Gitpod 2022 (111.6 → 112); negative halves inferred
    """
    if isinstance(exact, int):
        return exact
    if isinstance(exact, Decimal):
        return int(exact.to_integral_value(ROUND_HALF_UP))
    size = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return size if exact >= 0 else -size


def round_proration(exact: Fraction) -> int:
    """What a part of a period comes to: the nearest minor unit, a half always in the customer's favour.

    ceil(x - 1/2): a credit of 2.5 gives 3 back, a debit of 2.5 takes 2.
    source: recorded: stripe_world 14, pay-rails/pay
    """
    return -((exact.denominator - 2 * exact.numerator) // (2 * exact.denominator))


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Share an amount out in proportion, each missing unit to whoever was rounded down the most.

    Nothing is lost. Equal claims are met in order. Weights that are all zero count as equal ones.
    source: inferred
    """
    shares = _weights(weights, amount)
    if not shares:
        return []
    size, total = abs(amount), sum(shares)
    parts = [size * weight // total for weight in shares]
    missing = size - sum(parts)
    claims = sorted(range(len(shares)), key=lambda at: -(size * shares[at] % total))
    for at in claims[:missing]:
        parts[at] += 1
    return parts if amount >= 0 else [-part for part in parts]


def split_last(amount: int, weights: Sequence[int]) -> list[int]:
    """Share an amount out in proportion, rounded down, the remainder to the last one that has a claim.

    500 over 1000 and 2000 is 166 and 334. Negative amounts are shared out as their opposite is.
    source: recorded: stripe_world; negative amounts and trailing zero weights inferred
    """
    shares = _weights(weights, amount)
    if not shares:
        return []
    size, total = abs(amount), sum(shares)
    parts = [size * weight // total for weight in shares]
    last = max(at for at, weight in enumerate(shares) if weight)
    parts[last] += size - sum(parts)
    return parts if amount >= 0 else [-part for part in parts]


def _weights(weights: Sequence[int], amount: int) -> list[int]:
    if any(weight < 0 for weight in weights):
        raise ValueError("a share cannot be negative")
    if amount and not weights:
        raise ValueError("nobody to share the amount with")
    return list(weights) if any(weights) else [1] * len(weights)


def decimal_amount(text: str) -> Decimal:
    """A decimal amount as the API writes it: at most twelve places, no exponent.

    refuses: anything else, with a ValueError.
    source: docs: Model usage-based pricing
    """
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"not a decimal amount: {text!r}")
    return Decimal(text)


def decimal_text(value: int | Decimal) -> str:
    """A decimal as the API shows it: no exponent, no trailing zeros, no negative zero.

    source: recorded: pay-rails/pay (`unit_amount_decimal`)
    """
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def percentage(number: object) -> Decimal:
    """A percentage as a body holds it (25, 33.3, "19.6"), exactly as it is written there. source: spec"""
    return Decimal(str(number))
