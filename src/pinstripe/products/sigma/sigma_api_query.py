"""The saved query record: SQL under a name, and when it is run.

Owns: the record, running it by the clock. Does not own: the endpoints (sigma_api_queries.py), what a run
leaves (scheduled_query_run.py), answering it (analytics). Money: none.
Times: a schedule's first run is at the next midnight, UTC, of the world's clock; then each day, week, month.
Source: spec. What makes a query, and its schedules: our own, as Stripe's dashboard does it.
Private fact: every, the interval of its schedule ("day", "week", "month"), if it has one.
"""

from __future__ import annotations

from pinstripe.analytics import question
from pinstripe.analytics.failures import Late, Refused
from pinstripe.analytics.question import Place, Result
from pinstripe.clock.calendar import DAY, add_interval, midnight
from pinstripe.kernel.operation import job
from pinstripe.kernel.outside import Asking, Outside
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.sigma import scheduled_query_run as runs
from pinstripe.products.sigma import tables

SIGMA_API_QUERY = Resource(
    "sigma.sigma_api_query",
    prefix="qry",
    path="/v1/sigma/saved_queries",
    noun="saved query",
    source="spec",
)


def keep(work: Work, name: str, sql: str, every: str = "") -> Record:
    """A query under a name. params: every, "day", "week", "month" or "" for no schedule. source: our own"""
    query = work.create(SIGMA_API_QUERY, name=name, sql=sql, private={"every": every} if every else None)
    if every:
        work.schedule("run", query, midnight(work.now) + DAY)
    return query


def ask_soon(work: Work, query: Record) -> None:
    """It is run once, now. source: our own"""
    work.schedule("run", query, work.now, once=True)


@job(SIGMA_API_QUERY, "run")
def run(work: Work, query: Record, once: bool = False) -> Asking:
    """The query is asked, and leaves a run, whatever comes of it. source: docs: Sigma; inferred"""
    place = Place(work.world.world, work.account, tables.connected(work))
    try:
        found: Result = yield Outside(
            question.ask, work.batch.store, place, tables.views(), query.sql, seconds=question.SECONDS + 5
        )
        runs.completed(work, query, found)
    except Refused as error:
        runs.failed(work, query, str(error))
    except (Late, TimeoutError):
        runs.late(work, query)
    every = query.private.get("every")
    if every and not once:
        work.schedule("run", query, add_interval(midnight(work.now), every, 1, 1))
