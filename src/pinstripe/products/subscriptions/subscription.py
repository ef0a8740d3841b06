"""The subscription record: a customer pays for prices again and again, until it ends.

Owns: the record and its states. Does not own: the endpoints (subscriptions.py), the first invoice
(creation.py), the following ones (renewal.py), what payments do to it (arrears.py), its end
(cancellation.py), items (subscription_item.py).
Money: none of its own; invoices carry it. Source: spec; docs: Subscriptions; recorded: stripe_world 12,
pay-rails/pay.
Private facts: prices (ids, for lists), live (not canceled), ended, shown as list filters only.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.line_terms import automatic_rates
from pinstripe.products.subscriptions import refusals

LIVE = "incomplete trialing active past_due unpaid paused"


RUNNING = "trialing active past_due unpaid"


RESUMED = "customer.subscription.resumed customer.subscription.updated"


APPLIED = "customer.subscription.pending_update_applied"


DROPPED = "customer.subscription.pending_update_expired"


UPDATED = "customer.subscription.updated"


DELETED = "customer.subscription.deleted"


# fmt: off
LIFECYCLE = lifecycle(
    # verb              outcome        from                      to                    event
    ("create",         "started",     ANY,                      "active",             "customer.subscription.created"),
    ("create",         "incomplete",  ANY,                      "incomplete",         "customer.subscription.created"),
    ("create",         "trialing",    ANY,                      "trialing",           "customer.subscription.created"),
    ("activate",       "paid",        "incomplete",             "active",             UPDATED),
    ("renew",          "done",        "active past_due unpaid", "=",                  UPDATED),
    ("renew",          "trial_ended", "trialing",               "active",             UPDATED),
    ("end_trial",      "done",        "trialing",               "active"),
    ("begin_trial",    "done",        "active past_due unpaid", "trialing"),
    ("trial_will_end", "done",        "trialing",               "=",                  "customer.subscription.trial_will_end"),
    ("fail",           "declined",    "active",                 "past_due",           UPDATED),
    ("fail",           "awaited",     "active",                 "past_due",           UPDATED),
    ("fail",           "given_up",    "active past_due",        "unpaid",             UPDATED),
    ("recover",        "paid",        "past_due unpaid",        "active",             UPDATED),
    ("recover",        "forgiven",    "past_due unpaid",        "active",             UPDATED),
    ("pause",          "done",        "trialing",               "paused",             "customer.subscription.paused"),
    ("apply_update",   "done",        LIVE,                     "=",                  APPLIED),
    ("drop_update",    "done",        LIVE,                     "=",                  DROPPED),
    ("pause",          "requested",   RUNNING,                  "paused",             "customer.subscription.paused"),
    ("resume",         "done",        "paused",                 "active",             RESUMED),
    ("cancel",         "done",        LIVE,                     "canceled",           DELETED),
    ("expire",         "unpaid",      "incomplete",             "incomplete_expired", UPDATED),
)
# fmt: on

UNTAXED = {"disabled_reason": None, "enabled": False, "liability": None}

SUBSCRIPTION = Resource(
    "subscription",
    prefix="sub",
    generated="retrieve",
    events="customer.subscription",
    lifecycle=LIFECYCLE,
    index=(
        *("customer", "status", "collection_method", "test_clock"),
        *("price=private.prices", "live=private.live", "ended=private.ended"),
        "automatic_tax=automatic_tax.enabled",
    ),
    search="canceled_at:number status",
    unexpected=refusals.unexpected,
    defaults={
        "automatic_tax": UNTAXED,
        "billing_schedules": [],
        "cancel_at_period_end": False,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "collection_method": "charge_automatically",
        "default_tax_rates": [],
        "discounts": [],
        "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
        "metadata": {},
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
    },
    absent="managed_payments presentment_details",
)


ENDED = ("canceled", "incomplete_expired")


def taxed(wanted: bool, liable: str | None = None) -> dict[str, Any]:
    """Whether taxes are worked out for its invoices, as it shows it. params: liable, the other account whose
    taxes they are. source: spec"""
    return {**UNTAXED, "enabled": True, "liability": automatic_rates.whose(liable)} if wanted else UNTAXED


def ending(ends: bool, now: int, boundary: int, details: dict[str, Any]) -> dict[str, Any]:
    """Gives the fields that change when `cancel_at_period_end` is set or unset.
    source: recorded: pay-rails/pay
    """
    if not ends:
        return {
            "cancel_at": None,
            "cancel_at_period_end": False,
            "canceled_at": None,
            "cancellation_details": {**details, "reason": None},
        }
    return {
        "cancel_at": boundary,
        "cancel_at_period_end": True,
        "canceled_at": now,
        "cancellation_details": {**details, "reason": "cancellation_requested"},
    }


def next_boundary(subscription: Record) -> int:
    """When the period of the item that is billed next ends."""
    ends = [int(item["current_period_end"]) for item in subscription.body["items"]["data"]]
    return min(ends, default=int(subscription.billing_cycle_anchor))


def of_customer(work: Work, customer: Record) -> list[Record]:
    """The customer's subscriptions that have not ended."""
    return [s for s in work.each("subscription", customer=customer.id, live=True) if s.status not in ENDED]


def billed_by(work: Work, invoice: Record) -> Record | None:
    """The subscription whose invoice this is; one made by hand says nothing of a subscription's state.

    source: spec (invoices: subscription)
    """
    if invoice.billing_reason == "manual":
        return None
    parent = invoice.get("parent") or {}
    key = (parent.get("subscription_details") or {}).get("subscription")
    return work.peek(key, "subscription") if key else None


@hears(SUBSCRIPTION, "hang")
def hung(work: Work, subscription: Record) -> None:
    """A subscription renews by the test clock that it hangs on now. source: spec (test_clock)"""
    work.change(subscription, test_clock=subscription.clock)
