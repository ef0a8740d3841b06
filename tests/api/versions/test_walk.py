"""Bodies of the newest shape as older callers see them; every one is checked against its version's shapes."""

from __future__ import annotations

import pytest

from pinstripe.api.versions import Version, answer, plan_of
from pinstripe.api.versions.walk import difference, merged
from tests.api.versions import canonical
from tests.api.versions.canonical import (
    ACACIA,
    APRIL,
    BASIL,
    CLOVER,
    DAHLIA,
    END,
    ENDIVE,
    START,
    Body,
    Kept,
    Shelf,
    faults,
    made,
    page,
    walked,
)

OLD = (APRIL, Version("2024-06-20"), ACACIA, Version("2023-10-16; beta=v1"))
ALL = (*OLD, BASIL, CLOVER, DAHLIA, ENDIVE)


def everything() -> list[Body]:
    return [
        canonical.customer(discount=canonical.discount()),
        canonical.price(),
        canonical.metered(),
        canonical.subscription(canonical.item(), discounts=["di_1"]),
        canonical.invoice(canonical.line()),
        canonical.payment_intent(),
        canonical.charge(),
        canonical.coupon(),
        canonical.discount(),
    ]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(
        Kept(canonical.price()),
        Kept(canonical.coupon()),
        Kept(canonical.discount()),
        Kept(canonical.payment_intent()),
    )


@pytest.mark.parametrize("version", ALL, ids=str)
def test_every_body_has_the_shape_of_its_version(version: Version, shelf: Shelf) -> None:
    for body in everything():
        assert walked(body, version, {}, shelf)["id"] == body["id"]


def test_the_newest_body_is_given_as_it_is() -> None:
    body = canonical.invoice(canonical.line())
    assert answer(body, ENDIVE) is body
    assert answer(body, Version("2027-01-27.fuchsia")) is body
    assert answer(body, DAHLIA) == body


def test_a_price_says_how_usage_is_summed_up() -> None:
    assert walked(canonical.price(), APRIL)["recurring"]["aggregate_usage"] is None
    assert walked(canonical.metered(), APRIL)["recurring"]["aggregate_usage"] == "sum"
    facts = {"aggregate_usage": "max"}
    shown = walked(canonical.metered(), ACACIA, facts)["recurring"]
    assert shown["aggregate_usage"] == "max"
    assert "aggregate_usage" not in walked(canonical.metered(), BASIL, facts)["recurring"]
    once = canonical.price(type="one_time", recurring=None)
    assert walked(once, APRIL)["recurring"] is None


def test_a_plan_shows_the_facts_of_its_price() -> None:
    metered = canonical.metered()
    metered["recurring"]["trial_period_days"] = 7
    plan = plan_of(metered)
    assert faults(plan, DAHLIA) == []
    assert (plan["amount"], plan["amount_decimal"], plan["trial_period_days"]) == (2500, "2500", 7)
    shown = walked(plan, APRIL, store=Shelf(Kept(metered, {"aggregate_usage": "last_ever"})))
    assert shown["aggregate_usage"] == "last_ever"


def test_a_subscription_has_one_period_one_plan_one_discount(shelf: Shelf) -> None:
    body = canonical.subscription(canonical.item(), discounts=["di_1"])
    shown = walked(body, ACACIA, {}, shelf)
    assert (shown["current_period_start"], shown["current_period_end"]) == (START, END)
    item = shown["items"]["data"][0]
    # Recorded by pay-rails at 2025-02-24.acacia: the item has its own period, beside the subscription's.
    assert (item["current_period_start"], item["current_period_end"]) == (START, END)
    assert "current_period_end" not in walked(body, APRIL, {}, shelf)["items"]["data"][0]
    assert item["plan"]["id"] == item["price"]["id"] == shown["plan"]["id"] == "price_1"
    assert item["plan"]["aggregate_usage"] is None
    assert shown["quantity"] == 2
    assert shown["discount"]["coupon"]["percent_off"] == 10
    assert list(shown)[:2] == ["id", "object"]
    assert list(shown)[2:] == sorted(list(shown)[2:])


def test_a_subscription_of_several_items_shows_the_next_period_and_no_plan() -> None:
    later = canonical.item(id="si_2", current_period_end=END + 9, current_period_start=START + 9)
    shown = walked(canonical.subscription(later, canonical.item()), APRIL)
    assert (shown["current_period_start"], shown["current_period_end"]) == (START, END)
    assert (shown["plan"], shown["quantity"], shown["discount"]) == (None, None, None)
    empty = walked(canonical.subscription(), APRIL)
    assert empty["current_period_end"] == START


def test_a_usage_fact_of_an_embedded_price_is_found() -> None:
    metered = canonical.metered()
    body = canonical.subscription(canonical.item(price=metered))
    shown = walked(body, APRIL, {}, Shelf(Kept(metered, {"aggregate_usage": "max"})))
    item = shown["items"]["data"][0]
    assert item["price"]["recurring"]["aggregate_usage"] == "max"
    assert item["plan"]["aggregate_usage"] == shown["plan"]["aggregate_usage"] == "max"


def test_an_invoice_of_a_subscription(shelf: Shelf) -> None:
    body = canonical.invoice(canonical.line(), payments=canonical.payments("pi_1"), discounts=["di_1"])
    facts = {"application_fee_amount": 12}
    shown = walked(body, APRIL, facts, shelf)
    assert shown["subscription"] == "sub_1"
    assert shown["subscription_details"] == {"metadata": {"plan": "gold"}}
    assert (shown["payment_intent"], shown["charge"]) == ("pi_1", "ch_1")
    assert (shown["paid"], shown["paid_out_of_band"], shown["quote"]) == (True, False, None)
    assert (shown["application_fee_amount"], shown["transfer_data"]) == (12, None)
    assert (shown["tax"], shown["total_tax_amounts"]) == (None, [])
    assert shown["discount"]["coupon"]["id"] == "TEN"
    gone = {"parent", "payments", "confirmation_secret", "amount_overpaid", "total_taxes"}
    assert not gone & shown.keys()
    assert "subscription_proration_date" not in shown


def test_an_invoice_of_nothing_known() -> None:
    shown = walked(canonical.invoice(parent=None, status="draft"), APRIL)
    assert (shown["subscription"], shown["subscription_details"]) == (None, {"metadata": None})
    assert (shown["payment_intent"], shown["charge"], shown["paid"]) == (None, None, False)


def test_private_facts_of_an_invoice_stand_for_what_it_lacks() -> None:
    facts = {"payment_intent": "pi_9", "charge": "ch_9", "paid_out_of_band": True, "quote": "qt_1"}
    transfer = {"amount": None, "destination": "acct_1"}
    shown = walked(canonical.invoice(parent=None), ACACIA, facts | {"transfer_data": transfer})
    assert (shown["payment_intent"], shown["charge"], shown["quote"]) == ("pi_9", "ch_9", "qt_1")
    assert shown["paid_out_of_band"] is True
    assert shown["transfer_data"] == transfer


def test_taxes_by_rate_and_amounts_without_them(shelf: Shelf) -> None:
    line = canonical.line(
        amount=5000, taxes=[canonical.tax(434, "inclusive"), canonical.tax(320, "exclusive")]
    )
    body = canonical.invoice(
        line, total_taxes=[canonical.tax(434, "inclusive"), canonical.tax(320, "exclusive")]
    )
    rate = made(
        "tax_rate",
        id="txr_1",
        active=True,
        created=START,
        display_name="VAT",
        inclusive=True,
        livemode=False,
        metadata={},
        percentage=19,
    )
    store = Shelf(*shelf.kept.values(), Kept(rate), Kept(canonical.line(), {"tax_rates": ["txr_1"]}))
    shown = walked(body, APRIL, {}, store)
    assert shown["tax"] == 754
    assert shown["total_tax_amounts"][0] == {
        "amount": 434,
        "inclusive": True,
        "tax_rate": "txr_1",
        "taxability_reason": None,
        "taxable_amount": 2500,
    }
    seen = shown["lines"]["data"][0]
    assert (seen["amount_excluding_tax"], seen["unit_amount_excluding_tax"]) == (4566, "2283")
    assert [amount["inclusive"] for amount in seen["tax_amounts"]] == [True, False]
    assert [one["id"] for one in seen["tax_rates"]] == ["txr_1"]


def test_a_line_of_a_subscription(shelf: Shelf) -> None:
    shown = walked(canonical.line(), APRIL, {}, shelf)
    assert (shown["type"], shown["proration"], shown["invoice_item"]) == ("subscription", False, None)
    assert (shown["subscription"], shown["subscription_item"]) == ("sub_1", "si_1")
    assert shown["price"]["unit_amount"] == shown["plan"]["amount"] == 2500
    assert shown["unit_amount_excluding_tax"] == "2500"
    assert shown["proration_details"] == {"credited_items": None}
    assert not {"parent", "pricing", "taxes"} & shown.keys()


def test_a_proration_is_an_invoice_item(shelf: Shelf) -> None:
    body = canonical.line(parent=canonical.proration_of("ii_1"), subscription=None, amount=-500)
    shown = walked(body, ACACIA, {}, shelf)
    assert (shown["type"], shown["proration"], shown["invoice_item"]) == ("invoiceitem", True, "ii_1")
    assert (shown["subscription"], shown["subscription_item"]) == ("sub_1", None)
    assert shown["proration_details"]["credited_items"]["invoice_line_items"] == ["il_0"]


def test_a_line_without_price_or_parent() -> None:
    shown = walked(canonical.line(parent=None, pricing=None, subscription=None, quantity=None), APRIL)
    assert (shown["type"], shown["price"], shown["plan"]) == ("invoiceitem", None, None)
    assert shown["unit_amount_excluding_tax"] is None


def test_an_invoice_item(shelf: Shelf) -> None:
    body = made(
        "invoiceitem",
        id="ii_1",
        amount=1900,
        currency="usd",
        customer="cus_1",
        date=START,
        discountable=True,
        discounts=[],
        livemode=False,
        metadata={},
        parent={
            "subscription_details": {"subscription": "sub_1", "subscription_item": "si_1"},
            "type": "subscription_details",
        },
        period={"start": START, "end": START},
        pricing={
            "price_details": {"price": "price_1", "product": "prod_1"},
            "type": "price_details",
            "unit_amount_decimal": "950.5",
        },
        proration=False,
        quantity=2,
        quantity_decimal="2",
        tax_rates=[],
    )
    shown = walked(body, APRIL, {}, shelf)
    assert (shown["subscription"], shown["subscription_item"]) == ("sub_1", "si_1")
    assert (shown["unit_amount"], shown["unit_amount_decimal"]) == (None, "950.5")
    assert shown["price"]["id"] == shown["plan"]["id"] == "price_1"
    whole = {**body, "pricing": {**body["pricing"], "unit_amount_decimal": "950"}}
    assert walked(whole, APRIL, {}, shelf)["unit_amount"] == 950


def test_a_payment_names_its_invoice() -> None:
    for body in (canonical.payment_intent(), canonical.charge()):
        assert walked(body, ACACIA, {"invoice": "in_1"})["invoice"] == "in_1"
        assert walked(body, ACACIA)["invoice"] is None
        assert "invoice" not in walked(body, BASIL, {"invoice": "in_1"})


def test_a_discount_holds_its_coupon_until_clover(shelf: Shelf) -> None:
    for version in (APRIL, ACACIA, BASIL):
        shown = walked(canonical.discount(), version, {}, shelf)
        assert shown["coupon"]["id"] == "TEN" and "source" not in shown
    assert walked(canonical.discount(), CLOVER, {}, shelf)["source"]["coupon"] == "TEN"
    body = made(
        "promotion_code",
        id="promo_1",
        active=True,
        code="FRIENDS",
        created=START,
        livemode=False,
        metadata={},
        promotion={"type": "coupon", "coupon": canonical.coupon(id="OTHER")},
        restrictions={
            "first_time_transaction": False,
            "minimum_amount": None,
            "minimum_amount_currency": None,
        },
        times_redeemed=0,
    )
    assert walked(body, BASIL)["coupon"]["id"] == "OTHER"


def test_a_deleted_object_is_left_alone() -> None:
    gone = {"id": "di_1", "object": "discount", "deleted": True, "start": START}
    assert answer(gone, APRIL) == gone


def test_free_keys_are_not_taken_for_objects() -> None:
    shown = walked(canonical.customer(), APRIL)
    assert shown["metadata"] == {"object": "invoice"}


def test_a_checkout_session_is_shown_by_its_older_words() -> None:
    session = {"object": "checkout.session", "ui_mode": "hosted_page", "collected_information": None}
    assert answer(session, CLOVER)["ui_mode"] == "hosted"
    collected = {"shipping_details": {"name": "Jenny"}}
    shown = answer({**session, "ui_mode": "elements", "collected_information": collected}, ACACIA)
    assert (shown["ui_mode"], shown["shipping_details"]) == ("custom", {"name": "Jenny"})
    assert answer({**session, "ui_mode": "form"}, BASIL)["ui_mode"] == "form"


def test_a_credit_note_has_one_refund_and_taxes_by_rate() -> None:
    line = {"object": "credit_note_line_item", "amount": 119, "quantity": 1, "unit_amount_decimal": "119"}
    body = {
        "object": "credit_note",
        "refunds": [{"amount_refunded": 119, "refund": "re_1", "type": "refund"}],
        "total_taxes": [canonical.tax(19, "inclusive")],
        "lines": page("/v1/credit_notes/cn_1/lines", {**line, "taxes": [canonical.tax(19, "inclusive")]}),
    }
    shown = answer(body, ACACIA)
    assert shown["refund"] == "re_1" and "refunds" not in shown
    assert shown["tax_amounts"][0]["tax_rate"] == "txr_1"
    seen = shown["lines"]["data"][0]
    assert (seen["amount_excluding_tax"], seen["unit_amount_excluding_tax"]) == (100, "100")
    assert answer({"object": "credit_note", "refunds": []}, ACACIA)["refund"] is None


def test_a_schedule_shows_plan_and_coupon_of_its_phases() -> None:
    phase = {"items": [{"price": "price_1"}], "discounts": [{"coupon": "TEN", "discount": None}]}
    shown = answer({"object": "subscription_schedule", "phases": [phase]}, APRIL)
    assert shown["phases"][0]["coupon"] == "TEN"
    assert shown["phases"][0]["items"][0]["plan"] == "price_1"


def test_a_preview_has_no_id_until_clover_and_keeps_its_facts() -> None:
    preview = canonical.invoice(id="upcoming_in_1", parent=None)
    shown = walked(preview, ACACIA, {"subscription": "sub_7"})
    assert "id" not in shown and shown["subscription"] == "sub_7"
    assert walked(preview, CLOVER)["id"] == "upcoming_in_1"


def test_smaller_renamings() -> None:
    capability = {"object": "capability", "requirements": {"disabled_reason": "paused.inactivity"}}
    assert answer(capability, APRIL)["requirements"]["disabled_reason"] == "rejected.other"
    assert answer(capability, ACACIA)["requirements"]["disabled_reason"] == "paused.inactivity"
    fuel = {"object": "issuing.transaction", "purchase_details": {"fuel": {"quantity_decimal": "3"}}}
    assert answer(fuel, APRIL)["purchase_details"]["fuel"] == {"volume_decimal": "3"}
    assert answer({"object": "product"}, ACACIA) == {"object": "product", "type": "service"}
    assert answer({"object": "product", "id": "prod_1"}, APRIL, {"type": "good"})["type"] == "good"


def test_what_endive_named_otherwise() -> None:
    session = made(
        "financial_connections.session",
        id="fcsess_1",
        accounts=page("/v1/financial_connections/accounts"),
        client_secret="secret",
        livemode=False,
        permissions=[],
        filters={"account_subcategories": None, "country": "US"},
    )
    assert walked(session, DAHLIA)["filters"] == {"account_subcategories": None, "countries": ["US"]}
    assert walked(session, ENDIVE)["filters"]["country"] == "US"
    session["filters"] = {"account_subcategories": None, "country": None}
    assert walked(session, DAHLIA)["filters"]["countries"] is None
    release = {"object": "reserve.release", "reason": "hold_expired"}
    assert answer(release, DAHLIA)["reason"] == "bulk_hold_expiry"
    assert answer({**release, "reason": "hold_reversed"}, DAHLIA)["reason"] == "hold_reversed"


def test_an_account_link_names_what_its_older_request_named() -> None:
    link = {
        "object": "v2.core.account_link",
        "account": "acct_1",
        "created": "2026-11-01T00:00:00Z",
        "expires_at": "2026-11-01T00:05:00Z",
        "livemode": False,
        "url": "https://example.test",
        "use_case": {
            "type": "account_onboarding",
            "account_onboarding": {"refresh_url": "https://example.test/again"},
        },
    }
    assert walked(link, ENDIVE) == link
    older = walked(link, DAHLIA, {"configurations": ["merchant"]})
    assert older["use_case"]["account_onboarding"]["configurations"] == ["merchant"]
    assert "account_update" not in older["use_case"]


def test_lists_are_walked_item_by_item(shelf: Shelf) -> None:
    shown = answer(page("/v1/invoices", canonical.invoice(canonical.line())), APRIL, None, shelf)
    assert shown["data"][0]["lines"]["data"][0]["price"]["id"] == "price_1"
    assert shown["has_more"] is False


def test_an_event_tells_what_its_reader_saw_change() -> None:
    now = canonical.subscription(canonical.item(current_period_start=END, current_period_end=END + 9))
    before = canonical.subscription(canonical.item(), latest_invoice="in_0")
    changed = {"items": before["items"], "latest_invoice": "in_0"}
    event = made(
        "event",
        id="evt_1",
        api_version="2026-05-27.dahlia",
        created=END,
        data={"object": now, "previous_attributes": changed},
        livemode=False,
        pending_webhooks=0,
        type="customer.subscription.updated",
    )
    shown = answer(event, ACACIA)
    assert shown["data"]["object"]["current_period_end"] == END + 9
    told = shown["data"]["previous_attributes"]
    period = {"current_period_start": START, "current_period_end": END}
    assert told.pop("items")["data"][0].items() >= period.items()
    assert told == answer(event, APRIL)["data"]["previous_attributes"] == {**period, "latest_invoice": "in_0"}
    assert event["data"]["previous_attributes"] is changed


def test_an_invoice_of_acacia_shows_old_and_new_together(shelf: Shelf) -> None:
    """Recorded by pay-rails at 2024-12-18 and 2025-02-24.acacia, by bike_index at 2025-01-27.acacia."""
    body = canonical.invoice(canonical.line(), payments=canonical.payments("pi_1"))
    newer = {"invoice": ("amount_overpaid", "parent", "total_taxes"), "line": ("parent", "pricing", "taxes")}
    for version in (ACACIA, Version("2025-02-24.acacia")):
        shown = walked(body, version, {}, shelf)
        line = shown["lines"]["data"][0]
        assert (shown["subscription"], shown["total_tax_amounts"], line["price"]["id"]) == (
            "sub_1",
            [],
            "price_1",
        )
        assert {name: shown[name] for name in newer["invoice"]} == {
            name: body[name] for name in newer["invoice"]
        }
        assert all(line[name] == body["lines"]["data"][0][name] for name in newer["line"])
    older = walked(body, Version("2024-06-20"), {}, shelf)
    assert not older.keys() & set(newer["invoice"])
    assert not older["lines"]["data"][0].keys() & set(newer["line"])


def test_an_invoice_event_tells_that_it_was_not_paid() -> None:
    changed = {"status": "open", "status_transitions": {"paid_at": None}}
    transitions = made("invoices_resource_status_transitions", paid_at=END)
    data = {"object": canonical.invoice(status_transitions=transitions), "previous_attributes": changed}
    shown = answer({"object": "event", "data": data}, ACACIA)
    assert shown["data"]["previous_attributes"] == changed | {"paid": False}


def test_old_attributes_are_joined_and_told_apart() -> None:
    now = {"a": {"x": 1, "y": 2}, "b": [1], "c": 3}
    before = merged(now, {"a": {"x": 0}, "b": [], "c": None})
    assert before == {"a": {"x": 0, "y": 2}, "b": [], "c": None}
    assert difference(before, now) == {"a": {"x": 0}, "b": [], "c": None}
    assert now == {"a": {"x": 1, "y": 2}, "b": [1], "c": 3}
