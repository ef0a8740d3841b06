"""The endpoints of refunds by their older path, below a charge.

Owns: these paths. Does not own: what they do (creation.py, refunds.py). Money: the refund's.
Source: spec; recorded: stripe_world (the singular path answers with the charge).
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.refunds import creation, refunds, refusals
from pinstripe.products.refunds.refund import REFUND


@operation(
    "POST /v1/charges/{charge}/refund",
    REFUND,
    subject="charge",
    of="charge",
    verb="give",
    param="charge",
)
def give(work: Work, charge: Record, params: Params) -> Record:
    """Give back what was paid; answers with the charge. source: recorded: stripe_world"""
    create(work, charge, params)
    return charge


@operation(
    "POST /v1/charges/{charge}/refunds",
    REFUND,
    subject="charge",
    of="charge",
    param="charge",
)
def create(work: Work, charge: Record, params: Params) -> Record:
    """Give back what was paid. refuses: not_of_intent. source: spec"""
    intent = params.get("payment_intent")
    if intent is not None and intent != charge.payment_intent:
        raise refusals.not_of_intent(charge.id, intent)
    return creation.create(work, charge, params)


@operation("GET /v1/charges/{charge}/refunds", REFUND, subject="charge", of="charge", param="charge")
def list_refunds(work: Work, charge: Record, params: Params) -> Page:
    """A charge's refunds, newest first. source: spec"""
    url = f"/v1/charges/{charge.id}/refunds"
    return show_records(work, REFUND, params, url, {"charge": charge.id}, None)


def of_charge(work: Work, charge: Record, key: str) -> Record:
    """A refund of this very charge. refuses: elsewhere"""
    found = work.peek(key, "refund")
    if found is None or found.charge != charge.id:
        raise refusals.elsewhere(key)
    return found


@operation("GET /v1/charges/{charge}/refunds/{refund}", REFUND, subject="charge", of="charge", param="charge")
def retrieve(work: Work, charge: Record, params: Params, refund: str) -> Record:
    """One refund of a charge. source: spec"""
    return of_charge(work, charge, refund)


@operation(
    "POST /v1/charges/{charge}/refunds/{refund}", REFUND, subject="charge", of="charge", param="charge"
)
def update(work: Work, charge: Record, params: Params, refund: str) -> Record:
    """Notes on one refund of a charge. source: spec"""
    return refunds.update(work, of_charge(work, charge, refund), params)
