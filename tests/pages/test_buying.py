"""Somebody buys in a real browser: on a session's page and through a link, declined and challenged, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.pages.browser import Browser
from tests.pages.conftest import Shop
from tests.pages.test_pages import back_at


def mug(shop: Shop, **more: Any) -> str:
    """Something to buy."""
    made = shop.post(
        "/v1/prices", currency="usd", **{"unit_amount": 1500, "product_data": {"name": "Mug <b>"}, **more}
    )
    return str(made["id"])


def fill_in(browser: Browser, card: str = "4242424242424242") -> None:
    """What the page asks of everybody."""
    for label, value in (
        ("E-mail", "ann@example.com"),
        ("Name", "Ann <script>"),
        ("Card number", card),
        ("Expiry", "12/34"),
        ("Security code", "123"),
    ):
        browser.fill(label, value)


def test_a_session_is_paid(browser: Browser, shop: Shop, pictures: Path) -> None:
    session = shop.post(
        "/v1/checkout/sessions",
        mode="payment",
        line_items=[{"price": mug(shop), "quantity": 2}],
        payment_method_types=["card"],
        success_url=f"{back_at(shop)}?session={{CHECKOUT_SESSION_ID}}",
        cancel_url=f"{back_at(shop)}?left",
    )
    browser.open(session["url"])
    browser.picture(pictures, "checkout")
    assert "Mug <b>" in browser.text
    assert "$30.00" in browser.text
    browser.press("Back")
    assert browser.address.endswith("?left")
    browser.open(session["url"])
    fill_in(browser, "4000000000000002")
    browser.press("Pay")
    assert "declined" in browser.text
    browser.picture(pictures, "checkout-declined")
    fill_in(browser)
    browser.press("Pay")
    assert browser.address == f"{back_at(shop)}?session={session['id']}"
    done = shop.get(f"/v1/checkout/sessions/{session['id']}")
    assert (done["status"], done["payment_status"]) == ("complete", "paid")
    # gone back to and sent again: nothing is charged twice
    browser.open(session["url"] if session["url"].startswith(shop.url) else back_at(shop))
    assert len(shop.get("/v1/charges", payment_intent=done["payment_intent"])["data"]) == 2


def test_a_link_is_followed_and_its_payer_asked(browser: Browser, shop: Shop, pictures: Path) -> None:
    link = shop.post(
        "/v1/payment_links",
        line_items=[{"price": mug(shop), "quantity": 1}],
        payment_method_types=["card"],
        restrictions={"completed_sessions": {"limit": 1}},
        inactive_message="Sold <out>",
        after_completion={"type": "hosted_confirmation", "hosted_confirmation": {"custom_message": "<Ta>"}},
    )
    browser.open(link["url"])
    assert "$15.00" in browser.text
    fill_in(browser, "4000002760003184")
    browser.press("Pay")
    browser.press("Complete the payment")
    browser.picture(pictures, "link-done")
    assert "<Ta>" in browser.text
    browser.open(link["url"])
    browser.picture(pictures, "link-gone")
    assert "Sold <out>" in browser.text
    assert not shop.get(f"/v1/payment_links/{link['id']}")["active"]
