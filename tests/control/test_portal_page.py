"""The page of the customer portal: everything on it is done through forms, once each, and escaped."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from pinstripe.kernel.call import Reply
from tests.client import Api
from tests.control.conftest import Panel
from tests.control.test_sheets import led, send

EVERYTHING: dict[str, Any] = {
    "customer_update": {"enabled": True, "allowed_updates": ["name", "email", "address", "tax_id"]},
    "invoice_history": {"enabled": True},
    "payment_method_update": {"enabled": True},
    "subscription_cancel": {
        "enabled": True,
        "cancellation_reason": {"enabled": True, "options": ["too_expensive", "unused"]},
    },
}


class Shop:
    """A customer with a monthly plan, a dearer one beside it, and a portal that offers everything."""

    def __init__(self, panel: Panel, **features: Any) -> None:
        self.panel, self.api = panel, panel.api
        post = self.post
        self.basic = post(
            "/v1/prices",
            product_data={"name": "Basic <b>"},
            unit_amount=1000,
            currency="usd",
            recurring={"interval": "month"},
        )
        product = self.basic.product
        self.plus = post(
            "/v1/prices",
            product=product,
            unit_amount=2000,
            currency="usd",
            recurring={"interval": "month"},
        ).id
        self.ann = post(
            "/v1/customers",
            name="Ann <script>",
            email="ann@example.com",
            payment_method="pm_card_visa",
            invoice_settings={"default_payment_method": "pm_card_visa"},
        ).id
        self.sub = post("/v1/subscriptions", customer=self.ann, items=[{"price": self.basic.id}])
        update = {
            "enabled": True,
            "default_allowed_updates": ["price", "quantity", "promotion_code"],
            "proration_behavior": "always_invoice",
            "products": [{"product": product, "prices": [self.basic.id, self.plus]}],
        }
        self.bpc = post(
            "/v1/billing_portal/configurations",
            features={**EVERYTHING, "subscription_update": update, **features},
            business_profile={"headline": "Hello"},
            login_page={"enabled": True},
        )

    def post(self, path: str, **params: Any) -> Any:
        return self.api.ok(self.api.post(path, **params))

    def session(self, **params: Any) -> str:
        made = self.post(
            "/v1/billing_portal/sessions",
            customer=self.ann,
            return_url="https://shop.example/back",
            **params,
        )
        return str(made.url)

    def look(self, address: str) -> str:
        reply = send(self.panel, "GET", address)
        assert reply.status == 200
        return reply.body.decode()

    def send(self, address: str, do: str, turn: int, **fields: str) -> Reply:
        return send(self.panel, "POST", address, do=do, turn=str(turn), **fields)

    def subscription(self) -> Any:
        return self.api.get(f"/v1/subscriptions/{self.sub.id}")


def test_home_shows_what_is_theirs_and_changes_it(panel: Panel) -> None:
    shop = Shop(panel)
    url = shop.session()
    home = shop.look(url)
    assert "Basic &lt;b&gt;" in home
    assert "Ann &lt;script&gt;" in home
    assert "<script" not in home
    assert "https://shop.example/back" in home
    assert "$10.00" in home
    links = [unescape(one) for one in re.findall(r'href="([^"]+)"', home)]
    assert any("/pages/invoices/" in one for one in links)
    (update,) = [one for one in links if "view=update" in one]
    assert shop.plus in shop.look(update)
    # a dearer plan, billed at once; the same form sent again does nothing more
    for _ in range(2):
        assert (
            led(shop.send(url, "update", 0, subscription=shop.sub.id, price=shop.plus, quantity="2")) in url
        )
    now = shop.subscription()
    assert (now["items"]["data"][0]["price"]["id"], now.quantity) == (shop.plus, 2)
    assert len(shop.api.get("/v1/invoices", customer=shop.ann).data) == 2
    # ends with its period, with a reason, and goes on after all
    page = shop.look(next(one for one in links if "view=cancel" in one))
    assert "too_expensive" in page
    assert "missing_features" not in page
    shop.send(url, "cancel", 1, subscription=shop.sub.id, feedback="too_expensive", comment="<i>")
    ends = shop.subscription()
    assert ends.cancel_at_period_end
    assert ends.cancellation_details["feedback"] == "too_expensive"
    assert "Renew plan" in shop.look(url)
    shop.send(url, "renew", 2, subscription=shop.sub.id)
    assert not shop.subscription().cancel_at_period_end


def test_methods_details_and_tax_ids(panel: Panel) -> None:
    shop = Shop(panel)
    url = shop.session()
    card = {"number": "4000000000000341", "exp_month": "12", "exp_year": "2034", "cvc": "123"}
    declined = shop.send(url, "add_method", 0, **{**card, "number": "4000000000000002"})
    assert 'role="alert"' in declined.body.decode()
    shop.send(url, "add_method", 0, **card)
    customer = shop.api.get(f"/v1/customers/{shop.ann}")
    kept = shop.api.get("/v1/payment_methods", customer=shop.ann).data
    assert customer.invoice_settings["default_payment_method"] == kept[0]["id"]
    assert len(kept) == 2
    shop.send(url, "prefer", 1, payment_method=kept[1]["id"])
    shop.send(url, "remove_method", 2, payment_method=kept[0]["id"])
    last = shop.send(url, "remove_method", 3, payment_method=kept[1]["id"])
    assert "cannot be removed" in last.body.decode()
    shop.send(url, "details", 3, name="Ann Other", phone="+1", line1="1 Way", city="Berlin", country="DE")
    shop.send(url, "add_tax_id", 4, type="eu_vat", value="DE123456789")
    after = shop.api.get(f"/v1/customers/{shop.ann}", expand=["tax_ids"])
    assert (after.name, after.phone, after.address["city"]) == ("Ann Other", None, "Berlin")
    (tax_id,) = after.tax_ids["data"]
    assert "DE123456789" in shop.look(f"{url}?view=details")
    shop.send(url, "remove_tax_id", 5, tax_id=tax_id["id"])
    assert not shop.api.get(f"/v1/customers/{shop.ann}/tax_ids").data
    shop.post(f"/v1/payment_methods/{kept[1]['id']}/detach")
    assert led(shop.send(url, "nonsense", 0)) is not None


def test_flows_and_where_they_end(panel: Panel) -> None:
    shop = Shop(panel)
    about = {"subscription": shop.sub.id}
    item = shop.sub["items"]["data"][0]["id"]
    coupon = shop.post("/v1/coupons", percent_off=20, duration="forever").id
    confirm = {**about, "items": [{"id": item, "price": shop.plus}], "discounts": [{"coupon": coupon}]}
    url = shop.session(
        flow_data={
            "type": "subscription_update_confirm",
            "subscription_update_confirm": confirm,
            "after_completion": {"type": "redirect", "redirect": {"return_url": "https://shop.example/done"}},
        }
    )
    page = shop.look(url)
    assert "Confirm" in page
    assert "Payment methods" not in page
    assert led(shop.send(url, "confirm", 0)) == "https://shop.example/done"
    assert shop.subscription()["items"]["data"][0]["price"]["id"] == shop.plus
    assert len(shop.subscription().discounts) == 1


def test_flows_with_words_and_with_a_coupon(panel: Panel) -> None:
    shop = Shop(panel)
    about = {"subscription": shop.sub.id}
    url = shop.session(
        flow_data={
            "type": "subscription_update",
            "subscription_update": about,
            "after_completion": {
                "type": "hosted_confirmation",
                "hosted_confirmation": {"custom_message": "<Bye>"},
            },
        }
    )
    code = shop.post(
        "/v1/promotion_codes",
        promotion={"type": "coupon", "coupon": shop.post("/v1/coupons", percent_off=5, duration="once").id},
        code="SPRING",
    )
    done = shop.send(url, "update", 0, subscription=shop.sub.id, price=shop.plus, code=code["code"])
    assert "&lt;Bye&gt;" in done.body.decode()
    retention = {
        "type": "coupon_offer",
        "coupon_offer": {
            "coupon": shop.post("/v1/coupons", amount_off=100, currency="usd", duration="once").id
        },
    }
    url = shop.session(
        flow_data={
            "type": "subscription_cancel",
            "subscription_cancel": {**about, "retention": retention},
        }
    )
    assert "$1.00 less" in shop.look(url)
    shop.send(url, "stay", 0, subscription=shop.sub.id)
    assert len(shop.subscription().discounts) == 2
    assert "Current plan" in shop.look(url)
    url = shop.session(flow_data={"type": "payment_method_update"})
    card = {"number": "5555555555554444", "exp_month": "12", "exp_year": "2034", "cvc": "123"}
    assert led(shop.send(url, "add_method", 0, **card)) is not None


def test_what_is_not_offered_is_not_done_and_addresses_end(panel: Panel) -> None:
    off = {"enabled": False}
    shop = Shop(panel, subscription_update=off, subscription_cancel={"enabled": True, "mode": "immediately"})
    url = shop.session()
    other = shop.post("/v1/customers").id
    for do, fields in (
        ("update", {"price": shop.plus}),
        ("confirm", {}),
        ("stay", {}),
        ("cancel", {"subscription": "sub_nope"}),
        ("nonsense", {}),
    ):
        said = shop.send(url, do, 0, **{"subscription": shop.sub.id, **fields})
        assert 'role="alert"' in said.body.decode()
    assert "Update plan" not in shop.look(url)
    assert send(panel, "GET", url.replace("_secret_", "_secret_x")).status == 404
    theirs = shop.post("/v1/billing_portal/sessions", customer=other).url
    assert "Basic" not in shop.look(theirs)
    assert 'role="alert"' in shop.send(theirs, "cancel", 0, subscription=shop.sub.id).body.decode()
    shop.send(url, "cancel", 0, subscription=shop.sub.id)
    assert shop.subscription()["status"] == "canceled"
    # by email to a session of their own
    entrance = shop.bpc.login_page["url"]
    assert "Nobody pays" in send(panel, "POST", entrance, email="who@example.com").body.decode()
    inside = led(send(panel, "POST", entrance, email="ann@example.com"))
    assert inside is not None
    assert "Payment methods" in shop.look(inside)
    # good for five minutes unopened, for an hour after a look
    fresh = shop.session()
    panel.post("clock/advance", seconds=400)
    assert "expired" in shop.look(fresh)
    assert "expired" not in shop.look(url)
    panel.post("clock/advance", seconds=4000)
    assert "expired" in shop.look(url)


def test_a_session_that_is_over_is_good_again_for_who_says_who_they_are(panel: Panel) -> None:
    shop = Shop(panel)
    back = {"type": "customer_login"}
    now = shop.post("/v1/customers").created
    late = panel.api.post(
        "/v1/billing_portal/sessions",
        customer=shop.ann,
        after_expiration={**back, "customer_login": {"expires_at": now - 10}},
    )
    assert late.error["param"] == "after_expiration[customer_login][expires_at]"
    ever = shop.session(after_expiration=back)
    once = shop.session(after_expiration={**back, "customer_login": {"expires_at": now + 1000}})
    panel.post("clock/advance", seconds=400)
    assert "Enter the email" in shop.look(ever)
    assert "Nobody pays" in send(panel, "POST", ever, email="who@example.com").body.decode()
    assert led(send(panel, "POST", ever, email="ann@example.com")) in ever
    assert "Payment methods" in shop.look(ever)
    panel.post("clock/advance", seconds=4000)
    assert "Enter the email" in shop.look(ever)
    assert "expired" in shop.look(once)


def test_a_portal_on_behalf_of_an_account_shows_its_own(api: Api, panel: Panel) -> None:
    shop = Shop(panel)
    seller = panel.post("accounts", type="custom").body["id"]
    url = shop.session(on_behalf_of=seller)
    assert "Basic" not in shop.look(url)


def test_what_takes_from_what_is_paid_waits(panel: Panel) -> None:
    shop = Shop(panel)
    later = {"conditions": [{"type": "decreasing_item_amount"}, {"type": "shortening_interval"}]}
    shop.post(
        f"/v1/billing_portal/configurations/{shop.bpc.id}",
        features={"subscription_update": {"schedule_at_period_end": later}},
    )
    url = shop.session()
    shop.send(url, "update", 0, subscription=shop.sub.id, price=shop.plus)
    assert shop.subscription()["items"]["data"][0]["price"]["id"] == shop.plus
    shop.send(url, "update", 1, subscription=shop.sub.id, price=shop.basic.id)
    now = shop.subscription()
    assert now["items"]["data"][0]["price"]["id"] == shop.plus
    schedule = shop.api.get(f"/v1/subscription_schedules/{now.schedule}")
    assert [one["items"][0]["price"] for one in schedule.phases] == [shop.plus, shop.basic.id]
    home = shop.look(url)
    assert "then changes" in home
    assert "Update plan" not in home
    panel.post("clock/advance", seconds=32 * 86400)
    assert shop.subscription()["items"]["data"][0]["price"]["id"] == shop.basic.id
    panel.post("clock/advance", seconds=31 * 86400)
    assert shop.subscription().schedule is None


def test_a_pause_lasts_as_long_as_was_offered(panel: Panel) -> None:
    durations = [{"interval": "week", "interval_count": 2}, {"interval": "month"}]
    duration = {"type": "interval_options", "interval_options": durations}
    shop = Shop(panel, subscription_pause={"enabled": True, "duration": duration})
    flow = {"type": "subscription_pause", "subscription_pause": {"subscription": shop.sub.id}}
    url = shop.session(flow_data=flow)
    page = shop.look(url)
    assert "2 weeks" in page
    assert "1 month<" in page
    assert 'role="alert"' in shop.send(url, "pause", 0, subscription=shop.sub.id, duration="7").body.decode()
    shop.send(url, "pause", 0, subscription=shop.sub.id, duration="0")
    paused = shop.subscription().pause_collection
    assert paused["behavior"] == "void"
    assert paused["resumes_at"] == shop.sub.created + 14 * 86_400
    home = shop.look(url)
    assert "Paused until" in home
    assert "Pause plan" not in home
    again = shop.send(url, "pause", 1, subscription=shop.sub.id, duration="0")
    assert "already paused" in unescape(again.body.decode())
    shop.send(url, "unpause", 1, subscription=shop.sub.id)
    assert shop.subscription().pause_collection is None
    links = [unescape(one) for one in re.findall(r'href="([^"]+)"', shop.look(url))]
    assert "Pause your plan" in shop.look(next(one for one in links if "view=pause" in one))


def test_a_flow_about_who_they_are(panel: Panel) -> None:
    shop = Shop(panel)
    after = {"type": "hosted_confirmation", "hosted_confirmation": {"custom_message": "Noted"}}
    url = shop.session(flow_data={"type": "customer_update", "after_completion": after})
    assert "Update plan" not in shop.look(url)
    assert "Noted" in shop.send(url, "details", 0, name="Ann Other", email="ann@example.com").body.decode()
    assert shop.api.get(f"/v1/customers/{shop.ann}").name == "Ann Other"


def test_reasons_in_the_merchants_own_words(panel: Panel) -> None:
    shop = Shop(panel)
    mine = shop.post("/v1/billing/feedback_options", description="Moved <away>").id
    gone = shop.post("/v1/billing/feedback_options", description="Gone").id
    path = f"/v1/billing_portal/configurations/{shop.bpc.id}"

    def offer(*keys: str) -> Any:
        reasons = {"enabled": True, "options": "", "feedback_options": list(keys) or ""}
        return panel.api.post(path, features={"subscription_cancel": {"cancellation_reason": reasons}})

    shop.api.ok(offer(mine, gone))
    shop.post(f"/v1/billing/feedback_options/{gone}/deactivate")
    assert "inactive" in offer(gone).error["message"]
    unknown = offer("fo_nope").error
    assert unknown["param"] == "features[subscription_cancel][cancellation_reason][feedback_options][0]"
    assert offer().error["param"] == "features[subscription_cancel][cancellation_reason][options]"
    url = shop.session()
    page = shop.look(f"{url}?view=cancel&about={shop.sub.id}")
    assert "Moved &lt;away&gt;" in page
    assert "Gone" not in page
    refused = panel.api.post(
        f"/v1/subscriptions/{shop.sub.id}", cancellation_details={"feedback_option": gone}
    )
    assert "inactive" in refused.error["message"]
    shop.send(url, "cancel", 0, subscription=shop.sub.id, feedback=mine)
    ends = panel.api.get(f"/v1/subscriptions/{shop.sub.id}", expand=["cancellation_details.feedback_option"])
    assert ends.cancellation_details["feedback_option"]["description"] == "Moved <away>"
    assert ends.cancellation_details["feedback"] is None
