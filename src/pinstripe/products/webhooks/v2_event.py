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

LOOKED_AT_LATER = ("v1.billing.meter.error_report_triggered", "v1.billing.meter.no_meter_found")
"""What no request brings about at once. source: docs: Record usage with the API"""
FIRST = "v1."


def tell(
    work: Work,
    kind: str,
    data: Mapping[str, Any],
    related: Record | Mapping[str, str] | None = None,
    *,
    snapshot: str | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Record:
    """Something of this kind happened, to that record if it happened to one.

    params: related, the record, or its id, type and url where it has another name in the second version ·
    snapshot, the event of the first version that says the same · changes, before and after.
    source: docs: Thin events; spec (the request that it came of; of what is looked at later there is none)
    """
    fields: dict[str, Any] = {"created": text_of(work.world_now), "type": kind}
    if data or not kind.startswith(FIRST):
        fields["data"] = dict(data)
    if changes is not None:
        fields["changes"] = dict(changes)
    if snapshot is not None:
        fields["snapshot_event"] = snapshot
    if work.request_id and kind not in LOOKED_AT_LATER:
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
