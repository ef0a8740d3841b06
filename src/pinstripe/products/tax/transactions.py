"""The endpoints of tax transactions.

Owns: making one from a calculation, reversing one, the list of its lines. Does not own: the record
(transaction.py), how much comes back (reversal.py). Money: none moves. Source: spec; docs: Tax transactions.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.tax import refusals, reversal
from pinstripe.products.tax import transaction as transactions
from pinstripe.products.tax.calculation import CALCULATION
from pinstripe.products.tax.transaction import TRANSACTION
from pinstripe.products.tax.transaction_line_item import TRANSACTION_LINE


@operation("POST /v1/tax/transactions/create_from_calculation", TRANSACTION)
def create_from_calculation(work: Work, params: Params) -> Record:
    """What was calculated was sold. refuses: resource_missing, expired, reference_taken

    source: docs: Tax transactions
    """
    calculation = work.find(CALCULATION.object, params.calculation, "calculation")
    if calculation.expires_at <= work.now:
        raise refusals.expired(calculation.id)
    posted = params.get("posted_at", work.now)
    return transactions.of_calculation(
        work, calculation, params.reference, posted, merged_metadata(None, params.get("metadata"))
    )


@operation("POST /v1/tax/transactions/create_reversal", TRANSACTION)
def create_reversal(work: Work, params: Params) -> Record:
    """A sale is taken back, as a whole or in part. refuses: resource_missing, fully_reversed, full_takes_all,
    part_of_nothing, too_much, reference_taken

    source: docs: Tax transactions
    """
    original = work.find(TRANSACTION.object, params.original_transaction, "original_transaction")
    metadata = merged_metadata(None, params.get("metadata"))
    if params.mode == "full":
        for name in ("line_items", "shipping_cost", "flat_amount"):
            if params.get(name) is not None:
                raise refusals.full_takes_all(name)
        return reversal.whole(work, original, params.reference, metadata)
    transactions.refuse_taken(work, params.reference)
    reversal.refuse_reversed(original)
    back = reversal.asked_of(work, original, params)
    return reversal.partial(work, original, back, params.reference, metadata)


@operation(
    "GET /v1/tax/transactions/{transaction}/line_items",
    TRANSACTION_LINE,
    subject="transaction",
    of=TRANSACTION,
)
def list_line_items(work: Work, transaction: Record, params: Params) -> Page:
    """The lines of a transaction, in their order. source: spec"""
    url = f"/v1/tax/transactions/{transaction.id}/line_items"
    return page_of(transactions.lines_of(work, transaction), params, url, TRANSACTION_LINE.noun)
