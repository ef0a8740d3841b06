"""The endpoints of hardware SKUs.

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
from pinstripe.products.hardware.assortment import PRODUCTS, SKUS
from pinstripe.products.hardware.hardware_product import HARDWARE_PRODUCT
from pinstripe.products.hardware.hardware_sku import HARDWARE_SKU


@operation("GET /v1/terminal/hardware_skus", HARDWARE_SKU)
def list_all(work: Work, params: Params) -> Page:
    """What is sold in a country. refuses: no_such. source: docs: Terminal hardware orders"""
    product = params.get("product")
    if product and product not in PRODUCTS:
        raise errors.no_such(HARDWARE_PRODUCT.noun, product, "product", 400)
    wanted = {"country": params.country, "status": params.get("status") or "available"}
    wanted |= params.pick("product", "provider")
    found = [one for one in SKUS.values() if all(one[name] == value for name, value in wanted.items())]
    return page_of(found, params, "/v1/terminal/hardware_skus", HARDWARE_SKU.noun)


@operation("GET /v1/terminal/hardware_skus/{hardware_sku}", HARDWARE_SKU)
def retrieve(work: Work, params: Params, hardware_sku: str) -> dict[str, Any]:
    """One of them. refuses: resource_missing. source: docs: Terminal hardware orders"""
    if hardware_sku not in SKUS:
        raise errors.no_such(HARDWARE_SKU.noun, hardware_sku, HARDWARE_SKU.param)
    return SKUS[hardware_sku]
