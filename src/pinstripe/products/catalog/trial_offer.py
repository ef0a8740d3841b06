"""The trial offer record: another price for an item's first periods, and the one that follows.

Owns: the record, which of them may be used. Does not own: the endpoints (trial_offers.py), items that are on
trial (room subscriptions). Money: none. Source: sdk.
"""

from __future__ import annotations

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import refusals

TRIAL_OFFER = Resource(
    "product_catalog.trial_offer",
    prefix="trof",
    path="/v1/product_catalog/trial_offers",
    generated="retrieve",
    noun="trial offer",
    index=("active", "price"),
    defaults={"active": True},
)


def find(work: Work, key: str, param: str) -> Record:
    """An offer that may be used. refuses: resource_missing, inactive_offer"""
    offer = work.find("product_catalog.trial_offer", key, param)
    if not offer.active:
        raise refusals.inactive_offer(param)
    return offer


def following(work: Work, key: str) -> Record:
    """The price that follows a trial."""
    offer = work.load(key, "product_catalog.trial_offer")
    return work.load(offer.end_behavior["transition"]["price"], "price")
