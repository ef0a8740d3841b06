"""Subscriptions end to end: beginnings, three periods on a test clock, ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pinstripe.kernel import finding
from pinstripe.kernel.record import Record
from tests.client import NOW, Answer, Api

DAY, HOUR = 86_400, 3_600
FEBRUARY, MARCH, APRIL = NOW + 31 * DAY, NOW + 59 * DAY, NOW + 90 * DAY
OLD = "2024-04-10"
NO_METHOD = "This customer has no attached payment source or default payment method."


def product(api: Api, **more: Any) -> str:
    return api.ok(api.post("/v1/products", name="Calls", **more))["id"]


def licensed(api: Api, amount: int = 2500, **recurring: Any) -> str:
    recurring = {"interval": "month", **recurring}
    price = api.post(
        "/v1/prices", product=product(api), currency="usd", unit_amount=amount, recurring=recurring
    )
    return api.ok(price)["id"]


def metered(api: Api, mode: str = "sum", **how: Any) -> str:
    recurring = {"interval": "month", "usage_type": "metered", "aggregate_usage": mode}
    how = how or {"unit_amount": 10}
    old = api.with_(version=OLD)
    return old.ok(old.post("/v1/prices", product=product(api), currency="usd", recurring=recurring, **how))[
        "id"
    ]


def customer(api: Api, card: str | None = "pm_card_visa", clock: str | None = None) -> str:
    more: dict[str, Any] = {"test_clock": clock} if clock else {}
    if card:
        more |= {"payment_method": card, "invoice_settings": {"default_payment_method": card}}
    return api.ok(api.post("/v1/customers", email="jenny@example.com", **more))["id"]


def clock(api: Api) -> str:
    return api.ok(api.post("/v1/test_helpers/test_clocks", frozen_time=NOW))["id"]


def advance(api: Api, key: str, to: int) -> None:
    api.ok(api.post(f"/v1/test_helpers/test_clocks/{key}/advance", frozen_time=to))
    api.settle()
    assert api.get(f"/v1/test_helpers/test_clocks/{key}")["status"] == "ready"


def subscribe(api: Api, who: str, *prices: str, **more: Any) -> Answer:
    items = [{"price": price} for price in prices]
    return api.post("/v1/subscriptions", customer=who, items=items, **more)


def subscription(api: Api, key: str) -> Answer:
    return api.ok(api.get(f"/v1/subscriptions/{key}"))


def invoices(api: Api, who: str) -> list[dict[str, Any]]:
    return api.ok(api.get("/v1/invoices", customer=who))["data"]


def events(api: Api, key: str) -> list[str]:
    found = api.ok(api.get("/v1/events", limit=100))["data"]
    return [e["type"] for e in reversed(found) if e["data"]["object"]["id"] == key]


# -- beginnings ----------------------------------------------------------------------------------------


def test_a_paid_beginning_is_active(api: Api) -> None:
    who, price = customer(api), licensed(api)
    made = api.ok(subscribe(api, who, price, metadata={"plan": "gold"}, description="Gold"))
    assert (made["status"], made["metadata"], made["description"]) == ("active", {"plan": "gold"}, "Gold")
    item = made["items"]["data"][0]
    assert (item["quantity"], item["price"]["id"], item["subscription"]) == (1, price, made["id"])
    assert (item["current_period_start"], item["current_period_end"]) == (NOW, FEBRUARY)
    assert made["billing_mode"]["type"] == "flexible"
    (invoice,) = invoices(api, who)
    assert (invoice["id"], invoice["status"], invoice["total"]) == (made["latest_invoice"], "paid", 2500)
    assert invoice["billing_reason"] == "subscription_create"
    assert events(api, made["id"]) == ["customer.subscription.created", "customer.subscription.updated"]


def test_older_versions_see_the_period_and_the_plan_on_the_subscription(api: Api) -> None:
    old = api.with_(version=OLD)
    who, price = customer(api), licensed(api)
    made = old.ok(old.post("/v1/subscriptions", customer=who, items=[{"plan": price, "quantity": 3}]))
    assert (made["current_period_end"], made["plan"]["id"], made["quantity"]) == (FEBRUARY, price, 3)
    assert subscription(api, made["id"])["billing_mode"] == {"flexible": None, "type": "classic"}
    assert invoices(api, who)[0]["total"] == 7500


def test_without_a_method_nothing_is_written(api: Api) -> None:
    who, price = customer(api, None), licensed(api)
    refused = subscribe(api, who, price)
    assert (refused.status, refused.error["code"]) == (400, "resource_missing")
    assert refused.error["message"].startswith(NO_METHOD) and "param" not in refused.error
    assert invoices(api, who) == []
    assert api.get("/v1/subscriptions", status="all")["data"] == []


@pytest.mark.parametrize("card", ["pm_card_chargeCustomerFail", "pm_card_authenticationRequired"])
def test_an_unpaid_beginning_is_incomplete(api: Api, card: str) -> None:
    who = customer(api, card)
    made = api.ok(subscribe(api, who, licensed(api)))
    assert made["status"] == "incomplete"
    assert invoices(api, who)[0]["status"] == "open"
    refused = subscribe(api, who, licensed(api), payment_behavior="error_if_incomplete")
    assert (refused.status, refused.error["type"]) == (402, "card_error")
    assert len(invoices(api, who)) == 1
    changed = api.post(f"/v1/subscriptions/{made['id']}", cancel_at_period_end=True)
    assert changed.error["code"] == "status_transition_invalid"


def test_default_incomplete_waits_for_a_method(api: Api) -> None:
    who = customer(api, None)
    made = api.ok(subscribe(api, who, licensed(api), payment_behavior="default_incomplete"))
    assert made["status"] == "incomplete"
    invoice = invoices(api, who)[0]
    assert (invoice["status"], invoice["attempt_count"]) == ("open", 0)
    method = api.ok(api.post("/v1/payment_methods/pm_card_visa/attach", customer=who))["id"]
    paid = api.ok(api.post(f"/v1/invoices/{invoice['id']}/pay", payment_method=method))
    assert (paid["status"], subscription(api, made["id"])["status"]) == ("paid", "active")


def test_an_incomplete_one_expires_after_23_hours(api: Api) -> None:
    stand = clock(api)
    who = customer(api, None, stand)
    made = api.ok(subscribe(api, who, licensed(api), payment_behavior="default_incomplete"))
    advance(api, stand, NOW + 23 * HOUR)
    assert subscription(api, made["id"])["status"] == "incomplete_expired"
    assert invoices(api, who)[0]["status"] == "void"
    assert api.get("/v1/subscriptions", customer=who, status="ended")["data"][0]["id"] == made["id"]


def test_refusals_of_items(api: Api) -> None:
    who, price = customer(api), licensed(api)
    twice = subscribe(api, who, price, price)
    assert twice.error["param"] == "plan" and price in twice.error["message"]
    assert subscribe(api, who, "price_none").error["param"] == "items[0][price]"
    assert subscribe(api, who).error["param"] == "items"
    counted = api.post("/v1/subscriptions", customer=who, items=[{"price": metered(api), "quantity": 2}])
    assert counted.error["param"] == "items[0][quantity]"
    old = api.with_(version=OLD)
    mixed = subscribe(old, who, price, licensed(api, interval="year"))
    assert "interval" in mixed.error["message"]
    pending = subscribe(api, who, price, payment_behavior="pending_if_incomplete")
    assert pending.error["param"] == "payment_behavior"
    assert subscribe(api, who, price, collection_method="send_invoice").error["param"] == "days_until_due"
    late = subscribe(api, who, price, billing_cycle_anchor=NOW + 40 * DAY)
    assert (late.status, late.error["param"]) == (400, "billing_cycle_anchor")


# -- periods -------------------------------------------------------------------------------------------


def test_licensed_renewals_over_three_periods(api: Api) -> None:
    stand = clock(api)
    who = customer(api, clock=stand)
    key = api.ok(subscribe(api, who, licensed(api)))["id"]
    for start, end in ((FEBRUARY, MARCH), (MARCH, APRIL), (APRIL, APRIL + 30 * DAY)):
        advance(api, stand, start)
        drafted = invoices(api, who)[0]
        assert (drafted["status"], drafted["period_end"]) == ("draft", start)
        item = subscription(api, key)["items"]["data"][0]
        assert (item["current_period_start"], item["current_period_end"]) == (start, end)
        advance(api, stand, start + 2 * HOUR)
        invoice = invoices(api, who)[0]
        assert (invoice["id"], invoice["status"], invoice["total"]) == (drafted["id"], "paid", 2500)
        assert invoice["lines"]["data"][0]["period"] == {"start": start, "end": end}
        assert subscription(api, key)["latest_invoice"] == invoice["id"]
    assert len(invoices(api, who)) == 4


def test_the_anchor_day_comes_back_after_a_short_month(api: Api) -> None:
    last = NOW + 30 * DAY
    stand = api.ok(api.post("/v1/test_helpers/test_clocks", frozen_time=last))["id"]
    key = api.ok(subscribe(api, customer(api, clock=stand), licensed(api)))["id"]
    ends = [subscription(api, key)["items"]["data"][0]["current_period_end"]]
    advance(api, stand, ends[0])
    ends.append(subscription(api, key)["items"]["data"][0]["current_period_end"])
    assert ends == [NOW + 58 * DAY, NOW + 89 * DAY]  # 28 February, 31 March


def test_metered_usage_is_billed_when_its_period_is_over(api: Api) -> None:
    old, stand = api.with_(version=OLD), clock(api)
    who = customer(api, clock=stand)
    tiers = [
        {"up_to": 1000, "flat_amount": 900, "unit_amount": 0},
        {"up_to": "inf", "unit_amount_decimal": "3.6"},
    ]
    graduated = metered(api, billing_scheme="tiered", tiers_mode="graduated", tiers=tiers)
    highest = metered(api, "max", unit_amount=500)
    made = old.ok(subscribe(old, who, graduated, highest))
    assert (made["status"], "quantity" in made["items"]["data"][0]) == ("active", False)
    (first,) = invoices(api, who)
    assert (first["status"], first["total"]) == ("paid", 0)
    assert [line["quantity"] for line in first["lines"]["data"]] == [0, 0]
    items = [item["id"] for item in made["items"]["data"]]
    usage = {NOW: [(3, 700), (10, 331)], FEBRUARY: [(5, 40)], MARCH: []}
    totals = {NOW: 900 + 112 + 700 * 500, FEBRUARY: 900 + 40 * 500, MARCH: 900}
    for start, end in ((NOW, FEBRUARY), (FEBRUARY, MARCH), (MARCH, APRIL)):
        for days, quantity in usage[start]:
            moment = start + days * DAY
            advance(api, stand, moment)
            for item in items:
                path = f"/v1/subscription_items/{item}/usage_records"
                old.ok(old.post(path, quantity=quantity, timestamp=moment))
        upcoming = old.ok(old.get("/v1/invoices/upcoming", customer=who, subscription=made["id"]))
        advance(api, stand, end + 299)
        assert len(invoices(api, who)) == (start - NOW) // (28 * DAY) + 1
        advance(api, stand, end + 3 * HOUR)
        invoice = invoices(api, who)[0]
        assert (invoice["status"], invoice["total"]) == ("paid", totals[start])
        assert upcoming["total"] == totals[start]
        assert (invoice["period_start"], invoice["period_end"]) == (start, end)
        assert invoice["created"] == end + 300
        summaries = old.get(f"/v1/subscription_items/{items[0]}/usage_record_summaries")["data"]
        assert (summaries[0]["invoice"], summaries[1]["invoice"]) == (None, invoice["id"])
        assert summaries[1]["period"] == {"start": start, "end": end}
    assert [s["total_usage"] for s in summaries] == [0, 0, 40, 1031]


def test_a_failed_renewal_is_past_due_until_it_is_paid(api: Api) -> None:
    stand = clock(api)
    who = customer(api, clock=stand)
    key = api.ok(subscribe(api, who, licensed(api)))["id"]
    bad = api.ok(api.post("/v1/payment_methods/pm_card_chargeCustomerFail/attach", customer=who))["id"]
    good = api.get(f"/v1/customers/{who}")["invoice_settings"]["default_payment_method"]
    api.ok(api.post(f"/v1/subscriptions/{key}", default_payment_method=bad))
    advance(api, stand, FEBRUARY + 2 * HOUR)
    assert subscription(api, key)["status"] == "past_due"
    invoice = invoices(api, who)[0]
    assert invoice["status"] == "open"
    api.ok(api.post(f"/v1/invoices/{invoice['id']}/pay", payment_method=good))
    assert subscription(api, key)["status"] == "active"


def test_a_trial_costs_nothing_until_it_ends(api: Api) -> None:
    stand = clock(api)
    who = customer(api, clock=stand)
    made = api.ok(subscribe(api, who, licensed(api), trial_period_days=7))
    end = NOW + 7 * DAY
    assert (made["status"], made["trial_end"], made["billing_cycle_anchor"]) == ("trialing", end, end)
    first = invoices(api, who)[0]
    assert (first["status"], first["total"]) == ("paid", 0)
    assert first["lines"]["data"][0]["description"] == "Free trial for 1 × Calls"
    advance(api, stand, end + 2 * HOUR)
    assert subscription(api, made["id"])["status"] == "active"
    assert (invoices(api, who)[0]["total"], invoices(api, who)[0]["status"]) == (2500, "paid")
    assert "customer.subscription.trial_will_end" in events(api, made["id"])


# -- ends ----------------------------------------------------------------------------------------------


def test_cancelling_at_once(api: Api) -> None:
    who = customer(api)
    key = api.ok(subscribe(api, who, licensed(api)))["id"]
    gone = api.ok(api.delete(f"/v1/subscriptions/{key}", cancellation_details={"feedback": "unused"}))
    assert (gone["status"], gone["canceled_at"], gone["ended_at"]) == ("canceled", NOW, NOW)
    details = {"comment": None, "feedback": "unused", "reason": "cancellation_requested"}
    assert gone["cancellation_details"] == details
    again = api.delete(f"/v1/subscriptions/{key}")
    assert (again.status, again.error["message"]) == (404, f"No such subscription: '{key}'")
    changed = api.post(f"/v1/subscriptions/{key}", description="late")
    assert changed.error["code"] == "invalid_canceled_subscription_fields"
    assert api.ok(api.post(f"/v1/subscriptions/{key}", metadata={"a": "b"}))["metadata"] == {"a": "b"}
    assert api.get("/v1/subscriptions", customer=who)["data"] == []
    assert len(api.get("/v1/subscriptions", customer=who, status="canceled")["data"]) == 1
    assert events(api, key)[2] == "customer.subscription.deleted"


def test_cancelling_at_the_end_of_the_period_bills_what_was_used(api: Api) -> None:
    old, stand = api.with_(version=OLD), clock(api)
    who = customer(api, clock=stand)
    made = old.ok(subscribe(old, who, licensed(api), metered(api)))
    item = made["items"]["data"][1]["id"]
    path = f"/v1/subscriptions/{made['id']}"
    marked = api.ok(api.post(path, cancel_at_period_end=True))
    assert (marked["cancel_at"], marked["canceled_at"], marked["status"]) == (FEBRUARY, NOW, "active")
    kept = api.ok(api.post(path, cancel_at_period_end=False))
    assert (kept["cancel_at"], kept["canceled_at"]) == (None, None)
    assert kept["cancellation_details"]["reason"] is None
    api.ok(api.post(path, cancel_at_period_end=True))
    old.ok(old.post(f"/v1/subscription_items/{item}/usage_records", quantity=7, timestamp=NOW))
    advance(api, stand, FEBRUARY + 2 * HOUR)
    ended = subscription(api, made["id"])
    assert (ended["status"], ended["ended_at"]) == ("canceled", FEBRUARY)
    assert [(i["status"], i["total"]) for i in invoices(api, who)] == [("paid", 70), ("paid", 2500)]
    advance(api, stand, MARCH + 2 * HOUR)
    assert len(invoices(api, who)) == 2


def test_deleting_a_customer_ends_its_subscriptions(api: Api) -> None:
    who = customer(api)
    key = api.ok(subscribe(api, who, licensed(api)))["id"]
    api.ok(api.delete(f"/v1/customers/{who}"))
    assert subscription(api, key)["status"] == "canceled"


def test_lists_by_price_and_items(api: Api) -> None:
    who, price, other = customer(api), licensed(api), licensed(api)
    key = api.ok(subscribe(api, who, price))["id"]
    api.ok(subscribe(api, who, other))
    assert [s["id"] for s in api.get("/v1/subscriptions", price=price)["data"]] == [key]
    (item,) = api.ok(api.get("/v1/subscription_items", subscription=key))["data"]
    assert api.ok(api.get(f"/v1/subscription_items/{item['id']}"))["price"]["id"] == price
    assert api.get("/v1/subscription_items").error["param"] == "subscription"
    refused = api.post(
        f"/v1/subscription_items/{item['id']}", quantity=2, billing_thresholds={"usage_gte": 2}
    )
    assert (refused.status, refused.error["param"]) == (400, "billing_thresholds")


def test_a_price_is_shown_as_it_is_now(api: Api) -> None:
    who, price = customer(api), licensed(api)
    made = api.ok(subscribe(api, who, price))
    assert (made["plan"]["id"], made["quantity"], made["items"]["total_count"]) == (price, 1, 1)
    api.ok(api.post(f"/v1/prices/{price}", nickname="Best", metadata={"a": "b"}))
    seen = subscription(api, made["id"])
    item = seen["items"]["data"][0]
    assert (item["price"]["nickname"], item["plan"]["nickname"], seen["plan"]["nickname"]) == ("Best",) * 3
    assert api.get(f"/v1/subscription_items/{item['id']}")["price"]["metadata"] == {"a": "b"}
    assert events(api, made["id"])[-1] == "customer.subscription.updated"
    assert len(events(api, made["id"])) == 2


def test_a_long_life_is_not_read_again_and_again(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a period's end nor usage nor an end looks at all the periods and invoices there were."""
    most = 0
    each = finding.each

    def watched(*args: Any) -> Iterator[Record]:
        nonlocal most
        for number, record in enumerate(each(*args), 1):
            most = max(most, number)
            yield record

    key = clock(api)
    who = customer(api, clock=key)
    old = api.with_(version=OLD)
    recurring = {"interval": "day", "usage_type": "metered"}
    price = old.post("/v1/prices", product=product(api), currency="usd", recurring=recurring, unit_amount=100)
    made = old.ok(subscribe(old, who, price["id"]))
    item = made["items"]["data"][0]["id"]
    advance(api, key, NOW + 30 * DAY)
    monkeypatch.setattr(finding, "each", watched)
    old.ok(old.post(f"/v1/subscription_items/{item}/usage_records", quantity=3))
    advance(api, key, NOW + 33 * DAY)
    page = old.ok(old.get(f"/v1/subscription_items/{item}/usage_record_summaries", limit=3))
    assert page["has_more"]
    api.ok(api.delete(f"/v1/subscriptions/{made['id']}"))
    assert 0 < most <= 3


def test_a_list_that_is_unset_is_empty(api: Api) -> None:
    line = {"price": licensed(api)}
    made = api.ok(api.post("/v1/subscriptions", customer=customer(api), items=[line]))
    changed = api.ok(api.post(f"/v1/subscriptions/{made.id}", billing_schedules=""))
    assert changed.billing_schedules == made.billing_schedules == []
