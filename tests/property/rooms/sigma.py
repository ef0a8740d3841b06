"""A saved query, and a run of it."""

from __future__ import annotations

from typing import Any

from pinstripe.http import auth
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.products.sigma import scheduled_query_run, sigma_api_query
from tests.property.place import Bases, Builder, Pool


def build(made: Builder) -> None:
    """A query that could not be answered: that needs no engine."""
    api = made.api
    world = api.runtime.worlds.get(auth.world_name(api.key.removeprefix("sk_test_")))

    def make(batch: Batch) -> list[dict[str, Any]]:
        work = Work(batch, world.account)
        query = sigma_api_query.keep(work, "Moons", "SELECT * FROM moons")
        scheduled_query_run.failed(work, query, "Table 'moons' does not exist")
        work.keep()
        return [query.body, work.where("scheduled_query_run", 1)[0].body]

    async def made_of() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await api.runtime.engine.enqueue((world, make))
        return found

    for body in api.loop.run_until_complete(made_of()):
        made.know(body)


def bases(pool: Pool) -> Bases:
    """Calls of queries that succeed."""
    return {"POST /v1/sigma/saved_queries/{id}": [{"{id}": pool["sigma.sigma_api_query"][0], "name": "Suns"}]}
