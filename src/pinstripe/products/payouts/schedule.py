"""When an account is paid out by itself: the moments of its schedule. Pure.

Owns: the next moment after another one. Does not own: what is paid out then (run.py). Money: none.
Times: payouts are made at 01:00 UTC, after the day's money has become available. Source: docs: payouts
(schedules); recorded: airbytehq, gumroad (automatic payouts between one and two o'clock, on holidays too).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from typing import Any, Final

from pinstripe.clock.calendar import DAY, midnight, utc_date

HOUR: Final = 3600
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def next_run(schedule: Mapping[str, Any], after: int) -> int:
    """The first moment later than another one at which an account of that schedule is paid out."""
    moment = midnight(after) + HOUR
    while moment <= after or not falls(schedule, moment):
        moment += DAY
    return moment


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
