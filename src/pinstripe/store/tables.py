"""The tables, declared once; both dialects make their DDL and their set-based writes from here.

Owns: table and statement declarations.
Does not own: SQL of reads (store/base.py), the dialects (sqlite.py, postgres.py).
Every key begins with the world, so that each statement stays on one shard of a distributed database.
Column kinds: i integer, m money (an integer of which a store makes nothing else), t text, b bytes, s a
sequence number of the world (shifted when another process committed first).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """One relation: columns as name:kind, its key, and further indexes."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    wide: bool = False
    """Rows carry bodies: keep them out of the key's tree (SQLite: a rowid table)."""
    unique: tuple[str, ...] = ()
    """Columns beside the key that no two rows share."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)


@dataclass(frozen=True, slots=True)
class Statement:
    """A set-based write: insert, update (by key and guard), delete (by key), add or put (upserts)."""

    kind: str
    table: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ()


def table(name: str, columns: str, key: str, *indexes: str, wide: bool = False, unique: str = "") -> Table:
    """Declare a table from compact text: "world:i id:t", the key's columns, and one text per index."""
    pairs = tuple((part.split(":")[0], part.split(":")[1]) for part in columns.split())
    return Table(
        name, pairs, tuple(key.split()), tuple(tuple(i.split()) for i in indexes), wide, tuple(unique.split())
    )


TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        table(
            "worlds",
            "world:i name:t account:t created:i seed:t seq:s epoch:i clock:t clock_at:i clock_set:i "
            "api_version:t settings:t",
            "world",
            unique="name",
        ),
        table("keys", "key:t world:i account:t kind:t permissions:t created:i expires:i", "key", "world"),
        table("versions", "world:i seq:s account:t id:t body:b private:b", "world seq", wide=True),
        table(
            "heads",
            "world:i account:t id:t seq:s rev:i type:t created:i born:s clock:t deleted:i",
            "world account id",
            "world type account born",
            "world type account clock born",
        ),
        table(
            "record_index",
            "world:i account:t field:t value:t born:s id:t",
            "world account field value born id",
        ),
        table(
            "events",
            "world:i seq:s account:t id:t type:t object:t version:s previous:b request:t key:t "
            "api_version:t created:i clock:t",
            "world seq",
            "world account id",
            "world account seq",
            "world account type seq",
        ),
        table(
            "idempotency",
            "world:i key:b fingerprint:b status:i version:s body:b request:t created:i",
            "world key",
        ),
        table(
            "jobs",
            "world:i id:s clock:t due_at:i account:t type:t record:t verb:t payload:b",
            "world id",
            "world clock due_at id",
            "world account record verb",
        ),
        table(
            "ledger_entries",
            "world:i seq:s account:t posting:t record:t txn:t source:t target:t amount:m currency:t "
            "created:i",
            "world seq",
            "world account record",
        ),
        table("ledger_balances", "world:i name:t currency:t amount:m", "world name currency"),
        table("file_contents", "world:i account:t id:t content:b", "world account id"),
        table("holds", "world:i id:t posting:t amount:m currency:t state:t", "world id posting"),
        table(
            "deliveries",
            "world:i id:s account:t endpoint:t event:s event_id:t state:t attempts:i due_at:i",
            "world id",
            "world state due_at",
            "world event endpoint state",
            "world endpoint state due_at",
        ),
        table(
            "attempts",
            "world:i delivery:s number:i at:i status:i error:t duration_ms:i",
            "world delivery number",
        ),
        table(
            "usage_log",
            "world:i seq:s account:t received:i first_ts:i last_ts:i events:b",
            "world seq",
            "world account last_ts",
            wide=True,
        ),
        table("usage_identifiers", "world:i day:i digest:b seq:s place:i received:i", "world day digest"),
        table("usage_runs", "world:i run:s first:b day:i digests:b facts:b", "world run first", wide=True),
        table(
            "usage_filters", "world:i day:i number:i count:i run:s filter:b", "world day number", wide=True
        ),
        table("usage_cancelled", "world:i seq:s place:i at:i", "world seq place"),
        table(
            "usage_buckets",
            "world:i account:t owner:t customer:t size:i start:i count:i total:t peak:t last_ts:i last:t "
            "latest_seq:s latest_place:i latest:t",
            "world account owner customer size start",
        ),
        table("search_state", "world:i rev:i stamp:t through:i", "world"),
        table("search_words", "world:i bucket:i word:i places:b", "world bucket word"),
    )
}

GLOBAL_TABLES = ("keys",)
"""Tables that do not begin with the world: a key is looked up before its world is known."""
DERIVED = ("search_state", "search_words")
"""Tables that are made again from the others when they are missing: copies of a world leave them out."""


def _insert(name: str) -> Statement:
    return Statement("insert", name, TABLES[name].names)


STATEMENTS: dict[str, Statement] = {
    **{name: _insert(name) for name in TABLES},
    "heads.move": Statement(
        "update", "heads", ("seq", "deleted", "clock"), ("world", "account", "id", "rev")
    ),
    "heads.again": Statement(
        "update",
        "heads",
        ("seq", "deleted", "clock", "type", "created", "born"),
        ("world", "account", "id", "rev"),
    ),
    "record_index.drop": Statement("delete", "record_index", (), TABLES["record_index"].key),
    "jobs.put": Statement("put", "jobs", TABLES["jobs"].names[2:], ("world", "id")),
    "jobs.drop": Statement("delete", "jobs", (), ("world", "id")),
    "ledger_balances.add": Statement("add", "ledger_balances", ("amount",), ("world", "name", "currency")),
    "holds.put": Statement("put", "holds", ("amount", "currency", "state"), ("world", "id", "posting")),
    "deliveries.put": Statement("put", "deliveries", TABLES["deliveries"].names[2:], ("world", "id")),
    "attempts.put": Statement("put", "attempts", TABLES["attempts"].names[3:], TABLES["attempts"].key),
    "versions.put": Statement("put", "versions", TABLES["versions"].names[2:], ("world", "seq")),
    "worlds.settings": Statement("put", "worlds", ("settings",), ("world",)),
    "keys.put": Statement("put", "keys", TABLES["keys"].names[1:], ("key",)),
    "usage_buckets.put": Statement(
        "put", "usage_buckets", TABLES["usage_buckets"].names[6:], TABLES["usage_buckets"].key
    ),
    "usage_identifiers.put": Statement(
        "put", "usage_identifiers", TABLES["usage_identifiers"].names[3:], TABLES["usage_identifiers"].key
    ),
    "usage_filters.put": Statement(
        "put", "usage_filters", TABLES["usage_filters"].names[3:], TABLES["usage_filters"].key
    ),
    "idempotency.put": Statement("put", "idempotency", TABLES["idempotency"].names[2:], ("world", "key")),
    "search_state.move": Statement("update", "search_state", ("through",), ("world", "rev")),
    "search_words.put": Statement("put", "search_words", ("places",), TABLES["search_words"].key),
}
"""Named writes. The order of a statement's row values is key columns first for update, delete, add and put
(update: its columns first, then the key), the table's own order for insert."""
