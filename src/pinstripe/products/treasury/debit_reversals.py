"""The endpoints of debit reversals.

Owns: create, list. Does not own: what a reversal does (debit_reversal.py). Money: the reversal's.
Source: spec; docs: Moving money with Treasury.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.treasury import debit_reversal as debit_reversals
from pinstripe.products.treasury.debit_reversal import DEBIT_REVERSAL

COLLECTION = "/v1/treasury/debit_reversals"
STATES = {"canceled": "failed", "completed": "succeeded"}
"""Words of the list's filter that the object has others for. source: spec; which is which inferred"""


@operation(f"POST {COLLECTION}", DEBIT_REVERSAL)
def create(work: Work, params: Params) -> Record:
    """What somebody took is taken back. refuses: not_reversible, closed. source: spec"""
    debit = work.find("treasury.received_debit", params.received_debit, "received_debit")
    return debit_reversals.reverse(work, debit, params.get("metadata") or {})


@operation(f"GET {COLLECTION}", DEBIT_REVERSAL)
def list_debit_reversals(work: Work, params: Params) -> Page:
    """Those of one account, newest first. source: spec"""
    kinds = {"financial_account": "treasury.financial_account", "received_debit": "treasury.received_debit"}
    referred(work, params, **kinds)
    status = params.get("status")
    filters = {
        **params.pick("financial_account", "received_debit", "resolution"),
        "status": STATES.get(status or "", status),
    }
    return show_records(work, DEBIT_REVERSAL, params, COLLECTION, filters, None)
