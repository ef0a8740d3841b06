"""The endpoints of subscriptions under their customer: the older way to reach them.

Owns: the routes below a customer. Does not own: anything that they do (subscriptions.py). Money: none of
its own.
Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog.discount import DISCOUNT
from pinstripe.products.subscriptions import refusals, subscriptions
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION

PATH = "/v1/customers/{customer}/subscriptions"
ONE = f"{PATH}/{{subscription_exposed_id}}"


@operation(f"GET {PATH}", SUBSCRIPTION, subject="customer", of="customer", verb="subscriptions")
def list_subscriptions(work: Work, customer: Record, params: Params) -> Page:
    """A customer's subscriptions that have not ended, newest first. source: spec"""
    url = f"/v1/customers/{customer.id}/subscriptions"
    return show_records(work, SUBSCRIPTION, params, url, {"customer": customer.id, "live": True}, None)


@operation(
    f"POST {PATH}",
    SUBSCRIPTION,
    subject="customer",
    of="customer",
    verb="subscribe",
    missing=subscriptions.NOT_YET,
)
def create(work: Work, customer: Record, params: Params) -> Record:
    """A subscription for this customer. source: spec"""
    return subscriptions.create(work, Params({**params, "customer": customer.id}))


@operation(f"GET {ONE}", SUBSCRIPTION, subject="customer", of="customer", verb="subscription")
def retrieve(work: Work, customer: Record, params: Params, subscription_exposed_id: str) -> Record:
    """One of the customer's subscriptions. source: spec"""
    return _own(work, customer, subscription_exposed_id)


@operation(
    f"POST {ONE}",
    SUBSCRIPTION,
    subject="customer",
    of="customer",
    verb="change",
    missing=subscriptions.UPDATE_MISSING,
)
def update(work: Work, customer: Record, params: Params, subscription_exposed_id: str) -> Record:
    """New facts about one of them; here the anchor is a word in every version. source: spec"""
    word = params.get("billing_cycle_anchor")
    if isinstance(word, str):
        params = Params({**params, "billing_cycle_anchor": Params(type=word)})
    return subscriptions.change(work, _own(work, customer, subscription_exposed_id), params)


@operation(f"DELETE {ONE}", SUBSCRIPTION, subject="customer", of="customer", verb="cancel")
def cancel(work: Work, customer: Record, params: Params, subscription_exposed_id: str) -> Record:
    """One of them ends at once. source: spec"""
    found = _own(work, customer, subscription_exposed_id)
    if SUBSCRIPTION.refuses("cancel", found):
        raise errors.no_such("subscription", found.id, "id", 404)
    return subscriptions.cancel(work, found, params)


@operation(f"GET {ONE}/discount", DISCOUNT, subject="customer", of="customer", verb="discount")
def retrieve_discount(work: Work, customer: Record, params: Params, subscription_exposed_id: str) -> Record:
    """The first discount of one of them. refuses: no_discount. source: spec"""
    found = _own(work, customer, subscription_exposed_id)
    if not found.discounts:
        raise refusals.no_discount(found.id)
    return work.load(found.discounts[0], "discount")


@operation(f"DELETE {ONE}/discount", DISCOUNT, subject="customer", of="customer", verb="discount")
def delete_discount(
    work: Work, customer: Record, params: Params, subscription_exposed_id: str
) -> dict[str, Any]:
    """It counts no more. refuses: no_discount. source: spec"""
    return subscriptions.delete_discount(work, _own(work, customer, subscription_exposed_id), params)


def _own(work: Work, customer: Record, key: str) -> Record:
    """A subscription of this customer. refuses: resource_missing (404)"""
    found = work.subject("subscription", key)
    if found.customer != customer.id:
        raise errors.no_such("subscription", key, "id", 404)
    return found
