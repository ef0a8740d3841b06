"""Records found by their index fields, as one unit of work sees them: stored, and changed or made meanwhile.

Owns: each and where of the unit of work. Does not own: the SQL of a page (store/base.py), lists as callers
see them (generate.py), search (search.py). Money: none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from pinstripe.kernel.index import index_of, index_text
from pinstripe.kernel.record import Record
from pinstripe.kernel.stocked import is_stocked
from pinstripe.store import base
from pinstripe.store.base import ANYWHERE, Row, Span, Store

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work

MOST = 1000
"""So many records `where` gives to callers that name no limit."""
MADE = 1 << 62
"""What a unit of work has made itself is newer than all that is stored."""

Pairs = list[tuple[str, str]]


class Cut(AssertionError):
    """More records match than `where` gives: its caller has to stream them, or to say how many it wants."""


def taken(work: Work, key: str) -> bool:
    """Has a record of any type had this id? Deleted ones keep theirs."""
    return (work.account, key) in work.records or work.batch.load(work.account, key) is not None


def where(work: Work, kind: str, limit: int | None, filters: Mapping[str, Any]) -> list[Record]:
    """The newest records that match, at most `limit`. refuses: Cut, without a limit and beyond MOST"""
    if not _any(work, kind):
        return []
    most = MOST + 1 if limit is None else limit
    found = list(islice(each(work, kind, filters, most), most))
    if limit is None and len(found) > MOST:
        names = ", ".join(sorted(filters)) or "nothing"
        raise Cut(
            f"more than {MOST:,} records of type {kind} match (asked by {names}): use each, or name a limit"
        )
    return found


def _any(work: Work, kind: str) -> bool:
    """May there be a record of that type? Most searches of a call are for types of which there is none."""
    return (
        is_stocked(work, kind)
        or work.batch.written.has(work.account, kind)
        or any(record.type == kind for record in work.touched.values())
    )


def each(work: Work, kind: str, filters: Mapping[str, Any], chunk: int, below: int = 0) -> Iterator[Record]:
    """The records that match, newest first, read `chunk` rows at a time."""
    pairs = [(f"{kind}.{name}", index_text(value)) for name, value in filters.items()]
    wanted = set(pairs)
    touched = {
        key: number
        for number, ((account, key), record) in enumerate(work.touched.items())
        if record.type == kind and account == work.account
    }
    own = deque(_own(work, kind, pairs, touched, below))
    written = work.batch.written
    if is_stocked(work, kind) and not any(_made(work, value) for _, value in pairs):
        for row in _stored(work, kind, pairs, chunk, below):
            place = (work.account, row.id)
            if row.id in touched or place in written:
                continue
            while own and (own[0].born or MADE) > row.born:
                yield from _matching(own.popleft(), wanted)
            record = _seen(work, row)
            if place in work.touched:  # since we began: it may not match any more
                yield from _matching(record, wanted)
            else:
                yield record
    for record in own:
        yield from _matching(record, wanted)


def _matching(record: Record, wanted: set[tuple[str, str]]) -> Iterator[Record]:
    if not record.deleted and wanted <= index_of(record):
        yield record


def _made(work: Work, key: str) -> bool:
    """Is that the id of a record of this work or its batch? Then nothing that is stored names it."""
    record = work.touched.get((work.account, key))
    return not record.rev if record is not None else work.batch.written.made(work.account, key)


def _own(work: Work, kind: str, pairs: Pairs, touched: Mapping[str, int], below: int) -> list[Record]:
    """Gives the records of a type that this work touched or its batch has written, newest first: those of
    the batch that match, those of the work whether they match or not.
    """
    found = [work.touched[work.account, key] for key in touched]
    for key in work.batch.written.found(work.account, kind, pairs):
        if key not in touched:
            place = (work.account, key)
            found.append(work.records.get(place) or _copied(work, place))
    chosen = [one for one in found if not below or (one.born or MADE) < below]
    return sorted(chosen, key=lambda one: (one.born or MADE, touched.get(one.id, 0)), reverse=True)


def _stored(work: Work, kind: str, pairs: Pairs, chunk: int, below: int) -> Iterator[Row]:
    """Rows of the store in creation order, newest first, page after page."""
    bound = below
    while True:
        span = Span(before=bound) if bound else ANYWHERE
        batch = work.batch
        place = (work.account, kind, tuple(pairs), chunk, bound)
        rows = batch.found.get(place)
        if rows is None:
            rows = base.page(
                batch.store, work.world.world, work.account, kind, chunk, pairs, span, clock=None
            )
            batch.found[place] = rows
        yield from rows
        if len(rows) < chunk:
            return
        bound = rows[-1].born


def _seen(work: Work, row: Row) -> Record:
    """The record of a row as this work has it."""
    place = (work.account, row.id)
    known = work.records.get(place)
    if known is not None:
        return known
    if work.batch.records.get(place) is None:
        work.batch.records[place] = Record.of(row, work.account)
        work.batch.changes.reads[place] = row.rev
    return _copied(work, place)


def _copied(work: Work, place: tuple[str, str]) -> Record:
    record = work.batch.records[place]
    assert record is not None
    twin = work.records[place] = record.copy()
    return twin


def committed(store: Store, world: int, account: str, key: str) -> Record | None:
    """A record as the last commit left it, for whoever asks before there is any work."""
    row = store.head(world, account, key)
    return Record.of(row, account) if row is not None else None
