"""The amounts of whole invoices: documented and recorded figures, and the identities between them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinstripe.products.line_terms.bill import bill, settle
from pinstripe.products.line_terms.discount_shares import Line


def discount(key: str, **coupon: Any) -> dict[str, Any]:
    """A discount as it is handed over: its coupon is expanded."""
    terms = {"percent_off": None, "amount_off": None, "currency": None, **coupon}
    return {"id": key, "object": "discount", "source": {"coupon": terms, "type": "coupon"}}


def rate(percentage: float | str, inclusive: bool = False, key: str = "txr_1") -> dict[str, Any]:
    return {"id": key, "percentage": percentage, "inclusive": inclusive}


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
    found = bill([Line(total)], "usd", balance=start)
    assert (found.total, found.amount_due, found.ending_balance) == (total, due, ending)
    assert found.body["amount_remaining"] == due


def test_a_plain_invoice() -> None:
    found = bill([Line(2000), Line(-500, discountable=False)], "usd")
    assert found.body == {
        "amount_due": 1500,
        "amount_remaining": 1500,
        "starting_balance": 0,
        "subtotal": 1500,
        "subtotal_excluding_tax": 1500,
        "total": 1500,
        "total_discount_amounts": [],
        "total_excluding_tax": 1500,
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
    }
    assert found.lines == [{"discount_amounts": [], "pretax_credit_amounts": [], "taxes": []}] * 2


def test_recorded_coupon_of_a_subscription() -> None:
    """10 % off 2500: the subtotal stays, the total falls."""
    found = bill([Line(2500)], "usd", discounts=[discount("di_sub", percent_off=10.0)])
    assert (found.subtotal, found.subtotal_excluding_tax) == (2500, 2500)
    assert (found.total, found.total_excluding_tax, found.amount_due) == (2250, 2250, 2250)
    share = [{"amount": 250, "discount": "di_sub"}]
    credit = [{"amount": 250, "discount": "di_sub", "type": "discount"}]
    assert found.lines == [{"discount_amounts": share, "pretax_credit_amounts": credit, "taxes": []}]
    assert (found.total_discount_amounts, found.total_pretax_credit_amounts) == (share, credit)


@pytest.mark.parametrize(
    ("amount", "terms", "off"),
    [(1900, {"percent_off": 50.0}, 950), (6000, {"amount_off": 500, "currency": "usd"}, 500)],
)
def test_recorded_coupon_of_an_invoice_item(amount, terms, off) -> None:
    """An item's own discount is in the subtotal already, and is named in the invoice's totals."""
    found = bill([Line(amount, discounts=[discount("di_item", **terms)])], "usd")
    assert (found.subtotal, found.subtotal_excluding_tax) == (amount - off, amount - off)
    assert (found.total, found.total_excluding_tax, found.amount_due) == (amount - off,) * 3
    assert found.total_discount_amounts == [{"amount": off, "discount": "di_item"}]


@pytest.mark.parametrize("amount", [2000, 4000])
def test_recorded_tax_inside_the_price(amount) -> None:
    found = bill([Line(amount)], "usd", tax_rates=[rate(15.0, True)])
    tax = {2000: 261, 4000: 522}[amount]
    assert [row["amount"] for row in found.total_taxes] == [tax]
    assert (found.subtotal, found.total, found.amount_due) == (amount,) * 3
    assert (found.subtotal_excluding_tax, found.total_excluding_tax) == (amount - tax,) * 2


def test_a_discounted_line_is_taxed_on_what_is_left() -> None:
    """5.00 with a 10 % coupon, then 5 % inside and 7 % on top."""
    coupon = discount("di_1", percent_off=10)
    found = bill([Line(500)], "usd", discounts=[coupon], tax_rates=[rate(5, True), rate(7, key="txr_2")])
    assert [(row["amount"], row["taxable_amount"]) for row in found.lines[0]["taxes"]] == [
        (21, 429),
        (30, 429),
    ]
    assert (found.subtotal, found.total, found.total_excluding_tax) == (500, 480, 429)


@pytest.mark.parametrize(("inclusive", "total"), [(True, 9091), (False, 10_000)])
def test_exempt_buyers_pay_no_tax_and_none_inside_the_price(inclusive, total) -> None:
    found = bill([Line(10_000)], "usd", tax_exempt="reverse", tax_rates=[rate(10, inclusive)])
    assert (found.total, found.total_excluding_tax, found.amount_due) == (total, total, total)
    assert found.subtotal_excluding_tax == total


def test_a_line_with_rates_of_its_own_has_no_others() -> None:
    lines = [Line(1000, tax_rates=[rate(5, key="txr_own")]), Line(1000)]
    found = bill(lines, "usd", tax_rates=[rate(20, key="txr_all")])
    assert [[row["tax_rate_details"]["tax_rate"] for row in line["taxes"]] for line in found.lines] == [
        ["txr_own"],
        ["txr_all"],
    ]
    assert found.total == 2250


def test_rounding_by_line_or_by_invoice() -> None:
    lines, five = [Line(10)] * 3, [rate(5)]
    assert [bill(lines, "usd", tax_rates=five, rounds_once=once).total for once in (False, True)] == [33, 32]


def test_a_realistic_invoice() -> None:
    """Seats with a coupon of their own, usage, a credit; 20 % off for the customer, VAT on top."""
    seats = Line(12_000, "prod_seats", discounts=[discount("di_seats", amount_off=2000, currency="eur")])
    usage = Line(333, "prod_usage")
    unused = Line(-1500, "prod_seats", discountable=False)
    found = bill(
        [seats, usage, unused],
        "eur",
        balance=-1000,
        discounts=[discount("di_customer", percent_off=20)],
        tax_rates=[rate("19.6")],
    )
    assert [line["discount_amounts"] for line in found.lines] == [
        [{"amount": 2000, "discount": "di_seats"}, {"amount": 2000, "discount": "di_customer"}],
        [{"amount": 67, "discount": "di_customer"}],
        [],
    ]
    assert [line["taxes"][0]["amount"] for line in found.lines] == [1568, 52, -294]
    assert found.total_discount_amounts == [
        {"amount": 2000, "discount": "di_seats"},
        {"amount": 2067, "discount": "di_customer"},
    ]
    assert (found.subtotal, found.total_excluding_tax, found.total) == (8833, 6766, 8092)
    assert (found.starting_balance, found.amount_due, found.ending_balance) == (-1000, 7092, 0)


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6), st.integers(0, 1000))
def test_no_money_appears_or_vanishes(total: int, start: int, minimum: int) -> None:
    due, ending = settle(total, start, minimum)
    assert start + total == due + ending
    assert due == 0 or due >= max(minimum, 1)


PRODUCTS = st.sampled_from(("prod_a", "prod_b", None))
COUPONS = st.one_of(
    st.integers(1, 50_000).map(lambda off: {"amount_off": off, "currency": "usd"}),
    st.integers(1, 1000).map(lambda tenths: {"percent_off": str(Decimal(tenths).scaleb(-1))}),
)
ONLY = st.one_of(st.none(), st.just({"products": ["prod_a"]}))
DISCOUNTS = st.lists(st.builds(lambda terms, only: {**terms, "applies_to": only}, COUPONS, ONLY), max_size=3)
RATES = st.lists(st.tuples(st.integers(1, 500_000), st.booleans()), max_size=3)
LINES = st.lists(
    st.tuples(st.integers(-50_000, 100_000), PRODUCTS, st.booleans(), DISCOUNTS, RATES), max_size=5
)


def discounts_of(terms: list[dict[str, Any]], place: str) -> list[dict[str, Any]]:
    return [discount(f"di_{place}_{number}", **each) for number, each in enumerate(terms)]


def rates_of(terms: list[tuple[int, bool]], place: str) -> list[dict[str, Any]]:
    return [
        rate(str(Decimal(size).scaleb(-4)), inside, f"txr_{place}_{number}")
        for number, (size, inside) in enumerate(terms)
    ]


def amounts(rows: list[dict[str, Any]], name: str = "amount", behavior: str = "") -> int:
    return sum(row[name] for row in rows if not behavior or row["tax_behavior"] == behavior)


@given(
    LINES,
    DISCOUNTS,
    RATES,
    st.integers(-100_000, 100_000),
    st.sampled_from(("none", "exempt", "reverse")),
    st.booleans(),
)
def test_identities(lines, discounts, rates, balance, tax_exempt, rounds_once) -> None:
    """Shares add up to totals, totals follow from each other, and nothing is negative that cannot be."""
    given_ = [
        Line(amount, product, able, discounts_of(own, f"{at}"), rates_of(of, f"{at}"))
        for at, (amount, product, able, own, of) in enumerate(lines)
    ]
    found = bill(
        given_,
        "usd",
        balance=balance,
        tax_exempt=tax_exempt,
        discounts=discounts_of(discounts, "all"),
        tax_rates=rates_of(rates, "all"),
        rounds_once=rounds_once,
    )
    shares = [share for line in found.lines for share in line["discount_amounts"]]
    taxes = [row for line in found.lines for row in line["taxes"]]
    for key, rows in (("discount", shares), ("tax_rate", taxes)):
        named = [
            row["discount"] if key == "discount" else row["tax_rate_details"]["tax_rate"] for row in rows
        ]
        totals = found.total_discount_amounts if key == "discount" else found.total_taxes
        assert len(totals) == len(set(named))
        assert amounts(totals) == amounts(rows)
    for line, shown in zip(given_, found.lines, strict=True):
        off = amounts(shown["discount_amounts"])
        assert all(share["amount"] >= 0 for share in shown["discount_amounts"])
        assert 0 <= off <= max(line.amount, 0) and (line.discountable or off == 0)
        inside = amounts(shown["taxes"], behavior="inclusive")
        assert abs(inside) <= abs(line.amount - off)
        assert all(row["amount"] * (line.amount - off) >= 0 for row in shown["taxes"])
        if tax_exempt != "none":
            assert amounts(shown["taxes"]) == 0
    own = sum(share["amount"] for share in shares if not share["discount"].startswith("di_all"))
    inclusive, exclusive = amounts(taxes, behavior="inclusive"), amounts(taxes, behavior="exclusive")
    relief = found.subtotal - found.subtotal_excluding_tax - inclusive
    assert found.subtotal == sum(line.amount for line in given_) - own
    assert relief == 0 or tax_exempt != "none"
    assert found.total == found.subtotal - (amounts(shares) - own) - relief + exclusive
    assert found.total_excluding_tax == found.total - inclusive - exclusive
    assert found.starting_balance + found.total == found.amount_due + found.ending_balance
    assert found.amount_due == 0 or found.amount_due >= 50
    assert found.body["amount_remaining"] == found.amount_due
    if all(line.amount >= 0 for line in given_):
        assert min(found.subtotal, found.total, found.total_excluding_tax) >= 0
