"""The endpoints of hardware orders.

Owns: the endpoints. Does not own: the record and its way (hardware_order.py), amounts (hardware_bill.py).
Money: none here. Source: docs: Terminal hardware orders.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.hardware import hardware_order as orders
from pinstripe.products.hardware.hardware_bill import bill
from pinstripe.products.hardware.hardware_order import HARDWARE_ORDER

HERE = "/v1/terminal/hardware_orders/{hardware_order}"
HELPER = "/v1/test_helpers/terminal/hardware_orders/{hardware_order}"
SUBJECT = "hardware_order"


@operation("POST /v1/terminal/hardware_orders", HARDWARE_ORDER)
def create(work: Work, params: Params) -> Record:
    """Devices are ordered, and come by themselves. refuses: as `bill`. source: docs: Terminal hardware
    orders
    """
    return orders.placed(work, work.create(HARDWARE_ORDER, "done", **bill(params)))


@operation("GET /v1/terminal/hardware_orders/preview", HARDWARE_ORDER, verb="preview")
def preview(work: Work, params: Params) -> dict[str, Any]:
    """What an order would come to; nobody keeps it. refuses: as `bill`. source: docs: Terminal hardware
    orders
    """
    return {
        "object": HARDWARE_ORDER.object,
        **dict(sorted({**bill(params), "livemode": False, "status": "pending"}.items())),
    }


@operation("GET /v1/terminal/hardware_orders", HARDWARE_ORDER)
def list_all(work: Work, params: Params) -> Page:
    """Orders, newest first. source: docs: Terminal hardware orders"""
    return show_records(work, HARDWARE_ORDER, params, "/v1/terminal/hardware_orders", params.pick("status"))


@operation(f"POST {HERE}/cancel", HARDWARE_ORDER, subject=SUBJECT)
def cancel(work: Work, order: Record, params: Params) -> Record:
    """An order that nobody confirmed is called off. source: docs: Terminal hardware orders"""
    return orders.cancel(work, order)


@operation(f"POST {HELPER}/mark_ready_to_ship", HARDWARE_ORDER, subject=SUBJECT)
def mark_ready_to_ship(work: Work, order: Record, params: Params) -> Record:
    """It is confirmed now. source: docs: Terminal hardware orders"""
    orders.mark_ready_to_ship(work, order)
    return order


@operation(f"POST {HELPER}/ship", HARDWARE_ORDER, subject=SUBJECT)
def ship(work: Work, order: Record, params: Params) -> Record:
    """A carrier takes it now. source: docs: Terminal hardware orders"""
    orders.ship(work, order)
    return order


@operation(f"POST {HELPER}/deliver", HARDWARE_ORDER, subject=SUBJECT)
def deliver(work: Work, order: Record, params: Params) -> Record:
    """It comes now. source: docs: Terminal hardware orders"""
    orders.deliver(work, order)
    return order


@operation(f"POST {HELPER}/mark_undeliverable", HARDWARE_ORDER, subject=SUBJECT)
def mark_undeliverable(work: Work, order: Record, params: Params) -> Record:
    """It cannot be handed over. source: docs: Terminal hardware orders"""
    orders.lose(work, order)
    return order
