"""Who listens: to an event that never comes, since nothing is sent here."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

SILENT = ["radar.early_fraud_warning.created"]
DESTINATIONS = "/v2/core/event_destinations"
DESTINATION = {
    "name": "Mine",
    "type": "webhook_endpoint",
    "event_payload": "thin",
    "enabled_events": ["v2.never"],
    "webhook_endpoint": {"url": "https://example.com/thin"},
}


def build(made: Builder) -> None:
    """One endpoint, and a destination."""
    made.post("/v1/webhook_endpoints", url="https://example.com/hook", enabled_events=SILENT)
    made.name("event_destination", made.api.ok(made.api.json(DESTINATIONS, DESTINATION)).id)


def bases(pool: Pool) -> Bases:
    """Calls of endpoints that succeed."""
    one = {"{id}": pool["event_destination"][0]}
    event = {"{id}": pool["event"][0]}
    features = ["request_logs", "webhooks"]
    return {
        "POST /v1/webhook_endpoints": [{"url": "https://example.com/hook", "enabled_events": ["*"]}],
        f"POST {DESTINATIONS}": [DESTINATION],
        f"POST {DESTINATIONS}/{{id}}": [{**one, "name": "Other"}],
        f"POST {DESTINATIONS}/{{id}}/disable": [one],
        f"POST {DESTINATIONS}/{{id}}/enable": [one],
        f"POST {DESTINATIONS}/{{id}}/ping": [one],
        f"DELETE {DESTINATIONS}/{{id}}": [one],
        f"GET {DESTINATIONS}/{{id}}": [one],
        "POST /v1/events/{id}/retry": [event, {**event, "for_stripecli": True}],
        "POST /v1/stripecli/sessions": [{"device_name": "desk", "websocket_features": features}],
    }
