"""Some lines give way to others: where the rest keep their shares, the amounts are the whole bill's."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from pinstripe.products.line_terms import difference
from pinstripe.products.line_terms.bill import Bill, bill
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


SUMMED = {"total_discount_amounts": "discount", "total_taxes": "tax_rate_details"}


def named(of: Bill, summed: str) -> set[str]:
    """The discounts, or the taxes, that a bill sums up."""
    return {str(row[SUMMED[summed]]) for row in of.body[summed]}


@example(  # a line's own two discounts in another order than the line before it names them
    lines=[Line(1000, discounts=CUTS[1::-1])],
    fresh=[Line(1000, discounts=CUTS[:2])],
    gone=set(),
    cuts=[],
    rates=[],
    exempt="none",
    balance=0,
)
@example(  # the line that named a discount first goes: 33.3 %, then 12.5 % of 4 are 1 and 0, not 1 and 1
    lines=[Line(0, discounts=[CUTS[1]]), Line(4, discounts=CUTS[:2])],
    fresh=[],
    gone={0},
    cuts=[],
    rates=[],
    exempt="none",
    balance=0,
)
@example(  # a line that names none gives way to one that names the second of the next line's discounts
    lines=[Line(0), Line(4, discounts=CUTS[:2])],
    fresh=[Line(0, discounts=[CUTS[1]])],
    gone={0},
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
    places = [at for at in sorted(gone) if at < len(lines)]
    left = [lines[at] for at in places]
    instead = dict(zip(places, fresh, strict=False))
    stay = [instead.get(at, line) for at, line in enumerate(lines) if at in instead or at not in gone]
    after = [*stay, *fresh[len(places) :]]
    if not difference.is_separable(left, fresh, cuts):
        return
    whole = bill(after, "usd", balance=balance, **terms)
    order = difference.order_of(whole.lines, [each["id"] for each in cuts])
    before = bill(lines, "usd", **terms)
    less, plus = bill(left, "usd", **terms), bill(fresh, "usd", **terms)
    found = difference.moved(before.body, less, plus, order, balance, "usd")
    new = [at for at, one in enumerate(after) if any(one is each for each in fresh)]
    assert [whole.lines[at] for at in new] == plus.lines
    if any(named(before, each) | named(plus, each) != named(whole, each) for each in SUMMED):
        assert found is None  # a tax or a discount is gone from the invoice: its other lines are asked
    else:
        assert found == whole.body


def test_an_order_that_lacks_a_tax_gives_nothing() -> None:
    both = [Line(100, tax_rates=[rate]) for rate in RATES[:2]]
    before = bill(both, "usd")
    none = bill([], "usd")
    first = difference.order_of(before.lines[:1], [])
    assert difference.moved(before.body, none, none, first, 0, "usd") is None
    every = difference.order_of(before.lines, [])
    assert difference.moved(before.body, none, none, every, 0, "usd") == before.body
