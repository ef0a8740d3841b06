"""Which discount takes what of which line, against documented and recorded figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinstripe.money import MixedCurrencies
from pinstripe.products.line_terms.discount_shares import Coupon, Line, coupon_of, discounted, discounts_on


def percent(value: str, **more) -> Coupon:
    return Coupon(percent_off=Decimal(value), **more)


def off(amount: int, **more) -> Coupon:
    return Coupon(amount_off=amount, **more)


def parts(lines: list[Line], coupons: list[Coupon]) -> list[list[int]]:
    """What each coupon takes off each line; nothing of one that it does not reach."""
    return [[taken.get(which, 0) for which in range(len(coupons))] for taken in discounts_on(lines, coupons)]


@pytest.mark.parametrize(
    ("lines", "coupons", "taken"),
    [
        ([10_000], [percent("10"), off(2000)], [[1000, 2000]]),
        ([10_000], [off(2000), percent("10")], [[2000, 800]]),
        ([1000, 2000], [off(500)], [[166], [334]]),
        ([300], [off(1000)], [[300]]),
        ([300], [off(1000), percent("10")], [[300, 0]]),
        ([2500], [percent("100")], [[2500]]),
        ([15], [percent("50")], [[8]]),
        ([333, 333], [percent("33.3")], [[111], [111]]),
        ([0, 0], [off(500)], [[0], [0]]),
        ([1000, -400], [off(500)], [[500], [0]]),
        ([1000, -400], [percent("10")], [[100], [0]]),
        ([3, 3, 3], [off(8)], [[2], [3], [3]]),
        ([1000, 2000, 0], [off(500)], [[166], [334], [0]]),
        ([], [off(500)], []),
        ([100], [], [[]]),
    ],
)
def test_discounts(lines, coupons, taken) -> None:
    assert parts([Line(amount) for amount in lines], coupons) == taken


@pytest.mark.parametrize(
    ("coupons", "left"), [([percent("10"), off(2000)], 7000), ([off(2000), percent("10")], 7200)]
)
def test_stacking_order(coupons, left) -> None:
    assert 10_000 - sum(parts([Line(10_000)], coupons)[0]) == left


def test_discounts_reach_only_what_they_apply_to() -> None:
    lines = [
        Line(1000, "prod_a"),
        Line(2000, "prod_b"),
        Line(-500, "prod_a", False),
        Line(700, "prod_a", False),
    ]
    assert parts(lines, [off(300, products=frozenset({"prod_a"}))]) == [[300], [0], [0], [0]]
    assert parts(lines, [percent("50", products=frozenset({"prod_c"}))]) == [[0]] * 4


def test_item_discounts_come_first() -> None:
    lines = [Line(1000), Line(2000)]
    taken = parts(lines, [percent("50", lines=frozenset({0})), off(500)])
    assert taken == [[500, 100], [0, 400]]


def test_coupons_from_their_bodies() -> None:
    fixed = {
        "percent_off": None,
        "amount_off": 500,
        "currency": "usd",
        "currency_options": {"eur": {"amount_off": 450}},
    }
    assert coupon_of(fixed, "usd") == off(500)
    assert coupon_of(fixed, "eur", frozenset({1})) == off(450, lines=frozenset({1}))
    with pytest.raises(MixedCurrencies):
        coupon_of(fixed, "gbp")
    part = {"percent_off": 33.3, "amount_off": None, "currency": None, "applies_to": {"products": ["prod_a"]}}
    assert coupon_of(part, "usd") == percent("33.3", products=frozenset({"prod_a"}))


@given(
    st.lists(st.integers(-1000, 10**6), max_size=6),
    st.lists(
        st.one_of(st.integers(1, 10**6).map(off), st.integers(1, 100).map(str).map(percent)), max_size=5
    ),
)
def test_discounts_never_take_more_than_there_is(amounts: list[int], coupons: list[Coupon]) -> None:
    taken = parts([Line(amount) for amount in amounts], coupons)
    for amount, each in zip(amounts, taken, strict=True):
        assert len(each) == len(coupons) and all(part >= 0 for part in each)
        assert sum(each) <= max(amount, 0)
    if len(coupons) == 1 and coupons[0].amount_off is not None:
        available = sum(max(amount, 0) for amount in amounts)
        assert sum(map(sum, taken)) == min(coupons[0].amount_off, available)


def discount(key: str, **coupon) -> dict:
    """A discount as it is handed over: its coupon is expanded."""
    terms = {"percent_off": None, "amount_off": None, "currency": None, **coupon}
    return {"id": key, "object": "discount", "source": {"coupon": terms, "type": "coupon"}}


def test_a_line_names_only_the_discounts_that_reach_it() -> None:
    half = discount("di_half", percent_off=50.0)
    ten = discount("di_ten", amount_off=1000, currency="usd", applies_to={"products": ["prod_a"]})
    lines = [
        Line(3000, "prod_a", discounts=[half]),
        Line(500, "prod_a"),
        Line(700, "prod_b"),
        Line(-400, "prod_a", False),
    ]
    found = discounted(lines, [ten], "usd")
    assert found.amounts == [
        [{"amount": 1500, "discount": "di_half"}, {"amount": 750, "discount": "di_ten"}],
        [{"amount": 250, "discount": "di_ten"}],
        [],
        [],
    ]
    assert found.left == [750, 250, 700, -400]
    assert found.totals == [{"amount": 1500, "discount": "di_half"}, {"amount": 1000, "discount": "di_ten"}]
    assert found.own == 1500


def test_one_discount_of_an_item_is_shared_out_among_its_lines() -> None:
    """The lines of a tiered price: one subscription item, one discount."""
    five = discount("di_item", amount_off=500, currency="usd")
    found = discounted([Line(1000, discounts=[five]), Line(2000, discounts=[five]), Line(900)], [], "usd")
    assert found.amounts == [
        [{"amount": 166, "discount": "di_item"}],
        [{"amount": 334, "discount": "di_item"}],
        [],
    ]
    assert found.totals == [{"amount": 500, "discount": "di_item"}]


def test_a_line_of_nothing_names_its_discount_with_nothing() -> None:
    found = discounted([Line(0), Line(300)], [discount("di_1", amount_off=1000, currency="usd")], "usd")
    assert found.amounts == [[{"amount": 0, "discount": "di_1"}], [{"amount": 300, "discount": "di_1"}]]
