"""Prices, tiers and packages against documented and recorded figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinstripe.api.errors import ApiError
from pinstripe.products.catalog.pricing import (
    PricedLine,
    amount_of,
    amounts_of,
    charges,
    packages,
    rest,
    validate_tiers,
)


def price(unit: str, **more) -> dict:
    whole = int(unit) if unit.isdecimal() else None
    return {
        "billing_scheme": "per_unit",
        "currency": "usd",
        "tiers_mode": None,
        "transform_quantity": None,
        "unit_amount": whole,
        "unit_amount_decimal": unit,
        **more,
    }


def cost(terms: dict, tiers: list[dict], quantity: int) -> int:
    """What a quantity costs in all, each line rounded before the sum."""
    return sum(line.amount for line in charges(terms, tiers, quantity))


def tiered(mode: str) -> dict:
    return {
        **price("0"),
        "billing_scheme": "tiered",
        "tiers_mode": mode,
        "unit_amount": None,
        "unit_amount_decimal": None,
    }


def tier(up_to: int | None, unit: str | None = None, flat: str | None = None) -> dict:
    def whole(text: str | None) -> int | None:
        return int(text) if text is not None and text.isdecimal() else None

    return {
        "flat_amount": whole(flat),
        "flat_amount_decimal": flat,
        "unit_amount": whole(unit),
        "unit_amount_decimal": unit,
        "up_to": up_to,
    }


def package(unit: str, size: int, way: str) -> dict:
    return price(unit, transform_quantity={"divide_by": size, "round": way})


GRADUATED, VOLUME = tiered("graduated"), tiered("volume")
FLAT_THEN_TEN = [tier(10_000, None, "1000"), tier(None, "10")]
FIFTY_THEN_FORTY = [tier(10_000, "50"), tier(None, "40")]
GITPOD = [tier(1000, "0", "900"), tier(None, "3.6", "0")]


@pytest.mark.parametrize(
    ("terms", "tiers", "quantity", "amount"),
    [
        (GRADUATED, FLAT_THEN_TEN, 12_345, 24_450),
        (VOLUME, FIFTY_THEN_FORTY, 10_000, 500_000),
        (VOLUME, FIFTY_THEN_FORTY, 10_001, 400_040),
        (package("4", 1000, "up"), [], 25, 4),
        (package("4", 1000, "up"), [], 1000, 4),
        (package("4", 1000, "up"), [], 1001, 8),
        (package("4", 1000, "up"), [], 0, 0),
        (package("4", 1000, "down"), [], 1999, 4),
        (price("0.05"), [], 1_234_567, 61_728),
        (GRADUATED, GITPOD, 1031, 1012),
        (GRADUATED, GITPOD, 0, 900),
        (VOLUME, [tier(5, "10", "7"), tier(None, "1")], 0, 7),
        (price("1000"), [], 3, 3000),
        (price("1000"), [], 0, 0),
        (price("1000"), [], Decimal("2.5"), 2500),
        (price("1"), [], Decimal("2.5"), 3),
        (price("1000"), [], Decimal("-3"), 0),
        (price("1000"), [], -3, 0),
        (GRADUATED, FIFTY_THEN_FORTY, Decimal("-1.5"), 0),
        (package("4", 1000, "up"), [], Decimal("1000.5"), 8),
    ],
)
def test_what_a_quantity_costs(terms, tiers, quantity, amount) -> None:
    assert cost(terms, tiers, quantity) == amount


def test_the_recorded_graduated_lines() -> None:
    assert charges(GRADUATED, GITPOD, 1031) == [
        PricedLine("tier_unit", 1000, "1000", "0", 0, 1),
        PricedLine("tier_flat", 0, "0", "900", 900, 1),
        PricedLine("tier_unit", 31, "31", "3.6", 112, 2),
        PricedLine("tier_flat", 0, "0", "0", 0, 2),
    ]


def test_a_tier_is_entered_by_its_first_unit() -> None:
    assert [line.tier for line in charges(GRADUATED, GITPOD, 1000)] == [1, 1]
    assert [line.tier for line in charges(GRADUATED, GITPOD, 1001)] == [1, 1, 2, 2]


def test_no_usage_still_shows_the_first_tier() -> None:
    tiers = [tier(100, None, "999"), tier(None, "5")]
    assert charges(GRADUATED, tiers, 0) == [
        PricedLine("tier_unit", 0, "0", "0", 0, 1),
        PricedLine("tier_flat", 0, "0", "999", 999, 1),
    ]


def test_volume_shows_only_the_tier_reached() -> None:
    tiers = [tier(5, "1800"), tier(None, "1500", "100")]
    assert charges(VOLUME, tiers, 1) == [PricedLine("tier_unit", 1, "1", "1800", 1800, 1)]
    assert charges(VOLUME, tiers, 6) == [
        PricedLine("tier_unit", 6, "6", "1500", 9000, 2),
        PricedLine("tier_flat", 0, "0", "100", 100, 2),
    ]


def test_other_lines() -> None:
    assert charges(price("1000"), [], 0) == [PricedLine("unit", 0, "0", "1000", 0)]
    assert charges(price("10"), [], Decimal("2.50")) == [PricedLine("unit", 2, "2.5", "10", 25)]
    assert charges(package("4", 1000, "up"), [], 1001) == [PricedLine("package", 1001, "1001", "4", 8)]


def test_usage_beyond_all_bounds_still_makes_a_line() -> None:
    (line,) = rest(price("9" * 12), [], Decimal(10**20), 0)
    assert (line.amount, line.quantity, line.quantity_decimal) == (999_999_999_999, 2**53 - 1, "1" + "0" * 20)
    (more,) = rest(price("1"), [], Decimal(10**20), 7)
    assert (more.amount, more.quantity) == (999_999_999_992, 2**53 - 1)


def test_whole_amounts_serve_where_no_decimal_is_kept() -> None:
    assert cost({"billing_scheme": "per_unit", "unit_amount": 700}, [], 2) == 1400
    with pytest.raises(ValueError, match="without unit_amount"):
        charges({"billing_scheme": "per_unit", "unit_amount": None}, [], 1)


@given(st.integers(0, 10**6), st.integers(1, 10**4), st.sampled_from(["up", "down"]))
def test_packages_hold_the_quantity(quantity: int, size: int, way: str) -> None:
    opened = packages(quantity, {"divide_by": size, "round": way})
    spare = opened * size - quantity
    assert 0 <= spare < size if way == "up" else -size < spare <= 0


@st.composite
def tier_lists(draw) -> list[dict]:
    bounds = sorted(draw(st.sets(st.integers(1, 5000), max_size=4)))
    amounts = st.one_of(
        st.none(), st.integers(0, 10**6).map(str), st.sampled_from(["0.5", "3.6", "0.000000000001"])
    )
    return [tier(bound, draw(amounts), draw(amounts)) for bound in [*bounds, None]]


@given(tier_lists(), st.integers(0, 8000))
def test_graduated_is_the_sum_of_its_tiers(tiers: list[dict], quantity: int) -> None:
    lines = charges(GRADUATED, tiers, quantity)
    expected, floor = 0, 0
    for number, each in enumerate(tiers, 1):
        units = min(quantity, each["up_to"] or quantity) - floor
        if units > 0 or number == 1:
            alone = [each | {"up_to": None}]
            expected += cost(VOLUME, alone, max(units, 0))
        floor = each["up_to"] or quantity
    assert sum(line.amount for line in lines) == expected
    assert sum(line.quantity for line in lines) == quantity
    assert sorted(line.tier for line in lines) == [line.tier for line in lines]


@pytest.mark.parametrize(
    ("quantity", "unit", "amount"), [(3, "0.5", 2), (-2, "1999", -3998), (10**9, "999", 999 * 10**9)]
)
def test_the_amount_of_a_quantity(quantity, unit, amount) -> None:
    assert amount_of(quantity, unit, "usd", "quantity") == amount


@pytest.mark.parametrize("sign", [1, -1])
def test_an_amount_has_at_most_twelve_digits(sign) -> None:
    assert amount_of(sign, "999999999999.4", "usd", "quantity") == sign * 999_999_999_999
    with pytest.raises(ApiError) as refused:
        amount_of(sign, "999999999999.5", "usd", "quantity")
    assert (refused.value.code, refused.value.param) == ("amount_too_large", "quantity")


@pytest.mark.parametrize(
    ("whole", "decimal", "both"),
    [
        (5, None, (5, "5")),
        (0, None, (0, "0")),
        (None, "5", (5, "5")),
        (None, "5.00", (5, "5")),
        (None, "0.05", (None, "0.05")),
        (None, "3.60", (None, "3.6")),
    ],
)
def test_both_faces_of_an_amount(whole, decimal, both) -> None:
    assert amounts_of(whole, decimal) == both


@pytest.mark.parametrize(
    ("whole", "decimal", "where", "param", "message"),
    [
        (
            5,
            "5",
            "tiers[0]",
            "tiers[0][unit_amount]",
            "You may only specify one of these parameters: unit_amount, unit_amount_decimal.",
        ),
        (None, None, "", "unit_amount", "Missing required param: unit_amount."),
        (None, "x", "price_data", "price_data[unit_amount_decimal]", None),
        (None, "0.1234567890123", "", "unit_amount_decimal", None),
    ],
)
def test_amounts_refused(whole, decimal, where, param, message) -> None:
    with pytest.raises(ApiError) as refused:
        amounts_of(whole, decimal, where)
    assert (refused.value.status, refused.value.param) == (400, param)
    assert message is None or refused.value.message == message


def test_tiers_become_canonical() -> None:
    given_tiers = [
        {"up_to": 1000, "unit_amount": 0, "flat_amount": 900},
        {"up_to": "5000", "unit_amount_decimal": "3.60"},
        {"up_to": "inf", "flat_amount_decimal": "12"},
    ]
    assert validate_tiers(given_tiers) == [
        tier(1000, "0", "900"),
        tier(5000, "3.6"),
        tier(None, None, "12"),
    ]


@pytest.mark.parametrize(
    ("tiers", "param"),
    [
        ([], "tiers"),
        ([{"unit_amount": 1}], "tiers[0][up_to]"),
        ([{"up_to": None, "unit_amount": 1}], "tiers[0][up_to]"),
        ([{"up_to": 5, "unit_amount": 1}], "tiers[0][up_to]"),
        ([{"up_to": "inf", "unit_amount": 1}, {"up_to": "inf", "unit_amount": 1}], "tiers[0][up_to]"),
        ([{"up_to": 0, "unit_amount": 1}, {"up_to": "inf", "unit_amount": 1}], "tiers[0][up_to]"),
        (
            [
                {"up_to": 5, "unit_amount": 1},
                {"up_to": 5, "unit_amount": 1},
                {"up_to": "inf", "unit_amount": 1},
            ],
            "tiers[1][up_to]",
        ),
        ([{"up_to": "many", "unit_amount": 1}, {"up_to": "inf", "unit_amount": 1}], "tiers[0][up_to]"),
        ([{"up_to": "inf"}], "amount"),
        ([{"up_to": "inf", "unit_amount": 1, "unit_amount_decimal": "1"}], "tiers[0][unit_amount]"),
        ([{"up_to": "inf", "flat_amount": 1, "flat_amount_decimal": "1"}], "tiers[0][flat_amount]"),
        ([{"up_to": "inf", "unit_amount": -1}], "tiers[0][unit_amount]"),
        ([{"up_to": "inf", "unit_amount_decimal": "-0.5"}], "tiers[0][unit_amount_decimal]"),
    ],
)
def test_tiers_refused(tiers, param) -> None:
    with pytest.raises(ApiError) as refused:
        validate_tiers(tiers)
    assert (refused.value.status, refused.value.param) == (400, param)
