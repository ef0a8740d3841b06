"""The endpoints of refunds.

Owns: create, update, list, cancel, expire. Does not own: what a refund is and does (refund.py, creation.py).
Money: the refund's. Source: spec; recorded: gumroad, stripe_world.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.refunds import cash, creation, refusals
from pinstripe.products.refunds import refund as refunds
from pinstripe.products.refunds.refund import REFUND


@operation("POST /v1/refunds", REFUND)
def create(work: Work, params: Params) -> Record:
    """Give back what was paid, or a part of it; or what a customer has in cash. source: recorded: gumroad,
    stripe_world; docs: bank transfers
    """
    if params.get("origin") is not None:
        return cash.create(work, params)
    return creation.create(work, creation.charge_of(work, params), params)


@operation("GET /v1/refunds", REFUND)
def list_refunds(work: Work, params: Params) -> Page:
    """Refunds, newest first. source: spec"""
    referred(work, params, charge="charge", payment_intent="payment_intent")
    filters = params.pick("charge", "payment_intent")
    clock = None if any(filters.values()) else ""
    return show_records(work, REFUND, params, "/v1/refunds", filters, clock)


@operation("POST /v1/refunds/{refund}", REFUND, subject="refund")
def update(work: Work, refund: Record, params: Params) -> Record:
    """Notes on a refund; nothing else of it changes. source: recorded: stripe_world (metadata only)"""
    changes = updates(refund, params)
    if any(refund.get(name) != value for name, value in changes.items()):
        work.advance(refund, "update", refunds.outcome_of(refund), **changes)
    return refund


@operation("POST /v1/refunds/{refund}/cancel", REFUND, subject="refund")
def cancel(work: Work, refund: Record, params: Params) -> Record:
    """The payer is no longer waited for: the money comes back. source: spec; recorded: stripe_world
    (refusal)
    """
    refunds.fail(work, refund, "", outcome="cancel")
    return refund


@operation("POST /v1/test_helpers/refunds/{refund}/expire", REFUND, subject="refund", verb="expire")
def expire(work: Work, refund: Record, params: Params) -> Record:
    """The payer did not answer in time. refuses: wrong_state. source: spec"""
    if refund.status != "requires_action":
        raise refusals.wrong_state(refund, "expire")
    refunds.lapse(work, refund)
    return refund
