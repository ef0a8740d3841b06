"""Rendering templates of both states; the dashboard makes them."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool


def build(made: Builder) -> None:
    """One that is active, one that is archived."""
    for state in ("active", "archived"):
        key = made.act("/_pinstripe/invoice_rendering_templates", nickname=state)["id"]
        made.name(f"template {state}", key)
    made.post(f"/v1/invoice_rendering_templates/{key}/archive")


def bases(pool: Pool) -> Bases:
    """Calls of templates that succeed."""
    active, archived = pool["template active"][0], pool["template archived"][0]
    return {
        "GET /v1/invoice_rendering_templates/{template}": [
            {"{template}": active},
            {"{template}": active, "version": "1"},
        ],
        "POST /v1/invoice_rendering_templates/{template}/archive": [{"{template}": active}],
        "POST /v1/invoice_rendering_templates/{template}/unarchive": [{"{template}": archived}],
    }
