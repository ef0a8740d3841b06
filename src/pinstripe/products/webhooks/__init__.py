"""Who hears of events: webhook endpoints, and the events themselves."""

MODULES: tuple[str, ...] = (
    "webhook_endpoint",
    "webhook_endpoints",
    "event",
    "events",
    "v2_event",
    "v2_events",
    "v2_event_destination",
    "v2_event_destinations",
    "v2_changes",
    "v2_copies",
    "reception",
)
DOORS: tuple[str, ...] = (
    "webhook_endpoint",
    "event",
    "v2_event",
    "v2_event_destination",
)
"""What later rooms may import."""
