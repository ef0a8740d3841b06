"""Alignment: where the periods of a subscription that begins are anchored, and what they cost up to there.

Owns: the anchor, the date that a beginning is set back to, the lines of the first invoice. Does not own:
later periods (renewal.py), the invoice (creation.py). Money: lines' amounts in minor units, from pricing.
Source: docs: Set billing cycles; docs: Backdate subscriptions; spec.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import Period, next_anchor, whole_periods
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import pricing
from pinstripe.products.catalog import product as products
from pinstripe.products.invoices.line_item import LineDraft
from pinstripe.products.subscriptions import descriptions, prepayments, refusals, service_lines
from pinstripe.products.subscriptions import subscription_item as items

MOST_LINES = 250
"""How many lines a beginning that is set back may bring. source: docs: Backdate subscriptions"""


class Start(NamedTuple):
    """When a subscription begins: now, or set back to `since`; anchored at `anchor`, which lies there, too,
    where it is `aligned`."""

    now: int
    anchor: int
    since: int
    trial_end: int | None = None
    prorates: bool = True
    flexible: bool = True
    config: dict[str, Any] | None = None
    aligned: bool = False

    @property
    def private(self) -> dict[str, Any]:
        """What the subscription remembers of it."""
        return {} if self.prorates else {"unprorated": True}

    @property
    def cut_short(self) -> bool:
        """Is its first period a part of one only where its end is planned within it? Classic billing prorates
        that in any case. source: docs: Billing mode"""
        return self.anchor == self.now

    @property
    def merged(self) -> bool:
        """Is the time before now billed in one with the time up to the anchor?"""
        ahead = self.aligned or self.now < self.anchor
        return self.prorates and self.since < self.now and ahead and self.trial_end is None


def start_of(
    work: Work, params: Params, chosen: list[Record], trial_end: int | None, flexible: bool
) -> Start:
    """When a subscription to these prices begins, and where it is anchored.

    In flexible billing one that is set back, and charged for that, is anchored where it is said to have
    begun. refuses: exclusive_params, times that cannot be meant, anchor_too_late, anchor_of_days. source:
    spec; docs: Billing mode
    """
    now = work.now
    since = params.get("backdate_start_date")
    if since is not None and since > now:
        raise errors.bad_timestamp("backdate_start_date", "must be an integer Unix timestamp in the past")
    config = params.get("billing_cycle_anchor_config")
    anchor = params.get("billing_cycle_anchor")
    if config is not None and anchor is not None:
        raise errors.exclusive_params(["billing_cycle_anchor", "billing_cycle_anchor_config"])
    begins = trial_end or now
    if config is not None:
        anchor = _configured(config, chosen, begins)
    elif anchor is not None:
        _refuse_anchor(anchor, chosen, now, begins)
    prorates = params.get("proration_behavior") != "none"
    aligned = flexible and prorates and anchor is None and trial_end is None and since is not None
    natural = since if aligned and since is not None else begins
    return Start(
        now,
        natural if anchor is None else anchor,
        now if since is None else since,
        trial_end,
        prorates,
        flexible,
        {name: config.get(name) for name in CONFIGURED} if config is not None else None,
        aligned,
    )


CONFIGURED = ("day_of_month", "month", "hour", "minute", "second")
BOUNDS = {"day_of_month": (1, 31), "month": (1, 12), "hour": (0, 23), "minute": (0, 59), "second": (0, 59)}
"""source: spec"""


def _configured(config: Params, chosen: list[Record], begins: int) -> int:
    """Where a day of the month, and perhaps a time, puts the anchor. refuses: anchor_of_days, out of range"""
    for name, (least, most) in BOUNDS.items():
        value = config.get(name)
        if value is not None and not least <= value <= most:
            raise refusals.out_of_range(f"billing_cycle_anchor_config[{name}]", least, most)
    found = []
    for price in chosen:
        every = price.recurring
        if every["interval"] not in ("month", "year"):
            raise refusals.anchor_of_days()
        found.append(next_anchor(dict(config), every["interval"], every["interval_count"], begins))
    return min(found)


def _refuse_anchor(anchor: int, chosen: list[Record], now: int, begins: int) -> None:
    """An anchor lies ahead, and not beyond the first whole period. refuses: anchor_too_late
    source: spec; recorded: issue reports (wording)
    """
    if anchor <= now:
        raise errors.bad_timestamp("billing_cycle_anchor")
    for price in chosen:
        natural = items.period_of(begins, price.recurring, begins).end
        if anchor > natural:
            raise refusals.anchor_too_late(natural)


def first_period(item_price: dict[str, Any], start: Start, cancel_at: int | None) -> Period:
    """The first period of an item: its trial, or the time up to the next boundary; the natural one that now
    belongs to, where they count from a date before."""
    whole = items.period_of(start.anchor, item_price["recurring"], start.now)
    return Period(
        whole.start if start.aligned else start.now, items.until(cancel_at, start.trial_end or whole.end)
    )


def first_lines(work: Work, made: list[Record], start: Start) -> list[LineDraft]:
    """The lines of the first invoice, newest item first: time that has gone by, then the period that begins.

    source: recorded: stripe_world 12; docs: Backdate subscriptions; docs: Billing mode (zero lines)
    """
    lines: list[LineDraft] = []
    for item in reversed(made):
        metered = pricing.is_metered(item.price)
        if start.prorates and start.since < start.now and not metered:
            lines += _gone_by(work, item, start)
        if start.trial_end is not None:
            lines.append(service_lines.trial_line(work, item, start.flexible))
        elif metered or not start.merged:
            free = not start.prorates and not (start.cut_short and not start.flexible)
            lines += service_lines.opening_of(work, item, start.anchor, not start.flexible, free)
        since = item.current_period_end if start.merged else item.current_period_start
        lines += prepayments.lines(work, item, start.anchor, since, not start.prorates)
    if len(lines) > MOST_LINES:
        raise refusals.set_back_too_far()
    return lines


def _gone_by(work: Work, item: Record, start: Start) -> list[LineDraft]:
    """Time before the first whole period: in classic billing one line, counted in periods that begin when the
    subscription is said to have begun; in flexible billing one line for each period that the anchor makes.

    refuses: set_back_too_far. source: docs: Backdate subscriptions
    """
    until = item.current_period_end if start.merged else start.now
    recurring = item.price["recurring"]
    every = recurring["interval"], recurring["interval_count"]
    if not start.flexible:
        number, running = whole_periods(start.since, *every, until)
        share = number + Fraction(until - running.start, running.seconds)
        name = products.product_of(work, work.load(item.price["id"], "price")).name
        words = descriptions.time_on(name, item.quantity, start.since, until)
        return [service_lines.part_line(work, item, Period(start.since, until), share, words)]
    lines: list[LineDraft] = []
    begins = start.since
    while begins < until:
        if len(lines) > MOST_LINES:
            raise refusals.set_back_too_far()
        whole = items.period_of(start.anchor, recurring, begins)
        period = Period(begins, min(whole.end, until))
        lines += service_lines.period_lines(work, item, period, whole)
        begins = whole.end
    return lines
