"""The endpoints of subscription items.

Owns: create, update, delete, retrieve, list. Does not own: the record (subscription_item.py), what a change
means (item_changes.py). Money: none of its own. Source: spec; recorded: stripe_world 12.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.subscriptions.subscription_item import SUBSCRIPTION_ITEM, found, of


@operation("GET /v1/subscription_items", SUBSCRIPTION_ITEM)
def list_items(work: Work, params: Params) -> Page:
    """The items of one subscription, oldest first. source: recorded: stripe_world 12"""
    subscription = work.find("subscription", params.subscription, "subscription")
    url = f"/v1/subscription_items?subscription={subscription.id}"
    return page_of(of(work, subscription), params, url, SUBSCRIPTION_ITEM.noun)


@operation("GET /v1/subscription_items/{item}", SUBSCRIPTION_ITEM)
def retrieve(work: Work, params: Params, item: str) -> Record:
    """One item. source: spec"""
    return found(work, item)
