"""The meter event of /v2: JSON in and out, times as text.

Owns: the v2 resources and how they write times. Does not own: the endpoints (v2_meter_events.py), checks
(meter_event.py). Money: none. Source: spec.
"""

from __future__ import annotations

from datetime import UTC, datetime

from pinstripe.api import errors
from pinstripe.kernel.resource import Resource

V2_METER_EVENT = Resource("v2.billing.meter_event", path="/v2/billing/meter_events")


V2_ADJUSTMENT = Resource(
    "v2.billing.meter_event_adjustment", prefix="mea", ids="v2", path="/v2/billing/meter_event_adjustments"
)


V2_SESSION = Resource(
    "v2.billing.meter_event_session", prefix="mes", ids="v2", path="/v2/billing/meter_event_session"
)


def moment_of(text: str | None, path: str) -> int | None:
    """Unix seconds of an RFC 3339 time. refuses: what is none"""
    if text is None:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise errors.bad_timestamp(path, "must be an RFC 3339 date-time") from None
    return int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp())


def text_of(moment: int) -> str:
    """A time as v2 answers show it."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
