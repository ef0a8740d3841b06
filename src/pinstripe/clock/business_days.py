"""Days on which banks work, per country.

Owns: bank holidays, counting of business days, the clock time in Chicago that cut-offs are told in.
Does not own: how many days something takes (networks/banks/rails.py, products/payments/settlement.py).
Money: none. Times: a day is a UTC date, its moment 00:00 UTC. The folder `bank_holidays` holds the years in
use as text, one file a calendar, written by tools/bank_holidays.py from the library `holidays`; other years
and countries are asked of the library itself, whose import takes longer than a payment.
Source: inferred: the library's calendars are the banks'.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from pinstripe.clock.calendar import DAY, midnight, timestamp, utc_date

FOLDER: Final = Path(__file__).with_name("bank_holidays")

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2049

CALENDARS: Final[dict[str, dict[str, Any]]] = {
    "AE": {},
    "AU": {"subdiv": "NSW"},
    "CA": {"categories": ("public", "government")},
    "EU": {},
    "GB": {"subdiv": "ENG"},
    "IN": {},
    "JP": {},
    "MY": {"subdiv": "KUL"},
    "NZ": {},
    "TH": {},
    "US": {},
}
"""Calendars that are kept as text, and what the library is asked for beside the country. EU is the calendar
of euro payments (TARGET), whatever the bank's country. source: inferred (parts: where banks clear)"""

EURO: Final = frozenset("AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MC MT NL PT SI SK SM".split())
"""Countries whose banks keep the calendar of euro payments."""

HOUR: Final = 3600


def calendar_of(country: str) -> str:
    """The calendar that a country's banks keep."""
    return "EU" if country in EURO else country


def asked(calendar: str, year: int) -> frozenset[date]:
    """The weekdays of a year on which banks rest, from the library; none where it knows no such country."""
    from holidays import country_holidays, financial_holidays

    try:
        if calendar == "EU":
            found = frozenset(financial_holidays("ECB", years=year))
        else:
            found = frozenset(country_holidays(calendar, years=year, **CALENDARS.get(calendar, {})))
    except NotImplementedError:
        return frozenset()
    return frozenset(day for day in found if day.weekday() < 5)


@cache
def _kept(calendar: str) -> tuple[str, ...]:
    return tuple(FOLDER.joinpath(f"{calendar}.txt").read_text("ascii").splitlines())


@cache
def holidays_of(calendar: str, year: int) -> frozenset[date]:
    """The weekdays of a year on which banks rest."""
    if calendar not in CALENDARS or not FIRST_YEAR <= year <= LAST_YEAR:
        return asked(calendar, year)
    number, *days = _kept(calendar)[year - FIRST_YEAR].split()
    assert int(number) == year, f"{calendar}.txt misses {year}"
    return frozenset(date(year, int(day[:2]), int(day[2:])) for day in days)


def is_business_day(day: date, country: str) -> bool:
    """Neither a weekend nor a bank holiday, as observed. source: recorded: gumroad (US)"""
    return day.weekday() < 5 and day not in holidays_of(calendar_of(country), day.year)


@lru_cache(maxsize=256)
def days_after(moment: int, days: int, country: str) -> int:
    """Midnight of the n-th business day after the day of a moment; that day itself need not be one."""
    moment = midnight(moment)
    while days > 0:
        moment += DAY
        days -= is_business_day(utc_date(moment), country)
    return moment


def first_from(moment: int, country: str) -> int:
    """Midnight of the day of a moment if banks work then, else of the next day on which they do."""
    moment = midnight(moment)
    return moment if is_business_day(utc_date(moment), country) else days_after(moment, 1, country)


def chicago(moment: int) -> int:
    """What clocks in Chicago show, as if it were UTC: Central Time, with summer time as since 2007."""
    year = utc_date(moment).year
    begins = _sunday(year, 3, 2) + 8 * HOUR
    ends = _sunday(year, 11, 1) + 7 * HOUR
    return moment - (5 if begins <= moment < ends else 6) * HOUR


def of_chicago(local: int) -> int:
    """The moment at which clocks in Chicago show this; of two the earlier one."""
    return next(moment for moment in (local + 5 * HOUR, local + 6 * HOUR) if chicago(moment) == local)


def _sunday(year: int, month: int, number: int) -> int:
    """Midnight of the n-th Sunday of a month."""
    first = date(year, month, 1).weekday()
    return timestamp(year, month, 1 + (6 - first) % 7 + 7 * (number - 1))
