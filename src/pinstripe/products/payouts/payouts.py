"""The endpoints of payouts.

Owns: create, list, update, cancel, reverse. Does not own: what a payout is and does (payout.py), the checks
of a new one (creation.py). Money: the payout's. Source: spec; recorded: gumroad.
"""

from __future__ import annotations

from collections.abc import Mapping

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import created_within, page_of, show_records, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.payouts import creation, refusals
from pinstripe.products.payouts import payout as payouts
from pinstripe.products.payouts.payout import PAYOUT


@operation("POST /v1/payouts", PAYOUT)
def create(work: Work, params: Params) -> Record:
    """Pay out a part of the balance. source: recorded: gumroad"""
    return creation.create(work, params)


@operation("GET /v1/payouts", PAYOUT)
def list_payouts(work: Work, params: Params) -> Page:
    """Payouts, newest first. refuses: no_such. source: spec"""
    filters = params.pick("destination", "status")
    key = filters.get("destination")
    if key and work.batch.load(work.account, key) is None:
        raise errors.no_such("external account", key, "destination", 400)
    arrival = params.get("arrival_date")
    if arrival is None:
        return show_records(work, PAYOUT, params, "/v1/payouts", filters)
    found = [
        one
        for one in work.each("payout", **filters)
        if between(one.arrival_date, arrival) and created_within(one, params)
    ]
    return page_of(found, params, "/v1/payouts", "payout")


def between(value: int, bounds: int | Mapping[str, int]) -> bool:
    """Is it that number, or one that lies within the bounds?"""
    if isinstance(bounds, int):
        return value == bounds
    signs = {"gt": value.__gt__, "gte": value.__ge__, "lt": value.__lt__, "lte": value.__le__}
    return all(signs[name](bound) for name, bound in bounds.items())


@operation("POST /v1/payouts/{payout}", PAYOUT, subject="payout")
def update(work: Work, payout: Record, params: Params) -> Record:
    """Notes on a payout; nothing else of it changes. source: spec"""
    changes = updates(payout, params)
    if any(payout.get(name) != value for name, value in changes.items()):
        work.advance(payout, "update", "done", **changes)
    return payout


@operation("POST /v1/payouts/{payout}/cancel", PAYOUT, subject="payout")
def cancel(work: Work, payout: Record, params: Params) -> Record:
    """Call off a payout that was not sent yet. refuses: automatic_stays, wrong_state. source: spec"""
    if payout.automatic:
        raise refusals.automatic_stays(payout.id)
    payouts.cancel(work, payout)
    return payout


@operation("POST /v1/payouts/{payout}/reverse", PAYOUT, subject="payout")
def reverse(work: Work, payout: Record, params: Params) -> Record:
    """Take back what was paid out: the bank is debited, by a payout of its own.

    refuses: reversed_before, not_reversible, wrong_state. source: spec
    """
    if payout.reversed_by is not None:
        raise refusals.reversed_before(payout.id)
    place = payout.destination
    destination = work.peek(place, "bank_account") if place is not None else None
    debitable = destination is not None and destination.country in creation.DEBITABLE
    if destination is None or not debitable or payouts.is_debit(payout) or payout.private.get("balance"):
        raise refusals.not_reversible(payout.id)
    made = creation.collect(
        work,
        destination,
        payout.amount,
        metadata=merged_metadata(None, params.get("metadata")),
        original_payout=payout.id,
    )
    work.advance(payout, "reverse", "done", reversed_by=made.id)
    return made
