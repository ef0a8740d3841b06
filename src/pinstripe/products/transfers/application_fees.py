"""The endpoint of application fees.

Owns: the list. Does not own: the record (application_fee.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.transfers.application_fee import APPLICATION_FEE


@operation("GET /v1/application_fees", APPLICATION_FEE)
def list_fees(work: Work, params: Params) -> Page:
    """What a platform earned, newest first. source: spec"""
    filters = params.pick("charge")
    return show_records(work, APPLICATION_FEE, params, "/v1/application_fees", filters, None)
