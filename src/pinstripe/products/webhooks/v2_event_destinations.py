"""The endpoints of event destinations.

Owns: create, retrieve, list, update, delete, enable, disable, ping. Does not own: the record
(v2_event_destination.py), what is sent (events/). Money: none. Source: spec; docs: Thin events.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST, event_types, thin_types
from pinstripe.events import outbox
from pinstripe.ids import stable
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import ABSENT, Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.webhooks import refusals
from pinstripe.products.webhooks import v2_event as thin_events
from pinstripe.products.webhooks import v2_event_destination as destinations
from pinstripe.products.webhooks.v2_event import V2_EVENT
from pinstripe.products.webhooks.v2_event_destination import LIMIT, V2_EVENT_DESTINATION
from pinstripe.products.webhooks.webhook_endpoint import SECRET_LENGTH, refuse_url

PATH: Final = V2_EVENT_DESTINATION.path
PAGE: Final = 20
UNBUILT: Final = frozenset(
    f"v1.financial_connections.account.{what}_refresh_{outcome}"
    for what in ("inferred_balances", "risk_intelligence")
    for outcome in ("failed", "succeeded")
)
"""Thin events of what is not built."""
SECOND: Final = "v2."
"""What events of the second version begin with."""
WHOSE: Final = {"@self": "self", "@accounts": "other_accounts"}
"""Newer words for whose events are heard. source: spec (other_accounts, self); inferred"""


def found(work: Work, key: str) -> Record:
    """A destination of the account. refuses: no_such"""
    record = work.peek(key, V2_EVENT_DESTINATION.object)
    if record is None:
        raise errors.in_v2(errors.no_such(V2_EVENT_DESTINATION.noun, key, "id", 404))
    return record


@operation(f"POST {PATH}", V2_EVENT_DESTINATION)
def create(work: Work, params: Params) -> dict[str, Any]:
    """From now on events go there. refuses: of_connected_account, too_many_endpoints, missing_param, bad_url,
    unknown_events, version_of_snapshots. source: spec
    """
    try:
        refuse(work, params)
    except ApiError as refusal:
        raise errors.in_v2(refusal) from None
    fields, thin = told(work, params), params.event_payload == "thin"
    private = {"whose": [WHOSE.get(word, word) for word in fields["events_from"]], "thin": thin}
    if params.type == "webhook_endpoint":
        secret = "whsec_" + work.mint.letters(SECRET_LENGTH)
        private |= {"url": params.webhook_endpoint.url, "secret": secret}
    made = work.create(V2_EVENT_DESTINATION, "enabled", private=private, **fields)
    outbox.told(work, made)
    return destinations.view(made, params.get("include") or ())


def told(work: Work, params: Params) -> dict[str, Any]:
    """What a request says of a destination, as it is shown."""
    now = thin_events.text_of(work.now)
    fields: dict[str, Any] = {
        "created": now,
        "description": params.get("description") or "",
        "enabled_events": list(params.enabled_events),
        "event_payload": params.event_payload,
        "events_from": params.get("events_from") or ["self"],
        "metadata": merged_metadata(None, params.get("metadata") or {}),
        "name": params.name,
        "type": params.type,
        "updated": now,
        **elsewhere(work, params),
    }
    if params.event_payload != "thin":
        fields["snapshot_api_version"] = params.get("snapshot_api_version") or NEWEST
    return fields


def refuse(work: Work, params: Params) -> None:
    """Is everything there that a destination needs? refuses: as create"""
    if work.account != work.world.account:
        raise refusals.of_connected_account()
    if len(work.where(V2_EVENT_DESTINATION.object, LIMIT)) >= LIMIT:
        raise refusals.too_many_endpoints(LIMIT)
    if params.get(params.type) is None:
        raise errors.missing_param(params.type)
    if params.type == "webhook_endpoint":
        refuse_url(params.webhook_endpoint.url)
    for word in params.get("events_from") or ():
        if word not in (*WHOSE, *WHOSE.values()):
            raise errors.bad_enum(list(WHOSE.values()), "events_from")
    thin = params.event_payload == "thin"
    if thin and params.get("snapshot_api_version"):
        raise refusals.version_of_snapshots()
    refuse_events(params.enabled_events, thin)


def refuse_events(wanted: list[str], thin: bool) -> None:
    """Are there such events? refuses: unknown_events, not_implemented (of what is not built)"""
    if not wanted:
        raise errors.missing_param("enabled_events")
    for kind in wanted:
        if thin and kind in UNBUILT:
            raise errors.not_implemented(f"POST {PATH}", f"enabled_events={kind}")
        known = kind in thin_types() or kind.startswith(SECOND) if thin else kind in event_types()
        if kind != "*" and not known:
            raise refusals.unknown_events(kind)


def elsewhere(work: Work, params: Params) -> dict[str, Any]:
    """What is shown of a cloud's bus that its owner has not connected yet. source: spec; names inferred"""
    name = stable(12, work.world.seed, params.name).lower()
    if params.type == "amazon_eventbridge":
        bus = params.amazon_eventbridge
        arn = f"arn:aws:events:{bus.aws_region}::event-source/aws.partner/stripe.com/ed_test_{name}"
        told = {"aws_account_id": bus.aws_account_id, "aws_event_source_arn": arn}
        return {"amazon_eventbridge": {**told, "aws_event_source_status": "pending"}}
    if params.type == "azure_event_grid":
        topic = {
            "azure_partner_topic_name": f"stripe-{name}",
            "azure_partner_topic_status": "never_activated",
        }
        return {"azure_event_grid": {**topic, **params.azure_event_grid}}
    return {}


@operation(f"GET {PATH}/{{id}}", V2_EVENT_DESTINATION)
def retrieve(work: Work, params: Params, id: str) -> dict[str, Any]:
    """One destination. refuses: no_such. source: spec"""
    return destinations.view(found(work, id), params.get("include") or ())


@operation(f"GET {PATH}", V2_EVENT_DESTINATION)
def list_all(work: Work, params: Params) -> dict[str, Any]:
    """The destinations of the account, newest first. refuses: bad_page. source: spec; pages inferred"""
    limit, page = min(max(params.get("limit", PAGE), 1), 100), params.get("page")
    known = work.where(V2_EVENT_DESTINATION.object, LIMIT)
    places = [one.id for one in known]
    if page is not None and page not in places:
        raise errors.in_v2(refusals.bad_page())
    start = places.index(page) + 1 if page else 0
    shown, more = known[start : start + limit], len(known) > start + limit
    include = params.get("include") or ()
    kept = {name: params[name] for name in ("limit",) if name in params}
    kept |= {f"include[{number}]": word for number, word in enumerate(include)}
    following = urlencode({**kept, "page": shown[-1].id}) if more else ""
    return {
        "data": [destinations.view(one, include) for one in shown],
        "next_page_url": f"{PATH}?{following}" if more else None,
        "previous_page_url": f"{PATH}?{urlencode(kept)}" if page else None,
    }


@operation(f"POST {PATH}/{{id}}", V2_EVENT_DESTINATION)
def update(work: Work, params: Params, id: str) -> dict[str, Any]:
    """Another name, other events, another address. refuses: no_such, bad_url, unknown_events, no_address.
    source: spec
    """
    destination = found(work, id)
    try:
        if "enabled_events" in params:
            refuse_events(params.enabled_events, bool(destination.private["thin"]))
        if params.get("webhook_endpoint"):
            if destination.body["type"] != "webhook_endpoint":
                raise refusals.no_address()
            refuse_url(params.webhook_endpoint.url)
            work.note(destination, url=params.webhook_endpoint.url)
    except ApiError as refusal:
        raise errors.in_v2(refusal) from None
    changes = params.pick("description", "enabled_events", "name")
    if "metadata" in params:
        changes["metadata"] = merged_metadata(destination.metadata, params.metadata)
    work.change(destination, **changes, updated=thin_events.text_of(work.now))
    outbox.told(work, destination)
    return destinations.view(destination, params.get("include") or ())


@operation(f"POST {PATH}/{{id}}/disable", V2_EVENT_DESTINATION)
def disable(work: Work, params: Params, id: str) -> dict[str, Any]:
    """Nothing goes there for now; what waited is never sent. refuses: no_such. source: spec"""
    destination = found(work, id)
    outbox.give_up(work, destination)
    outbox.told(work, destination)
    why = {"disabled": {"reason": "user"}}
    now = thin_events.text_of(work.now)
    work.advance(destination, "disable", "done", status_details=why, updated=now)
    return destinations.view(destination, params.get("include") or ())


@operation(f"POST {PATH}/{{id}}/enable", V2_EVENT_DESTINATION)
def enable(work: Work, params: Params, id: str) -> dict[str, Any]:
    """Events go there again. refuses: no_such. source: spec"""
    destination = found(work, id)
    outbox.told(work, destination)
    now = thin_events.text_of(work.now)
    work.advance(destination, "enable", "done", status_details=ABSENT, updated=now)
    return destinations.view(destination, params.get("include") or ())


@operation(f"POST {PATH}/{{id}}/ping", V2_EVENT)
def ping(work: Work, params: Params, id: str) -> Record:
    """An event that says nothing goes there. refuses: no_such, disabled_destination. source: spec"""
    destination = found(work, id)
    if destination.status != "enabled":
        raise errors.in_v2(refusals.disabled_destination())
    return thin_events.tell(work, outbox.PING, {}, destination)


@operation(f"DELETE {PATH}/{{id}}", V2_EVENT_DESTINATION)
def delete(work: Work, params: Params, id: str) -> dict[str, Any]:
    """Nothing goes there any more. refuses: no_such. source: spec"""
    destination = found(work, id)
    outbox.give_up(work, destination)
    outbox.told(work, destination)
    work.delete(destination)
    return {"id": id, "object": V2_EVENT_DESTINATION.object}
