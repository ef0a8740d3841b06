"""Queries of Sigma: what Stripe's dashboard does and its API does not.

Owns: the routes. Does not own: queries and their runs (products/sigma), answering them (analytics).
Money: none. Source: our own.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from pinstripe.analytics import question
from pinstripe.analytics.failures import Late, Refused
from pinstripe.analytics.question import Place
from pinstripe.api import errors
from pinstripe.control.routes import Body, Control, only, route, text, word
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.products.sigma import scheduled_query_run, sigma_api_query, tables

SHOWN = 1000
"""So many rows of a query's answer are given at once."""


@route("POST /_pinstripe/sigma/queries")
async def keep(control: Control, world: World, body: Body) -> Any:
    """A saved query, run on a schedule where one is named; gives the query.

    params: name · sql · every (day, week, month; none) · account (the platform's)
    """
    only(body, "name", "sql", "every", "account")
    name, sql, account = text(body, "name"), text(body, "sql"), text(body, "account", world.account)
    every = word(body, "every", ("", "day", "week", "month"), "")

    def make(batch: Batch) -> dict[str, Any]:
        work = Work(batch, account)
        query = sigma_api_query.keep(work, name, sql, every)
        work.keep()
        return query.body

    return await control.runtime.engine.enqueue((world, make))


@route("POST /_pinstripe/sigma/queries/run")
async def run(control: Control, world: World, body: Body) -> Any:
    """A saved query is run by the clock's next step, and leaves a scheduled query run; gives the query.

    params: query · account (the platform's)
    refuses: resource_missing
    """
    only(body, "query", "account")
    key, account = text(body, "query"), text(body, "account", world.account)

    def ask(batch: Batch) -> dict[str, Any]:
        work = Work(batch, account)
        query = work.find("sigma.sigma_api_query", key, "query")
        sigma_api_query.ask_soon(work, query)
        work.keep()
        return query.body

    return await control.runtime.engine.enqueue((world, ask))


@route("POST /_pinstripe/sigma/ask")
async def ask(control: Control, world: World, body: Body) -> Any:
    """A query's answer at once: its columns, at most 1,000 rows, how many there are.

    params: sql · account (the platform's)
    refuses: a query that is none, or that takes too long (400)
    """
    only(body, "sql", "account")
    sql, account = text(body, "sql"), text(body, "account", world.account)
    store = control.runtime.engine.store
    work = Work(Batch(store, world), account)
    place = Place(world.world, account, tables.connected(work))
    try:
        found = await question.ask(store, place, tables.views(), sql)
    except Refused as error:
        raise errors.invalid(str(error), param="sql") from None
    except Late:
        raise errors.invalid(scheduled_query_run.LATE, param="sql") from None
    lines = csv.reader(io.StringIO(found.csv.decode()))
    columns = next(lines)
    rows = [row for _, row in zip(range(SHOWN), lines, strict=False)]
    return {"columns": columns, "rows": rows, "count": found.rows}
