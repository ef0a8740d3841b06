"""The endpoints of report runs.

Owns: create, list; what a run must be told. Does not own: the record (report_run.py), the types
(report_type.py). Money: none. Source: spec; docs: Report types reference; recorded: stripe-cli issue 957.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.reporting import refusals, report_run
from pinstripe.products.reporting.columns import KEYED
from pinstripe.products.reporting.report_run import REPORT_RUN
from pinstripe.products.reporting.report_type import KINDS, START, Kind, available_until


@operation("POST /v1/reporting/report_runs", REPORT_RUN)
def create(work: Work, params: Params) -> Record:
    """A report is asked for. refuses: no_type, and all that its parameters may lack (checked, below)

    source: spec; docs: Report types reference
    """
    kind = KINDS.get(params.report_type)
    if kind is None:
        raise refusals.no_type(params.report_type)
    given = dict(params.get("parameters") or {})
    check_parameters(kind, given)
    check_interval(work, kind, given)
    check_records(work, kind, given)
    return report_run.make(work, kind.key, given)


@operation("GET /v1/reporting/report_runs", REPORT_RUN)
def list_runs(work: Work, params: Params) -> Page:
    """Runs, newest first. source: spec"""
    return show_records(work, REPORT_RUN, params, "/v1/reporting/report_runs")


def check_parameters(kind: Kind, given: dict[str, Any]) -> None:
    """Each type has its own. refuses: missing_param, not_of_type, no_column"""
    for name in kind.required:
        if given.get(name) is None:
            raise errors.missing_param(f"parameters[{name}]")
    for name in given:
        if name not in (*kind.required, *kind.optional):
            raise refusals.not_of_type(kind.key, name)
    for column in given.get("columns") or ():
        keyed = KEYED.fullmatch(column) is not None and "dispute_reason" in kind.columns
        if column not in kind.columns and not keyed:
            raise refusals.no_column(kind.key, column)


def check_interval(work: Work, kind: Kind, given: dict[str, Any]) -> None:
    """It lies where there are data, and is not empty. refuses: too_early, too_late, empty_interval

    source: docs: Report types reference (both ends may be the ends of the data)
    """
    end = available_until(work.now)
    for name in ("interval_start", "interval_end"):
        moment = given.get(name)
        if moment is not None and moment < START:
            raise refusals.too_early(kind.key, name, START, moment)
        if moment is not None and moment > end:
            raise refusals.too_late(kind.key, name, end, moment)
    if "interval_start" in given and given["interval_start"] >= given["interval_end"]:
        raise refusals.empty_interval()


def check_records(work: Work, kind: Kind, given: dict[str, Any]) -> None:
    """What a parameter names is there. refuses: resource_missing, no_automatic_payout"""
    account = given.get("connected_account")
    platform_work = work.acting_for(work.world.account)
    if account and platform_work.peek(account, "account") is None:
        raise errors.no_such("account", account, "parameters[connected_account]", 400)
    key = given.get("payout")
    if key:
        owner_work = work.acting_for(account or work.account)
        payout = owner_work.peek(key, "payout")
        if payout is None:
            raise errors.no_such("payout", key, "parameters[payout]", 400)
        if not payout.automatic:
            raise refusals.no_automatic_payout(key)
