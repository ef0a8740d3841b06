"""Operations without a function of their own: validate, touch one record or page, show it.

Owns: generated retrieve, list, create, update, delete and single-outcome verbs; list parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import cache
from typing import Any, TypeVar

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST, Table
from pinstripe.kernel.call import Page
from pinstripe.kernel.index import index_text
from pinstripe.kernel.operation import HANDLERS, Handler, known
from pinstripe.kernel.record import ABSENT, Record, merged, merged_metadata
from pinstripe.kernel.resource import REGISTRY, Resource
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import BACK
from pinstripe.store import base, moments
from pinstripe.store.base import Span

T = TypeVar("T")


def limit_of(params: Mapping[str, Any]) -> int:
    """Ten, or what was asked, clamped to 1..100. source: recorded: stripe_world probes"""
    return min(max(int(params.get("limit") or (10 if params.get("limit") is None else 1)), 1), 100)


def cursor(work: Work, resource: Resource, params: Mapping[str, Any], name: str) -> int | None:
    """The place of a cursor in the creation order; a deleted record's place counts. refuses:
    resource_missing"""
    key = params.get(name)
    if key is None:
        return None
    known = work.batch.load(work.account, key)
    if known is None or known.type != resource.object:
        raise errors.no_such(resource.noun, key, name, 400)
    return known.born


def span_of(work: Work, resource: Resource, params: Mapping[str, Any]) -> Span:
    """Creation-time range and cursors of a list. refuses: both cursors at once, after looking them up."""
    after = cursor(work, resource, params, "starting_after")
    before = cursor(work, resource, params, "ending_before")
    if after is not None and before is not None:
        raise errors.both_cursors()
    created = params.get("created")
    if created is None and after is None and before is None:
        return base.ANYWHERE
    bounds = {"gte": created, "lte": created} if isinstance(created, int) else dict(created or {})
    return Span(after=before, before=after, **bounds)


def referred(work: Work, params: Mapping[str, Any], **kinds: str) -> None:
    """The records that a list is filtered by exist, or did before they were deleted. params: kinds, the type
    that each filter names. refuses: resource_missing (400). source: recorded: gumroad (references)"""
    for name, kind in kinds.items():
        key = params.get(name)
        if not key:
            continue
        known = work.batch.load(work.account, key)
        if known is None or known.type != kind:
            raise errors.no_such(REGISTRY[kind].noun, key, name, 400)


def list_records(
    work: Work,
    resource: Resource,
    params: Mapping[str, Any],
    url: str,
    filters: Mapping[str, Any] | None = None,
    clock: str | None = "",
) -> Page:
    """One page of a type by declared filters, newest first."""
    rows, more = _window(base.page, work, resource, params, filters, clock)
    return Page([Record.of(row, work.account) for row in rows], more, url)


def show_records(
    work: Work,
    resource: Resource,
    params: Mapping[str, Any],
    url: str,
    filters: Mapping[str, Any] | None = None,
    clock: str | None = "",
) -> Page:
    """The same as a whole answer: nobody looks into its records where stored bytes can be shown."""
    if not work.verbatim or resource.computed or not work.version.same(resource.object):
        return list_records(work, resource, params, url, filters, clock)
    bodies, more = _window(base.page_bodies, work, resource, params, filters, clock)
    return Page((), more, url, stored=bodies)


def placed(work: Work, kind: str, span: Span, clock: str | None) -> Span:
    """A span of a list as the world's own time places it; where time went back, or several clocks count, it
    stays as it is.
    """
    timed = any(bound is not None for bound in span[:4])
    if not timed or clock != "" or BACK in work.world.settings:
        return span
    args = (work.world.world, kind, work.account)
    return moments.narrowed(work.batch.store, moments.PLACE, args, work.world.seq, span)


def _window(
    read: Callable[..., list[T]],
    work: Work,
    resource: Resource,
    params: Mapping[str, Any],
    filters: Mapping[str, Any] | None,
    clock: str | None,
) -> tuple[list[T], bool]:
    """What stands on a page, and whether more would follow."""
    span = placed(work, resource.object, span_of(work, resource, params), clock)
    limit = limit_of(params)
    pairs = [(f"{resource.object}.{n}", index_text(v)) for n, v in (filters or {}).items() if v is not None]
    backwards = params.get("ending_before") is not None
    found = read(
        work.batch.store,
        work.world.world,
        work.account,
        resource.object,
        limit + 1,
        pairs,
        span,
        clock,
        backwards,
    )
    more = len(found) > limit
    found = found[:limit]
    if backwards:
        found.reverse()
    return found, more


def page_of(items: Sequence[Any], params: Mapping[str, Any], url: str, noun: str) -> Page:
    """A page of computed bodies, of chosen records or of ids, given newest first; cursors are their ids."""
    limit = limit_of(params)
    places = {key_of(item): number for number, item in enumerate(items)}
    bounds = []
    for name in ("starting_after", "ending_before"):
        key = params.get(name)
        if key is not None and key not in places:
            raise errors.no_such(noun, key, name, 400)
        bounds.append(None if key is None else places[key])
    after, before = bounds
    if after is not None and before is not None:
        raise errors.both_cursors()
    if before is not None:
        start = max(before - limit, 0)
        return Page(items[start:before], start > 0, url)
    start = 0 if after is None else after + 1
    return Page(items[start : start + limit], len(items) > start + limit, url)


def key_of(item: Any) -> str:
    """The id of a body or of a record, or an id itself."""
    if isinstance(item, str):
        return item
    return str(item["id"] if isinstance(item, dict) else item.id)


def created_within(record: Record, params: Mapping[str, Any]) -> bool:
    """Does a record lie in a list's creation-time range?"""
    bounds = params.get("created")
    return bounds is None or within(record.body["created"], bounds)


def within(moment: int, bounds: Any) -> bool:
    """Is it this moment, or one in this range?"""
    if isinstance(bounds, int):
        return moment == bounds
    signs = {"gt": moment.__gt__, "gte": moment.__ge__, "lt": moment.__lt__, "lte": moment.__le__}
    return all(signs[name](bound) for name, bound in bounds.items())


def completed(value: Any, node: Mapping[str, Any], table: Table) -> Any:
    """A given hash with the keys it leaves out as nulls, and lists as empty ones, the way answers show it;
    what is unset and has no null is left out. source: recorded: all recordings (shipping)
    """
    if isinstance(value, list) and "items" in node:
        return [completed(one, node["items"], table) for one in value]
    if not isinstance(value, dict):
        return value
    shape = table.object(node["ref"]) if "ref" in node else None
    props = shape.props if shape is not None else node.get("props")
    if node.get("t") == "map":
        return {n: v for n, v in value.items() if v is not None}
    if not props:
        return dict(value)
    blank: dict[str, Any] = {n: None for n, p in props.items() if p.get("null") and not p.get("opt")}
    blank |= {n: [] for n, p in props.items() if p.get("t") == "list" and p.get("req")}
    told = {n: v for n, v in value.items() if v is not None or n not in props or props[n].get("null")}
    return {**blank, **{n: completed(v, props[n], table) if n in props else v for n, v in told.items()}}


def shown(resource: Resource, name: str, value: Any, node: Mapping[str, Any], table: Table) -> Any:
    """A given field as answers show it: a hash with its nulls, but for those that the resource leaves out.
    source: recorded: airbytehq (a customer's shipping has no carrier)
    """
    found = completed(value, node, table)
    if not isinstance(value, dict):
        return found
    left_out = set(resource.absent.split())
    return {key: one for key, one in found.items() if one is not None or f"{name}.{key}" not in left_out}


def stored(
    resource: Resource, params: Mapping[str, Any], without: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The parameters that are fields of the resource, as a fresh body takes them."""
    table = Table.load(NEWEST)
    props = table.object(resource.schema).props
    out: dict[str, Any] = {}
    for name, value in params.items():
        node = props.get(name)
        if node is None or name in without or name == "expand":
            continue
        if name == "metadata":
            out[name] = merged_metadata(None, value)
        elif value is not None or node.get("null"):
            out[name] = shown(resource, name, value, node, table)
    return out


def updates(
    record: Record, params: Mapping[str, Any], without: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The parameters that are fields of the record, merged with what it has; a list is emptied, not null."""
    resource = REGISTRY[record.type]
    table = Table.load(NEWEST)
    props = table.object(resource.schema).props
    out: dict[str, Any] = {}
    for name, value in params.items():
        node = props.get(name)
        if node is None or name in without or name == "expand":
            continue
        if name == "metadata":
            out[name] = merged_metadata(record.body.get(name), value)
        elif value is None and (not node.get("null") or isinstance(resource.defaults.get(name), list)):
            known = name in resource.defaults
            out[name] = deepcopy(resource.defaults[name]) if known else ABSENT
        elif isinstance(value, dict):
            out[name] = shown(resource, name, merged(record.body.get(name), value), node, table)
        else:
            out[name] = value
    return out


def deleted(record: Record) -> dict[str, Any]:
    """What a delete answers, and whoever looks afterwards. source: recorded: all recordings"""
    more = {name: record.body[name] for name in REGISTRY[record.type].stub.split()}
    return {"id": record.id, "object": record.type, "deleted": True, **more}


def _retrieve(work: Work, record: Record, params: Params) -> Record:
    return record


def _delete(work: Work, record: Record, params: Params) -> dict[str, Any]:
    work.delete(record)
    return deleted(record)


def _update(work: Work, record: Record, params: Params) -> Record:
    return work.change(record, **updates(record, params))


def _maker(resource: Resource) -> Any:
    outcome = next((o for verb, o in resource.steps if verb == "create"), None)

    def create(work: Work, params: Params) -> Record:
        return work.create(resource, outcome, **stored(resource, params))

    return create


def _lister(resource: Resource) -> Any:
    names = [field.removeprefix(f"{resource.object}.") for field, _ in resource.indexes]

    def list_all(work: Work, params: Params) -> Page:
        filters = {n: params[n] for n in names if n in params}
        clock = None if filters.get("customer") or filters.get("test_clock") else ""
        return show_records(work, resource, params, resource.path, filters, clock)

    return list_all


def _verb(verb: str) -> Any:
    def take(work: Work, record: Record, params: Params) -> Record:
        return work.advance(record, verb, "done", **updates(record, params))

    take.__name__ = verb
    return take


def install() -> None:
    """Make the handlers that resources ask for by `generated` and no module wrote."""
    paths = _paths()
    for resource in list(REGISTRY.values()):
        one = paths.get(resource.path, f"{resource.path}/{{id}}")
        for word in resource.generated.split():
            _install(resource, word, one)


def _install(resource: Resource, word: str, one: str) -> None:
    match word:
        case "list":
            name, function, subject = f"GET {resource.path}", _lister(resource), ""
        case "create":
            name, function, subject = f"POST {resource.path}", _maker(resource), ""
        case "retrieve":
            name, function, subject = f"GET {one}", _retrieve, one
        case "update":
            name, function, subject = f"POST {one}", _update, one
        case "delete":
            name, function, subject = f"DELETE {one}", _delete, one
        case _:
            name, function, subject = f"POST {one}/{word}", _verb(word), one
    if name in HANDLERS:
        return
    assert known(name), f"{resource.object} asks for {word}, but there is no {name}"
    param = subject.rpartition("{")[2].rstrip("}")
    HANDLERS[name] = Handler(
        name, resource, function, word, param, resource.object, frozenset(), True, name.startswith("GET ")
    )


@cache
def _paths() -> dict[str, str]:
    """The path of one record below each collection, with the parameter name that the spec gives it."""
    found: dict[str, str] = {}
    for name in Table.load(NEWEST).operations():
        path = name.partition(" ")[2]
        head, _, tail = path.rpartition("/")
        if tail.startswith("{") and tail.endswith("}"):
            found.setdefault(head, path)
    return found
