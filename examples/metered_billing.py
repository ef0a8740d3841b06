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
from typing import Any

import stripe
from listener import Listener, advance

DAY, HOUR = 86400, 3600
START = 1_709_294_400  # 1 March 2024, noon UTC
BOUNDARIES = (1_711_972_800, 1_714_564_800, 1_717_243_200)  # the first of April, May and June, noon
USAGE = ([(3, 700), (10, 250), (20, 81)], [(5, 40)], [])  # (day, quantity) in each month
TOTALS = {
    "sum": [0, 0, 40, 1031],
    "max": [0, 0, 40, 700],
    "last_during_period": [0, 0, 40, 81],
    "last_ever": [40, 40, 40, 81],
}
"""What each way of summing up makes of that usage, newest period first, the running one included."""


def day(moment: int | None) -> str:
    """A moment as people write it."""
    return "open" if moment is None else datetime.fromtimestamp(moment, UTC).strftime("%d %b %Y %H:%M")


def money(amount: int) -> str:
    """Cents as dollars."""
    return f"${amount / 100:,.2f}"


def metered_price(product: str, mode: str, **how: Any) -> str:
    """A metered price that sums usage up in the given way."""
    recurring = {"interval": "month", "usage_type": "metered", "aggregate_usage": mode}
    return stripe.Price.create(product=product, currency="usd", recurring=recurring, **how).id


def catalogue() -> dict[str, str]:
    """One product, four prices: a tiered one, and three by the unit."""
    product = stripe.Product.create(name="API calls", unit_label="call").id
    tiers = [
        {"up_to": 1000, "flat_amount": 900, "unit_amount": 0},
        {"up_to": "inf", "unit_amount_decimal": "3.6"},
    ]
    return {
        "sum": metered_price(product, "sum", billing_scheme="tiered", tiers_mode="graduated", tiers=tiers),
        "max": metered_price(product, "max", unit_amount=500),
        "last_during_period": metered_price(product, "last_during_period", unit_amount=200),
        "last_ever": metered_price(product, "last_ever", unit_amount=100),
    }


def bill_month(clock: str, subscription: Any, items: dict[str, str], number: int) -> None:
    """Report a month's usage, look at the invoice to come, move past the month's end, read the invoice."""
    begin = START if number == 0 else BOUNDARIES[number - 1]
    for days, quantity in USAGE[number]:
        moment = begin + days * DAY
        advance(clock, moment)
        for item in items.values():
            stripe.SubscriptionItem.create_usage_record(item, quantity=quantity, timestamp=moment)
    upcoming = stripe.Invoice.upcoming(subscription=subscription.id)
    advance(clock, BOUNDARIES[number] + 3 * HOUR)
    invoice = stripe.Invoice.list(subscription=subscription.id, limit=1).data[0]
    assert (invoice.status, invoice.total) == ("paid", upcoming.total)
    print(f"\n{invoice.number}: {money(invoice.amount_paid)} paid, period to {day(BOUNDARIES[number])}")
    for line in invoice.lines.auto_paging_iter():
        print(f"  {money(line.amount):>10}  {line.description}")


def show_summaries(items: dict[str, str]) -> None:
    """The usage record summaries of every item, newest first."""
    print("\nUsage record summaries, newest first:")
    for mode, item in items.items():
        summaries = stripe.SubscriptionItem.list_usage_record_summaries(item).data
        assert [s.total_usage for s in summaries] == TOTALS[mode], mode
        assert [s.invoice is None for s in summaries] == [True, False, False, False]
        assert summaries[0].period.end is None
        for s in summaries:
            period = f"{day(s.period.start)} – {day(s.period.end):<17}"
            print(f"  {mode:<18} {period} {s.total_usage:>5}  {s.invoice}")


def show_books() -> None:
    """What the account has earned, and that its transactions explain it."""
    balance = stripe.Balance.retrieve()
    total = sum(entry.amount for entry in balance.available + balance.pending)
    transactions = stripe.BalanceTransaction.list(limit=100).data
    assert total == sum(t.net for t in transactions)
    fees = money(sum(t.fee for t in transactions))
    print(f"The balance is {money(total)}: {len(transactions)} charges less {fees} of fees")


def main(url: str) -> None:
    """The journey: catalogue, customer, usage, three invoices, webhooks, books."""
    stripe.api_base = url
    stripe.api_key = "sk_test_" + secrets.token_hex(12)
    stripe.api_version = "2024-04-10"
    listener = Listener()
    endpoint = stripe.WebhookEndpoint.create(url=listener.url, enabled_events=["*"])
    listener.secret = endpoint.secret
    prices = catalogue()
    clock = stripe.test_helpers.TestClock.create(frozen_time=START, name="three months").id
    customer = stripe.Customer.create(
        name="Jenny Rosen",
        email="jenny@example.com",
        test_clock=clock,
        payment_method="pm_card_visa",
        invoice_settings={"default_payment_method": "pm_card_visa"},
    )
    wanted = [{"price": price} for price in prices.values()]
    subscription = stripe.Subscription.create(customer=customer.id, items=wanted)
    items = {mode: item.id for mode, item in zip(prices, subscription["items"].data, strict=True)}
    print(f"{subscription.id} of {customer.name} is {subscription.status}; its items: {', '.join(items)}")
    for number in range(len(BOUNDARIES)):
        bill_month(clock, subscription, items, number)
    show_summaries(items)
    paid = listener.wait_for("invoice.paid", 4)
    assert listener.refused == 0
    print(f"\n{len(listener.heard)} webhooks, every signature right, {len(paid)} of them invoice.paid")
    show_books()
    listener.stop()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:12111")
