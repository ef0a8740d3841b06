"""The table of rates: what is taken where, of what, since when.

Owns: reading the tables in rates/ and a file that takes their rows' place, choosing a place's rows for a tax
code. Does not own: who collects (registration.py), amounts (assessment.py). Money: percentages as decimals.
Source: rates/README.md.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pinstripe.products.tax.place import Place

FOLDER = Path(__file__).parent / "rates"
COLUMNS = (
    "country state postal level name tax_type title applies percentage flat least below base reason local "
    "since until"
).split()
LEVELS = ("country", "state", "county", "city", "district")
ALL = "*"
GROUPS = (
    ("txcd_00000000", ("nontaxable",)),
    ("txcd_10103000", ("saas_personal", "saas")),
    ("txcd_10103001", ("saas_business", "saas")),
    ("txcd_101031", ("software",)),
    ("txcd_1", ("digital",)),
    ("txcd_2", ("services",)),
    ("txcd_5002", ("services",)),
    ("txcd_30011", ("clothing",)),
    ("txcd_3501", ("books",)),
    ("txcd_3502", ("newspapers",)),
    ("txcd_4004", ("food",)),
    ("txcd_4006", ("meals",)),
    ("txcd_92010001", ("shipping",)),
)
"""What a tax code is, by its beginning; the narrower word first. Everything else is goods."""
APART = frozenset("books food meals newspapers".split())
"""What laws everywhere treat apart: of it a row must speak by name, or nothing is known."""
APART_IN = {
    "sales_tax": APART | frozenset("clothing digital saas services shipping software".split()),
    "pst": APART | frozenset("digital saas services shipping software".split()),
    "rst": APART | frozenset("digital saas services shipping software".split()),
}
"""The same, of taxes that reach goods alone unless a law says otherwise."""


class Row(NamedTuple):
    """One line of a table; rates/README.md says what each column means."""

    country: str
    state: str
    postal: tuple[str, ...]
    level: str
    name: str
    tax_type: str
    title: str
    applies: frozenset[str]
    percentage: Decimal
    flat: int | None
    least: int
    below: int | None
    base: Decimal
    reason: str
    local: bool
    since: int | None
    until: int | None


class BadTable(ValueError):
    """A file of rates that cannot be read: which line, and why."""


def read(text: str, source: str) -> list[Row]:
    """The rows of a table. refuses: BadTable, with the line's number"""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(lines)
    if reader.fieldnames is None or list(reader.fieldnames) != COLUMNS:
        raise BadTable(f"{source}: the first line names the columns {','.join(COLUMNS)}")
    found = []
    for number, cells in enumerate(reader, 2):
        try:
            found.append(_row({name: (cells[name] or "").strip() for name in COLUMNS}))
        except (ValueError, InvalidOperation) as fault:
            raise BadTable(f"{source}: row {number}: {fault}") from fault
    return found


def _row(cells: dict[str, str]) -> Row:
    assert set(cells) == set(COLUMNS)
    if cells["level"] not in LEVELS or not cells["country"] or not cells["tax_type"]:
        raise ValueError(f"a row has a country, a tax_type and a level ({', '.join(LEVELS)})")
    percentage = Decimal(cells["percentage"] or "0")
    if not 0 <= percentage <= 100:
        raise ValueError(f"{percentage} is no percentage")
    return Row(
        **{
            name: cells[name] for name in ("country", "state", "level", "name", "tax_type", "title", "reason")
        },
        postal=tuple(cells["postal"].upper().split()),
        applies=frozenset(cells["applies"].split()),
        percentage=percentage,
        flat=int(cells["flat"]) if cells["flat"] else None,
        least=int(cells["least"] or 0),
        below=int(cells["below"]) if cells["below"] else None,
        base=Decimal(cells["base"] or "100"),
        local=cells["local"] == "required",
        since=_moment(cells["since"]),
        until=_moment(cells["until"]),
    )


def _moment(day: str) -> int | None:
    return int(datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()) if day else None


@cache
def rows(own: str = "") -> dict[str, tuple[Row, ...]]:
    """All rows by country. params: own, a file whose rows take the place of ours for the countries and states
    that they are of. refuses: BadTable"""
    found = [row for path in sorted(FOLDER.glob("*.csv")) for row in read(path.read_text("utf-8"), path.name)]
    if own:
        theirs = read(Path(own).read_text("utf-8"), own)
        named = {(row.country, row.state) for row in theirs}
        found = [row for row in found if (row.country, row.state) not in named] + theirs
    by_country: dict[str, list[Row]] = {}
    for row in found:
        by_country.setdefault(row.country, []).append(row)
    return {country: tuple(those) for country, those in by_country.items()}


def groups_of(code: str) -> tuple[str, ...]:
    """What a tax code is, the narrower word first."""
    return next((groups for start, groups in GROUPS if code.startswith(start)), ())


def standing(place: Place, moment: int, own: str = "") -> dict[tuple[str, str], list[Row]]:
    """The rows of a place at a moment, by level and kind of tax: those of the longest postal code alone."""
    found: dict[tuple[str, str], list[tuple[int, Row]]] = {}
    for row in rows(own).get(place.country, ()):
        if row.state and row.state != place.state:
            continue
        if (row.since is not None and moment < row.since) or (row.until is not None and moment >= row.until):
            continue
        length = max((len(start) for start in row.postal if place.postal.startswith(start)), default=-1)
        if row.postal and length < 0:
            continue
        found.setdefault((row.level, row.tax_type), []).append((max(length, 0), row))
    return {
        key: [row for length, row in those if length == max(one for one, _ in those)]
        for key, those in found.items()
    }


def chosen(those: Sequence[Row], groups: Sequence[str], unit: int) -> Iterator[Row | None]:
    """Of rows of one level and tax those that count for what is sold, one a jurisdiction; None where it
    is silent. params: unit, what one piece costs, of which some rules speak"""
    for name in dict.fromkeys(row.name for row in those):
        own = [row for row in those if row.name == name and _reaches(row, unit)]
        named = (row for group in groups for row in own if group in row.applies)
        apart = APART_IN.get(those[0].tax_type, APART)
        plain = (row for row in own if ALL in row.applies and not apart & set(groups))
        yield next(named, None) or next(plain, None)


def _reaches(row: Row, unit: int) -> bool:
    """Does a row speak of something that costs so much?"""
    return row.least <= unit and (row.below is None or unit < row.below)
