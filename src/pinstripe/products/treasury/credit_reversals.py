"""The endpoints of credit reversals.

Owns: create, list. Does not own: what a reversal does (credit_reversal.py). Money: the reversal's.
Source: spec; docs: Moving money with Treasury.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.treasury import credit_reversal as credit_reversals
from pinstripe.products.treasury.credit_reversal import CREDIT_REVERSAL

COLLECTION = "/v1/treasury/credit_reversals"


@operation(f"POST {COLLECTION}", CREDIT_REVERSAL)
def create(work: Work, params: Params) -> Record:
    """What was received is sent back. refuses: not_reversible, closed, insufficient

    source: spec
    """
    credit = work.find("treasury.received_credit", params.received_credit, "received_credit")
    return credit_reversals.reverse(work, credit, params.get("metadata") or {})


@operation(f"GET {COLLECTION}", CREDIT_REVERSAL)
def list_credit_reversals(work: Work, params: Params) -> Page:
    """Those of one account, newest first. source: spec"""
    kinds = {"financial_account": "treasury.financial_account", "received_credit": "treasury.received_credit"}
    referred(work, params, **kinds)
    filters = params.pick("financial_account", "received_credit", "status")
    return show_records(work, CREDIT_REVERSAL, params, COLLECTION, filters, None)
