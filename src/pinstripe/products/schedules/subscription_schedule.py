"""The subscription schedule record: what a subscription will be for, phase by phase.

Owns: the record and its states. Does not own: the endpoints (subscription_schedules.py), how phases are read
(phases.py), when they come and what they do (course.py), subscriptions. Money: none.
Source: spec; docs: Subscription schedules; recorded: airbytehq (shape).
Times: a phase holds from its start to its end, which is the next one's start.
"""

from __future__ import annotations

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.schedules import refusals

UPDATED = "subscription_schedule.updated"
LIVE = "not_started active"

# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome       from           to             event
    ("create",   "planned",    ANY,           "not_started", "subscription_schedule.created"),
    ("create",   "started",    ANY,           "active",      "subscription_schedule.created"),
    ("begin",    "done",       "not_started", "active",      UPDATED),
    ("turn",     "done",       "active",      "=",           UPDATED),
    ("expire",   "done",       LIVE,          "=",           "subscription_schedule.expiring"),
    ("complete", "done",       "active",      "completed",   "subscription_schedule.completed"),
    ("cancel",   "done",       LIVE,          "canceled",    "subscription_schedule.canceled"),
    ("cancel",   "delinquent", "active",      "canceled",    "subscription_schedule.aborted"),
    ("release",  "done",       LIVE,          "released",    "subscription_schedule.released"),
)
# fmt: on

AUTOMATIC_TAX = {"disabled_reason": None, "enabled": False, "liability": None}

SUBSCRIPTION_SCHEDULE = Resource(
    "subscription_schedule",
    prefix="sub_sched",
    path="/v1/subscription_schedules",
    generated="retrieve",
    events="subscription_schedule",
    noun="subscription schedule",
    param="schedule",
    lifecycle=LIFECYCLE,
    index=("customer", "status", "subscription", "test_clock"),
    unexpected=refusals.over,
    defaults={
        "default_settings": {
            "application_fee_percent": None,
            "automatic_tax": AUTOMATIC_TAX,
            "billing_cycle_anchor": "automatic",
            "billing_thresholds": None,
            "collection_method": "charge_automatically",
            "default_payment_method": None,
            "description": None,
            "invoice_settings": {
                "account_tax_ids": None,
                "days_until_due": None,
                "issuer": {"type": "self"},
            },
            "on_behalf_of": None,
            "transfer_data": None,
        },
        "end_behavior": "release",
        "metadata": {},
        "pause_schedules": [],
    },
)


@hears(SUBSCRIPTION_SCHEDULE, "hang")
def hung(work: Work, schedule: Record) -> None:
    """A schedule enters its phases by the test clock that it hangs on now. source: spec (test_clock)"""
    work.change(schedule, test_clock=schedule.clock)
