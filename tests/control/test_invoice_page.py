"""The hosted page of an invoice and the receipt of a charge: read, escaped, paid once, by who knows where."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from pinstripe.kernel.call import Reply
from tests.client import Answer
from tests.control.conftest import Panel
from tests.control.test_sheets import Form, led, send

CARD = {"card-number": "4242424242424242", "card-expiry": "12/34", "card-cvc": "123"}
DECLINED = {**CARD, "card-number": "4000000000000002"}
ASKED = {**CARD, "card-number": "4000002760003184"}


class Bill:
    """An invoice of a customer with a name that is no HTML, sent or left open."""

    def __init__(self, panel: Panel, amount: int = 1900, currency: str = "usd", **more: Any) -> None:
        self.panel, self.api = panel, panel.api
        self.customer = self.post("/v1/customers", name="Ann <script>", email="ann@example.com").id
        self.post(
            "/v1/invoiceitems",
            customer=self.customer,
            amount=amount,
            currency=currency,
            description="Mug <b>big</b>",
        )
        wish = {"collection_method": "send_invoice", "days_until_due": 30}
        made = self.post(
            "/v1/invoices",
            customer=self.customer,
            pending_invoice_items_behavior="include",
            **{**wish, "currency": currency, **more},
        )
        self.id = made.id
        self.url = str(self.post(f"/v1/invoices/{self.id}/finalize").hosted_invoice_url)

    def post(self, path: str, **params: Any) -> Any:
        return self.api.ok(self.api.post(path, **params))

    @property
    def now(self) -> Answer:
        return self.api.get(f"/v1/invoices/{self.id}")

    @property
    def page(self) -> str:
        reply = send(self.panel, "GET", self.url)
        assert reply.status == 200
        return reply.body.decode()

    def pay(self, **fields: str) -> Reply:
        """Send the form as it is, but for these fields."""
        return send(self.panel, "POST", self.url, **{**Form(self.page).fields, **fields})

    def charges(self) -> list[Any]:
        return list(self.api.get("/v1/charges", customer=self.customer).data)


def said(reply: Reply) -> str:
    """What a page says is wrong."""
    (found,) = re.findall(r'role="alert">([^<]+)<', reply.body.decode())
    return unescape(found)


def test_an_invoice_is_read_and_paid_once(panel: Panel) -> None:
    bill = Bill(
        panel,
        description="<i>Thanks</i>",
        footer="<u>Bye</u>",
        custom_fields=[{"name": "PO", "value": "<7>"}],
    )
    page = bill.page
    for words in (
        "Mug &lt;b&gt;",
        "Ann &lt;script&gt;",
        "&lt;i&gt;Thanks",
        "&lt;u&gt;Bye",
        "&lt;7&gt;",
        "$19.00 due",
    ):
        assert words in page
    assert "<script" not in page
    assert str(bill.now.invoice_pdf) in page
    form = Form(page).fields
    assert said(bill.pay()) == "Please fill in: Card number, Expiry, Security code."
    assert bill.charges() == []
    assert said(bill.pay(**DECLINED)) == "Your card was declined."
    assert bill.now.body["status"] == "open"
    assert led(bill.pay(**CARD)) in (bill.url, bill.url.replace("http://127.0.0.1:12111", ""))
    # sent again, from a page that was gone back to
    again = send(panel, "POST", bill.url, **{**form, **CARD})
    assert "$19.00 paid on" in again.body.decode()
    assert [one["status"] for one in bill.charges()] == ["succeeded", "failed"]
    assert (bill.now.body["status"], bill.now.amount_paid) == ("paid", 1900)
    paid = bill.page
    assert "<form" not in paid
    assert bill.charges()[0]["receipt_url"] in unescape(paid)
    assert "View receipt" in paid


def test_a_payer_is_asked_by_their_bank(panel: Panel) -> None:
    bill = Bill(panel)

    def answered(answer: str) -> str:
        asked = led(bill.pay(**ASKED))
        assert asked is not None
        assert "three_d_secure" in asked
        assert "Your bank asks you" in bill.page
        back = led(send(panel, "POST", asked, answer=answer))
        assert back is not None
        return back

    failed = send(panel, "GET", answered("fail"))
    assert "unable to authenticate" in said(failed)
    assert bill.now.body["status"] == "open"
    back = answered("complete")
    assert "redirect_status=succeeded" in back
    assert "paid on" in send(panel, "GET", back).body.decode()
    assert [one["status"] for one in bill.charges()].count("succeeded") == 1


def test_what_is_over_takes_nothing(panel: Panel) -> None:
    bill = Bill(panel)
    form = {**Form(bill.page).fields, **CARD}
    bill.post(f"/v1/invoices/{bill.id}/void")
    gone = send(panel, "POST", bill.url, **form).body.decode()
    assert "voided" in gone
    assert "<form" not in gone
    assert bill.charges() == []
    lost = Bill(panel)
    lost.post(f"/v1/invoices/{lost.id}/mark_uncollectible")
    assert "written this invoice off" in lost.page
    lost.pay(**CARD)
    assert lost.now.body["status"] == "paid"
    assert len(lost.charges()) == 1
    cheaper = Bill(panel)
    form = {**Form(cheaper.page).fields, **CARD}
    cheaper.post("/v1/credit_notes", invoice=cheaper.id, amount=900)
    assert "amount has changed" in said(send(panel, "POST", cheaper.url, **form))
    cheaper.pay(**CARD)
    assert [one["amount"] for one in cheaper.charges()] == [1000]


def test_only_who_knows_the_address_gets_in(panel: Panel) -> None:
    bill = Bill(panel)
    for other in (
        bill.url.replace("_secret_", "_secret_x"),
        bill.url.partition("_secret_")[0],
        bill.url.replace("/acct_", "/acct_x"),
        bill.url.replace("/in_", "/in_x"),
        bill.url.replace("/in_", "/ch_"),
    ):
        assert send(panel, "GET", other).status == 404
        assert send(panel, "POST", other, **CARD).status == 404
    assert bill.charges() == []
    draft = bill.post("/v1/invoices", customer=bill.customer).id
    assert send(panel, "GET", bill.url.replace(bill.id, draft)).status == 404
    # another world neither has it nor is moved by it
    other_world = panel.api.with_(key="sk_test_another")
    theirs = other_world.get("/v1/account").id
    assert send(panel, "GET", re.sub("/acct_[^/]+", f"/{theirs}", bill.url)).status == 404
    bill.pay(**CARD)
    assert not other_world.get("/v1/charges").data


def test_an_account_is_debited_and_the_page_waits(panel: Panel) -> None:
    kinds = {"payment_method_types": ["card", "sepa_debit"]}
    bill = Bill(panel, currency="eur", payment_settings=kinds)
    other = bill.pay(type="sepa_debit").body.decode()
    assert "IBAN" in other
    assert bill.charges() == []
    form = {**Form(other).fields, "sepa_debit-iban": "DE89370400440532013000"}
    assert led(send(panel, "POST", bill.url, **form)) is not None
    page = bill.page
    assert "on its way" in page
    assert "<form" not in page
    assert "on its way" in send(panel, "POST", bill.url, **form).body.decode()
    assert len(bill.charges()) == 1
    panel.post("clock/advance", seconds=9 * 86_400)
    assert bill.now.body["status"] == "paid"
    assert "View receipt" in bill.page


def test_a_subscription_is_paid_on_its_invoice(panel: Panel) -> None:
    api = panel.api
    customer = api.ok(api.post("/v1/customers", email="sub@example.com")).id
    price = api.post(
        "/v1/prices",
        product_data={"name": "Basic"},
        unit_amount=1000,
        currency="usd",
        recurring={"interval": "month"},
    ).id
    made = api.ok(
        api.post(
            "/v1/subscriptions",
            customer=customer,
            items=[{"price": price}],
            payment_behavior="default_incomplete",
            payment_settings={"save_default_payment_method": "on_subscription"},
        )
    )
    url = api.get(f"/v1/invoices/{made.latest_invoice}").hosted_invoice_url
    page = send(panel, "GET", url).body.decode()
    send(panel, "POST", url, **{**Form(page).fields, **CARD})
    now = api.get(f"/v1/subscriptions/{made.id}")
    assert now.body["status"] == "active"
    assert now.default_payment_method is not None


def test_a_receipt_says_what_was_paid_and_given_back(panel: Panel) -> None:
    api = panel.api
    charge = api.post("/v1/charges", amount=1999, currency="usd", source="tok_visa", description="<b>Mug</b>")
    page = send(panel, "GET", charge.receipt_url).body.decode()
    for words in ("$19.99 paid", "&lt;b&gt;Mug", "Visa •••• 4242", "Receipt number"):
        assert words in page
    assert "Refunds" not in page
    api.ok(api.post("/v1/refunds", charge=charge.id, amount=500, reason="requested_by_customer"))
    page = send(panel, "GET", charge.receipt_url).body.decode()
    for words in ("-$5.00", "requested by the customer", "$14.99", "Paid after refunds"):
        assert words in page
    api.ok(api.post("/v1/refunds", charge=charge.id))
    assert "$19.99 refunded" in send(panel, "GET", charge.receipt_url).body.decode()
    held = api.post("/v1/charges", amount=700, currency="usd", source="tok_visa", capture="false")
    assert "$7.00 held" in send(panel, "GET", held.receipt_url).body.decode()
    assert send(panel, "POST", held.receipt_url).status == 200
    failed = api.post("/v1/charges", amount=700, currency="usd", source="tok_chargeDeclined")
    gone = charge.receipt_url.replace(charge.id, failed.error["charge"])
    assert send(panel, "GET", gone).status == 404


def test_a_receipt_of_a_basket_says_what_was_in_it(panel: Panel) -> None:
    api = panel.api
    line = {
        "price_data": {"currency": "usd", "unit_amount": 500, "product_data": {"name": "Cup <i>"}},
        "quantity": 3,
    }
    session = api.ok(
        api.post(
            "/v1/checkout/sessions", mode="payment", line_items=[line], success_url="https://shop.example"
        )
    )
    page = send(panel, "GET", session.url).body.decode()
    send(panel, "POST", session.url, **{**Form(page).fields, **CARD, "email": "a@example.com"})
    (charge,) = api.get("/v1/charges").data
    receipt = send(panel, "GET", charge["receipt_url"]).body.decode()
    assert "Cup &lt;i&gt;" in receipt
    assert "a@example.com" in receipt
