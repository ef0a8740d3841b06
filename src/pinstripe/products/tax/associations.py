"""The endpoint of tax associations.

Owns: finding one by its payment. Does not own: the record (association.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.tax import association as associations
from pinstripe.products.tax import refusals
from pinstripe.products.tax.association import ASSOCIATION


@operation("GET /v1/tax/associations/find", ASSOCIATION)
def find(work: Work, params: Params) -> Record:
    """The association of a payment. refuses: resource_missing. source: spec"""
    intent = work.find("payment_intent", params.payment_intent, "payment_intent")
    found = associations.of_intent(work, intent.id)
    if found is None:
        raise refusals.no_association(intent.id)
    return found
