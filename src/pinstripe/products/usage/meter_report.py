"""Reports: what was wrong with events, told after they were taken.

Owns: which errors are told of which meter, and how. Does not own: the checks (meter_event.py), the thin event
(room webhooks). Money: none. Times: a report speaks of ten seconds, beginning at a full ten.
Source: docs: Record usage with the API (sample payloads).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.webhooks import v2_event as v2_events

WINDOW_SECONDS = 10
MOST_SAMPLES = 10
"""So many events of one error are shown. source: inferred"""
CODES = {
    "payload_no_customer_defined": "meter_event_no_customer_defined",
    "payload_no_value_defined": "meter_event_value_not_found",
    "payload_invalid_value": "meter_event_invalid_value",
}
"""Errors that have another name when they are told later. source: docs: Record usage with the API"""
NO_METER = "v1.billing.meter.no_meter_found"
REPORT = "v1.billing.meter.error_report_triggered"


class Wrong(NamedTuple):
    """An event that does not count: why, the meter that it was meant for, what its sender calls it."""

    error: ApiError
    meter: Record | None
    identifier: str


def report(work: Work, wrong: list[Wrong]) -> None:
    """Tell what was wrong: once for each meter, and once for events of no meter.

    source: docs: Record usage with the API
    """
    by_meter: dict[str, list[Wrong]] = {}
    for one in wrong:
        by_meter.setdefault(one.meter.id if one.meter is not None else "", []).append(one)
    for found in by_meter.values():
        meter = found[0].meter
        v2_events.tell(work, NO_METER if meter is None else REPORT, _told(work, found), meter)


def _told(work: Work, wrong: list[Wrong]) -> dict[str, Any]:
    by_code: dict[str, list[Wrong]] = {}
    for one in wrong:
        code = one.error.code or ""
        by_code.setdefault(CODES.get(code, code), []).append(one)
    start = work.now - work.now % WINDOW_SECONDS
    count = len(wrong)
    return {
        "developer_message_summary": f"There {'is' if count == 1 else 'are'} {count} invalid "
        f"event{'' if count == 1 else 's'}",
        "reason": {
            "error_count": count,
            "error_types": [
                {
                    "code": code,
                    "error_count": len(found),
                    "sample_errors": [
                        {"error_message": one.error.message, "request": {"identifier": one.identifier}}
                        for one in found[:MOST_SAMPLES]
                    ],
                }
                for code, found in by_code.items()
            ],
        },
        "validation_end": v2_events.text_of(start + WINDOW_SECONDS),
        "validation_start": v2_events.text_of(start),
    }
