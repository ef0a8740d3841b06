"""The endpoints of transfer reversals.

Owns: create, retrieve, list, update. Does not own: the record (transfer_reversal.py). Money: a reversal's.
Source: spec; recorded: gumroad.
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
from pinstripe.products.transfers import recovery, refusals
from pinstripe.products.transfers import transfer_reversal as reversals
from pinstripe.products.transfers.transfer import TRANSFER
from pinstripe.products.transfers.transfer_reversal import PATH, TRANSFER_REVERSAL


@operation(f"POST {PATH}", TRANSFER_REVERSAL, subject="id", of=TRANSFER)
def create(work: Work, transfer: Record, params: Params) -> Record:
    """Take back what was sent: what is left of it, where nobody says less.

    refuses: too_low, those of take_back. source: recorded: gumroad
    """
    amount = params.get("amount", reversals.left_of(transfer))
    if params.get("amount") is not None and amount < 1:
        raise errors.too_low(1, "amount")
    key = work.new_id(TRANSFER_REVERSAL)
    metadata = merged_metadata(None, params.get("metadata"))
    reversals.refuse_amount(transfer, amount)
    if params.get("refund_application_fee"):
        give_fee_back(work, transfer, amount)
    words = params.get("description")
    return reversals.take_back(work, transfer, amount, key, description=words, metadata=metadata)


def give_fee_back(work: Work, transfer: Record, amount: int) -> None:
    """The platform gives back its fee in the proportion of the reversal, before that takes what the account
    has; nothing where there is no fee.
    source: spec (refund_application_fee); recorded: gumroad-c4fe6b5a13 (no fee)
    """
    receiver_work = work.acting_for(transfer.destination)
    payment = receiver_work.load(transfer.destination_payment, "charge")
    if payment.application_fee is None:
        return
    fee = work.load(payment.application_fee, "application_fee")
    last = amount == reversals.left_of(transfer)
    back = recovery.share(amount, transfer.amount, fee.amount, fee_refunds.left_of(fee), last)
    if back:
        fee_refunds.give_back(work, fee, back)


@operation(f"GET {PATH}", TRANSFER_REVERSAL, subject="id", of=TRANSFER)
def list_reversals(work: Work, transfer: Record, params: Params) -> Page:
    """What was taken back of a transfer, newest first. source: spec"""
    url = f"/v1/transfers/{transfer.id}/reversals"
    return show_records(work, TRANSFER_REVERSAL, params, url, {"transfer": transfer.id}, None)


def of_transfer(work: Work, transfer: Record, key: str) -> Record:
    """A reversal of this very transfer. refuses: elsewhere"""
    found = work.peek(key, TRANSFER_REVERSAL.object)
    if found is None or found.transfer != transfer.id:
        raise refusals.elsewhere("transfer reversal", key)
    return found


@operation("GET /v1/transfers/{transfer}/reversals/{id}", TRANSFER_REVERSAL, subject="transfer", of=TRANSFER)
def retrieve(work: Work, transfer: Record, params: Params, id: str) -> Record:
    """One reversal of a transfer. source: spec"""
    return of_transfer(work, transfer, id)


@operation("POST /v1/transfers/{transfer}/reversals/{id}", TRANSFER_REVERSAL, subject="transfer", of=TRANSFER)
def update(work: Work, transfer: Record, params: Params, id: str) -> Record:
    """Notes on a reversal. source: spec"""
    found = of_transfer(work, transfer, id)
    return work.change(found, **updates(found, params))
