"""The endpoint of early fraud warnings.

Owns: the list. Does not own: the record (early_fraud_warning.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.disputes.early_fraud_warning import EARLY_FRAUD_WARNING


@operation("GET /v1/radar/early_fraud_warnings", EARLY_FRAUD_WARNING)
def list_warnings(work: Work, params: Params) -> Page:
    """Warnings, newest first. source: spec"""
    referred(work, params, charge="charge", payment_intent="payment_intent")
    filters = params.pick("charge", "payment_intent")
    clock = None if any(filters.values()) else ""
    return show_records(work, EARLY_FRAUD_WARNING, params, EARLY_FRAUD_WARNING.path, filters, clock)
