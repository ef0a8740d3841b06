"""Refusals name parameters as they were sent."""

from __future__ import annotations

from typing import Any

import pytest

from pinstripe.api.versions.said import as_said, listed_as_said, worded_as_said


@pytest.mark.parametrize(
    ("param", "sent", "named"),
    [
        ("discounts[0][coupon]", {"coupon": "no"}, "coupon"),
        ("discounts[0][coupon]", {"discounts": [{"coupon": "no"}]}, "discounts[0][coupon]"),
        ("phases[1][discounts][0][coupon]", {"phases": [{}, {"coupon": "no"}]}, "phases[1][coupon]"),
        ("pricing[price]", {"price": "no"}, "price"),
        ("pricing", {"price": "no", "amount": 5}, "price"),
        ("refunds[0][refund]", {"refund": "no"}, "refund"),
        ("proration_date", {"subscription_proration_date": 5}, "subscription_proration_date"),
        (
            "proration_date",
            {"subscription_details": {"proration_date": 5}},
            "subscription_details[proration_date]",
        ),
        ("items", {"customer": "cus_1"}, "items"),
        ("items[0][price]", {"items": [{"price": "no"}]}, "items[0][price]"),
        ("promotion[coupon]", {"coupon": "no"}, "coupon"),
    ],
)
def test_a_parameter_has_the_name_that_it_was_sent_by(param: str, sent: dict[str, Any], named: str) -> None:
    assert as_said(param, sent) == named


def test_parameters_that_shut_each_other_out_have_those_names_too() -> None:
    refusal = "You may only specify one of these parameters: amount, pricing."
    assert listed_as_said(refusal, {"amount": 5, "price": "price_1"}).endswith(": amount, price.")
    assert listed_as_said(refusal, {"amount": 5, "pricing": {"price": "price_1"}}) == refusal
    assert listed_as_said("Something else: pricing.", {"price": "price_1"}) == "Something else: pricing."


@pytest.mark.parametrize(
    ("message", "param", "said", "means"),
    [
        (
            "Invalid items[0][pricing]: no.",
            "items[0][pricing]",
            "items[0][price]",
            "Invalid items[0][price]: no.",
        ),
        ("Both unit_amount_decimal and x.", "unit_amount_decimal", "unit_amount", "Both unit_amount and x."),
        (
            "Not max_trial_end but trial_end.",
            "trial_end",
            "subscription_trial_end",
            "Not max_trial_end but subscription_trial_end.",
        ),
        ("The coupon has expired.", "coupon", "discounts[0][coupon]", "The coupon has expired."),
        ("A \\1 in bank_code.", "bank_code", "bank\\1", "A \\1 in bank\\1."),
    ],
)
def test_a_sentence_names_the_parameter_as_it_was_sent(
    message: str, param: str, said: str, means: str
) -> None:
    assert worded_as_said(message, param, said) == means
