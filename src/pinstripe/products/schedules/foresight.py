"""Foresight: what the next invoice of a schedule would say, as it is or as it might become.

Owns: which phase that invoice is about. Does not own: the preview itself (room subscriptions). Money: none.
Source: docs: create a preview invoice; spec (schedule, schedule_details).
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.schedules import course, phases, refusals, rests, subscription_schedules
from pinstripe.products.schedules.subscription_schedule import SUBSCRIPTION_SCHEDULE
from pinstripe.products.subscriptions import management

Ahead = Any


@management.foresees
def ahead(work: Work, params: Params) -> Ahead:
    """The next invoice under a schedule; what it writes is never kept. refuses: no_subscription, over"""
    if params.get("subscription_details"):
        raise errors.exclusive_params(["subscription_details", "schedule"])
    details = params.get("schedule_details")
    if not params.get("schedule"):
        return _of_nothing(work, params, details or Params({}))
    schedule = work.find("subscription_schedule", params.schedule, "schedule")
    if schedule.status not in ("not_started", "active"):
        raise refusals.no_subscription()
    if details:
        subscription_schedules.changed(work, schedule, details)
    return _next(work, schedule)


def _of_nothing(work: Work, params: Params, details: Params) -> Ahead:
    """The first invoice of a schedule that there is not yet. refuses: missing customer or phases"""
    for name, known in (("customer", params), ("schedule_details[phases]", details)):
        if not known.get(name.partition("[")[2].rstrip("]") or name):
            raise errors.missing_param(name)
    customer = work.find("customer", params.customer, "customer")
    start = details.phases[0].get("start_date")
    begins = work.now if start in (None, "now") else int(start)
    defaults = SUBSCRIPTION_SCHEDULE.defaults["default_settings"]
    planned = phases.read(work, customer, details.phases, begins, defaults)
    return _first(work, customer, planned[0], defaults, details.get("billing_mode"))


def _first(
    work: Work, customer: Record, phase: dict[str, Any], defaults: Any, mode: Params | None = None
) -> Ahead:
    """The invoice with which a first phase begins. params: mode, the billing mode, where it is said"""
    course.one_offs(work, customer, phase, None)
    told = course.first_told(work, customer, {**phase, "start_date": work.now}, defaults)
    if mode is not None:
        told["billing_mode"] = mode
    return management.first_invoice(work, customer, told)


def _next(work: Work, schedule: Record) -> Ahead:
    """The invoice that comes next, of the phase in which it is made."""
    customer = work.load(schedule.customer, "customer")
    if schedule.status == "not_started":
        return _first(work, customer, schedule.phases[0], schedule.default_settings)
    subscription = work.load(schedule.subscription, "subscription")
    boundary = management.boundary_of(subscription)
    if schedule.pause_schedules:
        rested = _rested(work, schedule, subscription, boundary)
        if rested is not None:
            return rested
    coming = [one for one in schedule.phases if work.now < one["start_date"] <= boundary]
    if coming:
        how = "none" if coming[-1]["start_date"] == boundary else None
        course.enter(work, schedule, subscription, coming[-1], how)
    return management.next_invoice(work, subscription)


def _rested(work: Work, schedule: Record, subscription: Record, boundary: int) -> Ahead | None:
    """The invoice of a pause that comes before the next period, or of the resumption after it; None where a
    period comes first. source: docs: Pause schedules (preview); inferred"""
    (one,) = schedule.pause_schedules
    before = subscription.latest_invoice
    for side, moment, do in (
        ("pause", "pause_at", management.rest),
        ("resume", "resume_at", management.wake),
    ):
        planned = one[side]
        if planned is None or planned["status"] != rests.SCHEDULED:
            continue
        if side == "pause" and planned[moment] > boundary:
            return None
        if planned[moment] > work.now:
            work.at(planned[moment])
        if do(work, subscription, planned["settings"], thought=True) is not None:
            return None
        if subscription.latest_invoice != before:
            return management.invoice_at_once(work, subscription)
    return management.next_invoice(work, subscription)
