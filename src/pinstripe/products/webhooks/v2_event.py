"""The thin event: what is told later of something that was answered before it was looked at.

Owns: the record, which says what happened and of which object, and how /v2 writes times.
Does not own: its endpoints (v2_events.py), what is told (the rooms that tell it), who is sent it
(v2_event_destination.py). Money: none.
Source: spec; docs: Thin events.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pinstripe.events import outbox
from pinstripe.kernel import thin
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY, Resource
from pinstripe.kernel.work import Work
from pinstripe.products.webhooks import refusals
from pinstripe.products.webhooks import v2_event_destination as destinations

V2_EVENT = Resource(
    "v2.core.event",
    prefix="evt",
    ids="v2",
    path="/v2/core/events",
    index=("type", "object_id=related_object.id"),
    noun="event",
)

LOOKED_AT_LATER = "v1."
"""What events begin with that no request brings about at once."""


def tell(
    work: Work, kind: str, data: Mapping[str, Any], related: Record | Mapping[str, str] | None = None
) -> Record:
    """Something of this kind happened, to that record if it happened to one. params: related, the record, or
    its id, type and url where it has another name in the second version. source: docs: Thin events; spec (the
    request that it came of; of what is looked at later there is none)
    """
    fields: dict[str, Any] = {"created": text_of(work.now), "data": dict(data), "type": kind}
    if work.request_id and not kind.startswith(LOOKED_AT_LATER):
        request = {"id": work.request_id, "idempotency_key": work.idempotency_key}
        fields["reason"] = {"request": request, "type": "request"}
    if isinstance(related, Mapping):
        fields["related_object"] = dict(related)
    elif related is not None:
        path = f"{REGISTRY[related.type].path}/{related.id}"
        fields["related_object"] = {"id": related.id, "type": related.type, "url": path}
    event = work.create(V2_EVENT, **fields)
    if kind == outbox.PING or destinations.is_heard(work, kind):
        thin.send(work, event)
    return event


def text_of(moment: int) -> str:
    """A time as v2 answers show it."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def moment_of(text: str, path: str) -> int:
    """Unix seconds of an RFC 3339 time. refuses: bad_moment"""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise refusals.bad_moment(path) from None
    return int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp())
