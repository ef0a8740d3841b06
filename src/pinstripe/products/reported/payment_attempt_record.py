"""The payment attempt record: one try to make a payment that somebody else processed.

Owns: the record. Does not own: the endpoints (payment_attempt_records.py), the payment (payment_record.py).
Money: none: it moved elsewhere. No event tells of it. Source: spec.
Private fact: `state`, open, guaranteed, failed or canceled.
"""

from __future__ import annotations

from pinstripe.kernel.resource import Resource

PAYMENT_ATTEMPT_RECORD = Resource(
    "payment_attempt_record",
    prefix="par",
    generated="retrieve",
    noun="payment_attempt_record",
    param="id",
    index=("payment_record",),
    status="",
    defaults={"reported_by": "self"},
    source="spec",
)
