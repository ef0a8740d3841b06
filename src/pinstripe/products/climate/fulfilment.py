"""What comes of an order: it is delivered in its year, late, by another product, or not at all.

Owns: the job of a delivery, which product ends how, what an operator may bring about. Does not own: the record
(order.py). Money: an order that is not fulfilled comes back whole.
Source: spec (states, events); which product ends how, and on which day, inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.clock.calendar import DAY, timestamp
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.climate import product as products
from pinstripe.products.climate import refusals
from pinstripe.products.climate.order import CERTIFICATE, ORDER

LEAST_SECONDS = 30 * DAY
"""An order of a year that is over is delivered so long after it was made."""
MONTH = 12
"""Deliveries are on the first of this month."""
OUTCOMES = ("delayed", "substituted", "unavailable", "delivered")
FATES = {2028: "delayed", 2029: "substituted", 2030: "unavailable"}
"""What happens first to an order of that year; all others are delivered. source: inferred"""


def due_at(order: Record, now: int) -> int:
    """When it is delivered, or when it shows that it is not."""
    return max(timestamp(order.expected_delivery_year, MONTH, 1), now + LEAST_SECONDS)


def plan(work: Work, order: Record) -> None:
    """Its day comes."""
    work.schedule("deliver", order, due_at(order, work.now))


@job(ORDER, "deliver")
def deliver(work: Work, order: Record) -> None:
    """The day has come. source: inferred"""
    if order.status != "confirmed":
        return
    fate = FATES.get(order.expected_delivery_year, "delivered")
    seen = order.delayed_at is not None or order.product_substituted_at is not None
    bring(work, order, "delivered" if seen else fate)


def bring(work: Work, order: Record, outcome: str) -> Record:
    """One of the outcomes happens to a confirmed order. refuses: wrong_state, already_changed

    source: spec; inferred
    """
    if order.status != "confirmed":
        raise refusals.wrong_state(order, outcome)
    work.unschedule("deliver", order)
    changes: dict[str, Any] = {}
    match outcome:
        case "delayed":
            if order.delayed_at is not None:
                raise refusals.already_changed(order, outcome)
            changes = {"delayed_at": work.now, "expected_delivery_year": order.expected_delivery_year + 1}
        case "substituted":
            if order.product_substituted_at is not None:
                raise refusals.already_changed(order, outcome)
            others = [key for key in products.BODIES if key != order.product]
            products.kept(work, others[0])
            changes = {"product": others[0], "product_substituted_at": work.now}
        case "unavailable":
            changes = {"canceled_at": work.now, "cancellation_reason": "product_unavailable"}
        case _:
            changes = delivery(work, order)
    work.advance(order, "fulfil", outcome, **changes)
    if order.status == "confirmed":
        plan(work, order)
    return order


def delivery(work: Work, order: Record) -> dict[str, Any]:
    """Who removed it, where, and the certificate. source: spec"""
    known = products.found(work, order.product)
    assert known is not None, f"{order.id} is of a product that nobody knows"
    supplier = known["suppliers"][0]
    return {
        "certificate": work.public(CERTIFICATE.path(order.id)),
        "delivered_at": work.now,
        "delivery_details": [
            {
                "delivered_at": work.now,
                "location": supplier["locations"][0],
                "metric_tons": order.metric_tons,
                "registry_url": None,
                "supplier": supplier,
            }
        ],
    }
