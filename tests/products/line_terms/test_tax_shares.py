"""What each tax rate takes, against documented and recorded figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinstripe.products.line_terms.tax_shares import LineTaxes, Tax, taxed, taxes_on, taxes_on_invoice


def rate(percentage: float | str, inclusive: bool = False, key: str = "txr_1") -> dict:
    return {"id": key, "percentage": percentage, "inclusive": inclusive}


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
    found = taxed([post], [rates])
    assert [row["amount"] for row in found.rows[0]] == taxes
    assert post + found.exclusive == total


@pytest.mark.parametrize(("amount", "tax"), [(2000, 261), (4000, 522)])
def test_recorded_tax_inside_a_price(amount, tax) -> None:
    """15 % inclusive, on a line and on the invoice."""
    found = taxed([amount], [[rate(15.0, True)]])
    assert [row["amount"] for row in found.totals] == [tax]
    assert (found.inclusive, found.exclusive, found.relief) == (tax, 0, 0)


def test_a_tax_as_its_line_shows_it() -> None:
    found = taxed([450, 1000], [[rate(5, True, "txr_vat"), rate(7)], [rate(7)]])
    assert found.rows[0][0] == {
        "amount": 21,
        "tax_behavior": "inclusive",
        "tax_rate_details": {"tax_rate": "txr_vat"},
        "taxability_reason": "not_available",
        "taxable_amount": 429,
        "type": "tax_rate_details",
    }
    assert [(row["amount"], row["taxable_amount"]) for row in found.totals] == [(21, 429), (100, 1429)]
    assert [row["tax_rate_details"]["tax_rate"] for row in found.totals] == ["txr_vat", "txr_1"]


@pytest.mark.parametrize(("inclusive", "relief"), [(True, 909), (False, 0)])
@pytest.mark.parametrize(("status", "reason"), [("exempt", "customer_exempt"), ("reverse", "reverse_charge")])
def test_exempt_buyers_pay_no_tax_and_none_inside_the_price(inclusive, relief, status, reason) -> None:
    found = taxed([10_000], [[rate(10, inclusive)]], tax_exempt=status)
    (row,) = found.rows[0]
    assert (row["amount"], row["taxable_amount"], row["taxability_reason"]) == (0, 10_000 - relief, reason)
    assert (found.inclusive, found.exclusive, found.relief) == (0, 0, relief)


def test_rounding_by_line_or_by_invoice() -> None:
    lines = [(10, [rate(5)])] * 3
    assert sum(taxes_on(amount, rates).taxes[0].amount for amount, rates in lines) == 3
    assert [each.taxes[0].amount for each in taxes_on_invoice(lines)] == [1, 1, 0]


def test_rounding_by_invoice_keeps_rates_apart() -> None:
    vat, city = rate(20, True, "txr_vat"), rate(5, False, "txr_city")
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
        rate(str(Decimal(size).scaleb(-4)), inside, f"txr_{n}") for n, (size, inside) in enumerate(terms)
    ]
    by_line = [taxes_on(amount, rates) for amount in amounts]
    by_invoice = taxes_on_invoice([(amount, rates) for amount in amounts])
    for amount, one, other in zip(amounts, by_line, by_invoice, strict=True):
        for first, second in zip(one.taxes, other.taxes, strict=True):
            assert abs(first.amount - second.amount) <= 2
        inside = sum(tax.amount for tax in one.taxes if tax.inclusive)
        assert abs(inside) <= abs(amount)
