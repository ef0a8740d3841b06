"""Calls that succeed, from which generated ones begin: without them hardly any would get past validation."""

from __future__ import annotations

from typing import Any

from tests.property.place import PAY, Pool, template

Base = dict[str, Any]
CARD = {"number": "4242424242424242", "exp_month": "1", "exp_year": "2030", "cvc": "123"}


def bases(name: str, pool: Pool) -> list[Base]:
    """Parameters with which an operation succeeds; none where it needs none."""
    return calls(pool).get(name, [{}])


def calls(pool: Pool) -> dict[str, list[Base]]:
    """Every operation that needs parameters to succeed, with such parameters."""
    product = pool["product"][0]
    customer = pool["customer"][0]
    payload = {"stripe_customer_id": customer, "value": "4"}
    meter = {"display_name": "Again", "event_name": "again", "default_aggregation": {"formula": "sum"}}
    monthly = {"interval": "month"}
    tiers = [{"up_to": "5", "unit_amount": "10"}, {"up_to": "inf", "unit_amount": "5"}]
    tiered = {"currency": "usd", "billing_scheme": "tiered", "tiers_mode": "volume", "tiers": tiers}
    return {
        "POST /v1/prices": [
            {"product": product, "currency": "usd", "unit_amount": "100"},
            {"product_data": {"name": "New"}, "currency": "eur", "unit_amount": "100", "recurring": monthly},
            {"product": product, "recurring": monthly, **tiered},
        ],
        "POST /v1/plans": [
            {"product": product, "currency": "usd", "amount": "100", "interval": "month"},
            {"product": {"name": "New"}, "interval": "year", **tiered},
        ],
        "POST /v1/products": [{"name": "Tea"}],
        "POST /v1/payment_methods": [
            {"type": "card", "card": CARD},
            {"type": "card", "card": {"token": "tok_visa"}},
        ],
        "POST /v1/tokens": [{"card": CARD}],
        "POST /v1/payment_intents": [
            {"amount": "1000", "currency": "usd"},
            {"amount": "1000", "currency": "usd", "confirm": "true", "payment_method": "pm_card_visa", **PAY},
        ],
        "POST /v1/payment_intents/{intent}/confirm": [{**PAY, "payment_method": "pm_card_visa"}],
        "POST /v1/payment_methods/{payment_method}/attach": [{"customer": customer}],
        "POST /v1/billing/meters": [meter, {**meter, "default_aggregation": {"formula": "count"}}],
        "POST /v1/billing/meter_events": [{"event_name": "tokens", "payload": payload}],
        "POST /v1/billing/meter_event_adjustments": [
            {"event_name": "tokens", "type": "cancel", "cancel": {"identifier": "one"}}
        ],
        "POST /v2/billing/meter_events": [{"event_name": "tokens", "payload": payload}],
        "POST /v2/billing/meter_event_adjustments": [
            {"event_name": "tokens", "type": "cancel", "cancel": {"identifier": "one"}}
        ],
        "POST /v1/webhook_endpoints": [{"url": "https://example.com/hook", "enabled_events": ["*"]}],
        "POST /v1/test_helpers/test_clocks": [{"frozen_time": "1767225600"}],
        "POST /v1/test_helpers/test_clocks/{test_clock}/advance": [{"frozen_time": "1767325600"}],
        "GET /v1/billing/meters/{id}/event_summaries": [
            {"customer": customer, "start_time": "1767222000", "end_time": "1767229200"}
        ],
    }


KNOWN = frozenset(calls(template()[1]))
