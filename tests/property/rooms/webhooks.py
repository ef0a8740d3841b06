"""Who listens: to an event that never comes, since nothing is sent here."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

SILENT = ["radar.early_fraud_warning.created"]


def build(made: Builder) -> None:
    """One endpoint."""
    made.post("/v1/webhook_endpoints", url="https://example.com/hook", enabled_events=SILENT)


def bases(pool: Pool) -> Bases:
    """Calls of endpoints that succeed."""
    return {"POST /v1/webhook_endpoints": [{"url": "https://example.com/hook", "enabled_events": ["*"]}]}
