"""Metered billing as the newest API knows it: meters, meter events, meter event summaries, the invoices.

Needs a running server (`make serve`) and the newest SDK: pip install stripe
    python examples/meters.py [http://127.0.0.1:12111]

Starts from an empty world, runs three monthly periods on a test clock, hears of it by signed webhooks, and
says what happened.
"""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime
from typing import Any

import stripe
from listener import Listener, advance

DAY, HOUR = 86400, 3600
START = 1_767_225_600  # 1 January 2026
BOUNDARIES = (1_769_904_000, 1_772_323_200, 1_775_001_600)  # the first of February, March and April
USAGE = ([(2, 60_000), (9, 45_000)], [(3, 200_000)], [(1, 1), (30, 12_345)])  # (day, tokens) in each month


def money(amount: int) -> str:
    """Cents as dollars."""
    return f"${amount / 100:,.2f}"


def day(moment: int) -> str:
    """A moment as people write it."""
    return datetime.fromtimestamp(moment, UTC).strftime("%d %b %Y")


def metered_price() -> tuple[str, str]:
    """A meter that sums tokens up, and a price by the token behind it. gives: both ids"""
    meter = stripe.billing.Meter.create(
        display_name="Tokens", event_name="tokens", default_aggregation={"formula": "sum"}
    )
    product = stripe.Product.create(name="Tokens", unit_label="token")
    recurring = {"interval": "month", "usage_type": "metered", "meter": meter.id}
    price = stripe.Price.create(
        product=product.id, currency="usd", unit_amount_decimal="0.05", recurring=recurring
    )
    return meter.id, price.id


def report(customer: str, tokens: int, identifier: str, moment: int) -> None:
    """One meter event. Told again under the same identifier, it is refused, not counted twice."""
    event: dict[str, Any] = {
        "event_name": "tokens",
        "payload": {"stripe_customer_id": customer, "value": str(tokens)},
        "identifier": identifier,
        "timestamp": moment,
    }
    stripe.billing.MeterEvent.create(**event)
    try:
        stripe.billing.MeterEvent.create(**event)
    except stripe.InvalidRequestError as error:
        assert "identifier" in str(error)
    else:
        raise SystemExit("a duplicate was counted")


def bill_month(clock: str, meter: str, subscription: Any, number: int) -> None:
    """Report a month's usage, move past the month's end, read summary and invoice."""
    begin, end = (START, *BOUNDARIES)[number], BOUNDARIES[number]
    for days, tokens in USAGE[number]:
        moment = begin + days * DAY
        advance(clock, moment)
        report(subscription.customer, tokens, f"{number}-{days}", moment)
    advance(clock, end + 3 * HOUR)
    total = sum(tokens for _, tokens in USAGE[number])
    summaries = stripe.billing.Meter.list_event_summaries(
        meter, customer=subscription.customer, start_time=begin, end_time=end
    )
    assert [s.aggregated_value for s in summaries.data] == [total]
    invoice = stripe.Invoice.list(subscription=subscription.id, limit=1).data[0]
    assert invoice.status == "paid"
    print(f"\n{invoice.number}: {money(invoice.amount_paid)} paid for {total:,} tokens to {day(end)}")
    for line in invoice.lines.data:
        print(f"  {money(line.amount):>10}  {line.description}")


def main(url: str) -> None:
    """The journey: a meter, a price behind it, events, three invoices, webhooks."""
    stripe.api_base = url
    stripe.api_key = "sk_test_" + secrets.token_hex(12)
    listener = Listener()
    endpoint = stripe.WebhookEndpoint.create(url=listener.url, enabled_events=["*"])
    listener.secret = endpoint.secret
    meter, price = metered_price()
    clock = stripe.test_helpers.TestClock.create(frozen_time=START).id
    customer = stripe.Customer.create(
        name="Ada",
        email="ada@example.com",
        test_clock=clock,
        payment_method="pm_card_visa",
        invoice_settings={"default_payment_method": "pm_card_visa"},
    )
    subscription = stripe.Subscription.create(customer=customer.id, items=[{"price": price}])
    print(f"{subscription.id} of {customer.name} is {subscription.status}")
    for number in range(len(BOUNDARIES)):
        bill_month(clock, meter, subscription, number)
    days = stripe.billing.Meter.list_event_summaries(
        meter, customer=customer.id, start_time=START, end_time=BOUNDARIES[0], value_grouping_window="day"
    )
    print("\nJanuary by day, newest first:", [(day(s.start_time), s.aggregated_value) for s in days.data])
    paid = listener.wait_for("invoice.paid", 4)
    assert listener.refused == 0
    print(f"{len(listener.heard)} webhooks, every signature right, {len(paid)} of them invoice.paid")
    listener.stop()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:12111")
