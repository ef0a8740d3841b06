"""The endpoints of product features.

Owns: attaching a feature to a product, taking it off, lists. Does not own: the record (product_feature.py),
features (room entitlements). Money: none. Source: spec; docs: Entitlements.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import deleted, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import refusals
from pinstripe.products.catalog.product import PRODUCT
from pinstripe.products.catalog.product_feature import PRODUCT_FEATURE

THEIRS = "/v1/products/{product}/features"


@operation(f"POST {THEIRS}", PRODUCT_FEATURE, subject="product", of=PRODUCT, verb="features")
def create(work: Work, product: Record, params: Params) -> Record:
    """A feature comes with a product from now on; who has it already gets it with their next period.

    refuses: resource_missing, archived_feature, feature_twice. source: docs: Entitlements
    """
    feature = work.find("entitlements.feature", params.entitlement_feature, "entitlement_feature")
    if not feature.active:
        raise refusals.archived_feature(feature.id)
    if work.where(PRODUCT_FEATURE.object, limit=1, product=product.id, feature=feature.id):
        raise refusals.feature_twice(feature.id)
    return work.create(
        PRODUCT_FEATURE,
        entitlement_feature=feature.body,
        private={"product": product.id, "feature": feature.id},
    )


@operation(f"GET {THEIRS}", PRODUCT_FEATURE, subject="product", of=PRODUCT, verb="features")
def list_of_product(work: Work, product: Record, params: Params) -> Page:
    """A product's features, newest first. source: spec"""
    return show_records(
        work, PRODUCT_FEATURE, params, f"/v1/products/{product.id}/features", {"product": product.id}
    )


@operation(f"GET {THEIRS}/{{id}}", PRODUCT_FEATURE, subject="product", of=PRODUCT, verb="features")
def retrieve(work: Work, product: Record, params: Params, id: str) -> Record:
    """One of them. refuses: resource_missing. source: spec"""
    return _of(work, product, id)


@operation(f"DELETE {THEIRS}/{{id}}", PRODUCT_FEATURE, subject="product", of=PRODUCT, verb="features")
def delete(work: Work, product: Record, params: Params, id: str) -> dict[str, Any]:
    """It does not come with the product any more; who has it loses it with their next period. source: docs:
    Entitlements"""
    feature = _of(work, product, id)
    work.delete(feature)
    return deleted(feature)


def _of(work: Work, product: Record, key: str) -> Record:
    """A feature of this product. refuses: resource_missing (404)"""
    found = work.subject(PRODUCT_FEATURE.object, key)
    if found.private["product"] != product.id:
        raise errors.no_such(PRODUCT_FEATURE.noun, key, PRODUCT_FEATURE.param)
    return found
