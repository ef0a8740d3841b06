"""Which period a moment of usage belongs to.

Owns: the ends of usage periods, the tolerance for clocks that differ. Does not own: calendar arithmetic,
amounts, refusals. Money: none. Source: docs: Record usage for billing (Legacy); sdk.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

# Clients' clocks differ by minutes; renewal invoices were recorded 300 s after the period's end. source:
# inferred
DRIFT_SECONDS: Final = 300


class UsageOutcome(StrEnum):
    """What becomes of usage reported for a timestamp."""

    ACCEPTED = "accepted"
    ACCEPTED_PREVIOUS = "accepted_previous"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"


def in_usage_period(moment: int, start: int, end: int | None, first: bool) -> bool:
    """Whether a usage record belongs to a period: after its start, up to and including its end.

    The first period includes its opening second.
    params: end, None while the period runs. source: sdk; the opening second inferred
    """
    begun = moment >= start if first else moment > start
    return begun and (end is None or moment <= end)


def usage_outcome(
    timestamp: int,
    now: int,
    period_start: int,
    mode: str,
    *,
    first_period: bool,
    previous_open: bool = False,
) -> UsageOutcome:
    """What becomes of a usage record: taken, taken for the period before, or turned away.

    In the first minutes of a period, usage of the last minutes before it is still taken where amounts are
    summed: for the previous period while its invoice is a draft (`previous_open`), else for the present one.
    source: docs: Record usage for billing (Legacy); recorded: integrations' error logs; the numbers inferred
    """
    if timestamp > now + DRIFT_SECONDS:
        return UsageOutcome.TOO_LATE
    if in_usage_period(timestamp, period_start, None, first_period):
        return UsageOutcome.ACCEPTED
    in_window = now - period_start <= DRIFT_SECONDS and period_start - timestamp <= DRIFT_SECONDS
    if first_period or mode != "sum" or not in_window:
        return UsageOutcome.TOO_EARLY
    return UsageOutcome.ACCEPTED_PREVIOUS if previous_open else UsageOutcome.ACCEPTED


def counted_at(outcome: UsageOutcome, timestamp: int, period_start: int, *, first_period: bool) -> int:
    """At which second accepted usage is entered: its own, but never before the period that has to bill it.

    source: docs: Record usage for billing (Legacy); the second inferred
    """
    inside = in_usage_period(timestamp, period_start, None, first_period)
    return period_start + 1 if outcome is UsageOutcome.ACCEPTED and not inside else timestamp
