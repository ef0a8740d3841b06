"""The numbers of worked examples, and a table of one's own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pinstripe.products.tax import table
from pinstripe.products.tax.assessment import Part, percentage_text, shares
from pinstripe.products.tax.place import Place, place_of


def part(percentage: str, kind: str = "vat", **facts: object) -> Part:
    """A tax of so many percent."""
    known: dict[str, object] = {"reason": "standard_rated", **facts}
    return Part("XX", None, "country", "X", kind, "", Decimal(percentage), **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "percentages", "behavior", "taxes"),
    [
        (1000, ["6.5", "3.75"], "exclusive", [65, 38]),  # 10.25 %: 102.5 goes up
        (1499, ["6.5", "3.75"], "exclusive", [98, 56]),  # its rounded parts would give 153
        (10000, ["23"], "inclusive", [1870]),
        (6000, ["20"], "inclusive", [1000]),
        (0, ["19"], "exclusive", [0]),
        (10000, ["0"], "exclusive", [0]),
    ],
)
def test_a_tax_is_rounded_once_over_its_whole_rate(
    amount: int, percentages: list[str], behavior: str, taxes: list[int]
) -> None:
    """docs: Tax (worked examples)"""
    found = shares([part(one) for one in percentages], amount, behavior)
    assert [share.amount for share in found] == taxes


def test_each_kind_of_tax_is_rounded_for_itself() -> None:
    found = shares([part("5", "gst"), part("9.975", "qst")], 1010, "exclusive")
    assert [share.amount for share in found] == [51, 101]


def test_a_part_of_the_price_may_be_the_basis() -> None:
    found = shares([part("6.25", base=Decimal(80), reason="taxable_basis_reduced")], 10000, "exclusive")
    assert [(share.amount, share.taxable_amount) for share in found] == [(500, 8000)]


def test_percentages_have_a_place_behind_the_point() -> None:
    assert [percentage_text(Decimal(one)) for one in ("23", "9.8750", "0")] == ["23.0", "9.875", "0.0"]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ({"country": "us", "postal_code": "46204-1234"}, Place("US", "IN", "462041234")),
        ({"country": "US", "state": "Indiana", "postal_code": "46204"}, Place("US", "IN", "46204")),
        ({"country": "US", "state": "IN"}, None),
        ({"country": "CA", "postal_code": "h3z 2y7"}, Place("CA", "QC", "H3Z2Y7")),
        ({"country": "CA", "postal_code": "X0A 0H0"}, Place("CA", "NU", "X0A0H0")),
        ({"country": "FR"}, Place("FR")),
        ({"country": ""}, None),
        (None, None),
    ],
)
def test_what_an_address_must_say(address: dict[str, str] | None, place: Place | None) -> None:
    assert place_of(address) == place


def test_territories_are_left_out() -> None:
    codes = [("ES", "35001"), ("ES", "28001"), ("FI", "22100"), ("GB", "JE24UE"), ("JE", ""), ("NO", "9170")]
    assert [Place(country, None, postal).is_left_out for country, postal in codes] == [
        True, False, True, True, True, True,
    ]  # fmt: skip


def test_a_table_of_ones_own_takes_the_place_of_ours(tmp_path: Path) -> None:
    head = ",".join(table.COLUMNS)
    own = tmp_path / "own.csv"
    own.write_text(f"# mine\n{head}\nDE,,,country,Germany,vat,,*,18,,,,,,,,\n", encoding="utf-8")
    assert [row.percentage for row in table.rows(str(own))["DE"]] == [Decimal(18)]
    assert table.rows(str(own))["FR"] == table.rows()["FR"]


@pytest.mark.parametrize(
    "line",
    ["DE,,,moon,X,vat,,*,1,,,,,,,,", "DE,,,country,X,vat,,*,101,,,,,,,,", "DE,,,country,X,vat,,*,x,,,,,,,,"],
)
def test_a_table_that_cannot_be_read_names_the_row(line: str) -> None:
    with pytest.raises(table.BadTable, match="own.csv: row 2"):
        table.read(",".join(table.COLUMNS) + "\n" + line, "own.csv")


def test_rates_count_by_date() -> None:
    """Estonia: 22 % until June 2025, 24 % from July on."""
    before, after = 1751241600, 1751328000
    for moment, percentage in ((before, 22), (after, 24)):
        (row,) = table.standing(Place("EE"), moment)["country", "vat"]
        assert row.percentage == percentage
