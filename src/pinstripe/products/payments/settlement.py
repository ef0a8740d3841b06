"""When the money of a charge becomes available.

Owns: pure rules of days. Does not own: postings (charge.py), waiting for the day (balance/balance.py).
Times: a day is 00:00 UTC. Source: recorded: gumroad (2,268 settlement dates), pay-rails.
"""

from __future__ import annotations

from typing import Final

from pinstripe.clock import business_days
from pinstripe.clock.calendar import DAY, midnight

BUSINESS_DAYS: Final = {"US": 2}
"""Countries whose money settles after so many business days. source: recorded: gumroad"""


CALENDAR_DAYS: Final = 7
"""Everywhere else, for accounts that are new. source: recorded: gumroad (CA, SG, BR), pay-rails"""


def available_on(created: int, country: str = "US", delay_days: int | None = None) -> int:
    """When the money of a charge becomes available: midnight UTC of the day it settles.

    params: delay_days, the account's own schedule; business days where the country counts those.
    source: recorded: gumroad (Mon to Wed, Thu to Mon, Fri, Sat and Sun to Tue; holidays do not count)
    """
    if country in BUSINESS_DAYS:
        days = BUSINESS_DAYS[country] if delay_days is None else delay_days
        return business_days.days_after(created, days, country)
    return midnight(created) + (CALENDAR_DAYS if delay_days is None else delay_days) * DAY


def next_midnight(created: int) -> int:
    """The date on money that never was pending. source: recorded: gumroad (bypass cards)"""
    return midnight(created) + DAY
