"""Metered billing as API version 2024-04-10 knows it: usage records, their summaries, the invoices.

Needs a running server (`make serve`) and the SDK of that version: pip install stripe==9.12.0
    python examples/metered_billing.py [http://127.0.0.1:12111]

Starts from an empty world, runs three monthly periods on a test clock, hears of it by signed webhooks, and
says what happened.
"""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime

import stripe
from listener import Listener, advance

DAY = 86400
HOUR = 3600
START = 1_709_294_400  # 1 March 2024, noon UTC
BOUNDARIES = (1_711_972_800, 1_714_564_800, 1_717_243_200)  # the first of April, May and June, noon


def day(moment: int | None) -> str:
    """A moment as people write it."""
    return "open" if moment is None else datetime.fromtimestamp(moment, UTC).strftime("%d %b %Y %H:%M")


def money(amount: int) -> str:
    """Cents as dollars."""
    return f"${amount / 100:,.2f}"


def price_for(product: str, mode: str, **how: object) -> str:
    """A metered price that sums usage up in the given way."""
    return stripe.Price.create(
        product=product,
        currency="usd",
        recurring={"interval": "month", "usage_type": "metered", "aggregate_usage": mode},
        **how,
    ).id


def main(url: str) -> None:
    """The journey: catalogue, customer, usage, three invoices."""
    stripe.api_base = url
    stripe.api_key = "sk_test_" + secrets.token_hex(12)
    stripe.api_version = "2024-04-10"
    listener = Listener()
    endpoint = stripe.WebhookEndpoint.create(url=listener.url, enabled_events=["*"])
    listener.secret = endpoint.secret

    product = stripe.Product.create(name="API calls", unit_label="call")
    tiers = [
        {"up_to": 1000, "flat_amount": 900, "unit_amount": 0},
        {"up_to": "inf", "unit_amount_decimal": "3.6"},
    ]
    prices = {
        "sum": price_for(product.id, "sum", billing_scheme="tiered", tiers_mode="graduated", tiers=tiers),
        "max": price_for(product.id, "max", unit_amount=500),
        "last_during_period": price_for(product.id, "last_during_period", unit_amount=200),
        "last_ever": price_for(product.id, "last_ever", unit_amount=100),
    }

    clock = stripe.test_helpers.TestClock.create(frozen_time=START, name="three months")
    customer = stripe.Customer.create(
        name="Jenny Rosen", email="jenny@example.com", test_clock=clock.id, payment_method="pm_card_visa",
        invoice_settings={"default_payment_method": "pm_card_visa"},
    )  # fmt: skip
    subscription = stripe.Subscription.create(
        customer=customer.id, items=[{"price": price} for price in prices.values()]
    )
    items = {mode: item.id for mode, item in zip(prices, subscription["items"].data, strict=True)}
    print(f"{subscription.id} of {customer.name} is {subscription.status}; its items: {', '.join(items)}")

    usage = {0: [(3, 700), (10, 250), (20, 81)], 1: [(5, 40)], 2: []}
    begin = START
    for number, boundary in enumerate(BOUNDARIES):
        for days, quantity in usage[number]:
            moment = begin + days * DAY
            advance(clock.id, moment)
            for item in items.values():
                stripe.SubscriptionItem.create_usage_record(item, quantity=quantity, timestamp=moment)
        upcoming = stripe.Invoice.upcoming(customer=customer.id, subscription=subscription.id)
        advance(clock.id, boundary + 3 * HOUR)
        invoice = stripe.Invoice.list(customer=customer.id, limit=1).data[0]
        assert (invoice.status, invoice.total) == ("paid", upcoming.total), (
            invoice.status,
            invoice.total,
            upcoming.total,
        )
        print(f"\n{invoice.number}: {money(invoice.amount_paid)} paid, period to {day(boundary)}")
        for line in invoice.lines.auto_paging_iter():
            print(f"  {money(line.amount):>10}  {line.description}")
        begin = boundary

    print("\nUsage record summaries, newest first:")
    for mode, item in items.items():
        summaries = stripe.SubscriptionItem.list_usage_record_summaries(item)
        totals = [s.total_usage for s in summaries.data]
        expected = {
            "sum": [0, 0, 40, 1031],
            "max": [0, 0, 40, 700],
            "last_during_period": [0, 0, 40, 81],
            "last_ever": [40, 40, 40, 81],
        }
        assert totals == expected[mode], (mode, totals)
        assert [s.invoice is None for s in summaries.data] == [True, False, False, False]
        for s in summaries.data:
            print(
                f"  {mode:<18} {day(s.period.start)} – {day(s.period.end):<17} {s.total_usage:>5}  {s.invoice}"
            )

    paid = listener.wait_for("invoice.paid", 4)
    print(
        f"\n{len(listener.heard)} signed webhooks, {len(paid)} of them invoice.paid; refused: {listener.refused}"
    )
    assert listener.refused == 0
    balance = stripe.Balance.retrieve()
    total = sum(entry.amount for entry in balance.available + balance.pending)
    transactions = stripe.BalanceTransaction.list(limit=100).data
    print(
        f"The balance is {money(total)}: {len(transactions)} charges less {money(sum(t.fee for t in transactions))} of fees"
    )
    assert total == sum(t.net for t in transactions)
    listener.stop()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:12111")
