"""The hosted page of a checkout: filled in without a script, it pays once, and what the page has shown."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from tests.client import Answer
from tests.control.conftest import Panel
from tests.control.test_sheets import Form, led, send

DONE = "https://shop.example/done?session={CHECKOUT_SESSION_ID}"
CARD = {"card-number": "4242424242424242", "card-expiry": "12/34", "card-cvc": "123"}
BUYER = {
    "email": "jenny@example.com",
    "name": "Jenny <b>",
    "address-country": "US",
    "address-postal_code": "94103",
}


def opened(panel: Panel, **more: Any) -> Answer:
    """A session for a shirt of 15.00 and what goes with it."""
    line = {
        "price_data": {
            "currency": "usd",
            "unit_amount": 1500,
            "product_data": {"name": "<script>shirt</script>"},
        },
        "quantity": 2,
        "adjustable_quantity": {"enabled": True, "minimum": 1, "maximum": 5},
    }
    fields = {"mode": "payment", "success_url": DONE, "cancel_url": "https://shop.example/cart"}
    asked = {**fields, "line_items": [line], "allowed_payment_method_types": ["card"], **more}
    return panel.api.post("/v1/checkout/sessions", **{k: v for k, v in asked.items() if v is not None})


def page(panel: Panel, session: Answer) -> tuple[Form, str]:
    """The page as a browser reads it."""
    reply = send(panel, "GET", session.url)
    assert reply.status == 200, reply.body
    text = reply.body.decode()
    return Form(text), text


def submit(panel: Panel, session: Answer, **filled: str) -> Any:
    """The form as it stands, with what is filled in."""
    form, _ = page(panel, session)
    return send(panel, "POST", session.url, **{**form.fields, **filled})


def now(panel: Panel, session: Answer) -> Answer:
    """The session as it is."""
    return panel.api.get(f"/v1/checkout/sessions/{session.id}")


def test_a_buyer_pays_once_and_is_sent_on(panel: Panel) -> None:
    session = opened(panel, billing_address_collection="auto")
    form, text = page(panel, session)
    assert "&lt;script&gt;shirt" in text and "<script>" not in text
    assert "Total due today</dt><dd>$30.00" in text
    assert {f"field-{name}" for name in ("email", "card-number", "address-country")} <= set(form.labels)
    filled = {**form.fields, **BUYER, **CARD}
    reply = send(panel, "POST", session.url, **filled)
    assert (reply.status, led(reply)) == (303, DONE.replace("{CHECKOUT_SESSION_ID}", session.id))
    assert led(send(panel, "POST", session.url, **filled)) == led(reply)
    assert led(send(panel, "GET", session.url)) == led(reply)
    done = now(panel, session)
    assert (done.status, done["status"], done.payment_status) == (200, "complete", "paid")
    assert done.customer_details["name"] == "Jenny <b>"
    assert len(panel.api.get("/v1/charges").data) == 1


FIELDS = [
    {
        "key": "size",
        "type": "dropdown",
        "label": {"type": "custom", "custom": "Size"},
        "dropdown": {"options": [{"label": "Small", "value": "s"}, {"label": "Large", "value": "l"}]},
    },
    {"key": "room", "type": "numeric", "label": {"type": "custom", "custom": "Room"}, "optional": True},
]
ASKS = {
    "shipping_address_collection": {"allowed_countries": ["US"]},
    "phone_number_collection": {"enabled": True},
    "tax_id_collection": {"enabled": True},
    "name_collection": {"business": {"enabled": True}},
    "consent_collection": {"terms_of_service": "required", "promotions": "auto"},
    "custom_fields": FIELDS,
}
ROAD = {"line1": "Road 1", "country": "US", "postal_code": "94103", "city": "Town", "state": "CA"}
REST = {
    **BUYER,
    **CARD,
    **{f"shipping-{name}": value for name, value in ROAD.items()},
    "phone": "+14155550100",
    "business_name": "Shop Inc",
    "tax-type": "eu_vat",
    "tax-value": "DE123456789",
}


def unticked(fields: dict[str, str]) -> dict[str, str]:
    """What a browser sends of a form whose boxes are empty."""
    return {name: value for name, value in fields.items() if name not in ("terms_of_service", "promotions")}


def test_a_new_total_is_shown_before_it_is_paid(panel: Panel) -> None:
    coupon = panel.api.post("/v1/coupons", percent_off=50, duration="once")
    panel.api.post("/v1/promotion_codes", promotion={"type": "coupon", "coupon": coupon.id}, code="HALF")
    extra = panel.api.post("/v1/prices", currency="usd", unit_amount=700, product_data={"name": "Cap"})
    way = {"display_name": "Post", "fixed_amount": {"amount": 500, "currency": "usd"}, "type": "fixed_amount"}
    optional = [{"price": extra.id, "quantity": 1}]
    options = [{"shipping_rate_data": way}]
    session = opened(
        panel, allow_promotion_codes=True, optional_items=optional, shipping_options=options, **ASKS
    )
    form, _ = page(panel, session)
    quantity = next(name for name in form.fields if name.startswith("quantity-"))
    assert "This code is invalid" in submit(panel, session, code="NONE").body.decode()
    assert "within their bounds" in submit(panel, session, **{quantity: "9"}).body.decode()
    choices = {**unticked(form.fields), **REST, "code": "half", quantity: "3", "option-0": "1"}
    text = send(panel, "POST", session.url, **choices).body.decode()
    assert "The total has changed" in text and "Total due today</dt><dd>$31.00" in text
    assert "4242424242424242" in text and now(panel, session)["status"] == "open"
    again = unticked(Form(text).fields)
    assert "Please fill in: Size" in send(panel, "POST", session.url, **again).body.decode()
    again["field-size"] = "l"
    assert "Terms of service" in send(panel, "POST", session.url, **again).body.decode()
    assert led(send(panel, "POST", session.url, **again, terms_of_service="yes"))
    done = now(panel, session)
    assert (done.amount_total, done.payment_status) == (3100, "paid")
    assert done.consent == {"promotions": "opt_out", "terms_of_service": "accepted"}
    assert done.custom_fields[0]["dropdown"]["value"] == "l"
    assert done.collected_information["shipping_details"]["address"]["line1"] == "Road 1"
    assert done.collected_information["business_name"] == "Shop Inc"
    assert done.customer_details["phone"] == "+14155550100"
    assert done.customer_details["tax_ids"] == [{"type": "eu_vat", "value": "DE123456789"}]


@pytest.mark.parametrize(
    ("number", "words"), [("4000000000000002", "declined"), ("4242424242424241", "number")]
)
def test_a_card_that_does_not_pay_leaves_the_page_open(panel: Panel, number: str, words: str) -> None:
    session = opened(panel)
    text = submit(panel, session, **BUYER, **{**CARD, "card-number": number}).body.decode()
    assert 'role="alert"' in text and words in text
    assert now(panel, session)["status"] == "open"
    assert led(submit(panel, session, **BUYER, **CARD))


@pytest.mark.parametrize("answer", ["complete", "fail"])
def test_a_holder_who_is_asked_comes_back(panel: Panel, answer: str) -> None:
    session = opened(panel)
    secure = {**CARD, "card-number": "4000000000003220"}
    asked = led(submit(panel, session, **BUYER, **secure))
    assert asked is not None and "/three_d_secure/" in asked
    back = led(send(panel, "POST", asked, answer=answer))
    assert back is not None and back.startswith(session.url)
    reply = send(panel, "GET", back)
    if answer == "complete":
        assert led(reply) == DONE.replace("{CHECKOUT_SESSION_ID}", session.id)
    else:
        assert reply.status == 200 and 'role="alert"' in reply.body.decode()
    assert now(panel, session).payment_status == ("paid" if answer == "complete" else "unpaid")


def test_a_session_that_ran_out_is_taken_up_again(panel: Panel) -> None:
    session = opened(panel, after_expiration={"recovery": {"enabled": True, "allow_promotion_codes": True}})
    panel.api.post(f"/v1/checkout/sessions/{session.id}/expire")
    copy = led(send(panel, "GET", session.url))
    assert copy is not None and copy != session.url
    newest = panel.api.get("/v1/checkout/sessions").data[0]
    assert (newest["recovered_from"], newest["url"], newest["amount_total"]) == (session.id, copy, 3000)
    assert newest["allow_promotion_codes"] is True
    plain = opened(panel)
    panel.api.post(f"/v1/checkout/sessions/{plain.id}/expire")
    assert "expired" in send(panel, "GET", plain.url).body.decode()
    assert "expired" in send(panel, "POST", plain.url, **CARD).body.decode()


def test_kinds_of_methods_and_the_way_out(panel: Panel) -> None:
    euros = {"currency": "eur", "unit_amount": 1500, "product_data": {"name": "Shirt"}}
    session = opened(
        panel,
        line_items=[{"price_data": euros, "quantity": 1}],
        allowed_payment_method_types=["card", "sepa_debit", "ideal"],
    )
    text = submit(panel, session, **BUYER, type="sepa_debit").body.decode()
    assert "IBAN" in text
    filled = {**Form(text).fields, "sepa_debit-iban": "AT611904300234573201"}
    assert led(send(panel, "POST", session.url, **filled))
    assert now(panel, session).payment_status == "unpaid"
    other = opened(
        panel, line_items=[{"price_data": euros, "quantity": 1}], allowed_payment_method_types=["ideal"]
    )
    asked = led(submit(panel, other, **BUYER))
    assert asked is not None and led(send(panel, "POST", asked, answer="complete"))
    assert now(panel, other).payment_status == "paid"
    assert led(submit(panel, opened(panel), leave="yes")) == "https://shop.example/cart"


def test_a_known_customer_pays_with_a_kept_card_and_what_they_choose(panel: Panel) -> None:
    ann = panel.api.post("/v1/customers", email="ann@example.com")
    kept = panel.api.post(
        "/v1/payment_methods", type="card", card={"token": "tok_visa"}, allow_redisplay="always"
    )
    panel.api.post(f"/v1/payment_methods/{kept.id}/attach", customer=ann.id)
    gift = panel.api.post(
        "/v1/prices",
        currency="usd",
        custom_unit_amount={"enabled": True, "minimum": 500},
        product_data={"name": "Gift"},
    )
    session = opened(
        panel, customer=ann.id, line_items=[{"price": gift.id, "quantity": 1}], submit_type="donate"
    )
    form, text = page(panel, session)
    assert "<button>Donate</button>" in text and "email" not in form.fields
    amount = next(name for name in form.fields if name.startswith("amount-"))
    shown = Form(submit(panel, session, saved=kept.id, **{amount: "2500"}).body.decode()).fields
    assert led(send(panel, "POST", session.url, **shown))
    assert (now(panel, session).amount_total, now(panel, session).payment_status) == (2500, "paid")


def test_a_buyer_chooses_no_more_than_a_line_can_say(panel: Panel) -> None:
    ship = panel.api.post("/v1/prices", currency="jpy", unit_amount=99_999_999, product_data={"name": "Ship"})
    bounds = {"enabled": True, "minimum": 1, "maximum": 20_000}
    line = {"price": ship.id, "quantity": 1, "adjustable_quantity": bounds}
    session = opened(panel, line_items=[line])
    form, _ = page(panel, session)
    quantity = next(name for name in form.fields if name.startswith("quantity-"))
    told = submit(panel, session, **BUYER, **{quantity: "10001"})
    assert b"Amount must be no more than \xc2\xa5999,999,999,999" in told.body
    assert now(panel, session).amount_total == 99_999_999


def test_a_method_is_kept_or_removed_where_the_session_allows_it(panel: Panel) -> None:
    ann = panel.api.post("/v1/customers", email="ann@example.com")
    saving = {"payment_method_save": "enabled", "payment_method_remove": "enabled"}
    first = opened(panel, customer=ann.id, saved_payment_method_options=saving)
    assert led(submit(panel, first, **BUYER, **CARD, save="yes"))
    (kept,) = panel.api.get("/v1/payment_methods", customer=ann.id).data
    assert kept["allow_redisplay"] == "always"
    second = opened(panel, customer=ann.id, saved_payment_method_options=saving)
    assert kept["id"] in page(panel, second)[1]
    assert kept["id"] not in submit(panel, second, remove=kept["id"]).body.decode()
    assert panel.api.get("/v1/payment_methods", customer=ann.id).data == []
    third = opened(panel, customer=ann.id, payment_intent_data={"setup_future_usage": "off_session"})
    assert led(submit(panel, third, **BUYER, **CARD))
    (kept,) = panel.api.get("/v1/payment_methods", customer=ann.id).data
    assert kept["allow_redisplay"] == "limited"


def test_a_page_of_nobody_is_not_found(panel: Panel) -> None:
    session = opened(panel)
    for address in (
        session.url.replace("cs_test_a1", "cs_test_b1"),
        session.url.replace("/acct", "/acct_x"),
    ):
        reply = send(panel, "GET", address)
        assert (reply.status, b"No such page" in reply.body) == (404, True)


def test_a_refused_form_keeps_what_was_filled_in(panel: Panel) -> None:
    session = opened(
        panel,
        phone_number_collection={"enabled": True},
        tax_id_collection={"enabled": True},
        shipping_address_collection={"allowed_countries": ["US"]},
        consent_collection={"promotions": "auto"},
    )
    form, _ = page(panel, session)
    filled = {**form.fields, **CARD, "email": "bad", "phone": "x", "tax-type": "eu_vat", "tax-value": "7"}
    filled |= {"shipping-line1": "1 Way", "shipping-country": "FR"}
    for words, name, value in (
        ("Your email is invalid.", "email", "ann@example.com"),
        ("Your phone number is invalid.", "phone", "+1 (415) 555-0100"),
        ("Your tax ID is invalid.", "tax-value", "DE123456789"),
        ("Nothing is sent to this country: FR.", "shipping-country", "US"),
        ("Please fill in: Expiry.", "card-expiry", "12/34"),
    ):
        if name == "card-expiry":
            filled["card-expiry"] = ""
        text = send(panel, "POST", session.url, **filled).body.decode()
        assert words in unescape(text)
        shown = Form(text).fields
        assert {key: shown[key] for key in ("card-number", "phone", "shipping-line1")} == {
            key: filled[key] for key in ("card-number", "phone", "shipping-line1")
        }
        assert 'name="promotions" value="yes" checked' in text
        filled = {**shown, name: value}
    assert led(send(panel, "POST", session.url, **filled)) == DONE.replace(
        "{CHECKOUT_SESSION_ID}", session.id
    )
    details = now(panel, session).customer_details
    assert details["tax_ids"] == [{"type": "eu_vat", "value": "DE123456789"}]


def test_a_card_is_left_and_a_trial_begins_on_the_page(panel: Panel) -> None:
    customer = panel.api.post("/v1/customers", email="known@example.com").id
    kept = opened(panel, mode="setup", line_items=None, currency="usd", customer=customer)
    assert "known@example.com" in page(panel, kept)[1]
    assert "set_up_secure" in str(led(submit(panel, kept, **{**CARD, "card-number": "4000002760003184"})))
    assert led(submit(panel, kept, **CARD)) is not None
    assert now(panel, kept).body["status"] == "complete"
    line = {
        "price_data": {
            "currency": "usd",
            "unit_amount": 1000,
            "recurring": {"interval": "month", "interval_count": 3},
            "product_data": {"name": "Plan"},
        },
        "quantity": 1,
    }
    trial = opened(
        panel,
        mode="subscription",
        line_items=[line],
        payment_method_collection="if_required",
        subscription_data={"trial_period_days": 7},
    )
    assert "7 days free, then $10.00 per 3 months." in page(panel, trial)[1]
    assert led(submit(panel, trial, email="ann@example.com")) is not None
    assert now(panel, trial).body["status"] == "complete"
