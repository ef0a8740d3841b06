"""The event destination record: where events go, thin ones or snapshots, to an address or to a cloud's bus.

Owns: the record, its states, what is shown of it. Does not own: the endpoints of the API
(v2_event_destinations.py), sending (events/delivery.py); what a cloud's bus does with events: nothing is sent
there. Money: none. Source: spec; docs: Thin events.
Private facts: `secret` signs what is sent to `url`; `whose` events, own ones or those of other accounts;
`thin` ones or not.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pinstripe.events import lines, outbox
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work

LIMIT = 16
"""Destinations of an account. source: docs: webhooks"""

# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome    from                to
    ("create",  "enabled", ANY,                "enabled"),
    ("enable",  "done",    "enabled disabled", "enabled"),
    ("disable", "done",    "enabled disabled", "disabled"),
)
# fmt: on

V2_EVENT_DESTINATION = Resource(
    "v2.core.event_destination",
    prefix="ed",
    ids="v2",
    path="/v2/core/event_destinations",
    noun="event destination",
    lifecycle=LIFECYCLE,
    receives=True,
)


def thin_ones(work: Work) -> list[Record]:
    """The destinations of the world that hear of thin events."""
    known = work.world.endpoints  # as the last batch with events knew them
    if known is None:
        platform_work = work.acting_for(work.world.account)
        known = platform_work.where(V2_EVENT_DESTINATION.object, LIMIT)
    return [one for one in known if one.private.get("thin") and one.body["status"] == "enabled"]


def is_heard(work: Work, kind: str) -> bool:
    """Does a destination hear of such events of the account that is acted for, or a command line?"""
    known = thin_ones(work)
    return any(outbox.hears(one, work.account, kind, work.world.account) for one in known) or (
        lines.thin_are_heard(work)
    )


def view(destination: Record, include: Collection[str] = ()) -> dict[str, Any]:
    """A destination as answers show it: its address and secret only where they are asked for. source: spec"""
    body = destination.body
    told = {
        name: destination.private[fact]
        for name, fact in (("signing_secret", "secret"), ("url", "url"))
        if f"webhook_endpoint.{name}" in include and destination.private.get(fact)
    }
    return {**body, "webhook_endpoint": told} if told else dict(body)
