"""The endpoints of subscriptions.

Owns: create, update, cancel, list; which facts may change in which state. Does not own: the record
(subscription.py) and the flows (creation.py, item_changes.py, trials.py, cancellation.py).
Money: none of its own. Source: spec; recorded: stripe_world 12, pay-rails/pay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import created_within, page_of, referred, show_records, updates, within
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.catalog import tax_rate as tax_rates
from pinstripe.products.catalog.discount import DISCOUNT
from pinstripe.products.customers import feedback_option as feedback_options
from pinstripe.products.invoices import method_options
from pinstripe.products.invoices import refusals as invoice_refusals
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.line_terms import automatic_rates
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.subscriptions import (
    creation,
    held_update,
    item_changes,
    planned_end,
    prepayments,
    prorations,
    refusals,
    renewal,
    resumption,
    service_lines,
    supplement,
    thresholds,
    trials,
)
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.cancellation import end
from pinstripe.products.subscriptions.subscription import ENDED, SUBSCRIPTION, taxed

NOT_YET = method_options.unbuilt("POST /v1/subscriptions")
"""Parameters of create and update that are valid and answered with 501."""


ONE = "/v1/subscriptions/{subscription_exposed_id}"


@operation("GET /v1/subscriptions", SUBSCRIPTION)
def list_subscriptions(work: Work, params: Params) -> Page:
    """Subscriptions, newest first; canceled ones only when they are asked for. source: spec"""
    referred(work, params, customer="customer", price="price", test_clock="test_helpers.test_clock")
    filters = dict(params.pick("customer", "price", "collection_method", "test_clock"))
    if params.get("plan"):
        filters["price"] = _plan(work, params)
    status = params.get("status")
    if status is None:
        filters["live"] = True
    elif status == "ended":
        filters["ended"] = True
    elif status != "all":
        filters["status"] = status
    if params.get("automatic_tax") is not None:
        filters["automatic_tax"] = params.automatic_tax.enabled
    clock = None if "customer" in filters or "test_clock" in filters else ""
    spans = params.pick("current_period_start", "current_period_end")
    if spans:
        every = work.each("subscription", **filters)
        shown = [one for one in every if clock is None or not one.test_clock]
        found = [one for one in shown if _runs(one, spans) and created_within(one, params)]
        return page_of(found, params, "/v1/subscriptions", SUBSCRIPTION.noun)
    return show_records(work, SUBSCRIPTION, params, "/v1/subscriptions", filters, clock)


def _runs(subscription: Record, spans: Mapping[str, Any]) -> bool:
    """Does a period of one of its items begin and end as it is asked? source: spec; several items inferred"""
    return any(
        all(within(item[name], bounds) for name, bounds in spans.items())
        for item in subscription.body["items"]["data"]
    )


def _plan(work: Work, params: Params) -> str:
    """The price that a list's plan is. refuses: resource_missing, exclusive_params. source: sdk; inferred"""
    key = str(params.plan)
    known = work.batch.load(work.account, key)
    if known is None or known.type != "price" or known.recurring is None:
        raise errors.no_such("plan", key, "plan", 400)
    if params.get("price") not in (None, key):
        raise errors.exclusive_params(["plan", "price"])
    return key


@operation("POST /v1/subscriptions", SUBSCRIPTION, missing=NOT_YET)
def create(work: Work, params: Params) -> Record:
    """A subscription and its first invoice, paid where it can be. source: recorded: stripe_world 12"""
    return creation.create(work, params)


UNFINISHED_MAY_CHANGE = {"metadata", "description", "default_payment_method", "expand"}


ENDED_MAY_CHANGE = {"metadata", "cancellation_details", "expand"}


OWN_WAYS = frozenset(
    "items plan quantity automatic_tax cancel_at cancel_at_period_end trial_end billing_cycle_anchor "
    "add_invoice_items invoice_settings default_source pending_invoice_item_interval discounts "
    "default_tax_rates billing_thresholds billing_schedules".split()
)


UPDATE_MISSING = NOT_YET


@operation(f"POST {ONE}", SUBSCRIPTION, missing=UPDATE_MISSING)
def update(work: Work, params: Params, subscription_exposed_id: str) -> Record:
    """New facts about a subscription; a payment method that nobody knows is refused before it. source: spec;
    recorded: issue reports (order)"""
    method = params.get("default_payment_method")
    if method:
        work.find("payment_method", method, "default_payment_method")
    subscription = work.subject("subscription", subscription_exposed_id)
    if subscription.schedule and params.keys() & {"cancel_at", "cancel_at_period_end"}:
        raise refusals.scheduled(subscription.schedule)
    return change(work, subscription, params)


def change(
    work: Work, subscription: Record, params: Params, paid_since: int | None = None, under: str = "items"
) -> Record:
    """New facts, new items, another rhythm, an end. params: paid_since, when a change was asked that waited
    for its payment; under, what the caller names items by. source: spec; recorded: pay-rails/pay,
    stripe_world 12, 14. refuses: invalid_canceled_subscription_fields, status_transition_invalid, needs_days,
    no_days
    """
    if subscription.status in ENDED and params.keys() - ENDED_MAY_CHANGE:
        raise refusals.ended_fields()
    if subscription.status == "incomplete" and params.keys() - UNFINISHED_MAY_CHANGE:
        raise refusals.unfinished_fields()
    _refuse_reason(work, params)
    if params.keys() & set(held_update.CHANGES):
        held_update.drop(work, subscription)
    if params.get("payment_behavior") == held_update.WANTED:
        held_update.refuse(subscription, params)
        if held_update.hold(work, subscription, params, change):
            return subscription
        params = Params({**params, "payment_behavior": "allow_incomplete"})
    method = params.get("default_payment_method")
    if method:
        customer = work.load(subscription.customer, "customer")
        methods.owned(work, customer, method, "default_payment_method")
    changes = updates(subscription, params, OWN_WAYS)
    if changes.get("collection_method") == "charge_automatically":
        changes.setdefault("days_until_due", None)
    _collection(subscription, {**subscription.body, **changes}, params)
    if params.keys() & creation.SHARED:
        creation.refuse_shares(work, {**subscription.body, **changes})
    changes |= _invoiced(work, subscription, params)
    wishes = item_changes.wishes_of(work, subscription, items.placed(params, under))
    terms = item_changes.terms_of(work, subscription, params)._replace(paid_since=paid_since)
    trial_end = trials.of_plan(work, subscription, params, wishes)
    changes |= planned_end.changed(work, subscription, params, changes)
    changes |= _reduced(work, subscription, params)
    changes |= thresholds.said(work, params, item_changes.prices_after(work, subscription, wishes))
    if trial_end is not None:
        trials.move_end(work, subscription, trial_end, wishes, terms, changes)
    elif wishes or terms.restart or "cancel_at" in changes:
        item_changes.apply(work, subscription, wishes, terms, **changes)
    else:
        work.change(subscription, **changes)
    if prepayments.NAME in params:
        prepayments.change(work, subscription, params)
    if "pause_collection" in params:
        _pause(work, subscription)
    if "pending_invoice_item_interval" in params:
        supplement.plan(work, subscription)
    return subscription


def _invoiced(work: Work, subscription: Record, params: Params) -> dict[str, Any]:
    """What it says of its invoices from now on; what is billed once waits for the next one. source: spec"""
    customer = work.load(subscription.customer, "customer")
    every = subscription.body["items"]["data"]
    spans = [(item["current_period_start"], item["current_period_end"]) for item in every]
    if "add_invoice_items" in params:
        supplement.add(work, subscription.id, customer, params, subscription.currency, spans)
    found = supplement.settings_of(work, customer, params, subscription.invoice_settings)
    if "pending_invoice_item_interval" in params:
        wanted = params.pending_invoice_item_interval
        supplement.check_interval(wanted)
        found |= supplement.interval_of(wanted, work.now)
    return found


@hears(INVOICE, "finalize", "settled")
@hears(INVOICE, "pay", "paid")
def held(work: Work, invoice: Record) -> None:
    """A change that waited for this invoice is made. source: docs: Pending updates"""
    held_update.paid(work, invoice, change)


def _reduced(work: Work, subscription: Record, params: Params) -> dict[str, Any]:
    """Other discounts and taxes from the next invoice on. source: spec; docs: Coupons and promotion codes

    Those that are replaced count no more.
    """
    changes: dict[str, Any] = {}
    if "discounts" in params:
        held = subscription.discounts
        target = discounts.Target(
            "subscription", subscription.id, subscription.customer, subscription.currency, held, bounded=True
        )
        changes["discounts"] = discounts.given(work, params.discounts, target)
        discounts.forget(work, [key for key in held if key not in changes["discounts"]])
    if "default_tax_rates" in params:
        rates = tax_rates.named(work, params.default_tax_rates, "default_tax_rates")
        changes["default_tax_rates"] = rates
    wanted = automatic_rates.wanted(params)
    if wanted is not None:
        liable = automatic_rates.liable(work, params)
        if wanted:
            automatic_rates.refuse_inactive(work, liable)
        changes["automatic_tax"] = taxed(wanted, liable)
    after = {**subscription.body, **changes}
    if after["automatic_tax"]["enabled"] and after["default_tax_rates"]:
        raise invoice_refusals.two_ways_of_tax("default_tax_rates")
    return changes


def _pause(work: Work, subscription: Record) -> None:
    """Collection goes on by itself at the moment that was named, if one was.
    source: docs: Pause payment collection
    """
    work.unschedule("collect_again", subscription)
    resumes_at = (subscription.pause_collection or {}).get("resumes_at")
    if resumes_at is not None:
        if resumes_at <= work.now:
            raise errors.bad_timestamp("pause_collection[resumes_at]")
        work.schedule("collect_again", subscription, resumes_at)


def _collection(subscription: Record, after: dict[str, Any], params: Params) -> None:
    """Who is sent invoices has days to pay them, who is charged has none. refuses: needs_days, no_days"""
    if not params.keys() & {"collection_method", "days_until_due"}:
        return
    if after["collection_method"] == "send_invoice":
        if after["days_until_due"] is None:
            raise refusals.needs_days()
        if after["days_until_due"] < 0:
            raise errors.too_low(0, "days_until_due")
    elif params.get("days_until_due") is not None:
        raise refusals.no_days()


def _refuse_reason(work: Work, params: Params) -> None:
    """A reason in the merchant's own words must be one that is in use. refuses: resource_missing,
    is_deactivated. source: docs: Feedback options"""
    key = (params.get("cancellation_details") or {}).get("feedback_option")
    if key:
        feedback_options.chosen(work, key, "cancellation_details[feedback_option]")


@operation(f"DELETE {ONE}", SUBSCRIPTION, subject="subscription_exposed_id")
def cancel(work: Work, subscription: Record, params: Params) -> Record:
    """It ends at once. Usage that was not billed is forgotten, or billed if the caller wants that now; time
    that was paid for is given back only where that is asked for, as an item that waits for an invoice.

    source: recorded: stripe_world 12 and 14; docs: Cancel subscriptions (invoice_now)
    """
    given = params.get("cancellation_details") or {}
    _refuse_reason(work, params)
    billed = subscription.status not in item_changes.UNBILLED
    if billed and (params.get("prorate") or params.get("invoice_now")):
        renewal.bill_what_waits(work, subscription)
    if billed and params.get("prorate"):
        prorations.give_back(work, subscription)
    if not params.get("invoice_now"):
        return end(work, subscription, "cancellation_requested", details=given)
    ended = service_lines.running_usage(work, subscription)[0] if billed else []
    return renewal.finish(work, subscription, ended, dict(given))


ITSELF = "/v1/subscriptions/{subscription}"


@operation(f"POST {ITSELF}/pause", SUBSCRIPTION, subject="subscription")
def pause(work: Work, subscription: Record, params: Params) -> Record:
    """It rests until it is resumed. refuses: rests_by_schedule, not_flexible. source: sdk"""
    if subscription.schedule is not None:
        raise refusals.rests_by_schedule(subscription.schedule)
    if subscription.billing_mode["type"] != "flexible":
        raise refusals.not_flexible("Pauses", "type")
    resumption.pause(work, subscription, params)
    return subscription


@operation(f"POST {ITSELF}/resume", SUBSCRIPTION, subject="subscription")
def resume(work: Work, subscription: Record, params: Params) -> Record:
    """It goes on after a rest. source: spec; recorded: stripe_world 12"""
    resumption.resume(work, subscription, params)
    return subscription


@operation(f"POST {ITSELF}/migrate", SUBSCRIPTION, subject="subscription")
def migrate(work: Work, subscription: Record, params: Params) -> Record:
    """It is billed the newer way from now on. refuses: ended_fields. source: docs: Billing mode"""
    if subscription.status in ENDED:
        raise refusals.ended_fields()
    resumption.migrate(work, subscription, params)
    return subscription


@operation(
    f"DELETE {ONE}/discount", DISCOUNT, subject="subscription_exposed_id", of=SUBSCRIPTION, verb="discount"
)
def delete_discount(work: Work, subscription: Record, params: Params) -> dict[str, Any]:
    """The first of its discounts counts no more. refuses: no_discount. source: spec; which one inferred"""
    if not subscription.discounts:
        raise refusals.no_discount(subscription.id)
    discount = work.load(subscription.discounts[0], "discount")
    discounts.end(work, discount)
    return discounts.gone(discount)
