"""The verification report record: what one submission showed, check by check.

Owns: the record, fields that are shown only when they are asked for. Does not own: the endpoints
(verification_reports.py), what a submission shows (submission.py). Money: none. No event tells of it.
Source: spec; docs: API reference. Private fact: `sensitive`, by dotted name.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource

SENSITIVE = (
    "document.dob",
    "document.expiration_date",
    "document.number",
    "id_number.dob",
    "id_number.id_number",
)
"""Shown only when expanded. source: docs: API reference (from memory)"""


def sensitive(reader: Any, record: Record, *, name: str) -> Any:
    """One of the fields that are shown only when they are asked for."""
    return record.private["sensitive"].get(name)


VERIFICATION_REPORT = Resource(
    "identity.verification_report",
    prefix="vr",
    generated="retrieve",
    index=("client_reference_id", "type", "verification_session"),
    noun="VerificationReport",
    param="report",
    includable={name: partial(sensitive, name=name) for name in SENSITIVE},
    source="spec",
)
