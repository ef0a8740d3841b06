"""Schema changes, in order, each run once in a transaction of its own; both dialects share the list.

A migration is a function from the dialect's DDL maker to statements. The first one makes every declared
table; a later change adds a function at the end and never edits an earlier one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pinstripe.store.tables import TABLES, Table

if TYPE_CHECKING:
    from pinstripe.store.base import Store

Maker = Callable[[Table], list[str]]


def initial(make: Maker) -> list[str]:
    """The first schema."""
    return [sql for table in TABLES.values() for sql in make(table)]


def indexes(make: Maker) -> list[str]:
    """Objects that hang on no test clock, and events of a type, in their order: a page of them is not looked
    for among all the others.
    """
    return [
        "CREATE INDEX IF NOT EXISTS heads_1 ON heads (world, type, account, clock, born)",
        "CREATE INDEX IF NOT EXISTS events_2 ON events (world, account, type, seq)",
    ]


def contents(make: Maker) -> list[str]:
    """What was uploaded."""
    return [sql.replace(" TABLE ", " TABLE IF NOT EXISTS ", 1) for sql in make(TABLES["file_contents"])]


MIGRATIONS: tuple[tuple[int, Callable[[Maker], list[str]]], ...] = ((1, initial), (2, indexes), (3, contents))


def migrate(store: Store, make: Maker) -> int:
    """Bring a database to the newest schema. gives: the schema's number."""
    store.execute("CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY)")
    done = store.rows("SELECT MAX(number) FROM schema_version")[0][0] or 0
    if done > MIGRATIONS[-1][0]:
        raise SystemExit(f"the database has schema {done}, this program knows {MIGRATIONS[-1][0]}")
    for number, statements in MIGRATIONS:
        if number > done:
            store.transaction(
                [
                    *((sql, ()) for sql in statements(make)),
                    ("INSERT INTO schema_version (number) VALUES (?)", (number,)),
                ]
            )
    return MIGRATIONS[-1][0]
