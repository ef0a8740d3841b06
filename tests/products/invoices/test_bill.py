"""Invoice identities, discounts and manual taxes against documented and recorded figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinstripe.money import MixedCurrencies
from pinstripe.products.invoices.bill import (
    Coupon,
    Line,
    LineTaxes,
    Tax,
    coupon_of,
    discounts_on,
    taxes_on,
    taxes_on_invoice,
    totals,
)


def percent(value: str, **more) -> Coupon:
    return Coupon(percent_off=Decimal(value), **more)


def off(amount: int, **more) -> Coupon:
    return Coupon(amount_off=amount, **more)


def rate(percentage: float | str, inclusive: bool = False, **more) -> dict:
    return {"percentage": percentage, "inclusive": inclusive, **more}


@pytest.mark.parametrize(
    ("start", "total", "due", "ending"),
    [
        (-1000, 400, 0, -600),
        (500, 1000, 1500, 0),
        (0, -334, 0, -334),
        (0, 1, 0, 1),
        (0, 4, 0, 4),
        (0, 50, 50, 0),
        (-1000, 2500, 1500, 0),
        (500, -200, 0, 300),
        (-100, -200, 0, -300),
        (0, 0, 0, 0),
        # a rest too small to charge after the credit is used, or beside what was owed already
        (-380, 400, 0, 20),
        (20, 10, 0, 30),
    ],
)
def test_balance_vectors(start, total, due, ending) -> None:
    found = totals([total], starting_balance=start, minimum_charge=50)
    assert (found.total, found.amount_due, found.amount_remaining, found.ending_balance) == (
        total,
        due,
        due,
        ending,
    )


def test_recorded_coupon_invoice() -> None:
    """10 % off 2500: the subtotal stays, the total falls."""
    taken = discounts_on([Line(2500)], [percent("10")])
    found = totals([2500], discounts=[sum(each) for each in taken], amount_paid=2250)
    assert taken == [[250]]
    assert (found.subtotal, found.discount, found.total, found.amount_due) == (2500, 250, 2250, 2250)
    assert (found.amount_paid, found.amount_remaining) == (2250, 0)


def test_credit_grants_come_between_discounts_and_tax() -> None:
    """3000, 10 % coupon, 500 and 2000 of credits, 20 % exclusive tax."""
    taxes = taxes_on(200, [rate(20)])
    found = totals([3000], discounts=[300], credits=2500, taxes=[taxes])
    assert (taxes.taxes[0].amount, found.total, found.total_excluding_tax) == (40, 240, 200)


def test_credit_notes_before_payment_lower_what_remains() -> None:
    found = totals([1000], pre_payment_credit=300)
    assert (found.amount_due, found.amount_remaining) == (1000, 700)
    assert totals([1000], pre_payment_credit=1300).amount_remaining == 0


@given(
    st.lists(st.integers(-(10**6), 10**6), max_size=6),
    st.integers(-(10**6), 10**6),
    st.integers(0, 1000),
)
def test_no_money_appears_or_vanishes(lines: list[int], start: int, minimum: int) -> None:
    found = totals(lines, starting_balance=start, minimum_charge=minimum)
    assert found.amount_due >= 0
    assert found.starting_balance + found.total == found.amount_due + found.ending_balance
    assert found.amount_due == 0 or found.amount_due >= minimum


@pytest.mark.parametrize(
    ("post", "rates", "taxes", "total"),
    [
        (450, [rate(5)], [23], 473),
        (450, [rate(5, True)], [21], 450),
        (450, [rate(5, True), rate(7)], [21, 30], 480),
        (999, [rate(21)], [210], 1209),
        (0, [rate(21)], [0], 0),
        (450, [rate(7), rate(5, True)], [30, 21], 480),
        (1000, [rate(5, True), rate(5, True)], [46, 45], 1000),
        (-450, [rate(5)], [-23], -473),
        (1000, [rate("8.875")], [89], 1089),
        (1000, [], [], 1000),
    ],
)
def test_manual_rates(post, rates, taxes, total) -> None:
    found = taxes_on(post, rates)
    assert [tax.amount for tax in found.taxes] == taxes
    assert totals([post], taxes=[found]).total == total


def test_a_discounted_line_is_taxed_on_what_is_left() -> None:
    """5.00 with a 10 % coupon, then 5 % inside and 7 % on top."""
    taken = discounts_on([Line(500)], [percent("10")])
    found = taxes_on(500 - sum(taken[0]), [rate(5, True), rate(7)])
    assert found.taxes == (Tax(21, 429, True), Tax(30, 429, False))
    amounts = totals([500], discounts=[50], taxes=[found])
    assert (amounts.subtotal, amounts.total, amounts.tax, amounts.total_excluding_tax) == (500, 480, 51, 429)


@pytest.mark.parametrize(("inclusive", "total"), [(True, 9091), (False, 10_000)])
def test_exempt_buyers_pay_no_tax_and_none_inside_the_price(inclusive, total) -> None:
    found = taxes_on(10_000, [rate(10, inclusive)], exempt=True)
    assert [tax.amount for tax in found.taxes] == [0]
    amounts = totals([10_000], taxes=[found])
    assert (amounts.total, amounts.tax, amounts.total_excluding_tax) == (total, 0, total)


def test_rounding_by_line_or_by_invoice() -> None:
    lines = [(10, [rate(5, id="txr_1")])] * 3
    assert sum(taxes_on(amount, rates).taxes[0].amount for amount, rates in lines) == 3
    assert [each.taxes[0].amount for each in taxes_on_invoice(lines)] == [1, 1, 0]


def test_rounding_by_invoice_keeps_rates_apart() -> None:
    vat, city = rate(20, True, id="txr_vat"), rate(5, id="txr_city")
    found = taxes_on_invoice([(1000, [vat, city]), (500, [vat]), (333, [])])
    assert [[tax.amount for tax in line.taxes] for line in found] == [[167, 42], [83], []]
    assert found[0].taxes[0] == Tax(167, 833, True)
    assert found[2] == LineTaxes(())


@given(
    st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(1, 500_000), st.booleans()), max_size=5),
)
def test_both_roundings_are_close_and_inside_the_price(amounts, terms) -> None:
    rates = [
        rate(str(Decimal(size).scaleb(-4)), inside, id=f"txr_{n}") for n, (size, inside) in enumerate(terms)
    ]
    by_line = [taxes_on(amount, rates) for amount in amounts]
    by_invoice = taxes_on_invoice([(amount, rates) for amount in amounts])
    for amount, one, other in zip(amounts, by_line, by_invoice, strict=True):
        for first, second in zip(one.taxes, other.taxes, strict=True):
            assert abs(first.amount - second.amount) <= 2
        inside = sum(tax.amount for tax in one.taxes if tax.inclusive)
        assert abs(inside) <= abs(amount)


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
    assert discounts_on([Line(amount) for amount in lines], coupons) == taken


@pytest.mark.parametrize(
    ("coupons", "left"), [([percent("10"), off(2000)], 7000), ([off(2000), percent("10")], 7200)]
)
def test_stacking_order(coupons, left) -> None:
    taken = discounts_on([Line(10_000)], coupons)
    assert totals([10_000], discounts=[sum(taken[0])]).total == left


def test_discounts_reach_only_what_they_apply_to() -> None:
    lines = [
        Line(1000, "prod_a"),
        Line(2000, "prod_b"),
        Line(-500, "prod_a", False),
        Line(700, "prod_a", False),
    ]
    assert discounts_on(lines, [off(300, products=frozenset({"prod_a"}))]) == [[300], [0], [0], [0]]
    assert discounts_on(lines, [percent("50", products=frozenset({"prod_c"}))]) == [[0]] * 4


def test_item_discounts_come_first() -> None:
    lines = [Line(1000), Line(2000)]
    taken = discounts_on(lines, [percent("50", lines=frozenset({0})), off(500)])
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
    taken = discounts_on([Line(amount) for amount in amounts], coupons)
    for amount, each in zip(amounts, taken, strict=True):
        assert len(each) == len(coupons) and all(part >= 0 for part in each)
        assert sum(each) <= max(amount, 0)
    if len(coupons) == 1 and coupons[0].amount_off is not None:
        available = sum(max(amount, 0) for amount in amounts)
        assert sum(map(sum, taken)) == min(coupons[0].amount_off, available)
