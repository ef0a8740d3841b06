"""The SQL of PostgreSQL: DDL and the one statement of a commit, made from store/tables.py.

Owns: text only. Does not own: connections (postgres_pool.py), when a commit is repeated (postgres.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pinstripe.store import migrations
from pinstripe.store.base import PROVISIONAL
from pinstripe.store.tables import STATEMENTS, TABLES, Statement, Table

TYPES = {"i": "bigint", "m": "bigint", "t": 'text COLLATE "C"', "b": "bytea", "s": "bigint"}
ARRAYS = {"i": "bigint[]", "m": "bigint[]", "t": "text[]", "b": "bytea[]", "s": "bigint[]"}
COUNTED = frozenset({"heads.move", "heads.again", "jobs.drop", "search_state.move"})
"""Writes that must touch each of their rows: one that does not was overtaken by another process."""

CLAIM = "hashtext('pinstripe '||current_schema())"
"""The first half of the advisory locks of worlds, so that they are not mistaken for anyone else's: the number
of a world says which one it is only within its schema."""

_MARKS = re.compile(r"(NOT )?IN \(\s*\?(?:\s*,\s*\?)*\s*\)|\?")


def ddl(table: Table) -> list[str]:
    """The statements that make a table and its indexes."""
    columns = ", ".join(f"{name} {TYPES[kind]}" for name, kind in table.columns)
    out = [f"CREATE TABLE {table.name} ({columns}, PRIMARY KEY ({', '.join(table.key)}))"]
    for number, index in enumerate(table.indexes):
        out.append(f"CREATE INDEX {table.name}_{number} ON {table.name} ({', '.join(index)})")
    if table.unique:
        out.append(f"CREATE UNIQUE INDEX {table.name}_unique ON {table.name} ({', '.join(table.unique)})")
    return out


DIALECT = migrations.Dialect(
    ddl,
    pairs="jsonb_each_text(coalesce(nullif("
    "convert_from(v.body, 'UTF8')::jsonb -> 'metadata', 'null'::jsonb), '{}'::jsonb)) j",
    field="convert_from(v.body, 'UTF8')::jsonb ->> '{}'",
    small='lower({} COLLATE "C")',
)


@lru_cache(maxsize=4096)
def numbered(sql: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A statement with `?` in PostgreSQL's own marks, and the spans of arguments that become arrays.

    A list of marks becomes one array, so that lists of every length share one prepared statement.
    """
    spans: list[tuple[int, int]] = []
    taken = given = 0

    def mark(match: re.Match[str]) -> str:
        nonlocal taken, given
        given += 1
        start = taken
        taken += match[0].count("?")
        if match[0] == "?":
            return f"${given}"
        spans.append((start, taken))
        return f"<> ALL(${given})" if match[1] else f"= ANY(${given})"

    return _MARKS.sub(mark, sql), tuple(spans)


def arguments(args: Sequence[Any], spans: tuple[tuple[int, int], ...]) -> Sequence[Any]:
    """The arguments of a statement as `numbered` counts them."""
    if not spans:
        return args
    out: list[Any] = []
    at = 0
    for start, end in spans:
        out += args[at:start]
        out.append(list(args[start:end]))
        at = end
    out += args[at:]
    return out


def plain(value: Any) -> Any:
    """An argument without the one character that PostgreSQL's text cannot hold, shown by its symbol."""
    if isinstance(value, str):
        return value.replace("\0", "\u2400")
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value


def fields(statement: Statement) -> tuple[str, ...]:
    """The columns of a declared write in the order of its row values."""
    if statement.kind == "insert":
        return statement.columns
    if statement.kind == "update":
        return (*statement.columns, *statement.key)
    return (*statement.key, *statement.columns)


def folded(name: str, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows of an upsert with each key once: sums added up, the last of several puts."""
    statement = STATEMENTS[name]
    if statement.kind not in ("add", "put"):
        return rows
    width = len(statement.key)
    out: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for row in rows:
        key = row[:width]
        known = out.get(key)
        if known is not None and statement.kind == "add":
            out[key] = (*key, *(a + b for a, b in zip(known[width:], row[width:], strict=True)))
        else:
            out[key] = row
    return rows if len(out) == len(rows) else list(out.values())


@lru_cache(maxsize=1024)
def commit_sql(names: tuple[str, ...]) -> str:
    """One statement that writes everything, or nothing if a world is not where the batch believed it.

    Arguments: worlds, their expected counters, how many numbers each takes, then the columns of each named
    write. It gives each world's counter as it was; no row, or a division by zero, means that nothing was
    written. It holds no lock longer than it runs itself.
    """
    world = "UPDATE worlds t SET seq=t.seq+at_.taken{} FROM at_{} WHERE t.world=at_.world"
    parts = [
        "at_ AS (SELECT t.world, s.taken FROM worlds t JOIN unnest($1::bigint[],$2::bigint[],$3::bigint[]) "
        "AS s(world,seq,taken) ON t.world=s.world WHERE t.seq=s.seq "
        f"AND pg_try_advisory_xact_lock_shared({CLAIM}, s.world::int) ORDER BY t.world FOR UPDATE OF t)",
    ]
    own = joined = ""
    checks = ["(SELECT count(*) FROM w_)=cardinality($1)"]
    given = 3
    for number, name in enumerate(names):
        statement = STATEMENTS[name]
        columns = fields(statement)
        kinds = dict(TABLES[statement.table].columns)
        arrays = ",".join(f"${given + n + 1}::{ARRAYS[kinds[c]]}" for n, c in enumerate(columns))
        given += len(columns)
        if statement.table == "worlds":
            assert statement.kind == "put", "worlds are made outside of batches"
            # A row is written once in a statement, and a world's row carries its counter.
            joined += f" LEFT JOIN unnest({arrays}) AS u({','.join(columns)}) ON u.world=at_.world"
            own += "".join(
                f", {c}=CASE WHEN u.world IS NULL THEN t.{c} ELSE u.{c} END" for c in statement.columns
            )
            continue
        source = f"unnest({arrays}) AS u({','.join(columns)}) JOIN w_ ON w_.world=u.world"
        part = _write(statement, source, {column: _value(column, kinds[column]) for column in columns})
        if name in COUNTED:
            part += " RETURNING 1"
            checks.append(f"(SELECT count(*) FROM c{number}_)=cardinality(${given - len(columns) + 1})")
        parts.append(f"c{number}_ AS ({part})")
    parts.insert(
        1, f"w_ AS ({world.format(own, joined)} RETURNING t.world AS world, t.seq-at_.taken AS base)"
    )
    return f"WITH {', '.join(parts)} SELECT world, base, 1/({' AND '.join(checks)})::int FROM w_"


def _value(column: str, kind: str) -> str:
    """A queued value; a provisional number becomes the one after the world's counter."""
    if kind != "s":
        return f"u.{column}"
    return f"CASE WHEN u.{column}>{PROVISIONAL} THEN u.{column}-{PROVISIONAL}+w_.base ELSE u.{column} END"


def _write(statement: Statement, source: str, values: dict[str, str]) -> str:
    table = statement.table
    match statement.kind:
        case "update":
            *key, guard = statement.key
            sets = ", ".join(f"{c}={values[c]}" for c in statement.columns)
            where = " AND ".join(f"t.{c}={values[c]}" for c in (*key, guard))
            return f"UPDATE {table} t SET {sets}, {guard}=t.{guard}+1 FROM {source} WHERE {where}"
        case "delete":
            where = " AND ".join(f"t.{c}={values[c]}" for c in statement.key)
            return f"DELETE FROM {table} t USING {source} WHERE {where}"
    insert = f"INSERT INTO {table} ({','.join(values)}) SELECT {','.join(values.values())} FROM {source}"
    if statement.kind == "insert":
        return insert
    sets = ", ".join(
        f"{c}={table}.{c}+excluded.{c}" if statement.kind == "add" else f"{c}=excluded.{c}"
        for c in statement.columns
    )
    return f"{insert} ON CONFLICT ({','.join(statement.key)}) DO UPDATE SET {sets}"
