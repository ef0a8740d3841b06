"""The endpoints of features.

Owns: create, update, list. Does not own: the record (feature.py). Money: none.
Source: spec; docs: Entitlements.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import product_feature as product_features
from pinstripe.products.entitlements import refusals
from pinstripe.products.entitlements.feature import FEATURE


@operation("POST /v1/entitlements/features", FEATURE)
def create(work: Work, params: Params) -> Record:
    """A feature; its key is nobody else's. refuses: empty_param, key_taken. source: docs: Entitlements"""
    for name in ("lookup_key", "name"):
        if not params[name]:
            raise errors.empty_param(name)
    if work.where(FEATURE.object, limit=1, lookup_key=params.lookup_key):
        raise refusals.key_taken(params.lookup_key)
    return work.create(FEATURE, **stored(FEATURE, params))


@operation("POST /v1/entitlements/features/{id}", FEATURE, subject="id")
def update(work: Work, feature: Record, params: Params) -> Record:
    """Another name, other notes; an inactive one is archived: no product gets it any more.
    source: spec; docs: Entitlements
    """
    work.change(feature, **updates(feature, params))
    product_features.rename(work, feature)
    return feature


@operation("GET /v1/entitlements/features", FEATURE)
def list_features(work: Work, params: Params) -> Page:
    """Features that are not archived, or those that are, newest first. source: spec"""
    filters = {"active": not params.get("archived", False), **params.pick("lookup_key")}
    return show_records(work, FEATURE, params, "/v1/entitlements/features", filters)
