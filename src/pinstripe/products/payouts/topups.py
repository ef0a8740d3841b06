"""The endpoints of top-ups.

Owns: create, list, cancel. Does not own: what a top-up is and does (topup.py), the checks of a new one
(payer.py). Money: the top-up's. Source: spec; recorded: airbytehq.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import created_within, page_of, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.payouts import payer
from pinstripe.products.payouts import topup as topups
from pinstripe.products.payouts.payouts import between
from pinstripe.products.payouts.topup import TOPUP


@operation("POST /v1/topups", TOPUP)
def create(work: Work, params: Params) -> Record:
    """Take money from a bank into the balance. source: spec; recorded: airbytehq"""
    return payer.create(work, params)


@operation("GET /v1/topups", TOPUP)
def list_topups(work: Work, params: Params) -> Page:
    """Top-ups, newest first. source: spec"""
    filters, amount = params.pick("status"), params.get("amount")
    if amount is None:
        return show_records(work, TOPUP, params, "/v1/topups", filters)
    every = work.each("topup", **filters)
    found = [one for one in every if between(one.amount, amount) and created_within(one, params)]
    return page_of(found, params, "/v1/topups", "topup")


@operation("POST /v1/topups/{topup}/cancel", TOPUP, subject="topup")
def cancel(work: Work, topup: Record, params: Params) -> Record:
    """Call off a top-up that the bank was not asked for yet. refuses: wrong state. source: spec"""
    return topups.cancel(work, topup)
