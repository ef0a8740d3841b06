"""The endpoints of trial offers.

Owns: create, update, list. Does not own: the record (trial_offer.py). Money: none. Source: sdk.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import refusals
from pinstripe.products.catalog.trial_offer import TRIAL_OFFER

PATH = "/v1/product_catalog/trial_offers"


@operation(f"POST {PATH}", TRIAL_OFFER)
def create(work: Work, params: Params) -> Record:
    """So many periods at one price, then another. refuses: resource_missing, inactive, missing_param,
    too_low, offer_of_one_time, offer_in_two_currencies

    source: sdk
    """
    relative = params.duration.get("relative")
    if relative is None:
        raise errors.missing_param("duration[relative]")
    if relative.iterations < 1:
        raise errors.too_low(1, "duration[relative][iterations]")
    price = prices.price_for(work, params.price, "price")
    path = "end_behavior[transition][price]"
    after = prices.price_for(work, params.end_behavior.transition.price, path)
    for one, param in ((price, "price"), (after, path)):
        if one.recurring is None:
            raise refusals.offer_of_one_time(param)
    if price.currency != after.currency:
        raise refusals.offer_in_two_currencies(path)
    return work.create(
        TRIAL_OFFER,
        active=params.get("active", True),
        duration={"relative": {"iterations": relative.iterations}, "type": "relative"},
        end_behavior={"transition": {"price": after.id}, "type": "transition"},
        nickname=params.get("nickname"),
        price=price.id,
    )


@operation(f"POST {PATH}/{{id}}", TRIAL_OFFER, subject="id")
def update(work: Work, offer: Record, params: Params) -> Record:
    """Whether it may be used for what is new. source: sdk"""
    return work.change(offer, **params.pick("active"))


@operation(f"GET {PATH}", TRIAL_OFFER)
def list_offers(work: Work, params: Params) -> Page:
    """Offers, newest first. params: prices, of one of which they are. source: sdk"""
    wanted = list(params.get("prices") or ())
    filters = dict(params.pick("active"))
    if len(wanted) > 1:
        found = [offer for offer in work.each(TRIAL_OFFER.object, **filters) if offer.price in wanted]
        return page_of(found, params, PATH, TRIAL_OFFER.noun)
    if wanted:
        filters["price"] = wanted[0]
    return show_records(work, TRIAL_OFFER, params, PATH, filters)
