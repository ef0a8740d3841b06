"""A query as it is written for Sigma (Trino's SQL), and as the engine understands it.

Owns: what is a query, which tables it reads. Does not own: the tables (views.py), running it (engine.py).
Money: none. Source: docs: Sigma (dialect).
"""

from __future__ import annotations

from collections.abc import Collection

import sqlglot
from sqlglot import exp

from pinstripe.analytics.failures import Refused


def translated(sql: str, known: Collection[str]) -> tuple[str, list[str]]:
    """A query in the engine's words, and the tables that it reads. refuses: Refused, with what is wrong"""
    try:
        statements = [one for one in sqlglot.parse(sql, read="trino") if one is not None]
    except sqlglot.errors.SqlglotError as error:
        raise Refused(str(error).splitlines()[0]) from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise Refused("Only a single query can be run.")
    query = statements[0]
    own = {one.alias_or_name.lower() for one in query.find_all(exp.CTE)}
    named = sorted({one.name.lower() for one in query.find_all(exp.Table)} - own)
    for name in named:
        if name not in known:
            raise Refused(f"Table '{name}' does not exist")
    return query.sql(dialect="duckdb"), named
