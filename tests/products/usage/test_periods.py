"""Trials, stubs and full cycles; which period usage belongs to and when it comes too early or too late."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinstripe.clock.calendar import DAY, Period
from pinstripe.products.usage.periods import (
    DRIFT_SECONDS,
    Interval,
    UsageOutcome,
    anchor_for,
    bills_usage,
    counted_at,
    in_meter_period,
    in_usage_period,
    period_at,
    usage_outcome,
)

MONTH = Interval("month")
START = 1_000_000


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("start", "trial_end", "chosen", "anchor"),
    [
        (100, None, None, 100),
        (100, 700, None, 700),
        (100, None, 500, 500),
        (100, 700, 900, 900),
        (100, 50, None, 100),
    ],
)
def test_anchors(start, trial_end, chosen, anchor) -> None:
    assert anchor_for(start, trial_end, chosen) == anchor


def test_a_plain_subscription_has_full_cycles() -> None:
    start = at("2026-01-31")
    first = period_at(start, start, MONTH, start)
    assert first.period == Period(start, at("2026-02-28")) == first.full
    assert (first.trial, first.first, first.shortened) == (False, True, False)
    second = period_at(first.end, start, MONTH, start)
    assert second.period == Period(at("2026-02-28"), at("2026-03-31"))
    assert not second.first


def test_a_trial_comes_before_the_first_cycle() -> None:
    start, trial_end = at("2026-01-01"), at("2026-01-08")
    anchor = anchor_for(start, trial_end)
    trial = period_at(at("2026-01-03"), start, MONTH, anchor, trial_end)
    assert trial.period == Period(start, trial_end)
    assert trial.trial and trial.first and not trial.shortened and not bills_usage(trial)
    paid = period_at(trial_end, start, MONTH, anchor, trial_end)
    assert paid.period == Period(trial_end, at("2026-02-08"))
    assert bills_usage(paid) and not (paid.trial or paid.first or paid.shortened)


def test_a_trial_and_an_anchor_leave_a_stub_between_them() -> None:
    start, trial_end, anchor = at("2026-01-01"), at("2026-01-08"), at("2026-02-01")
    assert period_at(start, start, MONTH, anchor, trial_end).trial
    stub = period_at(trial_end, start, MONTH, anchor, trial_end)
    assert stub.period == Period(trial_end, anchor)
    assert stub.full == Period(at("2026-01-01"), anchor)
    assert stub.shortened and not stub.first
    assert period_at(anchor, start, MONTH, anchor, trial_end).period == Period(anchor, at("2026-03-01"))


def test_a_later_anchor_shortens_the_first_period() -> None:
    start, anchor = at("2026-01-10"), at("2026-02-01")
    stub = period_at(start, start, MONTH, anchor)
    assert stub.period == Period(start, anchor) and stub.shortened and stub.first
    assert stub.full.start == at("2026-01-01")


def test_the_day_meant_is_kept() -> None:
    anchor = at("2026-02-28")
    every = Interval("month", 1, 31)
    assert period_at(anchor, anchor, every, anchor).end == at("2026-03-31")


@given(
    st.integers(0, 2 * 10**9),
    st.integers(0, 60 * DAY),
    st.integers(0, 27 * DAY),
    st.integers(0, 800 * DAY),
    st.booleans(),
)
def test_periods_follow_each_other_without_gap(start, trial, later, ahead, with_trial) -> None:
    trial_end = start + trial if with_trial else None
    anchor = (start if trial_end is None else trial_end) + later
    period = period_at(start + ahead, start, MONTH, anchor, trial_end)
    assert period.start <= start + ahead < period.end
    following = period_at(period.end, start, MONTH, anchor, trial_end)
    assert following.start == period.end and not following.first and not following.trial


@pytest.mark.parametrize(
    ("moment", "usage", "first_usage", "meter"),
    [
        (99, False, False, False),
        (100, False, True, True),
        (101, True, True, True),
        (200, True, True, False),
        (201, False, False, False),
    ],
)
def test_both_conventions_of_period_ends(moment, usage, first_usage, meter) -> None:
    assert in_usage_period(moment, 100, 200, False) is usage
    assert in_usage_period(moment, 100, 200, True) is first_usage
    assert in_meter_period(moment, 100, 200) is meter


def test_running_periods_have_no_end() -> None:
    assert in_usage_period(10**10, 100, None, False)
    assert in_meter_period(10**10, 100, None)


@pytest.mark.parametrize(
    ("timestamp", "now", "mode", "first", "previous_open", "outcome"),
    [
        (START + 1, START + 9000, "sum", False, False, "accepted"),
        (START + 9000, START + 9000, "max", False, False, "accepted"),
        (START, START + 9000, "sum", True, False, "accepted"),
        (START, START + 9000, "sum", False, False, "too_early"),
        (START - 1, START + 9000, "sum", True, False, "too_early"),
        # clocks may differ by five minutes, in both directions
        (START + 9300, START + 9000, "sum", False, False, "accepted"),
        (START + 9301, START + 9000, "sum", False, False, "too_late"),
        # the first minutes of a period still take the last minutes before it, where amounts are summed
        (START, START + 10, "sum", False, True, "accepted_previous"),
        (START - 300, START + 300, "sum", False, True, "accepted_previous"),
        (START - 300, START + 300, "sum", False, False, "accepted"),
        (START - 301, START + 300, "sum", False, True, "too_early"),
        (START - 300, START + 301, "sum", False, True, "too_early"),
        (START - 1, START + 1, "max", False, True, "too_early"),
        (START - 1, START + 1, "last_during_period", False, True, "too_early"),
        (START - 1, START + 1, "last_ever", False, True, "too_early"),
        # nothing came before the first period
        (START - 1, START + 1, "sum", True, True, "too_early"),
    ],
)
def test_usage_outcomes(timestamp, now, mode, first, previous_open, outcome) -> None:
    found = usage_outcome(timestamp, now, START, mode, first_period=first, previous_open=previous_open)
    assert found == outcome


def test_usage_for_a_closed_period_is_entered_in_the_present_one() -> None:
    late = usage_outcome(START - 5, START + 5, START, "sum", first_period=False, previous_open=False)
    assert counted_at(late, START - 5, START, first_period=False) == START + 1
    open_still = UsageOutcome.ACCEPTED_PREVIOUS
    assert counted_at(open_still, START - 5, START, first_period=False) == START - 5
    assert counted_at(UsageOutcome.ACCEPTED, START, START, first_period=True) == START
    assert counted_at(UsageOutcome.ACCEPTED, START + 7, START, first_period=False) == START + 7


@given(st.integers(-2000, 2000), st.integers(0, 2000), st.booleans(), st.booleans())
def test_accepted_usage_lands_in_a_period_that_can_bill_it(offset, elapsed, first, previous_open) -> None:
    timestamp, now = START + offset, START + elapsed
    found = usage_outcome(timestamp, now, START, "sum", first_period=first, previous_open=previous_open)
    entered = counted_at(found, timestamp, START, first_period=first)
    if found is UsageOutcome.ACCEPTED:
        assert in_usage_period(entered, START, None, first)
    elif found is UsageOutcome.ACCEPTED_PREVIOUS:
        assert START - DRIFT_SECONDS <= entered <= START and previous_open
    else:
        assert entered == timestamp
