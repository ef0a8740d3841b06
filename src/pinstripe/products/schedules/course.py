"""The course of a schedule: it begins, turns from phase to phase, and comes to its end.

Owns: the jobs of schedules, what a phase that begins does to the subscription. Does not own: reading phases
(phases.py), the endpoints (subscription_schedules.py), what the change costs (room subscriptions).
Money: through subscriptions and invoice items. Source: docs: Subscription schedules; spec.
Times: a phase turns before the subscription's own period of that moment does, so that this bills the new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.clock.calendar import DAY, period_containing
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers.customer import CUSTOMER
from pinstripe.products.invoices import invoice_items
from pinstripe.products.schedules import phases, rests, takeover
from pinstripe.products.schedules.subscription_schedule import SUBSCRIPTION_SCHEDULE
from pinstripe.products.subscriptions import management
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION

Body = dict[str, Any]
NOTICE_SECONDS = 7 * DAY
"""How long before its end a schedule is told of. source: docs: Subscription schedules"""
VERBS = ("begin", "turn", "expire", *rests.VERBS)


def made(
    work: Work, customer: Record, planned: list[Body], settings: Mapping[str, Any], mode: Body | None
) -> Record:
    """A schedule that begins now, or when its first phase does. params: settings, its other fields; mode,
    the billing mode of its subscription. source: spec
    """
    start = planned[0]["start_date"]
    key = work.new_id(SUBSCRIPTION_SCHEDULE)
    fields: Body = {"id": key, "customer": customer.id, "phases": planned, **settings}
    fields["test_clock"] = customer.get("test_clock")
    told = {"billing_mode": mode} if mode else {}
    if start > work.now:
        shown = {"type": (mode or {}).get("type", "flexible"), "flexible": None}
        schedule = work.create(
            SUBSCRIPTION_SCHEDULE, "planned", billing_mode=shown, private={"told": told}, **fields
        )
        work.schedule("begin", schedule, start)
        plan_notice(work, schedule)
        rests.plan(work, schedule)
        return schedule
    defaults = {**SUBSCRIPTION_SCHEDULE.defaults, **fields}["default_settings"]
    subscription = begun(work, key, customer, planned[0], defaults, told)
    schedule = work.create(
        SUBSCRIPTION_SCHEDULE,
        "started",
        billing_mode=subscription.billing_mode,
        current_phase=span(planned[0]),
        subscription=subscription.id,
        **fields,
    )
    plan(work, schedule, subscription)
    rests.plan(work, schedule)
    return schedule


def span(phase: Mapping[str, Any]) -> Body:
    """A phase's times, as the schedule shows those of the running one."""
    return {"end_date": phase["end_date"], "start_date": phase["start_date"]}


def begun(
    work: Work, schedule: str, customer: Record, phase: Body, defaults: Mapping[str, Any], told: Body
) -> Record:
    """The subscription of a schedule whose first phase begins, set back where that was before now."""
    one_offs(work, customer, phase, None)
    return management.begin(
        work, {**first_told(work, customer, phase, defaults), **told, "schedule": schedule}
    )


def first_told(work: Work, customer: Record, phase: Body, defaults: Mapping[str, Any]) -> Body:
    """What a phase says of a subscription that begins with it, in the words of its creation."""
    phase = phases.possible(work, customer, phase)
    told: Body = {
        "customer": customer.id,
        "items": [phases.item_told(one) for one in phase["items"]],
        **phases.settings(phase, defaults),
        "discounts": [phases.named(one) for one in phase["discounts"]],
        "proration_behavior": phase["proration_behavior"],
    }
    told["metadata"] = {name: value for name, value in told["metadata"].items() if value}
    start, now = phase["start_date"], work.now
    if start < now:
        every = work.load(phase["items"][0]["price"], "price").recurring
        period = period_containing(start, every["interval"], every["interval_count"], now)
        told |= {"backdate_start_date": start, "proration_behavior": "create_prorations"}
        if period.start < now:
            told["billing_cycle_anchor"] = period.end
    if phase["trial_end"] is not None and phase["trial_end"] > now:
        told["trial_end"] = phase["trial_end"]
        told.pop("billing_cycle_anchor", None)
    return told


def one_offs(work: Work, customer: Record, phase: Body, subscription: Record | None) -> None:
    """What is billed once with a phase waits for the invoice that it brings. source: spec"""
    phase = phases.possible(work, customer, phase)
    for one in phase["add_invoice_items"]:
        told: Body = {
            "customer": customer.id,
            "pricing": {"price": one["price"]},
            "quantity": one["quantity"],
            "metadata": one["metadata"],
            "tax_rates": [rate["id"] for rate in one["tax_rates"]],
            "period": _period(work, phase, one, subscription),
            "agreed": True,
        }
        if one["discounts"]:
            told["discounts"] = [phases.named(given) for given in one["discounts"]]
        if one["discountable"] is not None:
            told["discountable"] = one["discountable"]
        if subscription is not None:
            told["subscription"] = subscription.id
        invoice_items.create(work, management.deep(told))


def _period(work: Work, phase: Body, one: Body, subscription: Record | None) -> dict[str, int]:
    """The time that a one-off item pays for. source: spec"""
    end, start = one["period"]["end"], one["period"]["start"]
    ends = {
        "min_item_period_end": management.boundary_of(subscription) if subscription else phase["end_date"],
        "phase_end": phase["end_date"],
        "timestamp": end.get("timestamp"),
    }
    starts = {
        "max_item_period_start": max(phase["start_date"], work.now),
        "phase_start": phase["start_date"],
        "timestamp": start.get("timestamp"),
    }
    begins = int(starts[start["type"]])
    return {"start": begins, "end": max(int(ends[end["type"]]), begins)}


def plan(work: Work, schedule: Record, subscription: Record) -> None:
    """The end of the running phase is waited for, and the subscription's own times come after it."""
    for verb in ("begin", "turn", "expire"):
        work.unschedule(verb, schedule)
    work.schedule("turn", schedule, schedule.current_phase["end_date"])
    plan_notice(work, schedule)
    end = schedule.phases[-1]["end_date"] if schedule.end_behavior == "cancel" else None
    if subscription.cancel_at != end:
        management.plan_end(work, subscription, end)
    management.follow(work, subscription)


def plan_notice(work: Work, schedule: Record) -> None:
    """Schedules the notice of its end, where there is time for one. source: docs: Subscription schedules"""
    work.unschedule("expire", schedule)
    notice = schedule.phases[-1]["end_date"] - NOTICE_SECONDS
    if notice > work.now and schedule.end_behavior != "renew":
        work.schedule("expire", schedule, notice)


@job(SUBSCRIPTION_SCHEDULE, "expire")
def expire(work: Work, schedule: Record) -> None:
    """Tells that the schedule ends in seven days. source: docs: Subscription schedules"""
    if schedule.status in ("not_started", "active"):
        work.announce(schedule, "expire")


@job(SUBSCRIPTION_SCHEDULE, "begin")
def begin(work: Work, schedule: Record) -> None:
    """The first phase begins: there is a subscription now. source: docs: Subscription schedules"""
    customer, phase = work.load(schedule.customer, "customer"), schedule.phases[0]
    told = schedule.private.get("told") or {}
    subscription = begun(work, schedule.id, customer, phase, schedule.default_settings, told)
    work.advance(
        schedule,
        "begin",
        "done",
        billing_mode=subscription.billing_mode,
        current_phase=span(phase),
        subscription=subscription.id,
    )
    plan(work, schedule, subscription)


@job(SUBSCRIPTION_SCHEDULE, "turn")
def turn(work: Work, schedule: Record) -> None:
    """A phase ends: the next one begins, or the schedule is over. source: docs: Subscription schedules"""
    if schedule.status != "active":
        return
    subscription = work.load(schedule.subscription, "subscription")
    later = [phase for phase in schedule.phases if phase["start_date"] >= work.now]
    if not later and schedule.end_behavior == "renew":
        later = [_again(work, subscription, schedule.phases[-1])]
        work.change(schedule, phases=[*schedule.phases, *later])
    if not later:
        finish(work, schedule, subscription)
        return
    work.advance(schedule, "turn", "done", current_phase=span(later[0]))
    enter(work, schedule, subscription, later[0])
    plan(work, schedule, subscription)


def _again(work: Work, subscription: Record, phase: Body) -> Body:
    """A phase once more, for as many periods of its first price; what is billed once is not billed again.
    source: spec (end_behavior); inferred (how it repeats)"""
    every = work.load(phase["items"][0]["price"], "price").recurring
    rhythm = (subscription.billing_cycle_anchor, every["interval"], every["interval_count"])
    start, end = phase["start_date"], phase["end_date"]
    moment, ends = start, end
    while moment < end:
        moment, ends = period_containing(*rhythm, moment).end, period_containing(*rhythm, ends).end
    if moment != end:
        ends = end + (end - start)
    return {**phase, "add_invoice_items": [], "start_date": end, "end_date": ends, "trial_end": None}


def enter(
    work: Work, schedule: Record, subscription: Record, phase: Body, behavior: str | None = None
) -> None:
    """The subscription becomes what a phase says. Where its periods end in this moment nothing is prorated.

    params: behavior, how the change is prorated, where that is not the phase's matter.
    source: docs: Subscription schedules
    """
    customer = work.load(schedule.customer, "customer")
    one_offs(work, customer, phase, subscription)
    phase = phases.possible(work, customer, phase)
    boundary = management.at_boundary(work, subscription)
    how = behavior or phase["proration_behavior"]
    anchor = phase["billing_cycle_anchor"] or schedule.default_settings["billing_cycle_anchor"]
    told = {
        **phases.settings(phase, schedule.default_settings),
        "items": replaced(subscription, phase),
        "discounts": kept_discounts(work, subscription, phase),
        "proration_behavior": "none" if boundary else how,
    }
    if phase["trial_end"] is not None and phase["trial_end"] > work.now:
        told["trial_end"] = phase["trial_end"]
    elif anchor == "phase_start" and behavior is None and not boundary:
        told["billing_cycle_anchor"] = {"type": "now"}
    counted = [one for one in told["items"] if _is_counted(subscription, one)]
    if boundary and counted:
        # What was used up to now is billed at the price that held, before that changes.
        plain = [one for one in told["items"] if one not in counted]
        threshold = told.pop("billing_thresholds")
        management.alter(work, subscription, {**told, "items": plain})
        management.renew(work, subscription)
        told = {"items": counted, "proration_behavior": "none", "billing_thresholds": threshold}
    management.alter(work, subscription, told)


def _is_counted(subscription: Record, told: Body) -> bool:
    """Is an item that changes one whose use is billed afterwards?"""
    key = told.get("id")
    if key is None or not (told.get("deleted") or "price" in told):
        return False
    return management.is_counted(_items(subscription)[key]["price"])


def replaced(subscription: Record, phase: Body) -> list[Body]:
    """The items of a phase in the place of those that there are: of the same price, then in their order."""
    known = {item["id"]: item["price"]["id"] for item in subscription.body["items"]["data"]}
    wanted = [phases.item_told(one) for one in phase["items"]]
    told: list[Body] = []
    for one in wanted:
        same = next((key for key, price in known.items() if price == one["price"]), None)
        if same is not None:
            known.pop(same)
            told.append({"id": same, **{name: one[name] for name in one if name != "price"}})
    added = [one for one in wanted if not any(one["price"] == _price(subscription, o) for o in told)]
    counted = {key: "quantity" not in item for key, item in _items(subscription).items()}
    for one in added:
        key = next((key for key in known if counted[key] == ("quantity" not in one)), None)
        if key is not None:
            known.pop(key)
            told.append({"id": key, **one})
        else:
            told.append(one)
    return [*told, *({"id": key, "deleted": True, "clear_usage": True} for key in known)]


def _items(subscription: Record) -> dict[str, Body]:
    return {item["id"]: item for item in subscription.body["items"]["data"]}


def _price(subscription: Record, told: Body) -> str | None:
    """The price that an item which stays has."""
    item = _items(subscription).get(told.get("id") or "")
    return item["price"]["id"] if item is not None else None


def kept_discounts(work: Work, subscription: Record, phase: Body) -> list[Body]:
    """A phase's discounts; a coupon that the subscription has goes on counting as it did."""
    held = {work.load(key, "discount").source["coupon"]: key for key in subscription.discounts}
    return [
        {"discount": held[one["coupon"]]} if one["coupon"] in held else phases.named(one)
        for one in phase["discounts"]
    ]


def finish(work: Work, schedule: Record, subscription: Record) -> None:
    """The last phase is over: the subscription goes on by itself, or ends. source: spec (end_behavior)"""
    for verb in ("expire", *rests.VERBS):
        work.unschedule(verb, schedule)
    work.advance(schedule, "complete", "done", completed_at=work.now, current_phase=None)
    if schedule.end_behavior == "cancel":
        phase = schedule.phases[-1]
        prorates = phase["proration_behavior"] != "none" and not management.at_boundary(work, subscription)
        management.cancel(work, subscription, True, prorates)
    else:
        management.govern(work, subscription, None)


def cancel(work: Work, schedule: Record, bills: bool, prorates: bool, outcome: str = "done") -> Record:
    """It is over before its end, and with it the subscription. source: spec"""
    for verb in VERBS:
        work.unschedule(verb, schedule)
    work.advance(schedule, "cancel", outcome, canceled_at=work.now, current_phase=None)
    if schedule.subscription:
        subscription = work.load(schedule.subscription, "subscription")
        management.cancel(work, subscription, bills, prorates)
    return schedule


def release(work: Work, schedule: Record, keeps_end: bool) -> Record:
    """The subscription goes on without it. params: keeps_end, the date of its end, if the schedule set one.
    source: spec
    """
    for verb in VERBS:
        work.unschedule(verb, schedule)
    key = schedule.subscription
    work.advance(
        schedule,
        "release",
        "done",
        current_phase=None,
        released_at=work.now,
        released_subscription=key,
        subscription=None,
    )
    if key:
        subscription = work.load(key, "subscription")
        if subscription.cancel_at and not keeps_end and schedule.end_behavior == "cancel":
            management.plan_end(work, subscription, None)
        management.govern(work, subscription, None)
        management.follow(work, subscription)
    return schedule


@hears(SUBSCRIPTION, "cancel", "done")
def lost(work: Work, subscription: Record) -> None:
    """The subscription of a schedule has ended by other means: so has the schedule. source: spec (events)"""
    schedule = work.peek(subscription.schedule or "", "subscription_schedule")
    if schedule is not None and schedule.status == "active":
        unpaid = (subscription.cancellation_details or {}).get("reason") == "payment_failed"
        cancel(work, schedule, False, False, "delinquent" if unpaid else "done")


@hears(CUSTOMER, "leave", "done")
def orphaned(work: Work, customer: Record) -> None:
    """Nobody is left for whom a schedule could begin. source: inferred"""
    for schedule in work.each("subscription_schedule", customer=customer.id, status="not_started"):
        cancel(work, schedule, False, False)


def of_subscription(work: Work, subscription: Record, settings: Mapping[str, Any]) -> Record:
    """A schedule of a subscription that runs: one phase, its period. source: docs: Subscription schedules"""
    planned = [takeover.phase_of(work, subscription)]
    key = work.new_id(SUBSCRIPTION_SCHEDULE)
    defaults = {**SUBSCRIPTION_SCHEDULE.defaults["default_settings"]}
    defaults["collection_method"] = subscription.collection_method
    defaults["default_payment_method"] = subscription.default_payment_method
    defaults["invoice_settings"] = {
        **defaults["invoice_settings"],
        "days_until_due": subscription.days_until_due,
    }
    schedule = work.create(
        SUBSCRIPTION_SCHEDULE,
        "started",
        id=key,
        billing_mode=subscription.billing_mode,
        current_phase=span(planned[0]),
        customer=subscription.customer,
        default_settings=defaults,
        phases=planned,
        subscription=subscription.id,
        test_clock=subscription.test_clock,
        **settings,
    )
    management.govern(work, subscription, key)
    plan(work, schedule, subscription)
    return schedule
