"""The endpoints of report types.

Owns: retrieve, list. Does not own: the table (report_type.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.reporting.report_type import KINDS, REPORT_TYPE, body_of


@operation("GET /v1/reporting/report_types", REPORT_TYPE)
def list_types(work: Work, params: Params) -> Page:
    """All of them, on one page. source: spec (the list takes no cursors)"""
    return Page([body_of(work.now, kind) for kind in KINDS.values()], False, "/v1/reporting/report_types")


@operation("GET /v1/reporting/report_types/{report_type}", REPORT_TYPE)
def retrieve(work: Work, params: Params, report_type: str) -> dict[str, Any]:
    """One of them. refuses: resource_missing. source: spec"""
    if report_type not in KINDS:
        raise errors.no_such("report type", report_type, "report_type")
    return body_of(work.now, KINDS[report_type])
