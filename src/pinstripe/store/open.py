"""Which store a database name means; its driver is imported only then.

Owns: names of databases, what is said where one cannot be opened. Does not own: the stores. Money: none.
"""

from __future__ import annotations

import re
import sqlite3

from pinstripe.store.base import Store

POSTGRES = ("postgresql://", "postgres://")
ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://|(file|sqlite|postgres|postgresql|mysql):", re.IGNORECASE)
EXPECTED = 'a file by its path, ":memory:", or a postgresql:// DSN is expected'


def open_store(database: str, durability: str = "full") -> Store:
    """The store of a file path, ":memory:", or a postgresql:// DSN. durability: "full" or "normal"

    refuses: SystemExit, with one line, where it is none of them or cannot be opened
    """
    try:
        return (
            _postgres(database, durability) if database.startswith(POSTGRES) else _file(database, durability)
        )
    except (OSError, ValueError, sqlite3.Error) as error:
        raise SystemExit(f"cannot open the database: {one_line(error)}") from None


def one_line(error: BaseException) -> str:
    """What an exception says, or else what it is called."""
    return " ".join(str(error).split()) or type(error).__name__


def _file(path: str, durability: str) -> Store:
    address = ADDRESS.match(path)
    if address:
        # No more of it is repeated: the rest may hold a password.
        raise ValueError(f"{EXPECTED}, not {address[0]}…")
    if not path.strip() or (path.startswith(":") and path != ":memory:"):
        raise ValueError(f"{EXPECTED}, not {path!r}")
    from pinstripe.store.sqlite import SQLiteStore

    return SQLiteStore(path, durability)


def _postgres(dsn: str, durability: str) -> Store:
    try:
        from pinstripe.store.postgres import UNUSABLE, PostgresStore
    except ImportError:
        raise SystemExit("a PostgreSQL database needs the extra: pip install 'pinstripe[postgres]'") from None
    try:
        return PostgresStore(dsn, durability)
    except UNUSABLE as error:
        raise ValueError(one_line(error)) from None
