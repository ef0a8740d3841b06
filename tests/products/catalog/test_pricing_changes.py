"""Prorations against recorded changes of plan, and what legacy usage adds up to."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinstripe.clock.calendar import DAY, Period
from pinstripe.products.catalog.pricing import (
    Configuration,
    Proration,
    aggregate,
    proration,
    recorded,
    remaining,
)


def price(unit: str, **more) -> dict:
    return {"billing_scheme": "per_unit", "unit_amount": int(unit), "unit_amount_decimal": unit, **more}


MONTH = Period(0, 2_592_000)


def ending_in(seconds: int, length: int) -> tuple[Period, int]:
    return Period(0, length), length - seconds


@pytest.mark.parametrize(
    ("left", "length", "unit", "quantity", "credit", "debit"),
    [
        (6480, 2_592_000, 1000, 1, -3, 2),
        (6480, 2_592_000, 1000, 3, -8, 7),
        (445_540, 2_678_400, 1000, 1, -166, 166),
        (445_540, 2_678_400, 3252, 1, -541, 541),
        (1, 2, 1000, 1, -500, 500),
        (1, 3, 1999, 2, -1333, 1333),
        (15 * DAY, 31 * DAY, 999, 1, -483, 483),
    ],
)
def test_proration_vectors(left, length, unit, quantity, credit, debit) -> None:
    period, moment = ending_in(left, length)
    item = Configuration(price(str(unit)), (), quantity)
    assert proration(item, item, period, moment) == Proration(credit, debit)
    assert proration(None, item, period, moment) == Proration(0, debit)
    assert proration(item, None, period, moment) == Proration(credit, 0)


@pytest.mark.parametrize(
    ("left", "length", "old", "new", "expected"),
    [
        # (unit, quantity) before and after: recorded and documented changes of plan
        (6480, 2_592_000, (1000, 1), (1000, 3), Proration(-3, 7)),
        (1, 3, (2000, 1), (1000, 1), Proration(-667, 333)),
        (445_540, 2_678_400, (1000, 1), (3252, 1), Proration(-166, 541)),
        (1, 2, (1000, 1), (2000, 1), Proration(-500, 1000)),
        (1, 2, (5000, 1), (10000, 1), Proration(-2500, 5000)),
    ],
)
def test_changes_of_an_item(left, length, old, new, expected) -> None:
    period, moment = ending_in(left, length)
    before, after = (Configuration(price(str(unit)), (), quantity) for unit, quantity in (old, new))
    assert proration(before, after, period, moment) == expected


def test_exact_half_goes_to_the_customer() -> None:
    period, moment = ending_in(1, 2)
    assert proration(None, Configuration(price("9")), period, moment).debit == 4


def test_mid_month_upgrade_bills_250_in_all() -> None:
    period, moment = ending_in(15 * DAY, 30 * DAY)
    change = proration(Configuration(price("10000")), Configuration(price("20000")), period, moment)
    assert change.net == 5000
    assert change.net + 20_000 == 25_000


def test_a_recorded_swap_to_a_yearly_price() -> None:
    """Monthly 2500 to yearly 25000 in nearly the same second: the new period is the year ahead."""
    month, year = Period(0, 30 * DAY), Period(4, 365 * DAY + 4)
    credit = proration(Configuration(price("2500")), None, month, 4).credit
    debit = proration(None, Configuration(price("25000")), year, 4).debit
    assert (credit, debit) == (-2500, 25_000)
    rounded_up = proration(None, Configuration(price("25000")), Period(0, 365 * DAY), 4)
    assert rounded_up.debit == 25_000


def test_the_billing_modes_differ_in_what_is_credited() -> None:
    """10 to 20 unbilled, then back with a third left: classic credits 20, flexible the 10 that was paid."""
    period, moment = ending_in(1, 3)
    ten, twenty = Configuration(price("1000")), Configuration(price("2000"))
    assert proration(twenty, ten, period, moment).net == -334
    assert proration(ten, ten, period, moment).net == 0


def test_usage_is_never_prorated() -> None:
    metered = Configuration(price("1000", recurring={"usage_type": "metered"}), (), 5)
    assert proration(metered, metered, MONTH, 100) == Proration(0, 0)


def test_tiers_are_prorated_whole() -> None:
    tiers = [
        {"up_to": 2, "unit_amount_decimal": "1000", "flat_amount_decimal": "500"},
        {"up_to": None, "unit_amount_decimal": "800", "flat_amount_decimal": None},
    ]
    seats = Configuration({"billing_scheme": "tiered", "tiers_mode": "graduated"}, tiers, 3)
    assert proration(seats, None, Period(0, 2), 1).credit == -1650


def test_the_moment_lies_in_the_period() -> None:
    assert remaining(MONTH, MONTH.start) == 1
    assert remaining(MONTH, MONTH.end) == 0
    with pytest.raises(ValueError, match="not in"):
        remaining(MONTH, MONTH.end + 1)


@given(st.integers(0, 2_592_000), st.integers(0, 10**7), st.integers(0, 1000))
def test_credit_and_debit_of_the_same_thing_nearly_cancel(moment: int, unit: int, quantity: int) -> None:
    item = Configuration(price(str(unit)), (), quantity)
    change = proration(item, item, MONTH, moment)
    exact = Fraction(MONTH.end - moment, MONTH.seconds) * unit * quantity
    assert change.credit <= 0 <= change.debit
    assert change.net == (-1 if exact.denominator == 2 else 0)


JUNE, JULY = 1_780_272_000, 1_782_864_000
MAY_LAST = (JUNE - 2 * DAY, 99)
THIRD, TENTH, TWENTIETH = (JUNE + days * DAY for days in (2, 9, 19))


def june_records() -> list[tuple[int, int]]:
    """3 June +10; 10 June +25 and, in the same second, +5; 20 June set to 7; 99 in May."""
    kept = dict([MAY_LAST])
    for moment, action, amount in [
        (THIRD, "increment", 10),
        (TENTH, "increment", 25),
        (TENTH, "increment", 5),
        (TWENTIETH, "set", 7),
    ]:
        kept[moment] = recorded(kept.get(moment), action, amount)
    return sorted(kept.items())


@pytest.mark.parametrize(
    ("mode", "with_june", "without"),
    [("sum", 47, 0), ("max", 30, 0), ("last_during_period", 7, 0), ("last_ever", 7, 99)],
)
def test_aggregation_example(mode, with_june, without) -> None:
    assert aggregate(mode, june_records(), JUNE, JULY, False) == with_june
    assert aggregate(mode, june_records(), JUNE, None, False) == with_june
    assert aggregate(mode, [MAY_LAST], JUNE, JULY, False) == without
    assert aggregate(mode, [], JUNE, JULY, False) == 0


@pytest.mark.parametrize(
    ("steps", "stands"),
    [
        ([("increment", 3), ("increment", 4)], 7),
        ([("set", 7), ("increment", 3)], 10),
        ([("increment", 3), ("set", 7)], 7),
    ],
)
def test_records_at_one_second(steps, stands) -> None:
    amount = None
    for action, quantity in steps:
        amount = recorded(amount, action, quantity)
    assert amount == stands


@pytest.mark.parametrize("mode", ["sum", "max", "last_during_period"])
def test_period_ends_are_inclusive_and_starts_are_not(mode) -> None:
    records = [(100, 5), (200, 9)]
    assert aggregate(mode, records, 100, 200, False) == 9
    assert aggregate(mode, records, 0, 100, False) == 5
    assert aggregate(mode, records[:1], 100, 200, True) == 5
    assert aggregate(mode, records, 200, 300, False) == 0


def test_last_ever_ends_with_the_period() -> None:
    assert aggregate("last_ever", [(100, 5), (200, 9)], 0, 150, False) == 5


@given(
    st.dictionaries(st.integers(0, 1000), st.integers(0, 10**6)),
    st.lists(st.integers(1, 999), max_size=4, unique=True),
)
def test_periods_share_out_all_usage(kept: dict[int, int], cuts: list[int]) -> None:
    bounds = [0, *sorted(cuts), 1000]
    records = sorted(kept.items())
    sums = [
        aggregate("sum", records, start, end, start == 0)
        for start, end in zip(bounds, bounds[1:], strict=False)
    ]
    assert sum(sums) == sum(kept.values())
