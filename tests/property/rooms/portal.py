"""The portal: a configuration and somebody who goes there."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

CONFIGURATIONS = "/v1/billing_portal/configurations"
SESSIONS = "/v1/billing_portal/sessions"
FEATURES = {"invoice_history": {"enabled": True}}


def build(made: Builder) -> None:
    """A configuration, which is the default."""
    made.post(CONFIGURATIONS, features=FEATURES)


def bases(pool: Pool) -> Bases:
    """Calls of the portal that succeed."""
    configuration, customer = pool["billing_portal.configuration"][0], pool["customer"][0]
    one = f"{CONFIGURATIONS}/{{configuration}}"
    return {
        f"POST {CONFIGURATIONS}": [{"features": FEATURES, "business_profile": {"headline": "Hello"}}],
        f"POST {one}": [{"{configuration}": configuration, "name": "Other"}],
        f"GET {one}": [{"{configuration}": configuration}],
        f"POST {SESSIONS}": [{"customer": customer}],
    }
