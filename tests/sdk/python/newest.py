"""What the newest API version says and takes, through the SDK that sends it by itself.

python newest.py http://127.0.0.1:PORT
"""

from __future__ import annotations

import secrets
import sys
from typing import Any

import stripe


def refused(status: int, **params: Any) -> str:
    """The code of an intent's refusal."""
    try:
        stripe.PaymentIntent.create(amount=1000, currency="usd", **params)
    except stripe.StripeError as error:
        assert error.http_status == status, error
        return str(error.code)
    raise AssertionError(f"{params} was taken")


def main(url: str) -> None:
    """Methods are allowed and not named, cycles begin by type, what is missing says so."""
    stripe.api_base = url
    stripe.api_key = "sk_test_" + secrets.token_hex(10)
    stripe.max_network_retries = 0
    assert stripe.api_version == "2026-10-28.endive"
    intent = stripe.PaymentIntent.create(amount=1000, currency="usd", allowed_payment_method_types=["card"])
    assert intent.allowed_payment_method_types == intent.payment_method_types == ["card"]
    assert refused(400, payment_method_types=["card"]) == "parameter_unknown"
    refused(400, allowed_payment_method_types=["payto"])
    older: Any = {"payment_method_types": ["card"], "stripe_version": "2026-08-26.dahlia"}
    named = stripe.PaymentIntent.create(amount=1000, currency="usd", **older)
    assert (named.allowed_payment_method_types, named.payment_method_types) == (None, ["card"])
    price = stripe.Price.create(
        product_data={"name": "Gold"}, unit_amount=1000, currency="usd", recurring={"interval": "month"}
    )
    customer = stripe.Customer.create(payment_method="pm_card_visa", name="Jenny")
    method = stripe.Customer.list_payment_methods(customer.id).data[0].id
    subscription = stripe.Subscription.create(
        customer=customer.id, items=[{"price": price.id}], default_payment_method=method
    )
    anew = stripe.Subscription.modify(subscription.id, billing_cycle_anchor={"type": "now"})
    assert anew.status == "active"
    event = stripe.Event.list(type="customer.subscription.created").data[0]
    assert event.api_version == "2026-10-28.endive"
    try:
        stripe.Customer.create(stripe_version="2011-01-01")
        raise AssertionError("a version that is not spoken answered")
    except stripe.APIError as error:
        assert error.http_status == 501, error
    print("spoken")


if __name__ == "__main__":
    main(sys.argv[1])
