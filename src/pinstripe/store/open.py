"""Which store a database name means; its driver is imported only then."""

from __future__ import annotations

from pinstripe.store.base import Store


def open_store(database: str, durability: str = "full") -> Store:
    """The store of a file path, ":memory:", or a postgresql:// DSN. durability: "full" or "normal"."""
    if database.startswith(("postgresql://", "postgres://")):
        try:
            from pinstripe.store.postgres import PostgresStore
        except ImportError:
            raise SystemExit(
                "a PostgreSQL database needs the extra: pip install 'pinstripe[postgres]'"
            ) from None
        return PostgresStore(database, durability)
    from pinstripe.store.sqlite import SQLiteStore

    return SQLiteStore(database, durability)
