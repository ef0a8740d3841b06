"""The endpoints of subscription schedules.

Owns: create, update, cancel, release, list; which phases may change. Does not own: the record
(subscription_schedule.py), phases (phases.py), their course (course.py). Money: none of its own.
Source: spec; docs: Subscription schedules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.versions import SIDE_EFFECTS
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import created_within, page_of, referred, show_records, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.schedules import course, phases, refusals, rests
from pinstripe.products.schedules.subscription_schedule import SUBSCRIPTION_SCHEDULE
from pinstripe.products.subscriptions import management

LIST, ONE = "/v1/subscription_schedules", "/v1/subscription_schedules/{schedule}"
RANGES = ("canceled_at", "completed_at", "released_at")


@operation(f"GET {LIST}", SUBSCRIPTION_SCHEDULE)
def list_schedules(work: Work, params: Params) -> Page:
    """Schedules, newest first, those that have not begun, or that ended in a time. source: spec"""
    referred(work, params, customer="customer")
    filters: dict[str, Any] = dict(params.pick("customer"))
    if params.get("scheduled"):
        filters["status"] = "not_started"
    asked = [name for name in RANGES if params.get(name) is not None]
    if not asked:
        clock = None if "customer" in filters else ""
        return show_records(work, SUBSCRIPTION_SCHEDULE, params, LIST, filters, clock)
    found = [
        one
        for one in work.each("subscription_schedule", **filters)
        if created_within(one, params) and all(_within(one.get(name), params[name]) for name in asked)
    ]
    return page_of(found, params, LIST, SUBSCRIPTION_SCHEDULE.noun)


def _within(moment: int | None, bounds: int | Mapping[str, int]) -> bool:
    """Does a moment lie in a range of a list?"""
    if moment is None:
        return False
    if isinstance(bounds, int):
        return moment == bounds
    signs = {"gt": moment.__gt__, "gte": moment.__ge__, "lt": moment.__lt__, "lte": moment.__le__}
    return all(signs[name](bound) for name, bound in bounds.items())


@operation(f"POST {LIST}", SUBSCRIPTION_SCHEDULE)
def create(work: Work, params: Params) -> Record:
    """A schedule of a subscription that runs, or of one that begins with its first phase.

    refuses: missing customer, start_date or phases, alone, what phases refuse. source: spec
    """
    if params.get("from_subscription"):
        return _of_subscription(work, params)
    for name in ("customer", "start_date", "phases"):
        if not params.get(name):
            raise errors.missing_param(name)
    customer = work.find("customer", params.customer, "customer")
    start = work.now if params.start_date == "now" else int(params.start_date)
    known = SUBSCRIPTION_SCHEDULE.defaults["default_settings"]
    defaults = _defaults(work, customer, known, params.get("default_settings"))
    first = params.phases[0].get("start_date")
    if first is not None and first not in ("now", start):
        raise refusals.gap("phases[0][start_date]")
    planned = phases.read(work, customer, params.phases, start, defaults)
    if planned[0]["end_date"] <= work.now:
        raise errors.bad_timestamp("phases[0][end_date]")
    settings = {
        "default_settings": defaults,
        "end_behavior": _ending(params),
        **stored(SUBSCRIPTION_SCHEDULE, params.pick("metadata")),
    }
    mode = params.get("billing_mode")
    if mode is None and work.version.before(SIDE_EFFECTS["flexible_billing"].date):
        mode = {"type": "classic"}
    about = {"billing_mode": mode or {"type": "flexible"}, "default_settings": defaults, "phases": planned}
    settings[rests.NAME] = rests.read(work, params.get(rests.NAME), (), about)
    return course.made(work, customer, planned, settings, dict(mode) if mode else None)


def _of_subscription(work: Work, params: Params) -> Record:
    """A schedule of a subscription that runs. refuses: alone, scheduled_already, ended"""
    for name in ("phases", "start_date", "customer", "default_settings", "end_behavior", "billing_mode"):
        if params.get(name):
            raise refusals.alone(name)
    key = params.from_subscription
    subscription = work.find("subscription", key, "from_subscription")
    if subscription.schedule:
        raise refusals.scheduled_already(key)
    if management.is_over(subscription):
        raise refusals.ended(key, subscription.status)
    settings = stored(SUBSCRIPTION_SCHEDULE, params.pick("metadata"))
    schedule = course.of_subscription(work, subscription, settings)
    if params.get(rests.NAME):
        since = rests.paused_since(work, subscription)
        found = rests.read(work, params.pause_schedules, (), schedule.body, since)
        work.amend(schedule, pause_schedules=found)
        rests.plan(work, schedule)
    return schedule


def _ending(params: Params) -> str:
    """What follows the last phase; the older word none means release. source: spec; inferred"""
    return str(params.get("end_behavior") or "release")


def _defaults(work: Work, customer: Record, known: Mapping[str, Any], given: Params | None) -> dict[str, Any]:
    """What holds where a phase says nothing. refuses: what methods refuse"""
    if given is None:
        return dict(known)
    if given.get("default_payment_method"):
        param = "default_settings[default_payment_method]"
        methods.owned(work, customer, given.default_payment_method, param)
    shared = given.pick("application_fee_percent", "on_behalf_of", "transfer_data")
    if any(shared.values()):
        management.refuse_shares(work, shared)
    told = {name: value for name, value in given.items() if name not in ("invoice_settings", "automatic_tax")}
    made = {**known, **told}
    if given.get("transfer_data"):
        data = given.transfer_data
        made["transfer_data"] = {
            "amount_percent": data.get("amount_percent"),
            "destination": data.destination,
        }
    if "invoice_settings" in given:
        sent = given.invoice_settings or Params({})
        said = management.printed(work, customer, sent)
        made["invoice_settings"] = {**known["invoice_settings"], **said}
    if "billing_thresholds" in given:
        where = "default_settings[billing_thresholds]"
        made["billing_thresholds"] = management.threshold(work, given.billing_thresholds or None, [], where)
    if given.get("automatic_tax") is not None:
        made["automatic_tax"] = management.taxes(work, given, "default_settings")
    return made


@operation(f"POST {ONE}", SUBSCRIPTION_SCHEDULE, subject="schedule")
def update(work: Work, schedule: Record, params: Params) -> Record:
    """Other phases from the running one on, other defaults, another end. Past phases stay.

    refuses: over, no_anchor, moved_start, what phases refuse. source: spec; docs: Subscription schedules
    """
    if schedule.status not in ("not_started", "active"):
        raise refusals.over(schedule, "update")
    changed(work, schedule, params)
    if rests.NAME in params and schedule.status in rests.LIVE:
        rests.plan(work, schedule)
    return schedule


def changed(work: Work, schedule: Record, params: Params) -> Record:
    """The schedule as an update makes it; the running phase's changes reach the subscription at once."""
    customer = work.load(schedule.customer, "customer")
    changes = updates(schedule, params.pick("metadata"))
    defaults = _defaults(work, customer, schedule.default_settings, params.get("default_settings"))
    changes["default_settings"] = defaults
    if params.get("end_behavior"):
        changes["end_behavior"] = _ending(params)
    active = schedule.status == "active"
    if params.get("phases"):
        past = [one for one in schedule.phases if active and one["end_date"] <= _now_of(schedule)]
        fresh = _phases(work, schedule, customer, params, defaults)
        changes["phases"] = [*past, *fresh]
        if active:
            changes["current_phase"] = course.span(fresh[0])
    elif params.get("default_settings"):
        for number, phase in enumerate(schedule.phases):
            phases.check_threshold(work, phase, defaults, f"phases[{number}]")
    if rests.NAME in params:
        since = rests.paused_since(work, work.load(schedule.subscription, "subscription") if active else None)
        about = {**schedule.body, **changes}
        known = schedule.pause_schedules
        changes[rests.NAME] = rests.read(work, params.pause_schedules, known, about, since)
    work.change(schedule, **changes)
    if not active:
        work.unschedule("begin", schedule)
        work.schedule("begin", schedule, schedule.phases[0]["start_date"])
        course.plan_notice(work, schedule)
        return schedule
    subscription = work.load(schedule.subscription, "subscription")
    running = next(one for one in schedule.phases if course.span(one) == schedule.current_phase)
    if schedule.current_phase["end_date"] <= work.now:
        course.turn(work, schedule)
        return schedule
    if params.get("phases") or params.get("default_settings"):
        bare = {**running, "add_invoice_items": []}
        behavior = params.get("proration_behavior") or "create_prorations"
        course.enter(work, schedule, subscription, bare, behavior)
    course.plan(work, schedule, subscription)
    return schedule


def _now_of(schedule: Record) -> int:
    """When the running phase began."""
    return int(schedule.current_phase["start_date"])


def _phases(
    work: Work, schedule: Record, customer: Record, params: Params, defaults: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The running phase and those to come, as an update says them. refuses: no_anchor, moved_start"""
    given = phases.agreed(params.phases, schedule.phases)
    if schedule.status == "active":
        began = _now_of(schedule)
        given = [one for one in given if not _is_past(one, began)] or given
    start = given[0].get("start_date")
    if start is None:
        raise refusals.no_anchor()
    if schedule.status == "active":
        if start != _now_of(schedule):
            raise refusals.moved_start()
    elif start == "now":
        start = work.now
    elif start <= work.now:
        raise errors.bad_timestamp("phases[0][start_date]")
    return phases.read(work, customer, given, int(start), defaults)


def _is_past(phase: Params, began: int) -> bool:
    """Is a phase over that is sent once more?"""
    end = phase.get("end_date")
    return isinstance(end, int) and end <= began


@operation(f"POST {ONE}/cancel", SUBSCRIPTION_SCHEDULE, subject="schedule")
def cancel(work: Work, schedule: Record, params: Params) -> Record:
    """The schedule and its subscription end now; what is owed is billed unless somebody wants otherwise.

    refuses: over. source: spec
    """
    return course.cancel(work, schedule, params.get("invoice_now", True), params.get("prorate", True))


@operation(f"POST {ONE}/release", SUBSCRIPTION_SCHEDULE, subject="schedule")
def release(work: Work, schedule: Record, params: Params) -> Record:
    """The schedule ends and its subscription goes on by itself. refuses: over. source: spec"""
    return course.release(work, schedule, bool(params.get("preserve_cancel_date")))
