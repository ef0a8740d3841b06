"""The endpoints of tax codes.

Owns: retrieve, list. Does not own: the table (tax_code.py). Money: none. Source: spec; docs: Tax codes.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.catalog.tax_code import BODIES, TAX_CODE


@operation("GET /v1/tax_codes", TAX_CODE)
def list_codes(work: Work, params: Params) -> Page:
    """All codes that are known here. source: spec"""
    return page_of(list(BODIES.values()), params, "/v1/tax_codes", "tax code")


@operation("GET /v1/tax_codes/{id}", TAX_CODE)
def retrieve(work: Work, params: Params, id: str) -> dict[str, Any]:
    """One code. refuses: resource_missing. source: spec"""
    if id not in BODIES:
        raise errors.no_such("tax code", id, "id")
    return BODIES[id]
