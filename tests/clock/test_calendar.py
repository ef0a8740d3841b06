"""Boundaries of periods: counted from the anchor, clamped to short months, never drifting."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinstripe.clock.calendar import (
    DAY,
    Period,
    add_interval,
    add_months,
    counted_from,
    midnight,
    next_anchor,
    next_boundary,
    period_containing,
    timestamp,
    utc_date,
)

MOMENTS = st.integers(0, 4_102_444_800)
INTERVALS = st.sampled_from(["day", "week", "month", "year"])
COUNTS = st.integers(1, 12)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("anchor", "interval", "count", "following"),
    [
        (
            "2025-12-31",
            "month",
            1,
            ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"],
        ),
        ("2024-02-29", "year", 1, ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
        ("2026-08-30", "month", 3, ["2026-11-30", "2027-02-28", "2027-05-30", "2027-08-30"]),
        ("2024-01-31", "month", 1, ["2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"]),
        ("2026-06-05T07:08:09", "week", 2, ["2026-06-19T07:08:09", "2026-07-03T07:08:09"]),
        ("2026-03-28T12:00:00", "day", 1, ["2026-03-29T12:00:00", "2026-03-30T12:00:00"]),
        ("2025-11-30T23:59:59", "month", 6, ["2026-05-30T23:59:59", "2026-11-30T23:59:59"]),
    ],
)
def test_boundaries_follow_the_anchor(anchor, interval, count, following) -> None:
    start = at(anchor)
    expected = [at(text) for text in following]
    assert [add_interval(start, interval, count, k) for k in range(1, len(expected) + 1)] == expected
    walked, moment = [], start
    for _ in expected:
        moment = next_boundary(start, interval, count, moment)
        walked.append(moment)
    assert walked == expected


def test_an_unknown_interval_is_a_fault() -> None:
    with pytest.raises(KeyError):
        add_interval(0, "fortnight", 1, 1)


def test_boundaries_before_the_anchor() -> None:
    assert add_interval(at("2026-03-31"), "month", 1, -1) == at("2026-02-28")
    assert period_containing(at("2026-03-31"), "month", 1, at("2026-03-10")) == Period(
        at("2026-02-28"), at("2026-03-31")
    )


def test_a_boundary_opens_its_period() -> None:
    anchor = at("2026-01-31T10:00:00")
    february = at("2026-02-28T10:00:00")
    assert period_containing(anchor, "month", 1, february).start == february
    assert period_containing(anchor, "month", 1, february - 1) == Period(anchor, february)
    assert Period(anchor, february).seconds == 28 * DAY


@given(MOMENTS, INTERVALS, COUNTS, st.integers(-40, 40))
def test_boundaries_are_monotone(anchor: int, interval: str, count: int, k: int) -> None:
    here, there = (add_interval(anchor, interval, count, number) for number in (k, k + 1))
    assert here < there
    assert add_interval(anchor, interval, count, 0) == anchor
    assert period_containing(anchor, interval, count, here) == Period(here, there)
    assert period_containing(anchor, interval, count, there - 1) == Period(here, there)


@given(MOMENTS, INTERVALS, COUNTS, MOMENTS)
def test_every_moment_has_one_period(anchor: int, interval: str, count: int, moment: int) -> None:
    period = period_containing(anchor, interval, count, moment)
    assert period.start <= moment < period.end == next_boundary(anchor, interval, count, moment)


@given(MOMENTS, st.integers(-200, 200))
def test_months_keep_the_time_and_never_leave_the_month(moment: int, months: int) -> None:
    there = add_months(moment, months)
    assert there % DAY == moment % DAY
    before, after = utc_date(moment), utc_date(there)
    assert (after.year - before.year) * 12 + after.month - before.month == months
    assert after.day <= before.day


def test_days() -> None:
    assert midnight(at("2026-05-05T13:14:15")) == at("2026-05-05")
    assert midnight(at("2026-05-05")) == at("2026-05-05")
    assert timestamp(2026, 2, 31, 60) == at("2026-02-28T00:01:00")


@pytest.mark.parametrize(
    ("config", "interval", "count", "now", "anchor"),
    [
        ({"day_of_month": 15}, "month", 1, "2026-03-10T04:05:06", "2026-03-15T04:05:06"),
        ({"day_of_month": 15}, "month", 1, "2026-03-20T04:05:06", "2026-04-15T04:05:06"),
        ({"day_of_month": 31}, "month", 1, "2026-02-10T00:00:00", "2026-02-28T00:00:00"),
        ({"day_of_month": 31}, "month", 1, "2026-02-28T00:00:00", "2026-03-31T00:00:00"),
        (
            {"day_of_month": 10, "hour": 12, "minute": 30, "second": 0},
            "month",
            1,
            "2026-03-10T12:29:59",
            "2026-03-10T12:30:00",
        ),
        ({"day_of_month": 10, "hour": 0}, "month", 1, "2026-03-09T12:34:56", "2026-03-10T00:34:56"),
        ({"day_of_month": 1, "month": 1}, "year", 1, "2026-03-10T00:00:00", "2027-01-01T00:00:00"),
        ({"day_of_month": 1, "month": 1}, "month", 3, "2026-03-10T00:00:00", "2026-04-01T00:00:00"),
        ({"day_of_month": 1, "month": 6}, "month", 1, "2026-03-10T00:00:00", "2026-04-01T00:00:00"),
        ({"day_of_month": 29, "month": 2}, "year", 1, "2026-03-10T00:00:00", "2027-02-28T00:00:00"),
        ({"day_of_month": 5, "month": None}, "year", 1, "2026-12-10T00:00:00", "2027-01-05T00:00:00"),
    ],
)
def test_next_anchor(config, interval, count, now, anchor) -> None:
    assert next_anchor(config, interval, count, at(now)) == at(anchor)


@pytest.mark.parametrize(
    ("anchor", "interval", "count", "day", "start"),
    [
        ("2026-04-30", "month", 1, 31, "2026-03-31"),
        ("2026-02-28", "month", 1, 30, "2026-01-30"),
        ("2026-02-28", "month", 3, 31, "2025-08-31"),
        ("2026-02-28", "year", 1, 31, "2024-02-29"),
        ("2026-03-31", "month", 1, 31, None),
        ("2026-04-30", "year", 1, 31, None),
        ("2026-04-30", "week", 1, 31, None),
    ],
)
def test_counted_from(anchor, interval, count, day, start) -> None:
    assert counted_from(at(anchor), interval, count, day) == (start and at(start))


def test_the_day_meant_survives_an_anchor_in_a_short_month() -> None:
    anchor = at("2026-02-28")
    meant = [add_interval(anchor, "month", 1, k, day_of_month=31) for k in range(4)]
    assert meant == [at("2026-02-28"), at("2026-03-31"), at("2026-04-30"), at("2026-05-31")]
    assert next_boundary(anchor, "month", 1, at("2026-03-30"), day_of_month=31) == at("2026-03-31")
    assert period_containing(anchor, "month", 1, at("2026-03-30"), day_of_month=31) == Period(
        anchor, at("2026-03-31")
    )
