"""The hardware shipping method: how an order is sent within a country. The same for every account.

Owns: its name, the days between which an order arrives. Does not own: the table (assortment.py), the
endpoints (hardware_shipping_methods.py). Money: none. Source: docs: Terminal hardware orders.
"""

from __future__ import annotations

from typing import Any

from pinstripe.clock.calendar import DAY, utc_date
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.hardware.assortment import METHODS, WAYS

HARDWARE_SHIPPING_METHOD = Resource(
    "terminal.hardware_shipping_method",
    prefix="thsm",
    noun="hardware shipping method",
    param="hardware_shipping_method",
)


def shown(work: Work, key: str) -> dict[str, Any]:
    """A way to send an order, if that were ordered today. source: docs: Terminal hardware orders; inferred"""
    known = METHODS[key]
    way = WAYS[known["name"]]
    days = (("maximum_date", way.most_days), ("minimum_date", way.least_days))
    window = {name: utc_date(work.now + number * DAY).isoformat() for name, number in days}
    return {**known, "estimated_delivery_window": window}
