"""When the money of a charge becomes available.

Owns: pure rules of days. Does not own: postings (charge.py), waiting for the day (balance/balance.py).
Times: a day is 00:00 UTC. Source: recorded: gumroad (2,268 settlement dates), pay-rails.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import Final

from pinstripe.clock.calendar import DAY, midnight, utc_date

BUSINESS_DAYS: Final = {"US": 2}
"""Countries whose money settles after so many business days. source: recorded: gumroad"""


CALENDAR_DAYS: Final = 7
"""Everywhere else, for accounts that are new. source: recorded: gumroad (CA, SG, BR), pay-rails"""


@cache
def _holidays(year: int) -> frozenset[date]:
    # Loaded when the first payment settles: the calendar of one country costs a good part of start-up.
    from holidays import country_holidays

    return frozenset(country_holidays("US", years=year))


def is_business_day(day: date) -> bool:
    """Neither a weekend nor a US federal holiday, as observed. source: recorded: gumroad"""
    return day.weekday() < 5 and day not in _holidays(day.year)


def available_on(created: int, country: str = "US", delay_days: int | None = None) -> int:
    """When the money of a charge becomes available: midnight UTC of the day it settles.

    params: delay_days, the account's own schedule; business days where the country counts those.
    source: recorded: gumroad (Mon to Wed, Thu to Mon, Fri, Sat and Sun to Tue; holidays do not count)
    """
    return _settled_on(midnight(created), country, delay_days)


@lru_cache(maxsize=64)
def _settled_on(moment: int, country: str, delay_days: int | None) -> int:
    if country not in BUSINESS_DAYS:
        return moment + (CALENDAR_DAYS if delay_days is None else delay_days) * DAY
    missing = BUSINESS_DAYS[country] if delay_days is None else delay_days
    while missing:
        moment += DAY
        missing -= is_business_day(utc_date(moment))
    return moment


def next_midnight(created: int) -> int:
    """The date on money that never was pending. source: recorded: gumroad (bypass cards)"""
    return midnight(created) + DAY
