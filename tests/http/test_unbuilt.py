"""What no description has is routed, validated by what is known of it, and says that it is missing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.client import Api

ADDRESS = {"country": "US", "line1": "1 Main Street", "postal_code": "94107"}
SHIPPING = {"address": ADDRESS, "email": "a@example.com", "name": "Jenny Rosen", "phone": "5551234567"}
ORDER = {
    "hardware_order_items": [{"quantity": 2, "terminal_hardware_sku": "thsku_1"}],
    "payment_type": "monthly_invoice",
    "shipping": SHIPPING,
    "shipping_method": "thsm_1",
}
FUNDING = {"currency": "eur", "funding_type": "bank_transfer", "bank_transfer": {"type": "eu_bank_transfer"}}


@pytest.mark.parametrize(
    ("name", "own", "params"),
    [
        ("POST /v1/stripecli/sessions", "", {"device_name": "desk", "websocket_features": ["webhooks"]}),
        ("POST /v1/events/{id}/retry", "evt_1", {"for_stripecli": True}),
        ("GET /v1/payment_pages/{payment_page}", "cs_test_1", {}),
        (
            "POST /v1/payment_pages/{payment_page}/confirm",
            "cs_test_1",
            {"payment_method": "pm_1", "expected_amount": 100},
        ),
        ("POST /v1/billing/feedback_options/{id}/deactivate", "bfo_1", {}),
        ("GET /v1/apps/installs", "", {}),
    ],
)
def test_what_is_known_of_an_unbuilt_call_is_taken(
    api: Api, unbuilt: Callable[[str], None], name: str, own: str, params: dict[str, Any]
) -> None:
    unbuilt(name)
    method, _, path = re.sub(r"{\w+}", own, name).partition(" ")
    for version in ("2026-10-28.endive", "2026-05-27.dahlia", "2024-04-10"):
        answer = api.with_(version=version).call(method, path, params)
        assert answer.status == 501, answer
        assert answer.error["message"].startswith(f"Pinstripe does not implement {method} ")


@pytest.mark.parametrize(
    ("path", "params", "param"),
    [
        ("/v1/stripecli/sessions", {"websocket_features": ["wat"]}, "websocket_features[0]"),
        ("/v1/terminal/hardware_orders", {**ORDER, "payment_type": "cash"}, "payment_type"),
        (
            "/v1/terminal/hardware_orders",
            {**ORDER, "shipping": {**SHIPPING, "phone": "5" * 15}},
            "shipping[phone]",
        ),
        ("/v1/issuing/funding_instructions", {**FUNDING, "currency": None}, "currency"),
        ("/v1/crypto/onramp_sessions", {"destination_network": "base_network"}, "destination_network"),
        ("/v1/test_helpers/capital/financing_offers", {"advance_amount": 1}, "fee_amount"),
    ],
)
def test_what_is_known_of_an_unbuilt_call_is_checked(
    api: Api, path: str, params: dict[str, Any], param: str
) -> None:
    answer = api.post(path, **params)
    assert (answer.status, answer.error["param"]) == (400, param)
