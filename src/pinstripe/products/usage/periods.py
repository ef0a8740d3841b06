"""Which stretch of time a subscription item is billed for, and which period a moment of usage belongs to.

Owns: anchors and trials, the two conventions of period ends, the tolerance for clocks that differ.
Does not own: calendar arithmetic, amounts, refusals. Money: none.
Source: docs: Record usage for billing (Legacy); docs: Using trial periods; sdk; DESIGN section 16 for period
ends.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from pinstripe.clock.calendar import Period, period_containing

# Clients' clocks differ by minutes; renewal invoices were recorded 300 s after the period's end. source:
# inferred
DRIFT_SECONDS: Final = 300


class Interval(NamedTuple):
    """How often a price falls due; `day_of_month`: the day that the anchor's configuration means."""

    interval: str
    interval_count: int = 1
    day_of_month: int | None = None


class ServicePeriod(NamedTuple):
    """A period of an item: what it covers, the full cycle it is a part of, and what kind it is."""

    start: int
    end: int
    full: Period
    trial: bool
    first: bool

    @property
    def period(self) -> Period:
        """What it covers, without its kind."""
        return Period(self.start, self.end)

    @property
    def shortened(self) -> bool:
        """Whether it is a stub before the anchor, which is charged in part."""
        return not self.trial and self.start > self.full.start


class UsageOutcome(StrEnum):
    """What becomes of usage reported for a timestamp."""

    ACCEPTED = "accepted"
    ACCEPTED_PREVIOUS = "accepted_previous"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"


def anchor_for(start: int, trial_end: int | None = None, chosen: int | None = None) -> int:
    """From which moment cycles are counted: the one chosen, else the trial's end, else the beginning.

    source: docs: Using trial periods; recorded: stripe_world 12
    """
    if chosen is not None:
        return chosen
    return start if trial_end is None else max(trial_end, start)


def period_at(
    moment: int, start: int, every: Interval, anchor: int, trial_end: int | None = None
) -> ServicePeriod:
    """The period of an item that holds a moment: the trial, a stub up to the anchor, or a full cycle.

    params: start, when the item (or the trial of a running subscription) began; moment, not before it.
    source: docs: Using trial periods; docs: Set billing cycles
    """
    if trial_end is not None and moment < trial_end:
        whole = Period(start, trial_end)
        return ServicePeriod(start, trial_end, whole, True, True)
    opening = start if trial_end is None else max(start, trial_end)
    full = period_containing(
        anchor, every.interval, every.interval_count, moment, day_of_month=every.day_of_month
    )
    begins = max(full.start, opening)
    return ServicePeriod(begins, full.end, full, False, begins == start)


def bills_usage(period: ServicePeriod) -> bool:
    """Whether the usage total of a period is charged: a trial's is not, in no mode.

    A `last_ever` price finds the trial's last value again in the first paid period, because it looks back
    further.
    source: docs: Using trial periods; sdk
    """
    return not period.trial


def in_usage_period(moment: int, start: int, end: int | None, first: bool) -> bool:
    """Whether a usage record belongs to a period: after its start, up to and including its end.

    The first period includes its opening second.
    params: end, None while the period runs. source: sdk; the opening second inferred
    """
    begun = moment >= start if first else moment > start
    return begun and (end is None or moment <= end)


def in_meter_period(moment: int, start: int, end: int | None) -> bool:
    """Whether a meter event belongs to a period: from its start on, before its end.

    source: spec (event summaries); that subscriptions count alike inferred
    """
    return moment >= start and (end is None or moment < end)


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
    source: docs: Record usage for billing (Legacy); recorded: issue reports; the numbers inferred
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
