"""The product feature record: a feature that comes with a product.

Owns: the record, which features a product has. Does not own: the endpoints (product_features.py), features
and who is entitled to them (room entitlements). Money: none. Source: spec; docs: Entitlements.
Private facts: product, feature (ids, for lists).
"""

from __future__ import annotations

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work

PRODUCT_FEATURE = Resource(
    "product_feature",
    prefix="prodft",
    ids="short",
    path="/v1/products/{product}/features",
    noun="product feature",
    param="id",
    index=("product=private.product", "feature=private.feature"),
)


def features_of(work: Work, product: str) -> list[str]:
    """The features that come with a product, in the order in which it got them."""
    found = [one.private["feature"] for one in work.each(PRODUCT_FEATURE.object, product=product)]
    return found[::-1]


def rename(work: Work, feature: Record) -> None:
    """Products show a feature as it is now. source: spec"""
    for one in work.each(PRODUCT_FEATURE.object, feature=feature.id):
        work.amend(one, entitlement_feature=feature.body)
