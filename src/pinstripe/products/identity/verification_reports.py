"""The endpoint of verification reports: the list.

Owns: the list. Does not own: the record (verification_report.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.identity.verification_report import VERIFICATION_REPORT


@operation("GET /v1/identity/verification_reports", VERIFICATION_REPORT)
def list_all(work: Work, params: Params) -> Page:
    """Reports, newest first. source: spec"""
    filters = params.pick("client_reference_id", "type", "verification_session")
    return show_records(work, VERIFICATION_REPORT, params, "/v1/identity/verification_reports", filters)
