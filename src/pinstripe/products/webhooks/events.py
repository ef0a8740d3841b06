"""The endpoints of events.

Owns: retrieve, list and its filters, telling again, where a command line begins to listen.
Does not own: how an event is shown (event.py), what a command line is given (reception.py). Money: none.
Source: spec; recorded: all recordings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.table import event_types
from pinstripe.events import lines, outbox, snapshots
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import limit_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import BACK
from pinstripe.products.webhooks import reception, refusals
from pinstripe.products.webhooks.event import EVENT, KEPT_SECONDS, shown
from pinstripe.products.webhooks.v2_event_destination import V2_EVENT_DESTINATION
from pinstripe.products.webhooks.webhook_endpoint import LIMIT, WEBHOOK_ENDPOINT

TYPES_LIMIT = 20


SIGNS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


@operation("GET /v1/events", EVENT)
def list_all(work: Work, params: Params) -> Page:
    """What happened in the last 30 days of the world's time, newest first.

    refuses: both_types, too_many_types, both_cursors, no_such_event
    source: spec
    """
    asked = filters(work, params)
    backwards = params.get("ending_before") is not None
    limit = limit_of(params)
    store = work.batch.store
    found = (
        snapshots.page(store, work.world.world, work.account, asked, limit + 1, backwards) if asked else []
    )
    page = found[:limit]
    if backwards:
        page.reverse()
    return Page(shown(work, page), len(found) > limit)


@operation("GET /v1/events/{id}", EVENT)
def retrieve(work: Work, params: Params, id: str) -> dict[str, Any]:
    """One event, if it is not older than 30 days. refuses: no_such_event; source: spec"""
    since = work.world_now - KEPT_SECONDS
    event = snapshots.one(work.batch.store, work.world.world, work.account, id, since)
    if event is None or event.type.startswith(outbox.THIN):
        raise refusals.no_such_event(id, "id", 404)
    return shown(work, [event])[0]


@operation("POST /v1/events/{id}/retry", EVENT)
def retry(work: Work, params: Params, id: str) -> dict[str, Any]:
    """The event is told again, now: to the endpoint that is named, to command lines that listen, or to all
    endpoints that hear of it.

    An endpoint that does not hear of such events is not told of this one either.
    refuses: no_such_notification, no_such_endpoint
    source: sdk: the command line tool (`stripe events resend`); without an endpoint inferred
    """
    platform = work.world.account
    account = params.get("account", work.account) if work.account == platform else work.account
    event = snapshots.one(work.batch.store, work.world.world, account, id, work.world_now - KEPT_SECONDS)
    if event is None:
        raise refusals.no_such_notification(id)
    wanted = params.get("webhook_endpoint")
    if wanted is not None or not params.get("for_stripecli"):
        endpoints = [one for one in receivers(work, account) if wanted in (None, one.id)]
        if wanted is not None and not endpoints:
            raise refusals.no_such_endpoint(wanted)
        outbox.retell(work, endpoints, account, id)
    if params.get("for_stripecli"):
        lines.retell(work, account, event.seq)
    owner_work = work.acting_for(account)
    return shown(owner_work, [event])[0]


@operation("POST /v1/stripecli/sessions", EVENT)
def listen(work: Work, params: Params) -> dict[str, Any]:
    """A command line wants to hear of this account's events or requests. refuses: bad_filters

    source: sdk: the command line tool
    """
    return reception.begun(work, params)


def receivers(work: Work, account: str) -> list[Record]:
    """Whoever may hear of an account's events: its own endpoints and destinations, and the platform's."""
    found: list[Record] = []
    for owner in dict.fromkeys((work.world.account, account)):
        owner_work = work.acting_for(owner)
        found += owner_work.where(WEBHOOK_ENDPOINT.object, LIMIT)
        found += owner_work.where(V2_EVENT_DESTINATION.object, LIMIT)
    return found


def filters(work: Work, params: Params) -> snapshots.Asked | None:
    """What a list's parameters ask for; None where no event can be meant."""
    thin = "','".join(outbox.THIN)
    where: list[str] = [f"substr(e.type,1,3) NOT IN ('{thin}')"]
    args: list[Any] = []
    for column, sign, bound in (*places(work, params), *times(work, params.get("created"))):
        where.append(f"{column}{sign}?")
        args.append(bound)
    wanted = wanted_types(params)
    types = named(wanted)
    if wanted and not types:
        return None
    success = params.get("delivery_success")
    if success:
        where.append(snapshots.DELIVERED)
    return snapshots.Asked(where, args, types if "*" not in wanted else [], success is False)


def wanted_types(params: Mapping[str, Any]) -> list[str]:
    """The types asked for, one or several, not both ways at once. refuses: both_types, too_many_types"""
    if params.get("type") is not None and params.get("types"):
        raise refusals.both_types()
    kinds = params.get("types") or []
    if len(kinds) > TYPES_LIMIT:
        raise refusals.too_many_types(TYPES_LIMIT)
    return [params["type"]] if params.get("type") is not None else list(kinds)


def named(wanted: list[str]) -> list[str]:
    """The known types that are meant; `*` stands for anything (`charge.*`). source: spec"""
    plain = [kind for kind in wanted if "*" not in kind]
    meant = [re.compile(".*".join(map(re.escape, kind.split("*")))) for kind in wanted if "*" in kind]
    found = [kind for kind in event_types() if any(one.fullmatch(kind) for one in meant)]
    return list(dict.fromkeys((*plain, *found)))


def times(work: Work, created: Any) -> list[tuple[str, str, int]]:
    """Bounds of the creation time: one moment or a range, and the 30 days that events are kept; and, where
    time never went back, the places between which such events stand.
    """
    range_ = {"gte": created, "lte": created} if isinstance(created, int) else dict(created or {})
    bounds = {name: bound for name, bound in range_.items() if bound is not None}
    bounds["gte"] = max(bounds.get("gte", 0), work.world_now - KEPT_SECONDS)
    found = [("e.created", SIGNS[name], bound) for name, bound in bounds.items()]
    if BACK in work.world.settings:
        return found
    after, before = snapshots.between(work.batch.store, work.world, work.account, bounds)
    edges = (("p.seq", ">", after), ("p.seq", "<", before))
    return found + [(column, sign, place) for column, sign, place in edges if place is not None]


def places(work: Work, params: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """Bounds of the order of events by the cursors. refuses: no_such_event, both_cursors"""
    bounds = []
    for name, sign in (("starting_after", "<"), ("ending_before", ">")):
        key = params.get(name)
        if key is None:
            continue
        number = outbox.number_of(work.batch.store, work.world.world, work.account, key)
        if number is None:
            raise refusals.no_such_event(key, name, 400)
        bounds.append(("p.seq", sign, number))
    if len(bounds) > 1:
        raise errors.both_cursors()
    return bounds
