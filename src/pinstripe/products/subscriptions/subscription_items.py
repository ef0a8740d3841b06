"""The endpoints of subscription items.

Owns: create, update, delete, retrieve, list. Does not own: the record (subscription_item.py), what a change
means (item_changes.py). Money: none of its own. Source: spec; recorded: stripe_world 12.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.subscriptions import held_update, item_changes, refusals, subscriptions
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.subscription import ENDED
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


@operation("POST /v1/subscription_items", SUBSCRIPTION_ITEM)
def create(work: Work, params: Params) -> Record | dict[str, Any]:
    """One more price on a subscription, from now to the end of its period.
    source: recorded: stripe_world 12
    """
    subscription = work.find("subscription", params.subscription, "subscription")
    if subscription.status in ENDED:
        raise errors.no_such("subscription", subscription.id, "subscription", 404)
    refuse_unfinished(subscription)
    if params.get("payment_behavior") == held_update.WANTED:
        subscriptions.change(work, subscription, _as_whole(params, {}))
        shown = (subscription.pending_update or {}).get("subscription_items")
        return dict((shown or subscription.body["items"]["data"])[-1])
    held_update.drop(work, subscription)
    wish = item_changes.wish(work, None, params, "", subscription.currency)
    known = {item.id: item for item in items.of(work, subscription)}
    item_changes.check(subscription, known, [wish])
    item_changes.apply(work, subscription, [wish], item_changes.terms_of(work, subscription, params))
    (made,) = (item for item in items.of(work, subscription) if item.id not in known)
    return made


@operation("POST /v1/subscription_items/{item}", SUBSCRIPTION_ITEM)
def update(work: Work, params: Params, item: str) -> Record:
    """Another price, quantity or notes. source: recorded: stripe_world 14"""
    changed, subscription = _changeable(work, item)
    if params.get("payment_behavior") == held_update.WANTED:
        subscriptions.change(work, subscription, _as_whole(params, {"id": item}))
        return changed
    held_update.drop(work, subscription)
    wish = item_changes.wish(work, changed, params, "", subscription.currency)
    known = {one.id: one for one in items.of(work, subscription)}
    item_changes.check(subscription, known, [wish])
    item_changes.apply(work, subscription, [wish], item_changes.terms_of(work, subscription, params))
    return changed


@operation("DELETE /v1/subscription_items/{item}", SUBSCRIPTION_ITEM)
def delete(work: Work, params: Params, item: str) -> dict[str, Any]:
    """The subscription goes on without it, even where it was the last one. source: recorded: stripe_world 12

    refuses: usage_left
    """
    gone, subscription = _changeable(work, item)
    held_update.drop(work, subscription)
    wish = item_changes.wish(work, gone, Params({**params, "deleted": True}), "")
    item_changes.apply(work, subscription, [wish], item_changes.terms_of(work, subscription, params))
    return {"id": gone.id, "object": "subscription_item", "deleted": True}


def _as_whole(params: Params, named: dict[str, Any]) -> Params:
    """A change of one item as a change of its subscription, which can wait for its payment."""
    known = {name: value for name, value in params.items() if name in held_update.BILLED}
    rest = {name: value for name, value in params.items() if name not in (*known, "expand", "subscription")}
    return Params({**known, "items": [Params({**rest, **named})]})


def _changeable(work: Work, key: str) -> tuple[Record, Record]:
    """An item and its subscription, which has begun and not ended. refuses: no_such_item, unfinished_fields,
    resource_missing (404) of one that ended"""
    item = items.found(work, key)
    subscription = work.load(item.subscription, "subscription")
    if subscription.status in ENDED:
        raise refusals.gone(subscription, "update")
    refuse_unfinished(subscription)
    return item, subscription


def refuse_unfinished(subscription: Record) -> None:
    """Before the first payment nothing is changed. source: recorded: stripe_world 12 (of the subscription)"""
    if subscription.status == "incomplete":
        raise refusals.unfinished_fields()
