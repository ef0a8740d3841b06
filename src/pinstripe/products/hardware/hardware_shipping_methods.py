"""The endpoints of hardware shipping methods.

Owns: retrieve, list. Does not own: the table (assortment.py), the days (hardware_shipping_method.py). Money:
none.
Source: docs: Terminal hardware orders.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.hardware.assortment import METHODS
from pinstripe.products.hardware.hardware_shipping_method import HARDWARE_SHIPPING_METHOD, shown


@operation("GET /v1/terminal/hardware_shipping_methods", HARDWARE_SHIPPING_METHOD)
def list_all(work: Work, params: Params) -> Page:
    """How orders are sent within a country. source: docs: Terminal hardware orders"""
    name, provider = params.get("name"), params.get("provider")
    bodies = [
        shown(work, key)
        for key, one in METHODS.items()
        if one["country"] == params.country
        and one["status"] == (params.get("status") or "available")
        and name in (None, one["name"])
        and provider in (None, one["provider"])
    ]
    return page_of(bodies, params, "/v1/terminal/hardware_shipping_methods", HARDWARE_SHIPPING_METHOD.noun)


@operation("GET /v1/terminal/hardware_shipping_methods/{hardware_shipping_method}", HARDWARE_SHIPPING_METHOD)
def retrieve(work: Work, params: Params, hardware_shipping_method: str) -> dict[str, Any]:
    """One of them. refuses: resource_missing. source: docs: Terminal hardware orders"""
    if hardware_shipping_method not in METHODS:
        raise errors.no_such(
            HARDWARE_SHIPPING_METHOD.noun, hardware_shipping_method, HARDWARE_SHIPPING_METHOD.param
        )
    return shown(work, hardware_shipping_method)
