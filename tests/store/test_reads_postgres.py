"""Pages cost what they show on PostgreSQL too: the rows that its plans really read are counted."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import asyncpg
import orjson
import pytest

from pinstripe.kernel.world import World
from pinstripe.store.base import page
from pinstripe.store.postgres_pool import SETTINGS
from tests.client import NOW, Api, fresh
from tests.store.test_reads import CALLS, MANY

MOST_ROWS = 400
"""A page of ten reads its rows in a few tables; a walk over all others reads MANY."""
SETS = """
INSERT INTO versions SELECT {world},{seq}+n,'{account}','cus_'||lpad(n::text,8,'0'),
  (SELECT body FROM versions WHERE world={world} AND id='{copied}'),NULL FROM generate_series(1,{twice}) n;
INSERT INTO versions SELECT {world},{seq}+{twice}+n,'{account}','pi_'||lpad(n::text,8,'0'),
  (SELECT body FROM versions WHERE world={world} AND id='{paid}'),NULL FROM generate_series(1,{many}) n;
INSERT INTO heads SELECT {world},'{account}','pi_'||lpad(n::text,8,'0'),{seq}+{twice}+n,1,'payment_intent',
  {now},{seq}+{twice}+n,'',0 FROM generate_series(1,{many}) n;
INSERT INTO heads SELECT {world},'{account}','cus_'||lpad(n::text,8,'0'),{seq}+n,1,'customer',
  {now}+(n-1)%{many},{seq}+n,
  CASE WHEN n>{many} THEN 'clock_1' ELSE '' END,0 FROM generate_series(1,{twice}) n;
INSERT INTO events SELECT {world},{seq}+n,'{account}','evt_'||lpad(n::text,8,'0'),'customer.created',
  'cus_'||lpad(n::text,8,'0'),{seq}+n,NULL,'','','',{now}+n-1,'' FROM generate_series(1,{many}) n;
INSERT INTO record_index SELECT {world},'{account}','invoice.customer','cus_1',n,'in_'||n
  FROM generate_series(1,{many}) n;
UPDATE worlds SET seq={seq}+{twice}+{many},clock_at={now}+{many};
ANALYZE
"""


@pytest.fixture(scope="module")
def full(server_dsn: str) -> Iterator[tuple[Api, World, str]]:
    """The world of the other file's tests, in PostgreSQL, with its statistics; and the database's address."""
    name = f"pinstripe_reads_{os.getpid()}"
    loop = asyncio.new_event_loop()
    dsn = f"{server_dsn}{'&' if '?' in server_dsn else '?'}search_path={name}"
    loop.run_until_complete(executed(server_dsn, f"CREATE SCHEMA {name}"))
    runtime = fresh(dsn, now=NOW)
    api = Api(runtime, loop)
    api.ok(api.post("/v1/customers", email="rare@example.com", name="Ruby"))
    copied = api.ok(api.post("/v1/customers", email="first@example.com")).id
    for amount in (100, 5000):
        paid = api.ok(api.post("/v1/payment_intents", amount=amount, currency="usd")).id
    api.ok(api.post("/v1/products", name="rare", metadata={"order": "a7"}))
    (world,) = runtime.worlds.open.values()
    seq = runtime.store.rows("SELECT seq FROM worlds")[0][0]
    facts = {
        "copied": copied,
        "paid": paid,
        "world": world.world,
        "account": world.account,
        "now": NOW,
        "many": MANY,
        "twice": 2 * MANY,
    }
    for statement in SETS.format(seq=seq, **facts).split(";"):
        loop.run_until_complete(executed(dsn, statement))
    world.seq, world.clock_at = seq + 3 * MANY, NOW + MANY
    api.ok(api.get("/v1/customers/search", query='name~"ruby"'))  # the first one reads all
    loop.run_until_complete(executed(dsn, "ANALYZE"))
    yield api, world, dsn
    loop.run_until_complete(runtime.stop())
    loop.run_until_complete(executed(server_dsn, f"DROP SCHEMA {name} CASCADE"))
    loop.close()


async def executed(dsn: str, sql: str, *args: Any) -> list[Any]:
    """The rows of a statement over a connection of its own."""
    connection: Any = await asyncpg.connect(dsn, server_settings=SETTINGS)
    found: list[Any] = await connection.fetch(sql, *args)
    await connection.close()
    return found


def rows_read(full: tuple[Api, World, str], call: Callable[[], Any]) -> int:
    """How many rows the plans of a call's queries read, shown or thrown away."""
    api, _, dsn = full
    store: Any = api.runtime.store
    asked: list[tuple[str, tuple[Any, ...]]] = []
    plain = store._fetch

    async def fetch(sql: str, *args: Any) -> Any:
        asked.append((sql, args))
        return await plain(sql, *args)

    store._fetch = fetch
    try:
        call()
    finally:
        del store._fetch
    assert asked
    return sum(api.loop.run_until_complete(planned(dsn, sql, args)) for sql, args in asked)


async def planned(dsn: str, sql: str, args: tuple[Any, ...]) -> int:
    """The rows that a query's plan reads."""
    ((text,),) = await executed(dsn, f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", *args)
    return of_plan(orjson.loads(text)[0]["Plan"])


def of_plan(plan: dict[str, Any]) -> int:
    """The rows that a node and those below it read from tables and indexes."""
    below = sum(of_plan(one) for one in plan.get("Plans", ()))
    if "Scan" not in plan["Node Type"] or plan["Node Type"] in ("Function Scan", "Subquery Scan", "CTE Scan"):
        return below
    thrown = (plan.get(f"Rows Removed by {name}", 0) for name in ("Filter", "Index Recheck"))
    return below + round((plan["Actual Rows"] + sum(thrown)) * plan["Actual Loops"])


@pytest.mark.parametrize("name", CALLS)
def test_a_page_reads_what_it_shows(full: tuple[Api, World, str], name: str) -> None:
    api, *_ = full
    path, params, count = CALLS[name]
    shown: list[Any] = []
    read = rows_read(full, lambda: shown.extend(api.ok(api.get(path, **params)).data))
    assert len(shown) == count, [one["created"] - NOW for one in shown]
    assert read < MOST_ROWS, f"{read} rows"


def test_the_count_of_rows_finds_a_walk(full: tuple[Api, World, str]) -> None:
    """What this file measures with can fail."""
    api, world, _ = full
    walk = "SELECT COUNT(*) FROM heads WHERE world=? AND created<0"
    assert rows_read(full, lambda: api.runtime.store.rows(walk, (world.world,))) > MANY


def test_of_two_filters_the_scarce_one_is_walked(full: tuple[Api, World, str]) -> None:
    api, world, _ = full
    filters = [("invoice.customer", "cus_1"), ("invoice.status", "uncollectible")]
    store = api.runtime.store
    for order in (filters, filters[::-1]):
        first = partial(page, store, world.world, world.account, "invoice", 10, order)
        assert rows_read(full, first) < MOST_ROWS
