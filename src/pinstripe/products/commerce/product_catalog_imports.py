"""The endpoints of product catalog imports.

Owns: create, list. Does not own: the record (product_catalog_import.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.commerce import product_catalog_import as imports
from pinstripe.products.commerce.product_catalog_import import IMPORT
from pinstripe.products.money_management import page
from pinstripe.products.webhooks.v2_event import moment_of

BOUNDS = ("created_gt", "created_gte", "created_lt", "created_lte")


@operation("POST /v2/commerce/product_catalog/imports", IMPORT)
def create(work: Work, params: Params) -> Record:
    """An import, with the address under which its file is put. source: docs: Product Catalog Import"""
    return imports.make(work, params.feed_type, params.mode, params.metadata)


@operation("GET /v2/commerce/product_catalog/imports", IMPORT)
def list_imports(work: Work, params: Params) -> dict[str, Any]:
    """Imports, newest first. refuses: bad_page, bad_moment. source: spec"""
    filters = params.pick("feed_type", "status")
    found = work.each(IMPORT.object, **filters)
    try:
        bounds = [
            (page.BOUNDS[name.removeprefix("created_")], moment_of(params[name], name))
            for name in BOUNDS
            if params.get(name) is not None
        ]
        at = moment_of(params.created, "created") if params.get("created") is not None else None
    except ApiError as refusal:
        raise errors.in_v2(refusal) from None
    rows = (one.body for one in found if _made(one, at) and page.within(one, bounds))
    return page.cut(rows, IMPORT.path, params)


def _made(one: Record, at: int | None) -> bool:
    """Was it made at this moment, where one is asked for?"""
    return at is None or moment_of(one.created, "created") == at
