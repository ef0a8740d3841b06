"""Schema changes, in order, each run once in a transaction of its own; both dialects share the list.

A migration is a function from the dialect's DDL maker to statements. The first one makes every declared
table; a later change adds a function at the end and never edits an earlier one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pinstripe.store.tables import TABLES, Table

if TYPE_CHECKING:
    from pinstripe.store.base import Store

Maker = Callable[[Table], list[str]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """What migrations need of a dialect: its DDL, and its words for what stands in a stored body.

    pairs: a table `j` of the keys and values of the body's metadata. field: a text field of the body.
    small: a text with small letters of ASCII.
    """

    make: Maker
    pairs: str
    field: str
    small: str


def initial(dialect: Dialect) -> list[str]:
    """The first schema."""
    return [sql for table in TABLES.values() for sql in dialect.make(table)]


def indexes(dialect: Dialect) -> list[str]:
    """Objects that hang on no test clock, and events of a type, in their order: a page of them is not looked
    for among all the others.
    """
    return [
        "CREATE INDEX IF NOT EXISTS heads_1 ON heads (world, type, account, clock, born)",
        "CREATE INDEX IF NOT EXISTS events_2 ON events (world, account, type, seq)",
    ]


def contents(dialect: Dialect) -> list[str]:
    """What was uploaded."""
    return [
        sql.replace(" TABLE ", " TABLE IF NOT EXISTS ", 1) for sql in dialect.make(TABLES["file_contents"])
    ]


SEARCHED = ("customer", "charge", "invoice", "payment_intent", "price", "product", "subscription")
FREE = (
    *(("customer", name) for name in ("email", "name", "phone")),
    ("product", "name"),
    ("price", "lookup_key"),
)


def searched(dialect: Dialect) -> list[str]:
    """Free text and metadata of what can be searched, in one spelling."""
    bodies = "heads h JOIN versions v ON v.world=h.world AND v.seq=h.seq"
    types = ", ".join(f"'{name}'" for name in SEARCHED)
    into = "INSERT INTO record_index (world, account, field, value, born, id) SELECT h.world, h.account"

    def cut(text: str) -> str:
        return dialect.small.format(f"substr({text}, 1, 200)")

    return [
        f"{into}, h.type || '~metadata.' || j.key, {cut('j.value')}, h.born, h.id FROM {bodies}, "
        f"{dialect.pairs} WHERE h.deleted=0 AND h.type IN ({types}) ON CONFLICT DO NOTHING",
        *(
            f"{into}, '{kind}~{name}', {cut(dialect.field.format(name))}, h.born, h.id FROM {bodies} "
            f"WHERE h.deleted=0 AND h.type='{kind}' AND {dialect.field.format(name)} IS NOT NULL "
            "ON CONFLICT DO NOTHING"
            for kind, name in FREE
        ),
    ]


def worded(dialect: Dialect) -> list[str]:
    """Where the words of searches go, once somebody searches by a part of a text or by a number."""
    return [
        sql.replace(" TABLE ", " TABLE IF NOT EXISTS ", 1)
        for name in ("search_state", "search_words")
        for sql in dialect.make(TABLES[name])
    ]


MIGRATIONS: tuple[tuple[int, Callable[[Dialect], list[str]]], ...] = (
    (1, initial),
    (2, indexes),
    (3, contents),
    (4, searched),
    (5, worded),
)


def migrate(store: Store, dialect: Dialect) -> int:
    """Bring a database to the newest schema. gives: the schema's number."""
    store.execute("CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY)")
    done = store.rows("SELECT MAX(number) FROM schema_version")[0][0] or 0
    if done > MIGRATIONS[-1][0]:
        raise SystemExit(f"the database has schema {done}, this program knows {MIGRATIONS[-1][0]}")
    for number, statements in MIGRATIONS:
        if number > done:
            store.transaction(
                [
                    *((sql, ()) for sql in statements(dialect)),
                    ("INSERT INTO schema_version (number) VALUES (?)", (number,)),
                ]
            )
    return MIGRATIONS[-1][0]
