"""Metered billing as the newest API knows it: meters, meter events, meter event summaries, the invoices.

Needs a running server (`make serve`) and the newest SDK: pip install stripe
    python examples/meters.py [http://127.0.0.1:12111]
"""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime

import stripe
from listener import Listener, advance

DAY = 86400
HOUR = 3600
START = 1_767_225_600  # 1 January 2026
BOUNDARIES = (1_769_904_000, 1_772_323_200, 1_775_001_600)  # the first of February, March and April


def money(amount: int) -> str:
    """Cents as dollars."""
    return f"${amount / 100:,.2f}"


def day(moment: int) -> str:
    """A moment as people write it."""
    return datetime.fromtimestamp(moment, UTC).strftime("%d %b %Y")


def main(url: str) -> None:
    """The journey: a meter, a price behind it, events, three invoices."""
    stripe.api_base = url
    stripe.meter_events_api_base = url
    stripe.api_key = "sk_test_" + secrets.token_hex(12)
    listener = Listener()
    endpoint = stripe.WebhookEndpoint.create(url=listener.url, enabled_events=["*"])
    listener.secret = endpoint.secret

    meter = stripe.billing.Meter.create(
        display_name="Tokens", event_name="tokens", default_aggregation={"formula": "sum"}
    )
    product = stripe.Product.create(name="Tokens", unit_label="token")
    price = stripe.Price.create(
        product=product.id,
        currency="usd",
        unit_amount_decimal="0.05",
        recurring={"interval": "month", "usage_type": "metered", "meter": meter.id},
    )
    clock = stripe.test_helpers.TestClock.create(frozen_time=START)
    customer = stripe.Customer.create(
        name="Ada", email="ada@example.com", test_clock=clock.id, payment_method="pm_card_visa",
        invoice_settings={"default_payment_method": "pm_card_visa"},
    )  # fmt: skip
    subscription = stripe.Subscription.create(customer=customer.id, items=[{"price": price.id}])
    print(f"{subscription.id} of {customer.name} is {subscription.status}")

    usage = ([(2, 60_000), (9, 45_000)], [(3, 200_000)], [(1, 1), (30, 12_345)])
    begin = START
    for boundary, events in zip(BOUNDARIES, usage, strict=True):
        for number, (days, tokens) in enumerate(events):
            moment = begin + days * DAY
            advance(clock.id, moment)
            stripe.billing.MeterEvent.create(
                event_name="tokens",
                payload={"stripe_customer_id": customer.id, "value": str(tokens)},
                identifier=f"{begin}-{number}",
                timestamp=moment,
            )
        try:
            stripe.billing.MeterEvent.create(
                event_name="tokens",
                payload={"stripe_customer_id": customer.id, "value": "1"},
                identifier=f"{begin}-{len(events) - 1}",
            )
            raise SystemExit("a duplicate was counted")
        except stripe.InvalidRequestError as error:
            assert "identifier" in str(error)
        advance(clock.id, boundary + 3 * HOUR)
        invoice = stripe.Invoice.list(customer=customer.id, limit=1).data[0]
        total = sum(tokens for _, tokens in events)
        summaries = stripe.billing.Meter.list_event_summaries(
            meter.id, customer=customer.id, start_time=begin, end_time=boundary
        )
        assert [s.aggregated_value for s in summaries.data] == [total]
        assert invoice.status == "paid", invoice.status
        print(
            f"\n{invoice.number}: {money(invoice.amount_paid)} paid for {total:,} tokens to {day(boundary)}"
        )
        for line in invoice.lines.data:
            print(f"  {money(line.amount):>10}  {line.description}")
        begin = boundary

    days = stripe.billing.Meter.list_event_summaries(
        meter.id, customer=customer.id, start_time=START, end_time=BOUNDARIES[0], value_grouping_window="day"
    )
    print("\nJanuary by day, newest first:", [(day(s.start_time), s.aggregated_value) for s in days.data])
    paid = listener.wait_for("invoice.paid", 4)
    print(
        f"{len(listener.heard)} signed webhooks, {len(paid)} of them invoice.paid; refused: {listener.refused}"
    )
    assert listener.refused == 0
    listener.stop()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:12111")
