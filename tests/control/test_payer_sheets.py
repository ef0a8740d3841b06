"""Pages of payers and of holders of accounts: vouchers, small deposits, the log-in at a bank."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client import Answer
from tests.control.conftest import Panel
from tests.control.test_sheets import Form, led, send

BANK = {"account_holder_type": "individual", "account_number": "000123456789", "routing_number": "110000000"}
DEPOSITS = {
    "allowed_payment_method_types": ["us_bank_account"],
    "payment_method_data": {
        "type": "us_bank_account",
        "us_bank_account": BANK,
        "billing_details": {"name": "Jenny"},
    },
    "mandate_data": {"customer_acceptance": {"type": "offline"}},
    "payment_method_options": {"us_bank_account": {"verification_method": "microdeposits"}},
}
JENNY = {"name": "Jenny", "email": "jenny@example.com"}


def asked(panel: Panel, path: str, **params: Any) -> tuple[Answer, str]:
    """An intent that leads somebody to a page. gives: that, the path of the page"""
    made = panel.api.post(path, confirm=True, **params)
    action = made.next_action[made.next_action["type"]]
    address = action.get("hosted_verification_url") or action.get("hosted_voucher_url")
    return made, "/_pinstripe/" + str(address).partition("/_pinstripe/")[2]


def text(panel: Panel, method: str, path: str, **fields: str) -> str:
    """What somebody reads there, having sent something."""
    reply = send(panel, method, path, **fields)
    assert reply.status == 200
    return reply.body.decode()


@pytest.mark.parametrize("path", ["/v1/payment_intents", "/v1/setup_intents"])
def test_deposits_are_named_on_a_page(panel: Panel, path: str) -> None:
    money = {"amount": 1999, "currency": "usd"} if "payment" in path else {}
    made, page = asked(panel, path, **money, **DEPOSITS)
    assert "Code on your statement" in text(panel, "GET", page)
    assert 'role="alert"' in text(panel, "POST", page)
    assert 'role="alert"' in text(panel, "POST", page, descriptor_code="SM99XX")
    assert "is verified" in text(panel, "POST", page, descriptor_code="sm11aa")
    status = "processing" if money else "succeeded"
    assert panel.api.get(f"{path}/{made.id}").body["status"] == status
    assert "Nothing is to be verified" in text(panel, "POST", page, descriptor_code="SM11AA")


def test_deposits_that_are_named_wrongly_too_often_end_the_verification(panel: Panel) -> None:
    made, page = asked(panel, "/v1/payment_intents", amount=1999, currency="usd", **DEPOSITS)
    text(panel, "POST", page, descriptor_code="SM33CC")
    assert panel.api.get(f"/v1/payment_intents/{made.id}").body["status"] == "requires_payment_method"


VOUCHERS: dict[str, dict[str, Any]] = {
    "boleto": {"currency": "brl", "boleto": {"tax_id": "00000000000"}},
    "konbini": {"currency": "jpy"},
    "multibanco": {"currency": "eur"},
    "oxxo": {"currency": "mxn"},
}


@pytest.mark.parametrize("kind", VOUCHERS)
def test_a_voucher_is_read_and_paid(panel: Panel, kind: str) -> None:
    more = dict(VOUCHERS[kind])
    currency = more.pop("currency")
    made, page = asked(
        panel,
        "/v1/payment_intents",
        amount=5000,
        currency=currency,
        allowed_payment_method_types=[kind],
        payment_method_data={"type": kind, "billing_details": JENNY, **more},
    )
    shown = text(panel, "GET", page)
    details = made.next_action[f"{kind}_display_details"]
    said = details.get("number") or details.get("reference") or details["stores"]["lawson"]["payment_code"]
    assert said in shown
    assert send(panel, "GET", page.replace("secret", "socket")).status == 404
    assert "Thank you" in text(panel, "POST", page, answer="complete")
    assert panel.api.get(f"/v1/payment_intents/{made.id}").body["status"] == "succeeded"
    assert "can be paid no more" in text(panel, "POST", page, answer="fail")


def linking(panel: Panel, **more: Any) -> tuple[str, str]:
    """A session of somebody whose bank is asked. gives: its id, its page"""
    holder = {"type": "customer", "customer": panel.api.post("/v1/customers", name="Ann").id}
    made = panel.api.post(
        "/v1/financial_connections/sessions",
        account_holder=holder,
        permissions=["payment_method", "balances"],
        **more,
    )
    account = panel.api.get("/v1/account").id
    return made.id, f"/_pinstripe/pages/bank_linking/{made.id}?merchant={account}"


def test_accounts_are_chosen_at_a_bank(panel: Panel) -> None:
    session, page = linking(panel, return_url="https://example.com/back")
    assert "payment method, balances" in text(panel, "GET", page)
    assert "is not available" in text(panel, "POST", page, institution="Down Bank (Error)")
    seen = Form(text(panel, "POST", page, institution="Test Institution"))
    chosen = {name: value for name, value in seen.fields.items() if name in ("institution", "seen")}
    assert "Choose an account" in text(panel, "POST", page, **chosen)
    back = send(panel, "POST", page, **chosen, **{"account-0": "on", "account-4": "on"})
    assert led(back) == "https://example.com/back"
    found = panel.api.get(f"/v1/financial_connections/sessions/{session}").accounts["data"]
    assert sorted(one["display_name"] for one in found) == ["Savings", "Success"]
    assert led(send(panel, "GET", page)) == "https://example.com/back"


def test_nobody_has_to_connect(panel: Panel) -> None:
    session, page = linking(panel)
    assert "No account was connected" in text(panel, "POST", page, answer="leave")
    assert panel.api.get(f"/v1/financial_connections/sessions/{session}").accounts["data"] == []
    assert send(panel, "GET", page.replace("fcsess_", "fcsess_x")).status == 404
