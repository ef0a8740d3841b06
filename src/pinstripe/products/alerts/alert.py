"""The alert record: the merchant is told once when a customer's usage of a meter reaches a threshold.

Owns: the record, its states, whether its meter is watched. Does not own: the endpoints (alerts.py), counting
towards it (alert_triggered.py), meters and their events (room usage). Money: none.
Source: spec; docs: Usage-based alerts.
"""

from __future__ import annotations

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.alerts import refusals
from pinstripe.products.usage import meter as meters

# fmt: off
LIFECYCLE = lifecycle(
    # verb          outcome from               to
    ("create",     "made", ANY,               "active"),
    ("activate",   "done", "active inactive", "active"),
    ("deactivate", "done", "active",          "inactive"),
    ("archive",    "done", "active inactive", "archived"),
)
# fmt: on

ALERT = Resource(
    "billing.alert",
    prefix="alrt",
    ids="v2",
    path="/v1/billing/alerts",
    generated="retrieve list",
    noun="billing alert",
    lifecycle=LIFECYCLE,
    index=("alert_type", "meter=usage_threshold.meter"),
    unexpected=refusals.wrong_state,
)
MOST_ALERTS = 25
"""So many alerts of one meter for one customer, or for all. source: docs: Usage-based alerts"""
LONGEST_TITLE = 256
"""source: docs: Usage-based alerts"""


def of_meter(work: Work, meter: str) -> list[Record]:
    """A meter's alerts that are not archived, oldest first."""
    return list(work.each(ALERT.object, meter=meter))[::-1]


def customer_of(alert: Record) -> str | None:
    """The one customer that it is about, None where it is about each."""
    filters = alert.usage_threshold["filters"] or []
    return filters[0]["customer"] if filters else None


def watch(work: Work, meter: str) -> None:
    """Usage of a meter is counted towards alerts for as long as it has any."""
    meters.watch(work, work.load(meter, "billing.meter"), bool(of_meter(work, meter)))
