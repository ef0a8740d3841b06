"""Thin events of what happens to objects of the first version: beside snapshots, and of changes alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pinstripe.api.table import event_types, thin_types
from pinstripe.products.webhooks.v2_event_destinations import UNBUILT
from tests.client import Answer, Api
from tests.events.listener import Stage
from tests.events.test_destinations import PATH, destination

ADDRESS = {"line1": "1", "city": "C", "postal_code": "94107", "state": "CA", "country": "US"}


def told(api: Api, *kinds: str) -> list[Answer]:
    """The thin events of these kinds, or all, oldest first, as they are fetched."""
    found = api.ok(api.get("/v2/core/events", limit=100)).data[::-1]
    return [
        api.ok(api.get(f"/v2/core/events/{one['id']}")) for one in found if not kinds or one["type"] in kinds
    ]


def names(api: Api) -> list[str]:
    """The types of all thin events, oldest first."""
    return [one.body["type"].removeprefix("v1.") for one in told(api)]


def listening(api: Api, *kinds: str) -> Api:
    """From now on somebody hears of these."""
    hook = {"url": "https://example.com/thin"}
    wanted = {"event_payload": "thin", "enabled_events": list(kinds) or ["*"], "webhook_endpoint": hook}
    api.ok(api.json(PATH, {"name": "Thin", "type": "webhook_endpoint", **wanted}))
    return api


def price(api: Api, **params: Any) -> Answer:
    """A monthly price of a product of its own."""
    monthly = {"unit_amount": 1000, "currency": "usd", "recurring": {"interval": "month"}}
    return api.ok(api.post("/v1/prices", **{"product_data": {"name": "Gold"}, **monthly, **params}))


def test_a_snapshot_and_its_thin_copy_name_each_other(stage: Stage) -> None:
    destination(stage, "thin", "v1.customer.created", "v1.customer.updated")
    destination(stage, "snapshot", "customer.created", "customer.updated")
    made = stage.api.ok(stage.api.post("/v1/customers", name="Ann", idempotency_key="k"))
    stage.api.ok(stage.api.post(f"/v1/customers/{made.id}", name="Bea", metadata={"a": "1"}))
    stage.api.ok(stage.api.post("/v1/products", name="nobody asked for it"))
    stage.settle()
    thin = [heard.event for heard in stage.listener.heard if heard.path == "/thin"]
    whole = [heard.event for heard in stage.listener.heard if heard.path == "/snapshot"]
    assert [one["type"] for one in thin] == ["v1.customer.created", "v1.customer.updated"]
    assert [one["snapshot_event"] for one in thin] == [one["id"] for one in whole]
    for one in thin:
        url = f"/v1/customers/{made.id}"
        assert one["related_object"] == {"id": made.id, "type": "customer", "url": url}
        assert one["object"] == "v2.core.event" and not {"data", "changes"} & one.keys()
    assert thin[0]["reason"]["request"] == {"id": made.headers["Request-Id"], "idempotency_key": "k"}
    created, updated = (stage.api.ok(stage.api.get(f"/v2/core/events/{one['id']}")) for one in thin)
    assert "changes" not in created.body
    assert updated.changes == {
        "before": {"metadata": {"a": None}, "name": "Ann"},
        "after": {"metadata": {"a": "1"}, "name": "Bea"},
    }


def test_nothing_is_told_thin_where_nobody_hears_of_it(api: Api) -> None:
    api.ok(api.post("/v1/customers", name="Ann"))
    assert told(api) == []
    listening(api, "v1.product.created")
    api.ok(api.post("/v1/customers", name="Bea"))
    api.ok(api.post("/v1/products", name="Gold"))
    assert names(api) == ["product.created"]
    (one,) = api.ok(api.get("/v2/core/event_destinations")).data
    api.ok(api.json(f"{PATH}/{one['id']}/disable", {}))
    api.ok(api.post("/v1/products", name="Silver"))
    assert names(api) == ["product.created"]


def test_a_connected_account_is_told_of_to_whoever_wants_others_events(stage: Stage) -> None:
    hook = {"url": f"{stage.listener.url}/thin"}
    wanted = {"event_payload": "thin", "enabled_events": ["v1.customer.created"], "webhook_endpoint": hook}
    body = {"name": "Theirs", "type": "webhook_endpoint", "events_from": ["other_accounts"], **wanted}
    stage.api.ok(stage.api.json(PATH, body))
    seller = stage.api.ok(stage.api.post("/v1/accounts", type="standard", country="US")).id
    stage.api.ok(stage.api.post("/v1/customers", name="own"))
    theirs = stage.api.with_(account=seller)
    made = theirs.ok(theirs.post("/v1/customers", name="theirs"))
    stage.settle()
    [heard] = stage.listener.heard
    assert (heard.event["context"], heard.event["related_object"]["id"]) == (seller, made.id)
    snapshot = theirs.ok(theirs.get(f"/v1/events/{heard.event['snapshot_event']}"))
    assert snapshot.data["object"]["id"] == made.id


def test_every_type_of_the_sdk_can_be_asked_for(api: Api) -> None:
    listening(api, *(set(thin_types()) - UNBUILT))
    assert thin_types().keys() > UNBUILT and len(thin_types()) == 269
    for kind, status in ((min(UNBUILT), 501), ("v1.treasury.wat", 400), ("customer.created", 400)):
        body = {"name": "No", "type": "webhook_endpoint", "event_payload": "thin", "enabled_events": [kind]}
        hook = {"webhook_endpoint": {"url": "https://example.com"}}
        assert api.json(PATH, {**body, **hook}).status == status


def test_the_first_versions_events_have_copies_or_are_not_in_the_sdk(api: Api) -> None:
    """Treasury, Capital and the like have none there, so nobody can ask for them."""
    without = {kind for kind in event_types() if f"v1.{kind}" not in thin_types()}
    assert {kind.partition(".")[0] for kind in without} >= {"treasury", "capital"}
    assert not {"customer.created", "invoice.paid", "payment_intent.succeeded"} & without


def test_what_there_is_one_of_has_an_address_and_no_id(api: Api) -> None:
    listening(api)
    api.ok(
        api.post("/v1/tax/settings", defaults={"tax_behavior": "exclusive"}, head_office={"address": ADDRESS})
    )
    coupon = api.ok(api.post("/v1/coupons", percent_off=10, duration="forever"))
    customer = api.ok(api.post("/v1/customers", name="Ann"))
    old = api.with_(version="2024-04-10")
    old.ok(old.post(f"/v1/customers/{customer.id}", coupon=coupon.id))
    settings, discount = told(api, "v1.tax.settings.updated", "v1.customer.discount.created")
    assert settings.related_object == {"type": "tax.settings", "url": "/v1/tax/settings"}
    url = f"/v1/customers/{customer.id}/discount"
    assert discount.related_object == {"type": "discount", "url": url}


# -- changes that have a name of their own -----------------------------------------------------------------


def of_prices(api: Api) -> list[str]:
    made = price(api, lookup_key="a", tax_behavior="unspecified")
    api.ok(api.post(f"/v1/prices/{made.id}", lookup_key="b"))
    api.ok(api.post(f"/v1/prices/{made.id}", tax_behavior="exclusive", nickname="N"))
    api.ok(api.post(f"/v1/prices/{made.id}", active=False))
    api.ok(api.post(f"/v1/prices/{made.id}", active=True))
    return ["price.lookup_key_changed", "price.tax_behavior_changed", "price.deactivated", "price.activated"]


def of_products(api: Api) -> list[str]:
    made = price(api)
    path = f"/v1/products/{made.product}"
    api.ok(api.post(path, default_price=made.id))
    api.ok(api.post(path, tax_code="txcd_10000000", name="Silver"))
    api.ok(api.post(path, active=False))
    api.ok(api.post(path, active=True))
    words = "default_price_changed tax_code_changed deactivated activated"
    return [f"product.{word}" for word in words.split()]


def of_codes(api: Api) -> list[str]:
    coupon = api.ok(api.post("/v1/coupons", percent_off=10, duration="once"))
    promotion = {"type": "coupon", "coupon": coupon.id}
    code = api.ok(api.post("/v1/promotion_codes", promotion=promotion, max_redemptions=1))
    paying = api.ok(api.post("/v1/customers", source="tok_visa")).id
    discounts = [{"promotion_code": code.id}]
    api.ok(
        api.post("/v1/subscriptions", customer=paying, items=[{"price": price(api).id}], discounts=discounts)
    )
    return ["promotion_code.fully_redeemed"]


def of_subscriptions(api: Api) -> list[str]:
    paying = api.ok(api.post("/v1/customers", source="tok_visa")).id
    first, second = price(api), price(api, unit_amount=2000)
    rate = api.ok(api.post("/v1/tax_rates", display_name="VAT", inclusive=False, percentage=20))
    card = api.ok(api.post("/v1/payment_methods/pm_card_mastercard/attach", customer=paying))
    made = api.ok(
        api.post("/v1/subscriptions", customer=paying, items=[{"price": first.id}], trial_period_days=3)
    )
    path, item = f"/v1/subscriptions/{made.id}", made.items["data"][0]["id"]
    quiet = {"proration_behavior": "none"}
    api.ok(api.post(path, items=[{"id": item, "quantity": 2}], **quiet))
    api.ok(api.post(path, items=[{"id": item, "price": second.id}], **quiet))
    api.ok(api.post(path, items=[{"id": item, "tax_rates": [rate.id]}], **quiet))
    api.ok(api.post(path, items=[{"price": first.id}], **quiet))
    api.ok(api.post(path, items=[{"id": item, "deleted": True}], **quiet))
    api.ok(api.post(path, default_payment_method=card.id))
    api.ok(api.post(path, cancel_at_period_end=True))
    api.ok(api.post(path, cancel_at_period_end=False))
    api.ok(api.post(path, trial_end="now"))
    words = (
        "trialing item_quantity_changed item_price_changed item_tax_rates_changed item_added item_removed "
        "default_payment_method_changed cancel_at_changed cancel_at_changed active"
    )
    return [f"customer.subscription.{word}" for word in words.split()]


def of_schedules(api: Api) -> list[str]:
    paying = api.ok(api.post("/v1/customers", source="tok_visa")).id
    items = [{"price": price(api).id}]
    rate = api.ok(api.post("/v1/tax_rates", display_name="VAT", inclusive=False, percentage=20))
    made = api.ok(
        api.post(
            "/v1/subscription_schedules",
            customer=paying,
            start_date=NEXT,
            phases=[{"items": items, "duration": {"interval": "month"}}],
        )
    )
    path, (only,) = f"/v1/subscription_schedules/{made.id}", made.phases
    one = {"items": items, "start_date": only["start_date"]}
    two = {"items": items, "duration": {"interval": "month"}}
    end = only["end_date"] + 86400
    for phases in (
        [{**one, "end_date": only["end_date"]}, two],
        [{**one, "end_date": only["end_date"]}],
        [{**one, "end_date": end}],
        [{**one, "end_date": end, "trial_end": only["start_date"] + 86400}],
        [{**one, "end_date": end, "trial_end": only["start_date"] + 86400, "default_tax_rates": [rate.id]}],
    ):
        api.ok(api.post(path, phases=phases))
    words = "added removed end_date_changed trial_end_changed default_tax_rates_changed"
    return [f"subscription_schedule.phase_{word}" for word in words.split()]


NEXT = 1_769_904_000
"""2026-02-01, a month after worlds of tests begin."""


def of_invoices(api: Api) -> list[str]:
    customer = api.ok(api.post("/v1/customers", name="Ann")).id
    coupon = api.ok(api.post("/v1/coupons", percent_off=10, duration="once")).id
    invoice = api.ok(
        api.post("/v1/invoices", customer=customer, collection_method="send_invoice", days_until_due=3)
    )
    path = f"/v1/invoices/{invoice.id}"
    item = {"customer": customer, "invoice": invoice.id, "currency": "usd"}
    made = api.ok(api.post("/v1/invoiceitems", amount=100, **item))
    api.ok(api.post(f"/v1/invoiceitems/{made.id}", amount=200))
    api.ok(api.post(f"/v1/invoiceitems/{made.id}", discounts=[{"coupon": coupon}]))
    api.ok(api.post(f"/v1/invoiceitems/{made.id}", discounts=""))
    api.ok(api.delete(f"/v1/invoiceitems/{made.id}"))
    api.ok(api.post(path, discounts=[{"coupon": coupon}]))
    api.ok(api.post(path, discounts=""))
    api.ok(api.post("/v1/invoiceitems", amount=100, **item))
    api.ok(api.post(f"{path}/finalize"))
    api.ok(api.post(f"{path}/void"))
    words = (
        "invoice.line_item_added invoiceitem.amount_changed invoice.line_item_pricing_changed "
        "invoiceitem.discount_added invoiceitem.discount_removed invoice.line_item_removed "
        "invoice.discount_added invoice.discount_removed invoice.line_item_added "
        "invoice_payment.open invoice_payment.canceled"
    )
    return words.split()


def of_entitlements(api: Api) -> list[str]:
    paying = api.ok(api.post("/v1/customers", source="tok_visa")).id
    feature = api.ok(api.post("/v1/entitlements/features", name="API", lookup_key="api"))
    made = price(api)
    api.ok(api.post(f"/v1/products/{made.product}/features", entitlement_feature=feature.id))
    bought = api.ok(api.post("/v1/subscriptions", customer=paying, items=[{"price": made.id}]))
    api.ok(api.delete(f"/v1/subscriptions/{bought.id}"))
    return [f"entitlements.active_entitlement_summary.entitlement_{word}" for word in ("added", "removed")]


@pytest.mark.parametrize(
    "story",
    [of_prices, of_products, of_codes, of_subscriptions, of_schedules, of_invoices, of_entitlements],
    ids=lambda story: story.__name__,
)
def test_changes_that_have_a_name_of_their_own(api: Api, story: Callable[[Api], list[str]]) -> None:
    listening(api)
    expected = story(api)
    about = {name.rpartition(".")[0] for name in expected}
    alone = [one for one in told(api) if one.body["type"].removeprefix("v1.") not in event_types()]
    found = [one.body["type"].removeprefix("v1.") for one in alone]
    assert [name for name in found if name.rpartition(".")[0] in about] == expected
    assert not any(one.body.get("snapshot_event") for one in alone)
    reached(api)


def reached(api: Api) -> set[str]:
    """Whatever thin events name is found at the address that they name. gives: the types of these objects"""
    events = told(api)
    gone = {one.related_object["id"] for one in events if one.body["type"].endswith("invoiceitem.deleted")}
    found = set()
    for one in events:
        about = one.body.get("related_object")
        assert (about is not None) == bool(thin_types()[one.body["type"]]), one
        if about is None or about.get("id") in gone:
            continue
        shown = api.ok(api.get(about["url"]))
        assert shown.object == about["type"]
        assert shown.body.get("id") == about["id"] if "id" in about else about["url"].endswith(shown.object)
        found.add(about["type"])
    return found


def of_accounts(api: Api) -> None:
    """An account, its capabilities and people, and money that goes there and back."""
    asked = {"transfers": {"requested": True}}
    seller = api.ok(api.post("/v1/accounts", type="custom", country="US", capabilities=asked))
    path = f"/v1/accounts/{seller.id}"
    api.ok(api.post(f"{path}/persons", first_name="Ann", last_name="Lee"))
    api.ok(api.post(path, business_profile={"url": "https://example.com"}))


def of_customers(api: Api) -> None:
    """What belongs to a customer."""
    customer = api.ok(api.post("/v1/customers", name="Ann", source="tok_visa"))
    path = f"/v1/customers/{customer.id}"
    api.ok(api.post(f"{path}/tax_ids", type="eu_vat", value="DE123456789"))
    api.ok(
        api.post(f"/v1/test_helpers/customers/{customer.id}/fund_cash_balance", amount=500, currency="usd")
    )
    api.ok(api.post("/v1/payment_methods/pm_card_mastercard/attach", customer=customer.id))
    api.ok(api.post("/v1/plans", amount=100, currency="usd", interval="month", product={"name": "Gold"}))
    clock = api.ok(api.post("/v1/test_helpers/test_clocks", frozen_time=NEXT))
    assert clock.id


def of_payments(api: Api) -> None:
    """Money that comes in and goes back."""
    confirmed = {"amount": 1000, "currency": "usd", "confirm": True, "payment_method": "pm_card_visa"}
    never = {"enabled": True, "allow_redirects": "never"}
    made = api.ok(api.post("/v1/payment_intents", **confirmed, automatic_payment_methods=never))
    api.ok(api.post("/v1/refunds", payment_intent=made.id))
    api.ok(
        api.post(
            "/v1/setup_intents", payment_method="pm_card_visa", confirm=True, automatic_payment_methods=never
        )
    )
    api.ok(api.post("/v1/topups", amount=1000, currency="usd"))


@pytest.mark.parametrize(
    ("flow", "types"),
    [
        (of_accounts, {"account", "capability", "person"}),
        (of_customers, {"customer", "customer_cash_balance_transaction", "payment_method", "plan", "tax_id"}),
        (of_payments, {"charge", "payment_intent", "refund", "setup_intent", "topup"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_thin_events_name_is_at_its_address(
    api: Api, flow: Callable[[Api], None], types: set[str]
) -> None:
    hook = {"url": "https://example.com/thin"}
    body = {"name": "All", "type": "webhook_endpoint", "event_payload": "thin", "enabled_events": ["*"]}
    api.ok(api.json(PATH, {**body, "webhook_endpoint": hook, "events_from": ["self", "other_accounts"]}))
    flow(api)
    found = reached(api)
    for seller in api.ok(api.get("/v1/accounts")).data:
        found |= reached(api.with_(account=seller["id"]))
    assert types <= found
    copies = [one.body["snapshot_event"] for one in told(api) if one.body.get("snapshot_event")]
    assert sorted(copies) == sorted(
        one["id"] for one in api.get("/v1/events", limit=100).data if f"v1.{one['type']}" in thin_types()
    )
