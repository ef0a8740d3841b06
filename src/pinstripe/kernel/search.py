"""Search: the records of a type that a query means, newest first.

Owns: the search operation of every resource that declares `search`, the place that a `page` stands for.
Does not own: the query language (api/search.py). Money: none. Source: docs: Search; spec (the result).
What is committed is found at once: nobody has to wait for an index that lags behind.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pinstripe.api import search
from pinstripe.api.params import Params
from pinstripe.api.search import Query
from pinstripe.kernel import words
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import limit_of, placed
from pinstripe.kernel.index import folded, index_text, metadata_field
from pinstripe.kernel.lookup import Index
from pinstripe.kernel.operation import HANDLERS, Handler, known
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY, Resource
from pinstripe.kernel.work import Work
from pinstripe.store import base
from pinstripe.store.base import Row, Span

FIRST_CHUNK, CHUNK = 32, 500
"""How many records are looked through at a time: few at first, where most match; then many."""
MOST_COUNTED = 10_000
"""The count says no more than that. source: docs: Search"""
BOUNDS = {">": ("gt",), ">=": ("gte",), "<": ("lt",), "<=": ("lte",), ":": ("gte", "lte")}
PLAIN = re.compile(r"[ !#-\[\]-~]+")
"""Text that JSON writes as it is."""
OWNERS = {("customer",), ("test_clock",)}
"""Asking for these shows what hangs on a test clock, as in lists."""


def install() -> None:
    """Make the search operation of every resource that can be searched."""
    for resource in list(REGISTRY.values()):
        name = f"GET {resource.path}/search"
        if resource.search and name not in HANDLERS:
            assert known(name), f"{resource.object} declares search, but there is no {name}"
            HANDLERS[name] = Handler(
                name, resource, searcher(resource), "search", "", resource.object, frozenset(), True, True
            )


def searcher(resource: Resource) -> Any:
    """The operation of one resource."""
    fields = search.fields_of(resource.search)
    plural = resource.path.rpartition("/")[2]

    def find(work: Work, params: Params) -> Page:
        if work.version.before(search.SINCE):
            raise search.too_old(work.version.name)
        query = search.parse(params.query, fields, plural)
        limit = limit_of(params)
        before = place_of(params["page"]) if params.get("page") else None
        found = list(islice(matching(work, resource, query, before), limit + 1))
        more = len(found) > limit
        return Page(
            found[:limit],
            more,
            f"{resource.path}/search",
            counted=lambda: sum(1 for _ in islice(matching(work, resource, query, None), MOST_COUNTED)),
            kind="search_result",
            next_page=page_from(found[limit - 1].born) if more else None,
        )

    return find


def matching(work: Work, resource: Resource, query: Query, before: int | None) -> Iterator[Record]:
    """Every record that is meant and was made before a place, newest first."""
    filters = filters_of(work, resource, query)
    if filters is None:
        return
    bounds = {} if query.any else created_of(query)
    clock = None if not query.any and any(c.narrows and c.path in OWNERS for c in query.clauses) else ""
    wanted = words_of(query)
    span = placed(work, resource.object, Span(before=before, **bounds), clock)
    for rows in chunks(work, resource, query, filters, span, clock):
        for row in rows:
            if wanted and row.body.isascii() and lacks(row.body, wanted):
                continue
            record = Record.of(row, work.account)
            if query.matches(record.body):
                yield record


def chunks(
    work: Work,
    resource: Resource,
    query: Query,
    filters: list[tuple[str, str]],
    span: Span,
    clock: str | None,
) -> Iterator[list[Row]]:
    """Records among which are all that are meant, newest first: the first few as they come, then those to
    which words lead, where they lead better than the index fields.
    """
    place = (work.batch.store, work.world.world, work.account, resource.object)
    rows = base.page(*place, FIRST_CHUNK, filters, span, clock)
    yield rows
    if len(rows) < FIRST_CHUNK:
        return
    span = span._replace(before=rows[-1].born)
    plan = plan_for(work, resource, query, filters)
    if plan is not None:
        found = Index(work.batch.store, work.world, work.batch.past).places(plan, span.after, span.before)
        size = FIRST_CHUNK
        while places := list(islice(found, size)):
            yield base.page_of(*place, places, clock)
            size = CHUNK
        return
    while True:
        rows = base.page(*place, CHUNK, filters, span, clock)
        yield rows
        if len(rows) < CHUNK:
            return
        span = span._replace(before=rows[-1].born)


def plan_for(
    work: Work, resource: Resource, query: Query, filters: list[tuple[str, str]]
) -> words.Plan | None:
    """The words that lead to what is meant; None where nothing but the index fields does, or one of them
    leaves a few records.
    """
    plan = words.plan_of(resource, work.account, query)
    if plan is None or not filters:
        return plan
    if len(plan.wanted) <= len(filters):
        return None
    few = min(base.counted(work.batch.store, work.world.world, work.account, filters)) < base.MOST_COUNTED
    return None if few else plan


def filters_of(work: Work, resource: Resource, query: Query) -> list[tuple[str, str]] | None:
    """Index fields that all that is meant has in common; None where nothing can be meant.

    Search does not mind case: free text and metadata have an index of small letters; another value narrows
    if it is spelled in one way only. Letters outside of ASCII are compared by the query alone.
    """
    fields = {path: field for field, path in resource.indexes}
    free = {path: field for field, path in resource.free}
    filters: list[tuple[str, str]] = []
    for clause in () if query.any else query.clauses:
        text = index_text(clause.value)
        if not clause.narrows or not text.isascii():
            continue
        if clause.field.kind == search.METADATA:
            filters.append((metadata_field(resource, clause.path[1]), folded(text)))
        elif clause.path in free:
            filters.append((free[clause.path], folded(text)))
        elif clause.path in fields:
            field = fields[clause.path]
            ways = base.spellings(work.batch.store, work.world.world, work.account, field, text)
            if not ways:
                return None
            if len(ways) == 1:
                filters.append((field, ways[0]))
    return filters


def words_of(query: Query) -> list[bytes]:
    """Words that must stand somewhere in a stored body, so that most bodies need not be parsed."""
    clauses = [clause for clause in (() if query.any else query.clauses) if not clause.negated]
    words = [one.value for one in clauses if isinstance(one.value, str) and PLAIN.fullmatch(one.value)]
    numbers = [str(one.value) for one in clauses if type(one.value) is int and one.operator == ":"]
    return [word.lower().encode() for word in (*words, *numbers)]


def lacks(body: bytes, words: list[bytes]) -> bool:
    """Does a word not stand in a body at all? Only for bodies without letters that fold into others."""
    folded = body.lower()
    return any(word not in folded for word in words)


def created_of(query: Query) -> dict[str, int]:
    """Bounds of the time of creation; where there are several, the query itself minds the others."""
    found: dict[str, int] = {}
    for clause in query.clauses:
        if clause.path == ("created",) and not clause.negated and isinstance(clause.value, int):
            found |= dict.fromkeys(BOUNDS[clause.operator], clause.value)
    return found


def page_from(place: int) -> str:
    """A place in the creation order as `next_page` shows it, for nobody to read. source: docs: Search"""
    return urlsafe_b64encode(b"[%d]" % place).decode().rstrip("=")


def place_of(page: str) -> int:
    """The place that a `page` stands for. refuses: bad_page"""
    try:
        text = urlsafe_b64decode(page + "=" * (-len(page) % 4))
        place = int(text[1:-1])
    except ValueError:
        raise search.bad_page() from None
    if page_from(place) != page:
        raise search.bad_page()
    return place
