"""Which period usage belongs to, and when it comes too early or too late."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinstripe.products.usage.periods import (
    DRIFT_SECONDS,
    UsageOutcome,
    counted_at,
    in_usage_period,
    usage_outcome,
)

START = 1_000_000


@pytest.mark.parametrize(
    ("moment", "usage", "first_usage"),
    [
        (99, False, False),
        (100, False, True),
        (101, True, True),
        (200, True, True),
        (201, False, False),
    ],
)
def test_the_end_of_a_period_belongs_to_it(moment, usage, first_usage) -> None:
    assert in_usage_period(moment, 100, 200, False) is usage
    assert in_usage_period(moment, 100, 200, True) is first_usage


def test_running_periods_have_no_end() -> None:
    assert in_usage_period(10**10, 100, None, False)


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
