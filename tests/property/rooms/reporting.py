"""A report that was written, one that is not."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

PAST = {"interval_start": 1_420_070_400, "interval_end": 1_420_156_800}


def build(made: Builder) -> None:
    """A report over a day in the past."""
    made.post("/v1/reporting/report_runs", report_type="balance.summary.1", parameters=PAST)


def bases(pool: Pool) -> Bases:
    """Calls of reports that succeed."""
    return {
        "POST /v1/reporting/report_runs": [{"report_type": "balance.summary.1", "parameters": PAST}],
        "GET /v1/reporting/report_types/{report_type}": [{"{report_type}": "balance.summary.1"}],
    }
