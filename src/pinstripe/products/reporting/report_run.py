"""The report run record: one report, written into a file by the clock.

Owns: the record, its states, when it is written. Does not own: the endpoints (report_runs.py), what stands in
the file (statement.py), the file (room files). Money: none.
Times: writing begins two seconds after the run was made, on the world's clock, and goes on step by step.
Source: spec; docs: Reporting API.
Private fact: decimal_separator, where one was asked for.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.operation import Again, job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.files import file as files
from pinstripe.products.reporting import statement
from pinstripe.products.reporting.report_type import KINDS

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome   from       to           event
    ("create", "done",   ANY,       "pending"),
    ("write",  "done",   "pending", "succeeded", "reporting.report_run.succeeded"),
    ("write",  "failed", "pending", "failed",    "reporting.report_run.failed"),
)
# fmt: on

REPORT_RUN = Resource(
    "reporting.report_run",
    prefix="frr",
    path="/v1/reporting/report_runs",
    generated="retrieve",
    noun="report run",
    param="report_run",
    lifecycle=LIFECYCLE,
)
POINT = "decimal_separator"
DELAY_SECONDS = 2
"""From asking for a report to writing it. source: inferred"""
NO_ACCOUNT = "The connected account of this report is not connected to your platform any more."
"""source: inferred"""


def make(work: Work, report_type: str, parameters: dict[str, Any]) -> Record:
    """A report that will be written. No run shows its decimal separator."""
    shown = {name: value for name, value in parameters.items() if name != POINT}
    private = {POINT: parameters[POINT]} if POINT in parameters else None
    run = work.create(REPORT_RUN, "done", report_type=report_type, parameters=shown, private=private)
    work.schedule("write", run, work.now + DELAY_SECONDS)
    return run


@job(REPORT_RUN, "write")
def write(work: Work, run: Record, cursor: Any = None) -> Again | None:
    """The next part of a report is written; at its end the file is there.

    source: docs: Reporting API; inferred (one whose account was disconnected meanwhile fails)
    """
    kind = KINDS[run.report_type]
    account = run.parameters.get("connected_account")
    platform_work = work.acting_for(work.world.account)
    if account and platform_work.peek(account, "account") is None:
        work.advance(run, "write", "failed", error=NO_ACCOUNT)
        return None
    state = cursor or statement.begin(work, run, kind)
    if statement.goes_on(work, run, kind, state):
        return Again(state)
    file = files.close(work, state["file"], "finance_report_run", f"{run.id}.csv", state["size"])
    work.advance(run, "write", "done", result=file.body, succeeded_at=work.now)
    return None
