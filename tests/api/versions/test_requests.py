"""Older parameters as the newest version would have sent them."""

from __future__ import annotations

from typing import Any

import pytest

from pinstripe.api.versions import Version, request, sent_as
from tests.api.versions.canonical import ACACIA, APRIL, BASIL, CLOVER, DAHLIA, ENDIVE

UPDATE = "POST /v1/subscriptions/{subscription_exposed_id}"
PREVIEW = "POST /v1/invoices/create_preview"
REJECT = "POST /v1/accounts/{account}/reject"
BANKS = "POST /v1/financial_connections/sessions"
CASES: list[tuple[Version, str, dict[str, Any], dict[str, Any]]] = [
    (DAHLIA, UPDATE, {"billing_cycle_anchor": "now"}, {"billing_cycle_anchor": {"type": "now"}}),
    (
        APRIL,
        "POST /v1/subscriptions/{subscription}/resume",
        {"billing_cycle_anchor": "unchanged"},
        {"billing_cycle_anchor": {"type": "unchanged"}},
    ),
    (ENDIVE, UPDATE, {"billing_cycle_anchor": {"type": "now"}}, {"billing_cycle_anchor": {"type": "now"}}),
    (
        DAHLIA,
        PREVIEW,
        {"subscription_details": {"billing_cycle_anchor": 1_800_000_000, "proration_date": 5}},
        {
            "subscription_details": {
                "billing_cycle_anchor": {"type": "timestamp", "timestamp": 1_800_000_000},
                "proration_date": 5,
            }
        },
    ),
    (
        BASIL,
        PREVIEW,
        {"subscription_details": {"billing_cycle_anchor": "now"}},
        {"subscription_details": {"billing_cycle_anchor": {"type": "now"}}},
    ),
    (DAHLIA, REJECT, {"reason": "fraud"}, {"reason": "fraud_other"}),
    (DAHLIA, REJECT, {"reason": "other"}, {"reason": "other"}),
    (DAHLIA, BANKS, {"filters": {"countries": ["US"]}}, {"filters": {"country": "US"}}),
    (
        DAHLIA,
        BANKS,
        {"filters": {"countries": ["US", "CA"]}},
        {"filters": {"countries": ["US", "CA"]}},
    ),
    (
        DAHLIA,
        "POST /v1/payment_intents",
        {"payment_method_types": ["card"]},
        {"payment_method_types": ["card"]},
    ),
    (
        BASIL,
        "POST /v1/promotion_codes",
        {"coupon": "TEN", "code": "A"},
        {"code": "A", "promotion": {"type": "coupon", "coupon": "TEN"}},
    ),
    (CLOVER, "POST /v1/promotion_codes", {"coupon": "TEN"}, {"coupon": "TEN"}),
    (CLOVER, "POST /v1/checkout/sessions", {"ui_mode": "custom"}, {"ui_mode": "elements"}),
    (APRIL, "POST /v1/checkout/sessions", {"ui_mode": "embedded"}, {"ui_mode": "embedded_page"}),
    (DAHLIA, "POST /v1/checkout/sessions", {"ui_mode": "embedded"}, {"ui_mode": "embedded"}),
    (ACACIA, "POST /v1/subscriptions", {"coupon": "TEN"}, {"discounts": [{"coupon": "TEN"}]}),
    (ACACIA, "POST /v1/subscriptions", {"coupon": None}, {"discounts": None}),
    (BASIL, "POST /v1/subscriptions", {"coupon": "TEN"}, {"coupon": "TEN"}),
    (
        ACACIA,
        "POST /v1/subscriptions/{subscription_exposed_id}",
        {"promotion_code": "promo_1", "items": [{"plan": "gold"}, {"price": "price_1"}]},
        {"discounts": [{"promotion_code": "promo_1"}], "items": [{"plan": "gold"}, {"price": "price_1"}]},
    ),
    (
        ACACIA,
        "POST /v1/subscription_schedules",
        {"phases": [{"coupon": "TEN", "iterations": 3, "items": [{"plan": "gold", "quantity": 1}]}]},
        {
            "phases": [
                {
                    "iterations": 3,
                    "items": [{"price": "gold", "quantity": 1}],
                    "discounts": [{"coupon": "TEN"}],
                }
            ]
        },
    ),
    (
        ACACIA,
        "GET /v1/invoices/upcoming",
        {
            "customer": "cus_1",
            "coupon": "TEN",
            "subscription": "sub_1",
            "subscription_items": [{"id": "si_1", "plan": "gold"}],
            "subscription_proration_date": 5,
        },
        {
            "customer": "cus_1",
            "subscription": "sub_1",
            "discounts": [{"coupon": "TEN"}],
            "subscription_details": {"items": [{"id": "si_1", "plan": "gold"}], "proration_date": 5},
        },
    ),
    (
        APRIL,
        "GET /v1/invoices/upcoming/lines",
        {"subscription_details": {"items": [{"plan": "gold"}]}, "subscription_trial_end": "now"},
        {"subscription_details": {"trial_end": "now", "items": [{"plan": "gold"}]}},
    ),
    (
        APRIL,
        "POST /v1/invoiceitems",
        {"customer": "cus_1", "price": "price_1", "quantity": 2},
        {"customer": "cus_1", "quantity": 2, "pricing": {"price": "price_1"}},
    ),
    (APRIL, "POST /v1/invoiceitems", {"unit_amount": 250}, {"unit_amount_decimal": "250"}),
    (
        APRIL,
        "POST /v1/invoices/{invoice}/lines/{line_item_id}",
        {"price": "price_1"},
        {"pricing": {"price": "price_1"}},
    ),
    (
        ACACIA,
        "POST /v1/credit_notes",
        {"invoice": "in_1", "refund": "re_1"},
        {"invoice": "in_1", "refunds": [{"refund": "re_1", "type": "refund"}]},
    ),
    (
        APRIL,
        "POST /v1/test_helpers/issuing/transactions/create_force_capture",
        {"purchase_details": {"fuel": {"volume_decimal": "3.5", "unit": "liter"}}},
        {"purchase_details": {"fuel": {"quantity_decimal": "3.5", "unit": "liter"}}},
    ),
    (
        CLOVER,
        "POST /v1/test_helpers/issuing/authorizations",
        {"amount": 1, "risk_assessment": {"fraud_risk": {"risk_level": "low", "score": 3}}},
        {"amount": 1, "risk_assessment": {"fraud_risk": {"level": "low", "score": 3}}},
    ),
    (
        APRIL,
        "POST /v1/terminal/readers/{reader}/process_setup_intent",
        {"setup_intent": "seti_1", "customer_consent_collected": True},
        {"setup_intent": "seti_1", "allow_redisplay": "always"},
    ),
    (APRIL, "POST /v1/customers", {"coupon": "TEN"}, {"coupon": "TEN"}),
    (APRIL, "POST /v1/subscription_items", {"plan": "gold"}, {"plan": "gold"}),
]


class Asked(dict[str, Any]):
    """Parameters as the decoder gives them: a kind of dict."""


def asked(value: Any) -> Any:
    if isinstance(value, list):
        return [asked(part) for part in value]
    return Asked({key: asked(part) for key, part in value.items()}) if isinstance(value, dict) else value


def kinds(value: Any) -> set[type]:
    if isinstance(value, list):
        return set().union(*map(kinds, value))
    return {type(value)}.union(*map(kinds, value.values())) if isinstance(value, dict) else set()


@pytest.mark.parametrize(("version", "operation", "older", "newer"), CASES)
def test_lifted(version: Version, operation: str, older: dict[str, Any], newer: dict[str, Any]) -> None:
    sent = asked(older)
    lifted = request(operation, sent, version)
    assert lifted == newer
    assert kinds(lifted) == {Asked}
    assert sent == older


def test_the_newer_name_wins_where_both_were_sent() -> None:
    sent = Asked(
        coupon="TEN", discounts=[{"coupon": "FIVE"}], phases=[Asked(items=[Asked(plan="a", price="b")])]
    )
    lifted = request("POST /v1/subscription_schedules", sent, APRIL)
    assert lifted == {"discounts": [{"coupon": "FIVE"}], "phases": [{"items": [{"price": "b"}]}]}


@pytest.mark.parametrize(
    ("path", "sent", "lifted", "called"),
    [
        ("discounts[0][coupon]", {"coupon": "A"}, {"discounts": [{"coupon": "A"}]}, "coupon"),
        ("pricing[price]", {"price": "A", "x": "A"}, {"pricing": {"price": "A"}, "x": "A"}, "price"),
        ("b", {"a": "A", "c": "A"}, {"b": "A"}, "b"),
        ("b", {"a": "A"}, {"b": "A"}, "a"),
        ("b", {"b": "A", "a": "A"}, {"b": "A"}, "b"),
        ("missing[b]", {"a": "A"}, {"c": "A"}, "missing[b]"),
        ("phases[1][discounts][0][coupon]", {"phases": [{"coupon": "A"}, {"coupon": "B"}]},
         {"phases": [{"discounts": [{"coupon": "A"}]}, {"discounts": [{"coupon": "B"}]}]}, "phases[1][coupon]"),
    ],
)  # fmt: skip
def test_a_refusal_names_what_was_sent(path: str, sent: Any, lifted: Any, called: str) -> None:
    assert sent_as(path, sent, lifted) == called
