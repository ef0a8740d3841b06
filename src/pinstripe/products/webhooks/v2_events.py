"""The endpoints of thin events.

Owns: retrieve, list, its pages. Does not own: the record (v2_event.py). Money: none.
Source: spec; pages and their addresses inferred.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from operator import ge, gt, le, lt
from typing import Any
from urllib.parse import urlencode

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.webhooks import refusals
from pinstripe.products.webhooks.event import KEPT_SECONDS
from pinstripe.products.webhooks.v2_event import V2_EVENT, moment_of

PAGE = 20
MOST = 100
"""Events on a page when nobody says how many, and at most. source: inferred"""
BOUNDS: dict[str, Callable[[int, int], bool]] = {"gt": gt, "gte": ge, "lt": lt, "lte": le}


@operation("GET /v2/core/events", V2_EVENT)
def list_all(work: Work, params: Params) -> dict[str, Any]:
    """What was told in the last 30 days, newest first. refuses: bad_page, bad_moment. source: spec"""
    limit = min(max(params.get("limit", PAGE), 1), MOST)
    try:
        found = _after(_wanted(work, params), params.get("page"))
        page = list(islice(found, limit + 1))
    except ApiError as refusal:
        raise errors.in_v2(refusal) from None
    more = len(page) > limit
    kept = {name: value for name, value in params.items() if name in ("limit", "object_id")}
    kept |= {f"types[{number}]": kind for number, kind in enumerate(params.get("types") or ())}
    kept |= {f"created[{name}]": text for name, text in (params.get("created") or {}).items()}
    following = urlencode({**kept, "page": page[limit - 1].id}) if more else ""
    return {
        "data": [event.body for event in page[:limit]],
        "next_page_url": f"/v2/core/events?{following}" if more else None,
        "previous_page_url": f"/v2/core/events?{urlencode(kept)}" if params.get("page") else None,
    }


@operation("GET /v2/core/events/{id}", V2_EVENT)
def retrieve(work: Work, params: Params, id: str) -> Record:
    """One event, if it is not older than 30 days. refuses: no_such_event. source: spec"""
    event = work.peek(id, V2_EVENT.object)
    if event is None or moment_of(event.created, "created") < work.world_now - KEPT_SECONDS:
        raise errors.in_v2(refusals.no_such_event(id, "id", 404))
    return event


def _wanted(work: Work, params: Params) -> Iterator[Record]:
    """The events that a list's parameters ask for, newest first."""
    filters = {name: params[name] for name in ("object_id",) if name in params}
    kinds = params.get("types")
    created = params.get("created") or {}
    bounds = [(BOUNDS[name], moment_of(text, f"created[{name}]")) for name, text in created.items()]
    bounds.append((ge, work.world_now - KEPT_SECONDS))
    for event in work.each(V2_EVENT.object, **filters):
        moment = moment_of(event.created, "created")
        if (not kinds or event.body["type"] in kinds) and all(
            holds(moment, bound) for holds, bound in bounds
        ):
            yield event


def _after(events: Iterator[Record], page: str | None) -> Iterator[Record]:
    """What follows the event that a page names. refuses: bad_page"""
    if page is None:
        return events
    for event in events:
        if event.id == page:
            return events
    raise refusals.bad_page()
