"""The scheduled query run record: one run of a query, and the file that it left.

Owns: the record, its outcomes; both endpoints are generated. Does not own: the query (sigma_api_query.py),
the file (room files). Money: none.
Times: `created` is when the run ended, `data_load_time` what the data are of: the same moment, since nothing
has to be loaded; the result can be had for 30 days.
Source: spec; docs: Sigma; inferred (30 days).
"""

from __future__ import annotations

from pinstripe.analytics.question import Result
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.files import file as files

CREATED = "sigma.scheduled_query_run.created"
# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome      from  to           event
    ("create", "completed", ANY,  "completed", CREATED),
    ("create", "failed",    ANY,  "failed",    CREATED),
    ("create", "late",      ANY,  "timed_out", CREATED),
)
# fmt: on

SCHEDULED_QUERY_RUN = Resource(
    "scheduled_query_run",
    prefix="sqr",
    path="/v1/sigma/scheduled_query_runs",
    generated="retrieve list",
    noun="scheduled query run",
    param="scheduled_query_run",
    lifecycle=LIFECYCLE,
    source="spec",
)
KEPT = 30 * DAY
LATE = "The query took too long."


def completed(work: Work, query: Record, found: Result) -> None:
    """The query was answered: the file has its result."""
    key = work.new_id(files.FILE)
    size = files.write(work, key, 0, found.csv)
    end = work.now + KEPT
    file = files.close(work, key, "sigma_scheduled_query", f"{query.id}.csv", size, end)
    work.create(SCHEDULED_QUERY_RUN, "completed", file=file.body, **_facts(work, query))


def failed(work: Work, query: Record, why: str) -> None:
    """The query could not be answered."""
    work.create(SCHEDULED_QUERY_RUN, "failed", file=None, error={"message": why}, **_facts(work, query))


def late(work: Work, query: Record) -> None:
    """The query was given up. source: inferred (wording)"""
    work.create(SCHEDULED_QUERY_RUN, "late", file=None, error={"message": LATE}, **_facts(work, query))


def _facts(work: Work, query: Record) -> dict[str, object]:
    return {
        "data_load_time": work.now,
        "result_available_until": work.now + KEPT,
        "sql": query.sql,
        "title": query.name,
    }
