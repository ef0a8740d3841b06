"""A query asked of an account's records: they are written beside the loop, a process of its own answers.

Owns: what a query may take, reading records into files, the process. Does not own: its tables (views.py),
what the process does (engine.py). Money: only read.
intent: nobody else waits. On a store of our own the records are those of one moment, read on another thread;
an embedded memory or a shared store is read on the loop. The engine can reach nothing but the files that are
read before the query begins: no other file, no network, no more memory and time than it is given.
Source: our own.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from pinstripe.analytics.failures import Late, Refused
from pinstripe.analytics.views import View, rows_of
from pinstripe.store import base
from pinstripe.store.base import ANYWHERE, Span

if TYPE_CHECKING:
    from pinstripe.store.base import Store

SECONDS = 20
MEMORY = "512MB"
LARGEST = 64 * 1024 * 1024
"""Bytes of a result."""
CHUNK = 1000


class Place(NamedTuple):
    """Whose records: a world's number, the account that asks, those connected to it."""

    world: int
    account: str
    connected: tuple[str, ...] = ()


class Result(NamedTuple):
    """What a query gives: a table as commas separate it, with the names of its columns first."""

    csv: bytes
    rows: int


async def ask(store: Store, place: Place, views: Mapping[str, View], sql: str) -> Result:
    """The answer to a query. refuses: Refused, Late"""
    with TemporaryDirectory(prefix="pinstripe-") as folder:
        if getattr(store, "waits", False):
            job = await asyncio.to_thread(_prepared_apart, store, place, views, sql, Path(folder))
        else:
            job = prepared(store, place, views, sql, Path(folder))
        told = await _run(job)
        if "error" in told:
            raise Refused(told["error"])
        return Result(Path(job["output"]).read_bytes(), told["rows"])


def _prepared_apart(store: Any, *args: Any) -> dict[str, Any]:
    with store.apart() as reading:
        return prepared(reading, *args)


def prepared(store: Store, place: Place, views: Mapping[str, View], sql: str, folder: Path) -> dict[str, Any]:
    """All that the engine needs: the query in its words, and its tables as files. refuses: Refused"""
    from pinstripe.analytics import dialect

    query, names = dialect.translated(sql, views)
    tables = {}
    for name in names:
        view, file = views[name], folder / f"{name}.json"
        with file.open("wb") as out:
            for account in place.connected if view.connected else (place.account,):
                for body in bodies(store, place.world, account, view.kind):
                    out.writelines(row + b"\n" for row in rows_of(view, body, account))
        columns = {"merchant_id": "VARCHAR", **{one.name: one.type for one in view.columns}}
        tables[name] = {"file": str(file), "columns": columns}
    output = str(folder / "result.csv")
    return {"sql": query, "tables": tables, "memory": MEMORY, "largest": LARGEST, "output": output}


def bodies(store: Store, world: int, account: str, kind: str) -> Any:
    """The newest bodies of a type's records, oldest first."""
    after = 0
    while True:
        span = Span(after=after) if after else ANYWHERE
        rows = base.page(store, world, account, kind, CHUNK, (), span, clock=None, ascending=True)
        for row in rows:
            yield orjson.loads(row.body)
        if len(rows) < CHUNK:
            return
        after = rows[-1].born


async def _run(job: dict[str, Any]) -> dict[str, Any]:
    """The process that answers, ended when it takes too long. refuses: Late"""
    command: Sequence[str] = (sys.executable, "-m", "pinstripe.analytics.engine")
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    try:
        async with asyncio.timeout(SECONDS):
            out, _ = await child.communicate(orjson.dumps(job))
    except TimeoutError:
        raise Late from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if not out:
        return {"error": "The query ended before it gave a result."}
    told: dict[str, Any] = orjson.loads(out)
    return told
