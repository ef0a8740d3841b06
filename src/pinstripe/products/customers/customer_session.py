"""The customer session record: for half an hour a page may show a customer what is theirs.

Owns: the record, what its components may do if nobody says. Does not own: the endpoint
(customer_sessions.py), the components, which are Stripe's pages. Money: none.
Source: spec; inferred (how long it is good).
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.resource import Resource

LIFETIME_SECONDS = 30 * 60
"""source: inferred"""
FILTERS = {"payment_method_allow_redisplay_filters": ["always"]}
FEATURES: dict[str, dict[str, Any]] = {
    "customer_sheet": {**FILTERS, "payment_method_remove": "disabled"},
    "mobile_payment_element": {
        **FILTERS,
        "payment_method_redisplay": "disabled",
        "payment_method_remove": "disabled",
        "payment_method_save": "disabled",
        "payment_method_save_allow_redisplay_override": None,
    },
    "payment_element": {
        **FILTERS,
        "payment_method_redisplay": "disabled",
        "payment_method_redisplay_limit": 3,
        "payment_method_remove": "disabled",
        "payment_method_save": "disabled",
        "payment_method_save_usage": None,
    },
}
"""What components with features may do, if nobody says. source: spec (descriptions of the features)"""
COMPONENTS = ("active_entitlements", "buy_button", "customer_portal", *FEATURES, "pricing_table")

CUSTOMER_SESSION = Resource("customer_session", path="/v1/customer_sessions", noun="customer_session")


def components_of(asked: dict[str, Any]) -> dict[str, Any]:
    """Every component, enabled or not, with the features of those that are. source: spec"""
    return {name: _component(name, asked.get(name) or {}) for name in COMPONENTS}


def _component(name: str, asked: dict[str, Any]) -> dict[str, Any]:
    enabled = bool(asked.get("enabled"))
    if name not in FEATURES:
        return {"enabled": enabled}
    return {
        "enabled": enabled,
        "features": {**FEATURES[name], **(asked.get("features") or {})} if enabled else None,
    }
