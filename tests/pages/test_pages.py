"""What a person sees and presses, in a real browser: each page once, in light and in dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.pages.browser import Browser
from tests.pages.conftest import Shop

CARD_3DS = "pm_card_authenticationRequired"


def back_at(shop: Shop) -> str:
    """A place of the merchant's to come back to: anything that answers."""
    return f"{shop.url}/_pinstripe/health"


def asked(shop: Shop, **more: Any) -> Any:
    """A payment that leads its payer to a page."""
    made = shop.post(
        "/v1/payment_intents",
        amount=1999,
        confirm=True,
        return_url=back_at(shop),
        **{"currency": "usd", **more},
    )
    return made["id"], made["next_action"]["redirect_to_url"]["url"]


@pytest.mark.parametrize(("words", "status"), [("Complete the payment", "succeeded"), ("Fail it", "failed")])
@pytest.mark.parametrize("kind", ["three_d_secure", "redirect"])
def test_a_payer_agrees_or_refuses(
    browser: Browser, shop: Shop, pictures: Path, kind: str, words: str, status: str
) -> None:
    ideal = {"payment_method_data": {"type": "ideal"}, "payment_method_types": ["ideal"], "currency": "eur"}
    card = {"payment_method": CARD_3DS, "payment_method_types": ["card"]}
    intent, address = asked(shop, **(card if kind == "three_d_secure" else ideal))
    browser.open(address)
    browser.picture(pictures, kind)
    browser.press(words)
    assert f"redirect_status={status}" in browser.address
    now = shop.get(f"/v1/payment_intents/{intent}")["status"]
    assert now == ("succeeded" if status == "succeeded" else "requires_payment_method")


def test_small_deposits_are_explained(browser: Browser, shop: Shop, pictures: Path) -> None:
    bank = {
        "account_holder_type": "individual",
        "account_number": "000123456789",
        "routing_number": "110000000",
    }
    made = shop.post(
        "/v1/payment_intents",
        amount=1999,
        currency="usd",
        confirm=True,
        payment_method_types=["us_bank_account"],
        payment_method_data={
            "type": "us_bank_account",
            "us_bank_account": bank,
            "billing_details": {"name": "Jenny"},
        },
        mandate_data={"customer_acceptance": {"type": "offline"}},
        payment_method_options={"us_bank_account": {"verification_method": "microdeposits"}},
    )
    browser.open(made["next_action"]["verify_with_microdeposits"]["hosted_verification_url"])
    browser.picture(pictures, "microdeposits")
    browser.fill("Code on your statement", "SM99XX")
    browser.press("Verify")
    assert "does not match" in browser.text
    browser.fill("Code on your statement", "SM11AA")
    browser.press("Verify")
    assert "is verified" in browser.text
    assert shop.get(f"/v1/payment_intents/{made['id']}")["status"] == "processing"


VOUCHERS: dict[str, dict[str, Any]] = {
    "boleto": {"currency": "brl", "boleto": {"tax_id": "00000000000"}},
    "konbini": {"currency": "jpy"},
    "multibanco": {"currency": "eur"},
    "oxxo": {"currency": "mxn"},
}


@pytest.mark.parametrize("kind", VOUCHERS)
def test_a_voucher_is_paid(browser: Browser, shop: Shop, pictures: Path, kind: str) -> None:
    more = dict(VOUCHERS[kind])
    made = shop.post(
        "/v1/payment_intents",
        amount=5000,
        currency=more.pop("currency"),
        confirm=True,
        payment_method_types=[kind],
        payment_method_data={
            "type": kind,
            "billing_details": {"name": "Jenny <b>", "email": "jenny@example.com"},
            **more,
        },
    )
    browser.open(made["next_action"][f"{kind}_display_details"]["hosted_voucher_url"])
    browser.picture(pictures, f"voucher-{kind}")
    browser.press("Complete the payment")
    assert "Thank you" in browser.text
    assert shop.get(f"/v1/payment_intents/{made['id']}")["status"] == "succeeded"


def test_a_bank_is_linked(browser: Browser, shop: Shop, pictures: Path) -> None:
    session = shop.post(
        "/v1/financial_connections/sessions",
        account_holder={"type": "customer", "customer": shop.post("/v1/customers")["id"]},
        permissions=["payment_method", "balances"],
    )["id"]
    account = shop.get("/v1/account")["id"]
    browser.open(f"{shop.url}/_pinstripe/pages/bank_linking/{session}?merchant={account}")
    browser.picture(pictures, "bank")
    browser.fill("Your bank", "Test Institution")
    browser.press("Continue")
    browser.picture(pictures, "bank-accounts")
    browser.check("Success")
    browser.press("Connect")
    assert "are connected" in browser.text
    found = shop.get(f"/v1/financial_connections/sessions/{session}")["accounts"]["data"]
    assert [one["display_name"] for one in found] == ["Success"]


def test_an_account_is_opened(browser: Browser, shop: Shop, pictures: Path) -> None:
    account = shop.post(
        "/v1/accounts",
        type="express",
        country="US",
        capabilities={"transfers": {"requested": True}, "card_payments": {"requested": True}},
    )["id"]
    link = shop.post(
        "/v1/account_links",
        account=account,
        type="account_onboarding",
        return_url=back_at(shop),
        refresh_url=back_at(shop),
    )
    browser.open(link["url"])
    browser.picture(pictures, "onboarding")
    browser.press("Continue")
    browser.press("Agree and submit")
    assert browser.address.startswith(back_at(shop))
    assert shop.get(f"/v1/accounts/{account}")["details_submitted"]


def test_somebody_is_who_they_say(browser: Browser, shop: Shop, pictures: Path) -> None:
    session = shop.post("/v1/identity/verification_sessions", type="document", return_url=back_at(shop))
    browser.open(session["url"])
    browser.picture(pictures, "identity")
    browser.fill("How does it end?", "document_expired")
    browser.press("Submit")
    assert browser.address.startswith(back_at(shop))
    shop.control("clock/advance", seconds=5)
    known = shop.get(f"/v1/identity/verification_sessions/{session['id']}")
    assert known["last_error"]["code"] == "document_expired"


def test_crypto_is_bought(browser: Browser, shop: Shop, pictures: Path) -> None:
    session = shop.post("/v1/crypto/onramp_sessions")
    browser.open(session["redirect_url"])
    browser.picture(pictures, "onramp")
    browser.press("Submit")
    assert "Thank you" in browser.text


def test_papers_of_a_payment(browser: Browser, shop: Shop, pictures: Path) -> None:
    charge = shop.post("/v1/charges", amount=500, currency="usd", source="tok_visa")
    browser.open(charge["receipt_url"])
    browser.picture(pictures, "receipt")
    assert "$5.00 paid" in browser.text


def subscribed(shop: Shop) -> tuple[Any, str, str]:
    """Somebody with a plan, and a portal. gives: the customer, the subscription, a dearer price"""
    price = shop.post(
        "/v1/prices",
        product_data={"name": "Basic <b>plan</b>"},
        unit_amount=1000,
        currency="usd",
        recurring={"interval": "month"},
    )
    dearer = shop.post(
        "/v1/prices",
        product=price["product"],
        unit_amount=2500,
        currency="usd",
        recurring={"interval": "month"},
    )["id"]
    customer = shop.post(
        "/v1/customers",
        name="Ann",
        email="ann@example.com",
        payment_method="pm_card_visa",
        invoice_settings={"default_payment_method": "pm_card_visa"},
    )["id"]
    subscription = shop.post("/v1/subscriptions", customer=customer, items=[{"price": price["id"]}])["id"]
    shop.post(
        "/v1/billing_portal/configurations",
        features={
            "customer_update": {"enabled": True, "allowed_updates": ["name", "tax_id"]},
            "invoice_history": {"enabled": True},
            "payment_method_update": {"enabled": True},
            "subscription_cancel": {
                "enabled": True,
                "cancellation_reason": {"enabled": True, "options": ["unused"]},
            },
            "subscription_update": {
                "enabled": True,
                "default_allowed_updates": ["price"],
                "products": [{"product": price["product"], "prices": [price["id"], dearer]}],
            },
        },
    )
    return customer, subscription, dearer


def test_a_customer_looks_after_a_plan(browser: Browser, shop: Shop, pictures: Path) -> None:
    customer, subscription, dearer = subscribed(shop)
    browser.open(shop.post("/v1/billing_portal/sessions", customer=customer)["url"])
    browser.picture(pictures, "portal")
    assert "Basic <b>plan</b>" in browser.text
    browser.press("Update plan")
    browser.picture(pictures, "portal-update")
    browser.fill("Plan", dearer)
    browser.press("Update plan")
    assert "$25.00 per month" in browser.text
    browser.press("Cancel plan")
    browser.fill("Why do you leave?", "unused")
    browser.picture(pictures, "portal-cancel")
    browser.press("Cancel plan")
    assert "Ends on" in browser.text
    # the page that was gone back to sends an old form: nothing more happens
    browser.call("POST", "/back")
    browser.press("Cancel plan")
    assert "Ends on" in browser.text
    browser.press("Renew plan")
    browser.press("Add payment method")
    browser.fill("Card number", "4000000000000002")
    browser.press("Add")
    assert "declined" in browser.text
    browser.fill("Card number", "5555555555554444")
    browser.press("Add")
    assert "mastercard •••• 4444" in browser.text
    browser.press("Update information")
    browser.fill("Name", "Ann <i>Other</i>")
    browser.picture(pictures, "portal-details")
    browser.press("Save")
    assert "Ann <i>Other</i>" in browser.text
    browser.find("//td//a[contains(@href, '/pages/invoices/')]")
    now = shop.get(f"/v1/subscriptions/{subscription}")
    assert now["items"]["data"][0]["price"]["id"] == dearer
    assert not now["cancel_at_period_end"]
