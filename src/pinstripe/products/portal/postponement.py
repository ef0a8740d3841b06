"""Postponement: a change that takes from what is paid waits for the end of the period.

Owns: which changes wait, the schedule that carries them out. Does not own: schedules (room schedules).
Money: none now. Source: spec (schedule_at_period_end).
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.clock.calendar import add_interval
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.schedules import course, subscription_schedules

Body = dict[str, Any]


def waits(work: Work, feature: Body, item: Body, price: str, quantity: int | None) -> bool:
    """Does a change fulfil one of the conditions? source: spec (conditions)"""
    kinds = {one["type"] for one in feature["schedule_at_period_end"]["conditions"]}
    before, after = item["price"], work.load(price, "price").body
    less = amount_of(after, quantity) < amount_of(before, item.get("quantity"))
    return ("decreasing_item_amount" in kinds and less) or (
        "shortening_interval" in kinds and length_of(after) < length_of(before)
    )


def amount_of(price: Body, quantity: int | None) -> int:
    """What an item comes to in a period; a price in tiers is not compared. source: inferred"""
    return (price["unit_amount"] or 0) * (1 if quantity is None else quantity)


def length_of(price: Body) -> int:
    """How long a period is."""
    rhythm = price["recurring"]
    return add_interval(0, rhythm["interval"], rhythm["interval_count"], 1)


def postpone(work: Work, subscription: Record, price: str, quantity: int | None) -> None:
    """A schedule is made: the period as it is, then another with the change; then the subscription is free
    again. source: spec (schedule_at_period_end); docs: Subscription schedules
    """
    schedule = course.of_subscription(work, subscription, {})
    (running,) = schedule.phases
    (item,) = running["items"]
    kept = [Params({"discount": one["discount"]}) for one in running["discounts"]]
    same = {"discounts": kept, "proration_behavior": "none"} if kept else {"proration_behavior": "none"}
    now = {"items": [counted(item["price"], item.get("quantity"))], "start_date": running["start_date"]}
    then = {"items": [counted(price, quantity)], "iterations": 1}
    phases = [
        Params({**now, **same, "end_date": running["end_date"]}),
        Params({**then, **same}),
    ]
    subscription_schedules.changed(work, schedule, Params({"phases": phases, "proration_behavior": "none"}))


def counted(price: str, quantity: int | None) -> Params:
    """An item of a phase."""
    return Params({"price": price, **({} if quantity is None else {"quantity": quantity})})
