"""The hardware order record: devices that were ordered, and their way to the shop.

Owns: the record, its states, what happens by itself. Does not own: the endpoints (hardware_orders.py), what
an order comes to (hardware_bill.py). Money: none here: Stripe asks for it in an invoice of the month.
Source: docs: Terminal hardware orders; inferred (how long each step takes).
"""

from __future__ import annotations

from typing import Any

from pinstripe.clock.calendar import DAY
from pinstripe.ids import stable
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.hardware import refusals
from pinstripe.products.hardware.assortment import METHODS, PLACES, WAYS

TOLD = "terminal.hardware_order"

# fmt: off
LIFECYCLE = lifecycle(
    # verb                outcome from            to               event
    ("create",             "done", ANY,             "pending",       f"{TOLD}.created"),
    ("cancel",             "done", "pending",       "canceled",      f"{TOLD}.canceled"),
    ("mark_ready_to_ship", "done", "pending",       "ready_to_ship", f"{TOLD}.ready_to_ship"),
    ("ship",               "done", "ready_to_ship", "shipped",       f"{TOLD}.shipped"),
    ("deliver",            "done", "shipped",       "delivered",     f"{TOLD}.delivered"),
    ("mark_undeliverable", "done", "shipped",       "undeliverable", f"{TOLD}.undeliverable"),
)
# fmt: on

HARDWARE_ORDER = Resource(
    "terminal.hardware_order",
    prefix="thor",
    ids="short",
    generated="retrieve",
    noun="hardware order",
    param="hardware_order",
    lifecycle=LIFECYCLE,
    index=("status",),
    unexpected=refusals.wrong_state,
    source="docs: Terminal hardware orders",
)

CANCELABLE_SECONDS = DAY
"""How long an order may be canceled. source: inferred"""
PACKING_SECONDS = DAY
"""From then to the parcel's way. source: inferred"""


def placed(work: Work, order: Record) -> Record:
    """An order is on its way by itself."""
    work.schedule("mark_ready_to_ship", order, work.now + CANCELABLE_SECONDS)
    return order


def cancel(work: Work, order: Record) -> Record:
    """Nobody packs it."""
    return step(work, order, "cancel")


def step(work: Work, order: Record, verb: str, **facts: Any) -> Record:
    """An order goes on; what was planned for it is over."""
    work.unschedule("", order)
    return work.advance(order, verb, "done", updated=work.now, **facts)


@job(HARDWARE_ORDER, "mark_ready_to_ship")
def mark_ready_to_ship(work: Work, order: Record) -> None:
    """It is confirmed. source: docs: Terminal hardware orders; inferred (when)"""
    step(work, order, "mark_ready_to_ship")
    work.schedule("ship", order, work.now + PACKING_SECONDS)


@job(HARDWARE_ORDER, "ship")
def ship(work: Work, order: Record) -> None:
    """A carrier has it, under a number. source: docs: Terminal hardware orders; inferred (when, the
    number)
    """
    country = order.shipping["address"]["country"]
    number = stable(16, work.world.seed, order.id).upper()
    tracking = [{"carrier": PLACES[country].carrier, "tracking_number": number}]
    step(work, order, "ship", shipment_tracking=tracking)
    days = WAYS[METHODS[order.shipping_method]["name"]].least_days
    work.schedule("deliver", order, work.now + days * DAY)


@job(HARDWARE_ORDER, "deliver")
def deliver(work: Work, order: Record) -> None:
    """It has come. source: docs: Terminal hardware orders; inferred (when)"""
    step(work, order, "deliver")


def lose(work: Work, order: Record) -> None:
    """It could not be handed over. source: docs: Terminal hardware orders"""
    step(work, order, "mark_undeliverable")
