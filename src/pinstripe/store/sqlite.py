"""SQLite: the embedded default. One writing process, WAL, one transaction for a batch.

Owns: its connections, DDL and set-based writes.
A commit returns only after the log is on disk (`full`); `normal` gives up the power-loss promise. Its last
step, which waits for the disk, may run on another thread; reads are then answered from what was committed
before.
"""

from __future__ import annotations

import fcntl
import sqlite3
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from pinstripe.store import migrations
from pinstripe.store.base import GET, Changes, Conflict, Row, Store, read_many, single
from pinstripe.store.recent import Recent, Settled, written
from pinstripe.store.tables import STATEMENTS, TABLES, Statement, Table

IDLE = 4
"""So many connections are kept for the next reads."""
LOCKABLE = sys.platform == "linux"
TYPES = {"i": "INTEGER", "m": "INTEGER", "t": "TEXT", "b": "BLOB", "s": "INTEGER"}


def ddl(table: Table) -> list[str]:
    """The statements that make a table and its indexes."""
    columns = ", ".join(f"{name} {TYPES[kind]}{check(name, kind)}" for name, kind in table.columns)
    tail = "" if table.wide else " WITHOUT ROWID"
    out = [f"CREATE TABLE {table.name} ({columns}, PRIMARY KEY ({', '.join(table.key)})){tail}"]
    for number, index in enumerate(table.indexes):
        out.append(f"CREATE INDEX {table.name}_{number} ON {table.name} ({', '.join(index)})")
    if table.unique:
        out.append(f"CREATE UNIQUE INDEX {table.name}_unique ON {table.name} ({', '.join(table.unique)})")
    return out


DIALECT = migrations.Dialect(
    ddl,
    pairs="json_each(CAST(v.body AS TEXT), '$.metadata') j",
    field="json_extract(CAST(v.body AS TEXT), '$.{}')",
    small="lower({})",
)


def check(name: str, kind: str) -> str:
    """Money stays a whole number: a sum that leaves 64 bits would silently go on as a float."""
    return f" CHECK (typeof({name})='integer')" if kind == "m" else ""


def write_sql(statement: Statement) -> str:
    """The text that executemany runs for a declared write."""
    table = statement.table
    match statement.kind:
        case "insert":
            marks = ",".join("?" * len(statement.columns))
            return f"INSERT INTO {table} ({','.join(statement.columns)}) VALUES ({marks})"
        case "update":
            *key, guard = statement.key
            sets = ", ".join(f"{c}=?" for c in statement.columns)
            return f"UPDATE {table} SET {sets}, {guard}={guard}+1 WHERE " + " AND ".join(
                f"{c}=?" for c in (*key, guard)
            )
        case "delete":
            return f"DELETE FROM {table} WHERE " + " AND ".join(f"{c}=?" for c in statement.key)
    columns = (*statement.key, *statement.columns)
    marks = ",".join("?" * len(columns))
    sets = ", ".join(
        f"{c}={table}.{c}+excluded.{c}" if statement.kind == "add" else f"{c}=excluded.{c}"
        for c in statement.columns
    )
    names = ",".join(statement.key)
    insert = f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})"
    return f"{insert} ON CONFLICT ({names}) DO UPDATE SET {sets}"


GUARDED = ("heads.move", "heads.again", "search_state.move")
"""Writes that find their rows as the batch had read them, or not at all."""
WRITES = {name: write_sql(statement) for name, statement in STATEMENTS.items()}


class Reading:
    """The same database, read by one call on a thread of its own."""

    shared = False

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of a read, as they were when it began."""
        return self._db.execute(sql, args).fetchall()

    def head(self, world: int, account: str, key: str) -> Row | None:
        """One record by id."""
        return single(self.rows(GET, (world, account, key)))

    def heads(self, world: int, account: str, keys: Sequence[str]) -> dict[str, Row]:
        """Several records by id."""
        return read_many(self, world, account, keys)

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"a read beside the loop does not {name}")


class SQLiteStore:
    """A database file (or ":memory:" for a server that need not remember)."""

    shared = False

    def __init__(self, path: str, durability: str = "full") -> None:
        self._lock = self._take(path)
        self._path = path
        self.waits = path != ":memory:"
        self._open = threading.Lock()
        """Held from a transaction's first statement until it is over, on whatever thread that is."""
        self._db = self._connect(
            "journal_mode=WAL",
            f"synchronous={'FULL' if durability == 'full' else 'NORMAL'}",
            "wal_autocheckpoint=4000",
            "cache_size=-24000",
            "temp_store=MEMORY",
            "foreign_keys=OFF",
        )
        self._reader: sqlite3.Connection | None = None
        self._idle: list[sqlite3.Connection] = []
        """Connections of reads that are over: making one costs more than most reads."""
        self._recent, self._written = Recent(), Settled()
        migrations.migrate(self, DIALECT)

    def _connect(self, *pragmas: str) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None, cached_statements=512, check_same_thread=False)
        for pragma in (*pragmas, "mmap_size=67108864"):
            db.execute(f"PRAGMA {pragma}")
        return db

    @staticmethod
    def _take(path: str) -> IO[bytes] | None:
        """One process per file, whatever it is called: a second server would not see this one's counters.

        On Linux this lock and those that SQLite takes on the same file don't know of each other; elsewhere
        they do, so there a file beside it is locked.
        """
        if path == ":memory:":
            return None
        real = Path(path).resolve()
        real.parent.mkdir(parents=True, exist_ok=True)
        if real.exists() and not real.is_file():
            raise OSError(f"{path} is not a file")
        locked = real if LOCKABLE else f"{real}.lock"
        handle = open(locked, "ab")  # noqa: SIM115 - held as long as the store is open
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            raise SystemExit(f"{path} is in use by another process") from None
        return handle

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        if self._open.locked():
            return self._beside(sql, args)
        return self._db.execute(sql, args).fetchall()

    def head(self, world: int, account: str, key: str) -> Row | None:
        place = (world, account, key)
        row = self._recent.find(place)
        if row is None:
            stamp = self._recent.stamp
            found = self.rows(GET, place)
            if not found:
                return None
            row = Row._make(found[0])
            self._recent.keep(place, row, stamp)
        return row

    def heads(self, world: int, account: str, keys: Sequence[str]) -> dict[str, Row]:
        known = {key: row for key in keys if (row := self._recent.find((world, account, key))) is not None}
        missing = [key for key in keys if key not in known] if len(known) < len(keys) else ()
        if missing:
            stamp = self._recent.stamp
            for key, row in read_many(self, world, account, missing).items():
                self._recent.keep((world, account, key), row, stamp)
                known[key] = row
        return known

    def _beside(self, sql: str, args: Sequence[Any]) -> list[tuple[Any, ...]]:
        """A read while a commit waits for the disk; what writes has to wait too."""
        if not sql.startswith("SELECT"):
            with self._open:
                return self._db.execute(sql, args).fetchall()
        if self._reader is None:
            self._reader = self._connect("query_only=ON", "cache_size=-4000")
        return self._reader.execute(sql, args).fetchall()

    @contextmanager
    def apart(self) -> Iterator[Store]:
        try:
            db = self._idle.pop()
        except IndexError:
            db = self._connect("query_only=ON", "cache_size=-4000")
        try:
            db.execute("BEGIN")
            # What is seen is fixed by the first read.
            db.execute("SELECT world FROM worlds LIMIT 1").fetchall()
            yield Reading(db)
            db.execute("COMMIT")
        except BaseException:
            db.close()
            raise
        if len(self._idle) < IDLE:
            self._idle.append(db)
        else:
            db.close()

    def execute(self, sql: str, args: Sequence[Any] = ()) -> int:
        with self._open:
            done = self._db.execute(sql, args).rowcount
            self._recent.clear()
            return done

    def commit(self, batches: Sequence[Changes]) -> None:
        self.write(batches)
        self.seal()

    def write(self, batches: Sequence[Changes]) -> None:
        """A commit up to where it waits for the disk; `seal` must follow, on any thread."""
        self._open.acquire()
        db = self._db
        self._written = written(batches, self._recent)
        try:
            db.execute("BEGIN IMMEDIATE")
            for changes in batches:
                for name, rows in changes.rows.items():
                    done = db.executemany(WRITES[name], rows)
                    if name in GUARDED and done.rowcount != len(rows):
                        raise Conflict(f"{len(rows) - done.rowcount} records are not what the batch had read")
                if changes.next != changes.base:
                    db.execute("UPDATE worlds SET seq=? WHERE world=?", (changes.next, changes.world))
        except BaseException:
            self._undo()
            self._open.release()
            raise

    def seal(self) -> None:
        """The rest of a commit: all of it is on disk when this returns, nothing when it raises."""
        try:
            self._db.execute("COMMIT")
            self._recent.settle(self._written)
        except BaseException:
            self._undo()
            raise
        finally:
            self._open.release()

    def _undo(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def transaction(self, statements: Iterable[tuple[str, Sequence[Any]]]) -> None:
        with self._open:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                for sql, args in statements:
                    self._db.execute(sql, args)
                self._db.execute("COMMIT")
            except BaseException:
                self._undo()
                raise
            finally:
                self._recent.clear()

    def close(self) -> None:
        with self._open:
            for reader in (self._reader, *self._idle):
                if reader is not None:
                    reader.close()
            self._idle.clear()
            self._db.close()
        if self._lock is not None:
            self._lock.close()


__all__ = ["TABLES", "SQLiteStore", "ddl", "write_sql"]
