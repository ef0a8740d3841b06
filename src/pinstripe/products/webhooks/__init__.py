"""Who hears of events: webhook endpoints, and the events themselves."""

MODULES: tuple[str, ...] = ("webhook_endpoints", "events")
