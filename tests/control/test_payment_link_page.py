"""Whoever follows a payment link gets a session of their own, as the link and its address say."""

from __future__ import annotations

from typing import Any

from tests.control.conftest import Panel
from tests.control.test_sheets import led, send


class Stand:
    """A merchant with links, and people who follow them."""

    def __init__(self, panel: Panel) -> None:
        self.panel, self.api = panel, panel.api
        self.price = self.post(
            "/v1/prices", product_data={"name": "Mug"}, unit_amount=1500, currency="usd"
        ).id

    def post(self, path: str, **params: Any) -> Any:
        return self.api.ok(self.api.post(path, **params))

    def link(self, **params: Any) -> Any:
        return self.post(
            "/v1/payment_links", **{"line_items": [{"price": self.price, "quantity": 2}], **params}
        )

    def visit(self, link: Any, query: str = "") -> Any:
        """Follow a link; gives the session that it opened."""
        reply = send(self.panel, "GET", link.url + query)
        place = led(reply)
        assert place is not None, reply.body
        assert send(self.panel, "GET", place).status == 200
        return self.sessions(link)[0]

    def sessions(self, link: Any) -> Any:
        return self.api.get("/v1/checkout/sessions", payment_link=link.id).data

    def pay(self, session: Any) -> Any:
        """As the page's form does."""
        method = self.post("/v1/payment_methods", type="card", card={"token": "tok_visa"}).id
        self.post(
            f"/v1/payment_pages/{session['id']}/confirm",
            payment_method=method,
            expected_amount=session["amount_total"],
        )
        return self.api.get(f"/v1/checkout/sessions/{session['id']}")


def test_a_session_is_what_its_link_says(panel: Panel) -> None:
    stand = Stand(panel)
    rate = stand.post(
        "/v1/shipping_rates",
        display_name="Post",
        type="fixed_amount",
        fixed_amount={"amount": 500, "currency": "usd"},
    ).id
    data = {"currency": "usd", "unit_amount": 250, "product_data": {"name": "Card"}}
    link = stand.link(
        line_items=[
            {"price": stand.price, "quantity": 1, "adjustable_quantity": {"enabled": True}},
            {"price_data": data, "quantity": 4},
        ],
        metadata={"from": "link"},
        custom_fields=[
            {"key": "size", "type": "text", "label": {"type": "custom", "custom": "Size"}, "optional": True}
        ],
        custom_text={"submit": {"message": "Hello"}},
        consent_collection={"promotions": "auto"},
        name_collection={"business": {"enabled": True, "optional": True}},
        phone_number_collection={"enabled": True},
        billing_address_collection="required",
        shipping_address_collection={"allowed_countries": ["US"]},
        shipping_options=[{"shipping_rate": rate}],
        submit_type="book",
        tax_id_collection={"enabled": True},
        customer_creation="always",
        invoice_creation={"enabled": True, "invoice_data": {"footer": "Foot"}},
        payment_method_types=["card"],
        payment_intent_data={"description": "Mugs", "metadata": {"of": "intent"}, "capture_method": "manual"},
        optional_items=[{"price": stand.price, "quantity": 1}],
        after_completion={"type": "redirect", "redirect": {"url": "https://shop.example/done?a=b"}},
    )
    session = stand.visit(link, "?utm_source=mail&utm_medium=no%20good&client_reference_id=cart-1&locale=de")
    assert (session["mode"], session["amount_total"], session["payment_link"]) == ("payment", 3000, link.id)
    assert (session["client_reference_id"], session["locale"]) == ("cart-1", "de")
    assert session["success_url"] == "https://shop.example/done?a=b&utm_source=mail"
    assert session["metadata"] == {"from": "link"}
    assert session["submit_type"] == "book"
    assert session["customer_creation"] == "always"
    assert session["invoice_creation"]["enabled"]
    assert session["invoice_creation"]["invoice_data"]["footer"] == "Foot"
    assert session["custom_fields"][0]["key"] == "size"
    assert session["custom_text"]["submit"] == {"message": "Hello"}
    assert session["shipping_options"] == link.shipping_options
    assert session["billing_address_collection"] == "required"
    assert session["tax_id_collection"]["enabled"]
    assert session["name_collection"]["business"] == {"enabled": True, "optional": True}
    assert session["optional_items"][0]["price"] == stand.price


def test_links_are_counted_and_put_away(panel: Panel) -> None:
    stand = Stand(panel)
    link = stand.link(
        restrictions={"completed_sessions": {"limit": 2}},
        inactive_message="Sold <out>",
        payment_intent_data={"metadata": {"of": "intent"}},
    )
    first = stand.visit(link, "?client_reference_id=bad%20one&prefilled_email=a%40example.com")
    second = stand.visit(link)
    assert (first["client_reference_id"], first["customer_email"]) == (None, "a@example.com")
    shown = [
        first[name] for name in ("success_url", "cancel_url", "locale", "submit_type", "customer_creation")
    ]
    assert shown == ["https://stripe.com", "https://stripe.com", "auto", "auto", "if_required"]
    assert (first["allow_promotion_codes"], first["billing_address_collection"]) == (False, "auto")
    done = stand.pay(first)
    assert done.payment_status == "paid"
    intent = stand.api.get(f"/v1/payment_intents/{done.payment_intent}")
    assert intent.metadata == {"of": "intent"}
    known = stand.api.get(f"/v1/payment_links/{link.id}")
    assert (known.active, known.restrictions["completed_sessions"]["count"]) == (True, 1)
    stand.pay(second)
    known = stand.api.get(f"/v1/payment_links/{link.id}")
    assert (known.active, known.restrictions["completed_sessions"]["count"]) == (False, 2)
    said = send(panel, "GET", link.url)
    assert (said.status, b"Sold &lt;out&gt;" in said.body) == (200, True)
    assert len(stand.sessions(link)) == 2
    told = [one["type"] for one in stand.api.get("/v1/events", types=["payment_link.updated"]).data]
    assert told == ["payment_link.updated"]
    assert send(panel, "GET", link.url.replace("plink_", "plink_x")).status == 404


def test_a_link_that_subscribes_and_takes_codes(panel: Panel) -> None:
    stand = Stand(panel)
    monthly = stand.post(
        "/v1/prices",
        product_data={"name": "Plan"},
        unit_amount=900,
        currency="usd",
        recurring={"interval": "month"},
    ).id
    coupon = stand.post("/v1/coupons", percent_off=50, duration="once").id
    code = stand.post("/v1/promotion_codes", promotion={"type": "coupon", "coupon": coupon}, code="HALF").id
    link = stand.link(
        line_items=[{"price": monthly, "quantity": 1}],
        allow_promotion_codes=True,
        subscription_data={"trial_period_days": 7, "metadata": {"a": "b"}},
    )
    plain = stand.visit(link)
    assert (plain["mode"], plain["allow_promotion_codes"], plain["amount_total"]) == ("subscription", True, 0)
    half = stand.visit(link, "?prefilled_promo_code=half")
    assert half["discounts"] == [{"coupon": None, "promotion_code": code}]
    done = stand.pay(plain)
    subscription = stand.api.get(f"/v1/subscriptions/{done.subscription}")
    assert (subscription["status"], subscription.metadata) == ("trialing", {"a": "b"})
    thanks = send(panel, "GET", plain["url"]).body.decode()
    assert "Thank you for your payment" in thanks


def test_a_link_shares_what_it_brings(panel: Panel) -> None:
    stand = Stand(panel)
    seller = panel.post("accounts", type="custom").body["id"]
    link = stand.link(application_fee_amount=100, transfer_data={"destination": seller}, on_behalf_of=seller)
    done = stand.pay(stand.visit(link))
    intent = stand.api.get(f"/v1/payment_intents/{done.payment_intent}")
    assert (intent.application_fee_amount, intent.on_behalf_of) == (100, seller)
    assert intent.transfer_data == {"destination": seller}
    own = stand.api.with_(account=seller)
    price = own.ok(own.post("/v1/prices", product_data={"name": "X"}, unit_amount=700, currency="usd")).id
    theirs = own.ok(own.post("/v1/payment_links", line_items=[{"price": price, "quantity": 1}]))
    assert led(send(panel, "GET", theirs.url)) is not None
    assert len(own.get("/v1/checkout/sessions", payment_link=theirs.id).data) == 1


def test_a_session_of_a_link_does_not_take_what_the_link_blocks(panel: Panel) -> None:
    stand = Stand(panel)
    blocked = {"card": {"restrictions": {"brands_blocked": ["visa"]}}}
    session = stand.visit(stand.link(payment_method_options=blocked))
    assert session["payment_method_options"]["card"]["restrictions"]["brands_blocked"] == ["visa"]
    method = stand.post("/v1/payment_methods", type="card", card={"token": "tok_visa"}).id
    reply = panel.api.post(f"/v1/payment_pages/{session['id']}/confirm", payment_method=method)
    assert reply.status == 400
