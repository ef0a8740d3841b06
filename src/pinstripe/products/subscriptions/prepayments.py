"""Prepayments: periods of a subscription are billed before they begin, up to a date.

Owns: billing schedules, which items they are of, the lines of periods ahead. Does not own: later periods,
which bill what is left (service_lines.py), what a change gives back of them (prorations.py).
Money: the invoice's, through the room invoices. Source: spec (billing_schedules, billed_until); docs: Bill
customers in advance; inferred (a line for each period).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import Period, add_interval
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import pricing
from pinstripe.products.invoices.line_item import LineDraft
from pinstripe.products.subscriptions import item_changes, prorations, refusals, service_lines
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.item_changes import UNBILLED

Body = dict[str, Any]
NAME = "billing_schedules"
MOST_LINES = 250
"""So many lines an invoice takes. source: docs: invoices (limit)"""


def read(
    work: Work,
    given: Sequence[Params] | None,
    known: Sequence[Body],
    spans: Mapping[str, tuple[Body, Period]],
) -> tuple[list[Body], dict[str, int]]:
    """Billing schedules, and until when each item is to be billed. params: known, those before, which a key
    names; spans, the items' prices and running periods, by anything that names an item.

    refuses: key_twice, missing_param, other_price, prebilled_usage, ends_early. source: spec
    """
    found: list[Body] = []
    untils: dict[str, int] = {}
    for number, one in enumerate(given or ()):
        where = f"{NAME}[{number}]"
        key = one.get("key") or work.mint.letters(16)
        if any(other["key"] == key for other in found):
            raise refusals.key_twice(key, f"{where}[key]")
        before = next((old for old in known if old["key"] == key), None)
        chosen = _applies(one, before, spans, where)
        start = min((spans[name][1].start for name in chosen), default=work.now)
        until = _until(one.get("bill_until"), before, start, f"{where}[bill_until]")
        for name in chosen:
            if until["computed_timestamp"] < spans[name][1].end:
                raise refusals.prebills_too_little(f"{where}[bill_until]")
            untils[name] = max(untils.get(name, 0), until["computed_timestamp"])
        asked = one.get("applies_to")
        applies = [{"price": each.get("price"), "type": "price"} for each in asked] if asked else None
        if asked is None and before is not None:
            applies = before["applies_to"]
        found.append({"applies_to": applies, "bill_until": until, "key": key})
    return found, untils


def _applies(
    one: Params, before: Body | None, spans: Mapping[str, tuple[Body, Period]], where: str
) -> list[str]:
    """The items that a schedule is of: all that are paid ahead, where it names none. refuses: missing_param,
    other_price, prebilled_usage"""
    asked = one.get("applies_to") or (before or {}).get("applies_to") or ()
    if not asked:
        return [name for name, (price, _) in spans.items() if not pricing.is_metered(price)]
    chosen = []
    for number, each in enumerate(asked):
        path = f"{where}[applies_to][{number}][price]"
        if not each.get("price"):
            raise errors.missing_param(path)
        names = [name for name, (price, _) in spans.items() if price["id"] == each["price"]]
        if not names:
            raise refusals.other_price(each["price"], path)
        if pricing.is_metered(spans[names[0]][0]):
            raise refusals.prebilled_usage(path)
        chosen += names
    return chosen


def _until(given: Params | None, before: Body | None, start: int, where: str) -> Body:
    """Up to when it bills. refuses: missing_param, too_low"""
    if given is None:
        if before is None:
            raise errors.missing_param(where)
        known: Body = before["bill_until"]
        return known
    if given.get(given.type) is None:
        raise errors.missing_param(f"{where}[{given.type}]")
    if given.type == "timestamp":
        at = int(given.timestamp)
        return {"computed_timestamp": at, "duration": None, "timestamp": at, "type": "timestamp"}
    count = given.duration.get("interval_count", 1)
    if count < 1:
        raise errors.too_low(1, f"{where}[duration][interval_count]")
    every = {"interval": given.duration.interval, "interval_count": count}
    at = add_interval(start, every["interval"], count, 1)
    return {"computed_timestamp": at, "duration": every, "timestamp": None, "type": "duration"}


def lines(work: Work, item: Record, anchor: int, since: int, free: bool = False) -> list[LineDraft]:
    """What an item pays for its periods from a moment on, up to where it is billed. refuses: prebills_too_far

    params: anchor, the subscription's; free, as in service_lines.period_lines
    """
    found: list[LineDraft] = []
    until, start = item.get("billed_until") or 0, since
    while start < until:
        whole = items.cycle(item, anchor, start)
        period = Period(start, min(whole.end, until))
        found += service_lines.period_lines(work, item, period, whole, free=free and start == since)
        start = period.end
        if len(found) > MOST_LINES:
            raise refusals.prebills_too_far(MOST_LINES)
    return found


def begin(
    work: Work, params: Params, chosen: Iterable[tuple[Record, Params]], periods: Sequence[Period], start: Any
) -> tuple[list[Body], dict[str, int]]:
    """What a subscription that begins is billed ahead. gives: its schedules, and by the number of each item
    until when. refuses: not_flexible, prebills_trial, and what `read` refuses"""
    if not params.get(NAME):
        return [], {}
    if not start.flexible:
        raise refusals.not_flexible("Billing schedules", "billing_schedules")
    if start.trial_end is not None:
        raise refusals.prebills_running("trialing")
    spans = {
        str(at): (price.body, period)
        for at, ((price, _), period) in enumerate(zip(chosen, periods, strict=True))
    }
    return read(work, params.billing_schedules, (), spans)


def change(work: Work, subscription: Record, params: Params) -> None:
    """A running subscription is billed ahead from now on: what it is not billed for yet is, at once; without
    schedules the next periods are billed when they begin. refuses: as `begin`"""
    if not params.get(NAME):
        work.change(subscription, billing_schedules=[])
        return
    if not prorations.flexible(subscription):
        raise refusals.not_flexible("Billing schedules", "billing_schedules")
    if subscription.status in UNBILLED:
        raise refusals.prebills_running(subscription.status)
    every = {item.id: item for item in items.of(work, subscription)}
    spans = {
        key: (item.price, Period(item.current_period_start, item.current_period_end))
        for key, item in every.items()
    }
    found, untils = read(work, params.billing_schedules, subscription.billing_schedules, spans)
    before, asked = subscription.body, []
    for key, until in untils.items():
        item = every[key]
        since = max(item.current_period_end, item.get("billed_until") or 0)
        if until > since:
            work.amend(item, billed_until=until)
            asked += lines(work, item, subscription.billing_cycle_anchor, since)
    work.amend(subscription, billing_schedules=found, **items.embedded(work, subscription))
    terms = item_changes.terms_of(work, subscription, params)
    if asked:
        item_changes.invoice(work, subscription, asked, terms, (), before)
    else:
        work.change(subscription, was=before)
