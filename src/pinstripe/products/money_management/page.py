"""Page: how /v2 lists are cut into pages, and how it writes amounts and finds what a path names.

Owns: pages, their addresses, amounts. Does not own: what is listed. Money: amounts in minor units.
Source: spec; pages and their addresses inferred (as thin events have them).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from operator import ge, gt, le, lt
from typing import Any, Final
from urllib.parse import urlencode

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import refusals
from pinstripe.products.webhooks.v2_event import moment_of

USUAL: Final = 20
MOST: Final = 100
"""Rows on a page when nobody says how many, and at most. source: inferred"""
BOUNDS: Final[Mapping[str, Callable[[int, int], bool]]] = {"gt": gt, "gte": ge, "lt": lt, "lte": le}


def amount(value: int, currency: str) -> dict[str, Any]:
    """An amount as /v2 writes it."""
    return {"currency": currency, "value": value}


def listed(work: Work, resource: Resource, params: Params, **filters: Any) -> dict[str, Any]:
    """One page of a type, newest first. params: filters, by index. refuses: bad_page, bad_moment"""
    wanted = {name: value for name, value in filters.items() if value is not None}
    return chosen(resource, params, work.each(resource.object, **wanted))


def chosen(resource: Resource, params: Params, found: Iterable[Record]) -> dict[str, Any]:
    """One page of records, of those that were made when the list asks for. refuses: bad_page, bad_moment"""
    try:
        bounds = [
            (BOUNDS[name], moment_of(text, f"created[{name}]"))
            for name, text in (params.get("created") or {}).items()
        ]
    except ApiError as refusal:
        raise errors.in_v2(refusal) from None
    rows = (one.body for one in found if within(one, bounds))
    return cut(rows, resource.path, params)


def within(record: Record, bounds: list[tuple[Callable[[int, int], bool], int]]) -> bool:
    """Was a record made when it is asked for?"""
    moment = moment_of(record.created, "created") if bounds else 0
    return all(holds(moment, bound) for holds, bound in bounds)


def cut(rows: Iterable[Mapping[str, Any]], path: str, params: Params) -> dict[str, Any]:
    """The page that a list's parameters ask for. refuses: bad_page"""
    limit = min(max(params.get("limit", USUAL), 1), MOST)
    left = iter(rows)
    token = params.get("page")
    if token is not None and all(row["id"] != token for row in left):
        raise refusals.bad_page()
    page = list(islice(left, limit + 1))
    kept = flat({name: value for name, value in params.items() if name != "page"})
    more = len(page) > limit
    following = urlencode([*kept, ("page", page[limit - 1]["id"])]) if more else ""
    return {
        "data": page[:limit],
        "next_page_url": f"{path}?{following}" if more else None,
        "previous_page_url": (f"{path}?{urlencode(kept)}" if kept else path) if token else None,
    }


def flat(value: Any, name: str = "") -> list[tuple[str, Any]]:
    """Parameters as a query has them."""
    if isinstance(value, Mapping):
        return [
            pair for key, inner in value.items() for pair in flat(inner, f"{name}[{key}]" if name else key)
        ]
    if isinstance(value, list | tuple):
        return [pair for place, inner in enumerate(value) for pair in flat(inner, f"{name}[{place}]")]
    return [(name, value)]
