"""The endpoints of climate products.

Owns: retrieve, list. Does not own: the table and its records (product.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.climate.product import BODIES, PRODUCT, found


@operation("GET /v1/climate/products", PRODUCT)
def list_all(work: Work, params: Params) -> Page:
    """All that can be ordered, added ones first. source: spec"""
    own = {one.id: one.body for one in work.each(PRODUCT.object)}
    added = [body for key, body in own.items() if key not in BODIES]
    known = [own.get(key, body) for key, body in BODIES.items()]
    return page_of([*added, *known], params, "/v1/climate/products", PRODUCT.noun)


@operation("GET /v1/climate/products/{product}", PRODUCT)
def retrieve(work: Work, params: Params, product: str) -> dict[str, Any]:
    """One product. refuses: resource_missing. source: spec"""
    known = found(work, product)
    if known is None:
        raise errors.no_such(PRODUCT.noun, product, "product")
    return dict(known)
