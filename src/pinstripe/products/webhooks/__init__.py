"""Who hears of events: webhook endpoints, and the events themselves."""

MODULES: tuple[str, ...] = (
    "webhook_endpoint",
    "webhook_endpoints",
    "event",
    "events",
)
DOORS: tuple[str, ...] = (
    "webhook_endpoint",
    "event",
)
"""What later rooms may import."""
