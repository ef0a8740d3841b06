"""Some lines give way to others: where the rest keep their shares, the amounts are the whole bill's."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from pinstripe.products.line_terms import difference
from pinstripe.products.line_terms.bill import bill
from pinstripe.products.line_terms.discount_shares import Line


def discount(key: str, **coupon: Any) -> dict[str, Any]:
    """A discount as it is handed over: its coupon is expanded."""
    terms = {"percent_off": None, "amount_off": None, "currency": None, **coupon}
    return {"id": key, "object": "discount", "source": {"coupon": terms, "type": "coupon"}}


CUTS = (
    discount("di_a", percent_off=33.3),
    discount("di_b", percent_off=12.5),
    discount("di_c", percent_off=50.0, applies_to={"products": ["prod_a"]}),
    discount("di_d", amount_off=77, currency="usd"),
)
RATES = tuple(
    {"id": f"txr_{percentage}", "percentage": percentage, "inclusive": inclusive}
    for percentage, inclusive in ((7.25, False), (19.0, True), (0.5, False))
)


WHOLE = tuple({**each, "id": f"{each['id']}_whole"} for each in CUTS)


def some(of: tuple[Any, ...], most: int) -> st.SearchStrategy[list[Any]]:
    """Some of these, in any order."""
    return st.lists(st.sampled_from(of), max_size=most, unique_by=lambda one: one["id"])


LINES = st.tuples(
    st.integers(-500, 9999),
    st.sampled_from(("prod_a", "prod_b")),
    st.booleans(),
    some(CUTS, 2),
    some(RATES, 2),
).map(lambda facts: Line(*facts))


@example(
    lines=[Line(1000, discounts=CUTS[1::-1])],
    fresh=[Line(1000, discounts=CUTS[:2])],
    gone=set(),
    cuts=[],
    rates=[],
    exempt="none",
    balance=0,
)
@given(
    lines=st.lists(LINES, max_size=7),
    fresh=st.lists(LINES, max_size=3),
    gone=st.sets(st.integers(0, 6)),
    cuts=some(WHOLE, 2),
    rates=some(RATES, 2),
    exempt=st.sampled_from(("none", "none", "exempt", "reverse")),
    balance=st.sampled_from((0, -300, 40)),
)
def test_the_difference_is_that_of_the_bills(
    lines: list[Line],
    fresh: list[Line],
    gone: set[int],
    cuts: list[dict[str, Any]],
    rates: list[dict[str, Any]],
    exempt: str,
    balance: int,
) -> None:
    terms: dict[str, Any] = {"discounts": cuts, "tax_rates": rates, "tax_exempt": exempt}
    left = [line for at, line in enumerate(lines) if at in gone]
    after = [line for at, line in enumerate(lines) if at not in gone] + fresh
    if not difference.is_separable([*left, *fresh], cuts):
        return
    whole = bill(after, "usd", balance=balance, **terms)
    order = difference.order_of(whole.lines, [each["id"] for each in cuts])
    before = bill(lines, "usd", **terms)
    less, plus = bill(left, "usd", **terms), bill(fresh, "usd", **terms)
    found = difference.moved(before.body, less, plus, order, balance, "usd")
    assert whole.lines[len(after) - len(fresh) :] == plus.lines
    named = [
        len(before.body[name]) == len(whole.body[name]) for name in ("total_discount_amounts", "total_taxes")
    ]
    assert found == whole.body or (found is None and not all(named))


def test_an_order_that_lacks_a_tax_gives_nothing() -> None:
    both = [Line(100, tax_rates=[rate]) for rate in RATES[:2]]
    before = bill(both, "usd")
    none = bill([], "usd")
    first = difference.order_of(before.lines[:1], [])
    assert difference.moved(before.body, none, none, first, 0, "usd") is None
    every = difference.order_of(before.lines, [])
    assert difference.moved(before.body, none, none, every, 0, "usd") == before.body
