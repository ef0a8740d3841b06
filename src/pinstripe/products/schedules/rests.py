"""Rests: a schedule pauses its subscription at a date, and lets it go on at another.

Owns: reading a pause schedule, its two jobs, what came of them. Does not own: what a pause or a resumption
bills (room subscriptions), phases (course.py). Money: through subscriptions.
Source: spec (pause_schedules); docs: Pause schedules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.api.params import Params
from pinstripe.clock.calendar import add_interval
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.schedules import refusals
from pinstripe.products.schedules.subscription_schedule import SUBSCRIPTION_SCHEDULE
from pinstripe.products.subscriptions import management
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION

Body = dict[str, Any]
NAME = "pause_schedules"
MOST = 1
"""source: spec (one entry)"""
VERBS = ("rest", "wake")
SCHEDULED, SUCCEEDED, PENDING = ({"type": name} for name in ("scheduled", "succeeded", "pending"))
LIVE = ("not_started", "active")
WAITS = ("pending", "requires_action")


def read(
    work: Work,
    given: Sequence[Params] | None,
    known: Sequence[Body],
    about: Mapping[str, Any],
    paused_at: int | None = None,
) -> list[Body]:
    """The pause schedules that a request leaves. params: known, those before; about, the schedule's other
    fields; paused_at, when its subscription was paused, if it is.

    refuses: long_array, rests_flexible, rests_charged, missing_param, rested_already, bad_timestamp,
    wakes_early, not_paused
    """
    if not given:
        return []
    if len(given) > MOST:
        raise errors.long_array(NAME, MOST)
    if (about.get("billing_mode") or {}).get("type") != "flexible":
        raise refusals.rests_flexible()
    ways = [about["default_settings"], *about["phases"]]
    if any(one.get("collection_method") not in (None, "charge_automatically") for one in ways):
        raise refusals.rests_charged()
    (one,) = given
    before = next((old for old in known if old["key"] == one.get("key")), None)
    where = f"{NAME}[0]"
    pause = _pause(work, one.get("pause"), before["pause"] if before else None, paused_at, where, about)
    cleared = "resume" in one and one.resume is None
    resume = (
        None
        if cleared
        else _resume(work, one.get("resume"), before["resume"] if before else None, pause, where)
    )
    if resume and pause["status"] == SCHEDULED and resume["resume_at"] <= pause["pause_at"]:
        raise refusals.wakes_early(f"{where}[pause][pause_at]")
    key = one.get("key") or work.mint.letters(16)
    return [{"key": key, "pause": pause, "resume": resume}]


def _pause(
    work: Work,
    given: Params | None,
    before: Body | None,
    paused_at: int | None,
    where: str,
    about: Mapping[str, Any],
) -> Body:
    """When it pauses and what is billed then. refuses: missing_param, rested_already, bad_timestamp"""
    if given is None and before is not None:
        return before
    if given is None:
        if paused_at is None:
            raise errors.missing_param(f"{where}[pause]")
        return {"pause_at": paused_at, "settings": _settings(Params({}), None), "status": SUCCEEDED}
    if paused_at is not None or (before is not None and before["status"] != SCHEDULED):
        raise refusals.rested_already(f"{where}[pause]")
    path = f"{where}[pause][pause_at]"
    asked = given.get("pause_at")
    if asked is not None:
        at = _paused(work, asked, about, path)
    elif before is not None:
        at = before["pause_at"]
    else:
        raise errors.missing_param(path)
    settings = _settings(given.get("settings") or Params({}), before["settings"] if before else None)
    return {"pause_at": at, "settings": settings, "status": SCHEDULED}


def _paused(work: Work, asked: Params, about: Mapping[str, Any], path: str) -> int:
    """When it pauses. refuses: missing_param, bad_timestamp, not_begun"""
    begins = about["phases"][0]["start_date"]
    if asked.type == "now":
        if begins > work.now:
            raise refusals.not_begun(f"{path}[type]")
        return work.now
    if asked.get("timestamp") is None:
        raise errors.missing_param(f"{path}[timestamp]")
    at = int(asked.timestamp)
    if at < work.now or at < begins:
        raise errors.bad_timestamp(f"{path}[timestamp]")
    return at


def _settings(given: Params, before: Body | None) -> Body:
    """What is billed when it pauses. source: spec (defaults, what is not said stays)"""
    known = before or {
        "bill_for": {
            "outstanding_usage_through": {"type": "pause_at"},
            "unused_time_from": {"type": "pause_at"},
        },
        "invoicing_behavior": "pending_invoice_item",
        "type": "subscription",
    }
    billed = given.get("bill_for") or {}
    return {
        **known,
        **given.pick("invoicing_behavior", "type"),
        "bill_for": {
            name: {"type": (billed.get(name) or {}).get("type") or one["type"]}
            for name, one in known["bill_for"].items()
        },
    }


def _resume(work: Work, given: Params | None, before: Body | None, pause: Body, where: str) -> Body | None:
    """When it goes on, and how. refuses: missing_param, not_paused, wakes_early"""
    if given is None:
        return before
    path = f"{where}[resume][resume_at]"
    asked = given.get("resume_at")
    if asked is not None:
        at = _woken(work, asked, pause, path)
    elif before is not None and before["status"] == SCHEDULED:
        at = before["resume_at"]
    else:
        raise errors.missing_param(path)
    known = (before or {}).get("settings") or {
        "billing_cycle_anchor": "resume_at",
        "payment_behavior": "resume_on_payment_success",
        "proration_behavior": "create_prorations",
    }
    settings = {**known, **(given.get("settings") or {})}
    return {"resume_at": at, "settings": settings, "status": SCHEDULED}


def _woken(work: Work, asked: Params, pause: Body, path: str) -> int:
    """When it goes on. refuses: missing_param, not_paused, too_low, wakes_early"""
    if asked.type != "now" and asked.get(asked.type) is None:
        raise errors.missing_param(f"{path}[{asked.type}]")
    if asked.type == "now":
        if pause["status"] != SUCCEEDED:
            raise refusals.not_paused(f"{path}[type]")
        at = work.now
    elif asked.type == "timestamp":
        at = int(asked.timestamp)
    else:
        count = asked.duration.get("interval_count", 1)
        if count < 1:
            raise errors.too_low(1, f"{path}[duration][interval_count]")
        at = add_interval(pause["pause_at"], asked.duration.interval, count, 1)
    if at < work.now or (asked.type != "now" and at <= pause["pause_at"]):
        raise refusals.wakes_early(f"{path}[{asked.type}]")
    return at


def paused_since(work: Work, subscription: Record | None) -> int | None:
    """When a subscription was paused, if it is. source: spec (status_details)"""
    if subscription is None or subscription.status != "paused":
        return None
    details = (subscription.status_details or {}).get("paused") or {}
    return int(details.get("transitioned_at") or work.now)


def plan(work: Work, schedule: Record) -> None:
    """Its pause and its resumption are waited for; what is due now happens in this call."""
    for verb in VERBS:
        work.unschedule(verb, schedule)
    for one in schedule.pause_schedules:
        for verb, side, moment in (("rest", "pause", "pause_at"), ("wake", "resume", "resume_at")):
            if one[side] and one[side]["status"] == SCHEDULED:
                if one[side][moment] > work.now:
                    work.schedule(verb, schedule, one[side][moment])
                else:
                    (rest if verb == "rest" else wake)(work, schedule)


def _told(work: Work, schedule: Record, side: str, status: Body) -> None:
    """What came of the pause, or of the resumption."""
    (one,) = schedule.pause_schedules
    work.change(schedule, pause_schedules=[{**one, side: {**one[side], "status": status}}])


def _failed(refusal: ApiError) -> Body:
    error = refusal.body()["error"]
    return {"error": {"code": error.get("code"), "message": error["message"]}, "type": "error"}


@job(SUBSCRIPTION_SCHEDULE, "rest")
def rest(work: Work, schedule: Record) -> None:
    """The subscription pauses, as far as it can be paused. source: docs: Pause schedules"""
    if schedule.status != "active" or not schedule.pause_schedules:
        return
    subscription = work.load(schedule.subscription, "subscription")
    settings = schedule.pause_schedules[0]["pause"]["settings"]
    refusal = management.rest(work, subscription, settings)
    _told(work, schedule, "pause", SUCCEEDED if refusal is None else _failed(refusal))


@job(SUBSCRIPTION_SCHEDULE, "wake")
def wake(work: Work, schedule: Record) -> None:
    """The subscription goes on, or waits until its invoice is paid. source: docs: Pause schedules"""
    if schedule.status != "active" or not schedule.pause_schedules:
        return
    subscription = work.load(schedule.subscription, "subscription")
    settings = schedule.pause_schedules[0]["resume"]["settings"]
    _told(work, schedule, "resume", PENDING)
    refusal = management.wake(work, subscription, settings)
    if refusal is not None:
        _told(work, schedule, "resume", _failed(refusal))
    elif subscription.status == "paused" and management.waits_for_holder(work, subscription):
        _told(work, schedule, "resume", {"type": "requires_action"})


def _waiting(work: Work, subscription: Record | None) -> Record | None:
    """The schedule of a subscription whose resumption has not come to its end."""
    if subscription is None or not subscription.schedule:
        return None
    schedule = work.peek(subscription.schedule, "subscription_schedule")
    if schedule is None or not schedule.pause_schedules or not schedule.pause_schedules[0]["resume"]:
        return None
    return schedule


@hears(SUBSCRIPTION, "resume", "done")
def woken(work: Work, subscription: Record) -> None:
    """It went on: as the schedule had planned, or sooner, by hand. source: docs: Pause schedules; inferred
    (by hand)"""
    schedule = _waiting(work, subscription)
    if schedule is not None and schedule.pause_schedules[0]["resume"]["status"]["type"] != "error":
        work.unschedule("wake", schedule)
        _told(work, schedule, "resume", SUCCEEDED)


@hears(INVOICE, "void", "done")
def given_up(work: Work, invoice: Record) -> None:
    """The invoice of a resumption was not paid in time: it came to nothing. source: docs: Pause schedules
    (it stays paused); inferred (how it is shown)"""
    key = invoice.private.get("subscription")
    subscription = work.peek(key, "subscription") if key else None
    schedule = _waiting(work, subscription)
    if schedule is None or subscription is None or subscription.status != "paused":
        return
    if schedule.pause_schedules[0]["resume"]["status"]["type"] in WAITS:
        _told(work, schedule, "resume", _failed(refusals.unpaid_in_time(invoice.id)))
