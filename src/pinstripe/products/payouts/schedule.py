"""When an account is paid out by itself: the moments of its schedule. Pure.

Owns: the next moment after another one. Does not own: what is paid out then (run.py). Money: none.
Times: payouts are made at 01:00 UTC, after the day's money has become available; where the account's own day
begins later, one hour after that. Source: docs: payouts (schedules); docs: customized start of day; recorded:
airbytehq, gumroad (automatic payouts between one and two o'clock, on holidays too).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from pinstripe.clock.calendar import DAY, midnight, utc_date

HOUR: Final = 3600
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def next_run(schedule: Mapping[str, Any], after: int, start: Mapping[str, Any] | None = None) -> int:
    """The first moment later than another one at which an account of that schedule is paid out.

    params: start, when the account's own day begins
    """
    day = midnight(after) - DAY
    while begins(day, start) + HOUR <= after or not falls(schedule, day):
        day += DAY
    return begins(day, start) + HOUR


def begins(day: int, start: Mapping[str, Any] | None) -> int:
    """When a day begins for an account, which is not before its money is available.

    params: day, its midnight
    """
    if start is None:
        return day
    date = utc_date(day)
    at = time(start["hour"], start["minutes"])
    return max(day, int(datetime.combine(date, at, ZoneInfo(start["timezone"])).timestamp()))


def falls(schedule: Mapping[str, Any], moment: int) -> bool:
    """Is an account of that schedule paid out on that day? A day that the month lacks is its last one."""
    day = utc_date(moment)
    match schedule["interval"]:
        case "weekly":
            return WEEKDAYS[day.weekday()] in schedule["weekly_payout_days"]
        case "monthly":
            last = monthrange(day.year, day.month)[1]
            return day.day in {min(one, last) for one in schedule["monthly_payout_days"]}
        case interval:
            return bool(interval == "daily")
