"""The meter event of /v2: JSON in and out.

Owns: the v2 resources. Does not own: the endpoints (v2_meter_events.py), checks (meter_event.py), how /v2
writes times (room webhooks). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.kernel.resource import Resource

V2_METER_EVENT = Resource("v2.billing.meter_event", path="/v2/billing/meter_events")


V2_ADJUSTMENT = Resource(
    "v2.billing.meter_event_adjustment", prefix="mea", ids="v2", path="/v2/billing/meter_event_adjustments"
)


V2_SESSION = Resource(
    "v2.billing.meter_event_session", prefix="mes", ids="v2", path="/v2/billing/meter_event_session"
)
