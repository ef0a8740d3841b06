"""An invoice and a receipt in a real browser: read, paid once, declined, challenged, by keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.pages.browser import Browser
from tests.pages.conftest import Shop


def billed(shop: Shop, **more: Any) -> Any:
    """An invoice that was sent: two lines, a discount, a tax."""
    address = {"line1": "1 Way", "city": "Oakland", "state": "CA", "postal_code": "94607", "country": "US"}
    customer = shop.post("/v1/customers", name="Ann <script>", email="b@example.com", address=address)["id"]
    rate = shop.post("/v1/tax_rates", display_name="VAT", percentage=10, inclusive=False)["id"]
    coupon = shop.post("/v1/coupons", percent_off=20, duration="once", name="Spring")["id"]
    for amount, description in ((1200, "Mug <b>"), (700, "Saucer")):
        shop.post(
            "/v1/invoiceitems", customer=customer, amount=amount, currency="usd", description=description
        )
    invoice = shop.post(
        "/v1/invoices",
        customer=customer,
        collection_method="send_invoice",
        days_until_due=14,
        pending_invoice_items_behavior="include",
        default_tax_rates=[rate],
        discounts=[{"coupon": coupon}],
        description="Thanks for <i>all</i>",
        footer="A footer",
        **more,
    )["id"]
    return shop.post(f"/v1/invoices/{invoice}/send")


def fill_in(browser: Browser, card: str = "4242424242424242") -> None:
    """A card."""
    for label, value in (("Card number", card), ("Expiry", "12/34"), ("Security code", "123")):
        browser.fill(label, value)


def test_an_invoice_is_read_and_paid(browser: Browser, shop: Shop, pictures: Path) -> None:
    sent = billed(shop)
    browser.open(sent["hosted_invoice_url"])
    browser.picture(pictures, "invoice")
    for words in ("Mug <b>", "Saucer", "Ann <script>", "Spring", "VAT (10%)", sent["number"], "A footer"):
        assert words in browser.text
    fill_in(browser, "4000000000000002")
    browser.press("Pay $16.72")
    assert "declined" in browser.text
    browser.picture(pictures, "invoice-declined")
    fill_in(browser)
    browser.press("Pay $16.72")
    assert "$16.72 paid on" in browser.text
    browser.picture(pictures, "invoice-paid")
    # gone back to, and sent again
    browser.call("POST", "/back")
    assert shop.get(f"/v1/invoices/{sent['id']}")["status"] == "paid"
    browser.open(sent["hosted_invoice_url"])
    browser.press("View receipt")
    assert "$16.72 paid" in browser.text
    assert "visa •••• 4242" in browser.text.lower()
    browser.picture(pictures, "receipt-invoice")
    mail = shop.control_get("mails", to="b@example.com")["mails"][0]
    assert mail["link"] == sent["hosted_invoice_url"]


def test_a_payer_is_asked_and_agrees(browser: Browser, shop: Shop) -> None:
    sent = billed(shop)
    browser.open(sent["hosted_invoice_url"])
    fill_in(browser, "4000002760003184")
    browser.press("Pay $16.72")
    browser.press("Fail it")
    assert "unable to authenticate" in browser.text
    fill_in(browser, "4000002760003184")
    browser.press("Pay $16.72")
    browser.press("Complete the payment")
    assert "$16.72 paid on" in browser.text
    assert shop.get(f"/v1/invoices/{sent['id']}")["status"] == "paid"


def test_an_invoice_is_paid_by_keyboard_without_a_script(browser: Browser, shop: Shop) -> None:
    sent = billed(shop)
    browser.scripts(False)
    browser.open(sent["hosted_invoice_url"])
    browser.type_into("card-number", "4242424242424242\ue00412/34\ue004123\ue007")
    browser.scripts(True)
    assert shop.get(f"/v1/invoices/{sent['id']}")["status"] == "paid"


def test_a_form_of_another_site_pays_nothing(browser: Browser, shop: Shop) -> None:
    sent = billed(shop)
    form = (
        f"<form method=post action='{sent['hosted_invoice_url']}'>"
        "<input name=card-number value=4242424242424242><input name=card-expiry value=12/34>"
        "<input name=card-cvc value=123><input name=shown value=card><input name=expected value=1672>"
        "<button>Win</button></form>"
    )
    browser.open(f"data:text/html,{quote(form)}")
    browser.press("Win")
    assert "Web pages may not" in browser.text
    assert shop.get(f"/v1/invoices/{sent['id']}")["status"] == "open"
