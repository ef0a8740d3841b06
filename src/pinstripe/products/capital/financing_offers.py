"""The endpoints of financing offers.

Owns: retrieve, list, mark_delivered, and both test helpers. Does not own: what an offer is and does
(financing_offer.py, grant.py). Money: the offer's. Source: docs: Capital; sdk.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.capital import financing_offer as offers
from pinstripe.products.capital import grant, refusals
from pinstripe.products.capital.financing_offer import FINANCING_OFFER


def found(work: Work, key: str) -> Record:
    """An offer of the account acted for; the platform sees those of all. refuses: no_such"""
    platform_work = work.acting_for(work.world.account)
    offer = platform_work.peek(key, offers.NAME)
    if offer is None or work.account not in (offer.body["account"], work.world.account):
        raise errors.no_such(FINANCING_OFFER.noun, key, "id", 404)
    return offer


@operation("GET /v1/capital/financing_offers/{financing_offer}", FINANCING_OFFER)
def retrieve(work: Work, params: Params, financing_offer: str) -> Record:
    """One offer. source: docs: Capital"""
    return found(work, financing_offer)


@operation("GET /v1/capital/financing_offers", FINANCING_OFFER)
def list_offers(work: Work, params: Params) -> Page:
    """Offers of the connected accounts, newest first; an account sees its own. source: docs: Capital"""
    filters = params.pick("connected_account", "status")
    if work.account != work.world.account:
        filters["connected_account"] = work.account
    platform_work = work.acting_for(work.world.account)
    return show_records(platform_work, FINANCING_OFFER, params, "/v1/capital/financing_offers", filters)


@operation("POST /v1/capital/financing_offers/{financing_offer}/mark_delivered", FINANCING_OFFER)
def mark_delivered(work: Work, params: Params, financing_offer: str) -> Record:
    """The platform has shown the account its offer. refuses: no_such, wrong_state.
    source: docs: Capital; inferred (once more changes nothing)
    """
    offer = found(work, financing_offer)
    if FINANCING_OFFER.refuses("deliver", offer):
        raise refusals.wrong_state(offer, "delivered")
    own_work = work.acting_for(offer.body["account"])
    grant.deliver(own_work, offer)
    return offer


@operation("POST /v1/test_helpers/capital/financing_offers", FINANCING_OFFER)
def create(work: Work, params: Params) -> Record:
    """An offer to the account acted for, in whatever state. source: sdk"""
    return grant.make(work, params)


@operation("POST /v1/test_helpers/capital/financing_offers/{financing_offer}/refill", FINANCING_OFFER)
def refill(work: Work, params: Params, financing_offer: str) -> Record:
    """An offer in the place of another one. refuses: no_such, wrong_state. source: sdk"""
    offer = found(work, financing_offer)
    own_work = work.acting_for(offer.body["account"])
    return grant.refill(own_work, offer, params)
