"""The endpoints of fee refunds.

Owns: create (also by its older path), retrieve, list, update. Does not own: the record (fee_refund.py).
Money: a fee refund's. Source: spec; docs: application fees.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.transfers import fee_refund as fee_refunds
from pinstripe.products.transfers import refusals
from pinstripe.products.transfers.application_fee import APPLICATION_FEE
from pinstripe.products.transfers.fee_refund import FEE_REFUND, PATH


@operation(f"POST {PATH}", FEE_REFUND, subject="id", of=APPLICATION_FEE)
def create(work: Work, fee: Record, params: Params) -> Record:
    """Give back a fee: what is left of it, where nobody says less. refuses: too_low, those of give_back.
    source: spec
    """
    amount = params.get("amount", fee_refunds.left_of(fee))
    if params.get("amount") is not None and amount < 1:
        raise errors.too_low(1, "amount")
    return fee_refunds.give_back(work, fee, amount, metadata=merged_metadata(None, params.get("metadata")))


@operation(
    "POST /v1/application_fees/{id}/refund",
    FEE_REFUND,
    subject="id",
    of=APPLICATION_FEE,
    verb="give",
)
def give(work: Work, fee: Record, params: Params) -> Record:
    """Give back a fee; answers with the fee. refuses: no_directive. source: spec"""
    if params.get("directive"):
        raise refusals.no_directive(params.directive)
    create(work, fee, params)
    return fee


@operation(f"GET {PATH}", FEE_REFUND, subject="id", of=APPLICATION_FEE)
def list_refunds(work: Work, fee: Record, params: Params) -> Page:
    """What was given back of a fee, newest first. source: spec"""
    url = f"/v1/application_fees/{fee.id}/refunds"
    return show_records(work, FEE_REFUND, params, url, {"fee": fee.id}, None)


def of_fee(work: Work, fee: Record, key: str) -> Record:
    """A refund of this very fee. refuses: elsewhere"""
    found = work.peek(key, FEE_REFUND.object)
    if found is None or found.fee != fee.id:
        raise refusals.elsewhere("application fee refund", key)
    return found


@operation("GET /v1/application_fees/{fee}/refunds/{id}", FEE_REFUND, subject="fee", of=APPLICATION_FEE)
def retrieve(work: Work, fee: Record, params: Params, id: str) -> Record:
    """One refund of a fee. source: spec"""
    return of_fee(work, fee, id)


@operation("POST /v1/application_fees/{fee}/refunds/{id}", FEE_REFUND, subject="fee", of=APPLICATION_FEE)
def update(work: Work, fee: Record, params: Params, id: str) -> Record:
    """Notes on a refund of a fee. source: spec"""
    found = of_fee(work, fee, id)
    changes = updates(found, params)
    if any(found.get(name) != value for name, value in changes.items()):
        work.advance(found, "update", "done", **changes)
    return found
