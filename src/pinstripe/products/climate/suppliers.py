"""The endpoints of suppliers.

Owns: retrieve, list. Does not own: the table (supplier.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.climate.supplier import BODIES, SUPPLIER


@operation("GET /v1/climate/suppliers", SUPPLIER)
def list_all(work: Work, params: Params) -> Page:
    """All that are known here. source: spec"""
    return page_of(list(BODIES.values()), params, "/v1/climate/suppliers", SUPPLIER.noun)


@operation("GET /v1/climate/suppliers/{supplier}", SUPPLIER)
def retrieve(work: Work, params: Params, supplier: str) -> dict[str, Any]:
    """One supplier. refuses: resource_missing. source: spec"""
    if supplier not in BODIES:
        raise errors.no_such(SUPPLIER.noun, supplier, "supplier")
    return BODIES[supplier]
