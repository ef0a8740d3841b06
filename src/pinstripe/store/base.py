"""What the kernel asks a store for: single rows, pages in creation order, and one commit per batch.

Owns: the SQL of reads, shared by both dialects; the container of a batch's writes.
Does not own: connections, DDL, set-based writes (sqlite.py, postgres.py).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple, Protocol

HEAD_COLUMNS = "h.id,h.seq,h.rev,h.type,h.created,h.born,h.clock,h.deleted,v.body,v.private"
GET = (
    f"SELECT {HEAD_COLUMNS} FROM heads h JOIN versions v ON v.world=h.world AND v.seq=h.seq "
    "WHERE h.world=? AND h.account=? AND h.id=?"
)
ANY = "SELECT 1 FROM heads WHERE world=? AND account=? AND type=? LIMIT 1"
"""Is there a record of the type, deleted or not?"""

PROVISIONAL = 1 << 60
"""Above it stand the numbers that a batch on a shared store gives out: their real ones are known when it is
committed, because another process may have counted on meanwhile."""

HIDDEN = "snapshot:"
"""How names of worlds begin that are kept and never run."""


class Conflict(Exception):
    """Another process changed what this batch had read: nothing was written, run the functions again."""


class Row(NamedTuple):
    """A record as stored: its newest version and what its head knows."""

    id: str
    seq: int
    rev: int
    type: str
    created: int
    born: int
    clock: str
    deleted: int
    body: bytes
    private: bytes | None


class Changes:
    """The writes of one world's batch, as rows per named statement of tables.STATEMENTS.

    On a shared store the numbers are provisional: they may stand in columns of kind s only, never in a body.
    """

    __slots__ = ("answers", "asked", "base", "moved", "next", "reads", "rows", "seen", "world")

    def __init__(self, world: int, base: int, shared: bool = False) -> None:
        self.world = world
        self.seen = base
        """The world's counter as this process knew it before the batch read anything."""
        self.base = PROVISIONAL if shared else base
        self.next = self.base
        self.moved = 0
        """After the commit: what was added to provisional numbers."""
        self.rows: dict[str, list[tuple[Any, ...]]] = {}
        self.reads: dict[tuple[str, str], int] = {}
        """(account, id) → rev of each head that a function read; checked when another process wrote."""
        self.asked: dict[tuple[str, tuple[Any, ...]], list[tuple[Any, ...]]] = {}
        """(query, arguments) → rows of what else was read on a shared store; checked likewise."""
        self.answers: dict[bytes, str | None] = {}
        """Idempotency key → request of the kept answer that was found, if any; checked likewise."""

    def seq(self) -> int:
        """The world's next sequence number."""
        self.next += 1
        return self.next

    def add(self, statement: str, row: tuple[Any, ...]) -> None:
        """Queue one row for a named statement."""
        rows = self.rows.get(statement)
        if rows is None:
            self.rows[statement] = [row]
        else:
            rows.append(row)


class Store(Protocol):
    """The two primitives of a dialect; everything else is built on them."""

    shared: bool
    """Other processes may write to the same database."""

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of a read, as committed."""
        ...

    def head(self, world: int, account: str, key: str) -> Row | None:
        """One record by id, as committed."""
        ...

    def heads(self, world: int, account: str, keys: Sequence[str]) -> dict[str, Row]:
        """Several records by id, as committed; the missing are left out."""
        ...

    def commit(self, batches: Sequence[Changes]) -> None:
        """Write all or nothing, durably, before it returns. refuses: Conflict."""
        ...

    def execute(self, sql: str, args: Sequence[Any] = ()) -> int:
        """One statement outside of batches (worlds' copies, resets): how many rows it touched."""
        ...

    def transaction(self, statements: Iterable[tuple[str, Sequence[Any]]]) -> None:
        """Several statements, all or nothing."""
        ...

    def close(self) -> None:
        """Release the database."""
        ...


class OwnStore(Store, Protocol):
    """A store that only this process writes to: the end of a commit may be left to another thread."""

    waits: bool
    """Does a commit wait for a disk?"""

    def write(self, batches: Sequence[Changes]) -> None:
        """The first part of a commit, up to where it waits for the disk. refuses: Conflict."""
        ...

    def seal(self) -> None:
        """The rest of it: on disk when this returns, nothing of it kept when it raises."""
        ...

    def apart(self) -> contextlib.AbstractContextManager[Store]:
        """For one read on another thread: what is committed now, and nothing newer until it ends."""
        ...


class SharedStore(Store, Protocol):
    """A store that several processes write to."""

    def places(self, keys: Sequence[tuple[int, str, str]]) -> dict[tuple[int, str, str], Row]:
        """Records of several worlds and accounts, by (world, account, id); the missing are left out."""
        ...

    def answers(self, keys: Sequence[tuple[int, bytes]]) -> dict[tuple[int, bytes], tuple[Any, ...]]:
        """Kept answers by (world, idempotency key), as idempotency.kept gives them."""
        ...

    def claim(
        self, worlds: Sequence[int]
    ) -> contextlib.AbstractContextManager[Callable[[Sequence[Changes]], None]]:
        """Within the block nobody else commits to these worlds; it gives the commit to use."""
        ...


class Span(NamedTuple):
    """Bounds of a list: creation time and place in the creation order; all optional."""

    gt: int | None = None
    gte: int | None = None
    lt: int | None = None
    lte: int | None = None
    after: int | None = None
    before: int | None = None


ANYWHERE = Span()


def single(found: Sequence[tuple[Any, ...]]) -> Row | None:
    """The record of what a query found."""
    return Row._make(found[0]) if found else None


def read_many(store: Store, world: int, account: str, keys: Sequence[str]) -> dict[str, Row]:
    """Several records by id, from the database; the missing are left out."""
    out: dict[str, Row] = {}
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        marks = ",".join("?" * len(part))
        sql = GET.replace("h.id=?", f"h.id IN ({marks})")
        for found in store.rows(sql, (world, account, *part)):
            out[found[0]] = Row._make(found)
    return out


def page(
    store: Store,
    world: int,
    account: str,
    kind: str,
    limit: int,
    filters: Sequence[tuple[str, str]] = (),
    span: Span = ANYWHERE,
    clock: str | None = "",
    ascending: bool = False,
) -> list[Row]:
    """Records of a type in creation order, newest first (or oldest first).

    filters: (index field, value) pairs that all must hold. clock: the test clock they hang on, "" for none,
    None for any. gives: at most `limit` rows.
    """
    found = _page(HEAD_COLUMNS, store, world, account, kind, limit, filters, span, clock, ascending)
    return [Row._make(row) for row in found]


def page_bodies(
    store: Store,
    world: int,
    account: str,
    kind: str,
    limit: int,
    filters: Sequence[tuple[str, str]] = (),
    span: Span = ANYWHERE,
    clock: str | None = "",
    ascending: bool = False,
) -> list[bytes]:
    """The same page, of stored bytes alone."""
    found = _page("v.body", store, world, account, kind, limit, filters, span, clock, ascending)
    return [row[0] for row in found]


def _page(
    columns: str,
    store: Store,
    world: int,
    account: str,
    kind: str,
    limit: int,
    filters: Sequence[tuple[str, str]],
    span: Span,
    clock: str | None,
    ascending: bool,
) -> list[tuple[Any, ...]]:
    args: list[Any] = [world, account]
    if filters:
        for pair in scarcest_first(store, world, account, filters):
            args += pair
    else:
        args.append(kind)
    if clock is not None:
        args.append(clock)
    bounds = "" if span is ANYWHERE else "".join(str(n) for n, b in enumerate(span) if b is not None)
    args += [span[int(number)] for number in bounds]
    args.append(limit)
    return store.rows(_page_sql(columns, len(filters), clock is not None, bounds, ascending), args)


def page_of(
    store: Store, world: int, account: str, kind: str, places: Sequence[int], clock: str | None
) -> list[Row]:
    """Records of a type by their places in the creation order, newest first; the deleted are left out.

    clock: the test clock they hang on, "" for none, None for any
    """
    marks = ",".join("?" * len(places))
    hung = "" if clock is None else " AND h.clock=?"
    sql = (
        f"SELECT {HEAD_COLUMNS} FROM heads h JOIN versions v ON v.world=h.world AND v.seq=h.seq WHERE "
        "h.world=? AND h.account=? AND h.id IN (SELECT o.id FROM heads o WHERE o.world=? AND o.type=? AND "
        f"o.account=? AND o.born IN ({marks})) AND h.deleted=0{hung}"
    )
    args = (world, account, world, kind, account, *places)
    found = store.rows(sql, args if clock is None else (*args, clock))
    return sorted((Row._make(row) for row in found), key=lambda row: row.born, reverse=True)


MOST_COUNTED = 200
COUNT = (
    "(SELECT COUNT(*) FROM (SELECT 1 FROM record_index WHERE world=? AND account=? AND field=? AND value=? "
    "LIMIT ?) found)"
)


def scarcest_first(
    store: Store, world: int, account: str, filters: Sequence[tuple[str, str]]
) -> Sequence[tuple[str, str]]:
    """Several filters, the scarcest one first: it is walked, and the others are asked of each."""
    if len(filters) < 2:
        return filters
    counts = counted(store, world, account, filters)
    order = sorted(range(len(filters)), key=lambda place: (counts[place], place))
    return [filters[place] for place in order]


def counted(store: Store, world: int, account: str, filters: Sequence[tuple[str, str]]) -> Sequence[int]:
    """How many records each filter leaves, no more than MOST_COUNTED."""
    args = [arg for pair in filters for arg in (world, account, *pair, MOST_COUNTED)]
    (counts,) = store.rows(_counts_sql(len(filters)), args)
    return counts


@cache
def _counts_sql(filters: int) -> str:
    """One statement that counts the rows of each filter: a single way to the database and back."""
    return f"SELECT {','.join([COUNT] * filters)}"


BOUNDS = ("h.created>?", "h.created>=?", "h.created<?", "h.created<=?", "{order}>?", "{order}<?")
"""The condition of each bound of a Span."""


@cache
def _page_sql(columns: str, filters: int, clocked: bool, bounds: str, ascending: bool) -> str:
    """The text of a page's query; `bounds` names those given by their places in Span."""
    if filters:
        source = (
            "record_index i JOIN heads h ON h.world=i.world AND h.account=i.account AND h.id=i.id "
            "JOIN versions v ON v.world=h.world AND v.seq=h.seq"
        )
        order = "i.born"
        other = (
            "EXISTS (SELECT 1 FROM record_index o WHERE o.world=i.world AND o.account=i.account "
            "AND o.field=? AND o.value=? AND o.born=i.born AND o.id=i.id)"
        )
        where = ["i.world=? AND i.account=? AND i.field=? AND i.value=?", *[other] * (filters - 1)]
    else:
        source = "heads h JOIN versions v ON v.world=h.world AND v.seq=h.seq"
        order = "h.born"
        where = ["h.world=? AND h.account=? AND h.type=?"]
    where.append("h.deleted=0")
    if clocked:
        where.append("h.clock=?")
    where += [BOUNDS[int(number)].format(order=order) for number in bounds]
    direction = "" if ascending else " DESC"
    return f"SELECT {columns} FROM {source} WHERE {' AND '.join(where)} ORDER BY {order}{direction} LIMIT ?"


SPELLED_SO = "SELECT 1 FROM record_index WHERE world=? AND account=? AND field=? AND value=? LIMIT 1"


def spellings(store: Store, world: int, account: str, field: str, value: str) -> list[str]:
    """The values of an index field that differ from this one by case alone; itself, where it is one of them
    (what the server names is spelled in one way).
    """
    if store.rows(SPELLED_SO, (world, account, field, value)):
        return [value]
    sql = "SELECT DISTINCT value FROM record_index WHERE world=? AND account=? AND field=? AND lower(value)=?"
    return [found[0] for found in store.rows(sql, (world, account, field, value.lower()))]


def contents(store: Store, world: int, account: str, key: str) -> bytes | None:
    """The bytes of a file, its pieces one after the other: the first has the file's id, the others more."""
    sql = "SELECT content FROM file_contents WHERE world=? AND account=? AND id>=? AND id<? ORDER BY id"
    rows = store.rows(sql, (world, account, key, f"{key}0"))  # "0" comes right after "/"
    return b"".join(bytes(row[0]) for row in rows) if rows else None


def versions_of(
    store: Store, world: int, account: str, key: str, born: int
) -> list[tuple[int, bytes, bytes | None]]:
    """All version rows of a record: number, body, private facts. Slow: no index leads to them."""
    sql = "SELECT seq,body,private FROM versions WHERE world=? AND seq>=? AND account=? AND id=? ORDER BY seq"
    return [(seq, body, private) for seq, body, private in store.rows(sql, (world, born, account, key))]
