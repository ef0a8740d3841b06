"""Exact numbers of usage: whole ones as int, fractions as Decimal, never rounded.

Owns: the canonical form of a number in memory, as text and inside stored JSON.
Does not own: which numbers an API accepts (the products check that first). Money: none. Source: inferred.
"""

from __future__ import annotations

from decimal import Context, Decimal, Inexact, InvalidOperation

Number = int | Decimal

DIGITS = 18
"""The most digits a single value may have before its point, and after it."""

EXACT = Context(prec=1000, traps=[Inexact, InvalidOperation])
"""Sums that would have to be rounded raise instead; a thousand digits are never reached by adding."""

_BOUND = 10**DIGITS
_MACHINE = 1 << 63


def number(value: Number) -> Number:
    """A value in its canonical form: a whole one is an int, a fraction has no trailing zeros.

    refuses: ValueError for what has too many digits or is no number
    """
    if type(value) is int:
        if -_BOUND < value < _BOUND:
            return value
    elif isinstance(value, Decimal) and value.is_finite() and value.adjusted() < DIGITS:
        whole = int(value)
        if whole == value:
            return whole
        plain = EXACT.normalize(value)
        exponent = plain.as_tuple().exponent
        if isinstance(exponent, int) and exponent >= -DIGITS:
            return plain
    raise ValueError(f"{value} is no usage value")


def plus(one: Number, other: Number) -> Number:
    """The exact sum."""
    if type(one) is int and type(other) is int:
        return one + other
    return _tidy(EXACT.add(one, other))


def minus(one: Number, other: Number) -> Number:
    """The exact difference."""
    if type(one) is int and type(other) is int:
        return one - other
    return _tidy(EXACT.subtract(one, other))


def _tidy(value: Decimal) -> Number:
    whole = int(value)
    return whole if whole == value else EXACT.normalize(value)


def text(value: Number) -> str:
    """The canonical text: no exponent, no trailing zeros, no sign on zero."""
    return str(value) if type(value) is int else format(value, "f")


def of_text(value: str) -> Number:
    """The number of a canonical text."""
    return Decimal(value) if "." in value else int(value)


def packed(value: Number) -> int | str:
    """A number inside JSON: an int where every reader takes it for one, else text."""
    return value if type(value) is int and -_MACHINE <= value < _MACHINE else text(value)


def unpacked(value: int | str) -> Number:
    """The number of its packed form."""
    return value if type(value) is int else of_text(str(value))
