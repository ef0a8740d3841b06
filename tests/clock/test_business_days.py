"""Bank holidays: what is kept agrees with the library, and days are counted around them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pinstripe.clock import business_days
from pinstripe.clock.business_days import CALENDARS, FIRST_YEAR, LAST_YEAR, asked, holidays_of
from pinstripe.clock.calendar import timestamp, utc_date

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("calendar", sorted(CALENDARS))
def test_what_is_kept_is_what_the_library_says(calendar: str) -> None:
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        assert holidays_of(calendar, year) == asked(calendar, year), year


@pytest.mark.parametrize(
    ("country", "day", "works"),
    [
        ("US", date(2026, 11, 26), False),  # Thanksgiving
        ("US", date(2026, 4, 3), True),  # Good Friday: no federal holiday
        ("US", date(2026, 7, 3), False),  # Independence Day, as observed
        ("US", date(2026, 7, 4), False),
        ("DE", date(2026, 4, 3), False),
        ("DE", date(2026, 10, 3), False),
        ("DE", date(2028, 10, 3), True),  # a German holiday, and a day of euro payments
        ("FR", date(2026, 5, 1), False),
        ("GB", date(2026, 8, 31), False),
        ("GB", date(2022, 9, 19), False),  # a day of mourning, once
        ("AU", date(2026, 1, 26), False),
        ("CA", date(2026, 10, 12), False),
        ("NZ", date(2026, 2, 6), False),
        ("CH", date(2026, 8, 3), True),
        ("US", date(2055, 7, 5), False),  # a year that is not kept: Sunday's holiday on Monday
        ("XX", date(2026, 12, 25), True),  # a country that nobody knows has weekends alone
    ],
)
def test_business_days(country: str, day: date, works: bool) -> None:
    assert business_days.is_business_day(day, country) is works


@pytest.mark.parametrize(
    ("start", "days", "country", "expected"),
    [
        ((2026, 8, 3), 2, "US", (2026, 8, 5)),
        ((2026, 8, 6), 2, "US", (2026, 8, 10)),
        ((2026, 8, 8), 2, "US", (2026, 8, 11)),
        ((2026, 8, 9), 2, "US", (2026, 8, 11)),
        ((2026, 9, 4), 2, "US", (2026, 9, 9)),  # Labor Day between
        ((2026, 12, 31), 1, "GB", (2027, 1, 4)),
        ((2026, 4, 2), 1, "DE", (2026, 4, 7)),  # Easter
        ((2026, 8, 8), 0, "US", (2026, 8, 8)),
    ],
)
def test_days_after(start: tuple[int, ...], days: int, country: str, expected: tuple[int, ...]) -> None:
    moment = timestamp(*start, second_of_day=40_000)
    assert utc_date(business_days.days_after(moment, days, country)) == date(*expected)


def test_the_first_business_day_from_a_day() -> None:
    monday, saturday = timestamp(2026, 8, 3, 50), timestamp(2026, 8, 1, 50)
    assert business_days.first_from(monday, "US") == timestamp(2026, 8, 3)
    assert business_days.first_from(saturday, "US") == timestamp(2026, 8, 3)


@pytest.mark.parametrize(
    ("moment", "hours"),
    [
        (timestamp(2026, 1, 15), 6),
        (timestamp(2026, 7, 15), 5),
        (timestamp(2026, 3, 8, 8 * 3600 - 1), 6),
        (timestamp(2026, 3, 8, 8 * 3600), 5),
        (timestamp(2026, 11, 1, 7 * 3600 - 1), 5),
        (timestamp(2026, 11, 1, 7 * 3600), 6),
    ],
)
def test_clocks_in_chicago(moment: int, hours: int) -> None:
    assert business_days.chicago(moment) == moment - hours * 3600


def test_a_kept_year_does_not_import_the_library() -> None:
    script = (
        "import sys; from pinstripe.products.payments import settlement; "
        "print(settlement.available_on(1785715149), 'holidays' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src")},
    )
    assert found.stdout == f"{timestamp(2026, 8, 4)} False\n"
