"""When periods begin and end, counted in UTC on whole seconds.

Owns: boundaries of recurring periods, month arithmetic, days. Does not own: what now is (now.py), bank
holidays (business_days.py), what falls due.
Money: none. Every boundary is counted from the original anchor, never from the boundary before it: a
subscription of 31 January bills on 28 February and on 31 March again. Source: docs: Set billing cycles; the
test vectors inferred.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from math import gcd
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from pinstripe.api import errors

DAY: Final = 86_400
WEEK: Final = 7 * DAY
_EPOCH: Final = date(1970, 1, 1).toordinal()
FIRST_YEAR: Final = 1
LAST_YEAR: Final = 9999
EARLIEST: Final = (date(FIRST_YEAR, 1, 1).toordinal() - _EPOCH) * DAY
LATEST: Final = (date(LAST_YEAR, 12, 31).toordinal() - _EPOCH + 1) * DAY - 1
"""The last second that has a date."""
LAST: Final = (date(9000, 1, 1).toordinal() - _EPOCH) * DAY
"""No clock goes farther: every period and deadline that begins by then ends before the last date."""
_FIXED: Final[Mapping[str, int]] = {"day": DAY, "week": WEEK}
_MONTHS: Final[Mapping[str, int]] = {"month": 1, "year": 12}


class Period(NamedTuple):
    """A stretch of time that is billed as one."""

    start: int
    end: int

    @property
    def seconds(self) -> int:
        """How long it lasts."""
        return self.end - self.start


def midnight(moment: int) -> int:
    """The beginning of the UTC day."""
    return moment - moment % DAY


def timestamp(year: int, month: int, day: int, second_of_day: int = 0) -> int:
    """The Unix second of a UTC date; a day that the month does not have is its last one.

    refuses: beyond_calendar
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise errors.beyond_calendar()
    last = monthrange(year, month)[1]
    return (date(year, month, min(day, last)).toordinal() - _EPOCH) * DAY + second_of_day


def utc_date(moment: int) -> date:
    """The UTC date on which a moment falls. refuses: beyond_calendar"""
    if not EARLIEST <= moment <= LATEST:
        raise errors.beyond_calendar()
    return date.fromordinal(moment // DAY + _EPOCH)


def written_in(moment: int, zone: ZoneInfo) -> str:
    """A moment as tables write it, in a time zone: "2026-11-28 15:00:00". refuses: beyond_calendar"""
    day = utc_date(moment)
    utc = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=moment % DAY)
    return utc.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def add_months(moment: int, months: int, day_of_month: int | None = None) -> int:
    """The same day and time some months on, or the last day of a month that is too short.

    params: day_of_month, the day that was meant where the moment itself had to be clamped.
    source: docs: Set billing cycles
    """
    start = utc_date(moment)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return timestamp(year, month + 1, day_of_month or start.day, moment % DAY)


def add_interval(anchor: int, interval: str, count: int, k: int, *, day_of_month: int | None = None) -> int:
    """The k-th boundary from the anchor; the anchor itself is the one numbered 0, earlier ones are negative.

    source: docs: Set billing cycles; yearly from 29 February inferred
    """
    fixed = _FIXED.get(interval)
    if fixed:
        return anchor + fixed * count * k
    return add_months(anchor, _MONTHS[interval] * count * k, day_of_month)


def _index(anchor: int, interval: str, count: int, moment: int, day_of_month: int | None) -> int:
    """The number of the last boundary at or before the moment."""
    fixed = _FIXED.get(interval)
    if fixed:
        return (moment - anchor) // (fixed * count)
    first, here = utc_date(anchor), utc_date(moment)
    months = (here.year - first.year) * 12 + here.month - first.month
    k = months // (_MONTHS[interval] * count)
    return k if add_interval(anchor, interval, count, k, day_of_month=day_of_month) <= moment else k - 1


def period_containing(
    anchor: int, interval: str, count: int, moment: int, *, day_of_month: int | None = None
) -> Period:
    """The period with start ≤ moment < end; before the anchor too, to measure a shortened first one."""
    k = _index(anchor, interval, count, moment, day_of_month)
    start = add_interval(anchor, interval, count, k, day_of_month=day_of_month)
    return Period(start, add_interval(anchor, interval, count, k + 1, day_of_month=day_of_month))


def whole_periods(anchor: int, interval: str, count: int, moment: int) -> tuple[int, Period]:
    """How many periods have ended between the anchor and a moment, and the one that holds the moment."""
    return _index(anchor, interval, count, moment, None), period_containing(anchor, interval, count, moment)


def next_boundary(
    anchor: int, interval: str, count: int, after: int, *, day_of_month: int | None = None
) -> int:
    """The first boundary later than a moment."""
    return period_containing(anchor, interval, count, after, day_of_month=day_of_month).end


def next_anchor(config: Mapping[str, int | None], interval: str, count: int, after: int) -> int:
    """Where a `billing_cycle_anchor_config` puts the anchor: its next occurrence later than a moment.

    The time of day that it leaves open is that of the moment. A `month` holds for every period that starts in
    step with it: for a quarterly price January means January, April, July and October too.
    params: config, with `day_of_month` and perhaps `month`, `hour`, `minute`, `second`; interval month or
    year.
    source: spec; open parts of the time and the step of months inferred
    """
    step = gcd(_MONTHS[interval] * count, 12) if config.get("month") else 1
    meant = config.get("month") or 1
    time_of_day = _time_of_day(config, after % DAY)
    here = utc_date(after)
    number = here.year * 12 + here.month - 1
    while True:
        year, month = divmod(number, 12)
        if (month + 1 - meant) % step == 0:
            found = timestamp(year, month + 1, config["day_of_month"] or 1, time_of_day)
            if found > after:
                return found
        number += 1


def counted_from(anchor: int, interval: str, count: int, day_of_month: int) -> int | None:
    """The boundary before an anchor that has the day that was meant, where the anchor's month is too short.

    Periods counted from there end on that day again: with the 31st and an anchor on 30 April, on 31 May.
    gives: None, where the anchor has the day itself or no month of the rhythm has more days.
    source: docs: Set billing cycles
    """
    if interval in _FIXED or utc_date(anchor).day >= day_of_month:
        return None
    tries = [add_interval(anchor, interval, count, -k, day_of_month=day_of_month) for k in range(1, 13)]
    fullest = max(tries, key=lambda moment: utc_date(moment).day)
    return fullest if utc_date(fullest).day > utc_date(anchor).day else None


def _time_of_day(config: Mapping[str, int | None], otherwise: int) -> int:
    seconds = 0
    for part, size in (("hour", 3600), ("minute", 60), ("second", 1)):
        chosen = config.get(part)
        open_part = otherwise // size % (24 if part == "hour" else 60)
        seconds += size * (open_part if chosen is None else chosen)
    return seconds
