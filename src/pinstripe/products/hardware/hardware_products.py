"""The endpoints of hardware products.

Owns: retrieve, list. Does not own: the table (assortment.py). Money: none. Source: docs: Terminal hardware
orders.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.hardware.assortment import PRODUCTS
from pinstripe.products.hardware.hardware_product import HARDWARE_PRODUCT


@operation("GET /v1/terminal/hardware_products", HARDWARE_PRODUCT)
def list_all(work: Work, params: Params) -> Page:
    """Devices that can be ordered, those alone if nobody says otherwise. source: docs: Terminal hardware
    orders
    """
    wanted = params.get("status") or "available"
    found = [one for one in PRODUCTS.values() if one["status"] == wanted]
    return page_of(found, params, "/v1/terminal/hardware_products", HARDWARE_PRODUCT.noun)


@operation("GET /v1/terminal/hardware_products/{hardware_product}", HARDWARE_PRODUCT)
def retrieve(work: Work, params: Params, hardware_product: str) -> dict[str, Any]:
    """One device. refuses: resource_missing. source: docs: Terminal hardware orders"""
    if hardware_product not in PRODUCTS:
        raise errors.no_such(HARDWARE_PRODUCT.noun, hardware_product, HARDWARE_PRODUCT.param)
    return PRODUCTS[hardware_product]
