"""Roundings, shares and decimals: every unit is accounted for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinstripe.money import (
    MixedCurrencies,
    Money,
    decimal_amount,
    decimal_text,
    percentage,
    round_half_up,
    round_proration,
    split,
    split_last,
)

AMOUNTS = st.integers(-(10**12), 10**12)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=12)
EXACT = st.fractions(-(10**9), 10**9, max_denominator=10**7)


def test_money_adds_and_compares_in_one_currency() -> None:
    ten, five = Money(1000, "usd"), Money(500, "usd")
    assert ten + five == Money(1500, "usd")
    assert five - ten == Money(-500, "usd") == -five
    assert five < ten <= ten and ten > five >= five
    assert bool(five) and not Money(0, "usd")


@pytest.mark.parametrize(
    "meet",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a < b,
        lambda a, b: a <= b,
        lambda a, b: a > b,
        lambda a, b: a >= b,
    ],
)
def test_money_refuses_mixed_currencies(meet) -> None:
    with pytest.raises(MixedCurrencies):
        meet(Money(1, "usd"), Money(1, "eur"))


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        (Decimal("111.6"), 112),
        (Decimal("61728.35"), 61728),
        (Decimal("209.79"), 210),
        (Decimal("22.5"), 23),
        (Fraction(45, 2), 23),
        (Fraction(1, 3), 0),
        (Decimal("-2.5"), -3),
        (Fraction(-5, 2), -3),
        (Fraction(-7, 3), -2),
        (Fraction(0), 0),
        (17, 17),
        (Decimal("12345678901234567890123456789012.5"), 12345678901234567890123456789013),
    ],
)
def test_round_half_up(exact, rounded) -> None:
    assert round_half_up(exact) == rounded


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        (Fraction(-5, 2), -3),
        (Fraction(5, 2), 2),
        (Fraction(15, 2), 7),
        (Fraction(-15, 2), -8),
        (Fraction(9, 2), 4),
        (Fraction(-2000, 3), -667),
        (Fraction(1000, 3), 333),
        (Fraction(-445540 * 1000, 2678400), -166),
        (Fraction(445540 * 3252, 2678400), 541),
        (Fraction(-2499996, 1000), -2500),
        (Fraction(24999997, 1000), 25000),
        (Fraction(0), 0),
    ],
)
def test_round_proration(exact, rounded) -> None:
    assert round_proration(exact) == rounded


@given(EXACT)
def test_roundings_are_nearest_and_differ_only_on_positive_halves(exact: Fraction) -> None:
    near, part = round_half_up(exact), round_proration(exact)
    assert abs(near - exact) <= Fraction(1, 2) and abs(part - exact) <= Fraction(1, 2)
    assert near - part == (1 if exact > 0 and exact.denominator == 2 else 0)


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [
        (500, [1000, 2000], [167, 333]),
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (5, [0, 0], [3, 2]),
        (0, [], []),
        (7, [0, 3], [0, 7]),
    ],
)
def test_split_by_largest_remainder(amount, weights, shares) -> None:
    assert split(amount, weights) == shares


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [
        (500, [1000, 2000], [166, 334]),
        (-500, [1000, 2000], [-166, -334]),
        (500, [1000, 2000, 0], [166, 334, 0]),
        (8, [3, 3, 3], [2, 2, 4]),
        (0, [], []),
    ],
)
def test_split_to_the_last(amount, weights, shares) -> None:
    assert split_last(amount, weights) == shares


@given(AMOUNTS, WEIGHTS)
def test_splits_lose_nothing(amount: int, weights: list[int]) -> None:
    total = sum(weights)
    for shares in (split(amount, weights), split_last(amount, weights)):
        assert sum(shares) == amount
        assert all(share * amount >= 0 for share in shares)
    if total:
        for share, weight in zip(split(amount, weights), weights, strict=True):
            assert abs(share - Fraction(amount * weight, total)) < 1
            assert weight or not share


@pytest.mark.parametrize("share", [split, split_last])
def test_splits_refuse_nonsense(share) -> None:
    with pytest.raises(ValueError, match="negative"):
        share(10, [1, -1])
    with pytest.raises(ValueError, match="nobody"):
        share(10, [])


@pytest.mark.parametrize("text", ["", "-", ".", "1e5", "nan", "inf", "1,5", " 1", "0.1234567890123", "١"])
def test_decimal_amount_refuses(text: str) -> None:
    with pytest.raises(ValueError, match="not a decimal amount"):
        decimal_amount(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("5", "5"),
        ("3.60", "3.6"),
        ("0.050", "0.05"),
        ("5.", "5"),
        (".5", "0.5"),
        ("-0.0", "0"),
        ("1000", "1000"),
        ("0.000000000001", "0.000000000001"),
    ],
)
def test_decimals_are_shown_plainly(text: str, shown: str) -> None:
    assert decimal_text(decimal_amount(text)) == shown


def test_decimal_text_of_whole_numbers_and_exponents() -> None:
    assert decimal_text(1000) == "1000"
    assert decimal_text(Decimal("1E+3")) == "1000"


def test_percentages_are_exact() -> None:
    assert percentage(33.3) == Decimal("33.3")
    assert percentage("19.6") == Decimal("19.6")
    assert percentage(25) == 25
