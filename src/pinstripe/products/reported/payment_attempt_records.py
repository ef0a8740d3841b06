"""The endpoints of payment attempt records.

Owns: list. Does not own: the record (payment_attempt_record.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.reported.payment_attempt_record import PAYMENT_ATTEMPT_RECORD


@operation("GET /v1/payment_attempt_records", PAYMENT_ATTEMPT_RECORD)
def list_all(work: Work, params: Params) -> Page:
    """The tries of a payment, newest first. refuses: no_such. source: spec"""
    record = work.find("payment_record", params.payment_record, "payment_record")
    url, filters = "/v1/payment_attempt_records", {"payment_record": record.id}
    return show_records(work, PAYMENT_ATTEMPT_RECORD, params, url, filters)
