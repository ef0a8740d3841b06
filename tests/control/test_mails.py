"""What would have been mailed: receipts, refunds, invoices, to whom they are for, escaped."""

from __future__ import annotations

from typing import Any

from tests.client import Api
from tests.control.conftest import Panel


def told(api: Api) -> tuple[Any, Any]:
    """What brings a mail, and what brings none. gives: the charge with a receipt, the sent invoice"""

    def post(path: str, **params: Any) -> Any:
        return api.ok(api.post(path, **params))

    charge = post(
        "/v1/charges",
        amount=1999,
        currency="usd",
        source="tok_visa",
        receipt_email="a@example.com",
        description="<b>Mug</b>",
    )
    post("/v1/charges", amount=500, currency="usd", source="tok_visa")
    post("/v1/refunds", charge=charge.id, amount=500)
    customer = post("/v1/customers", email="b@example.com").id
    post("/v1/invoiceitems", customer=customer, amount=700, currency="usd")
    made = post(
        "/v1/invoices",
        customer=customer,
        collection_method="send_invoice",
        days_until_due=14,
        pending_invoice_items_behavior="include",
    ).id
    sent = post(f"/v1/invoices/{made}/send")
    bank = {
        "account_holder_type": "individual",
        "account_number": "000123456789",
        "routing_number": "110000000",
    }
    post(
        "/v1/payment_intents",
        amount=1999,
        currency="usd",
        confirm=True,
        allowed_payment_method_types=["us_bank_account"],
        payment_method_data={
            "type": "us_bank_account",
            "us_bank_account": bank,
            "billing_details": {"name": "Jenny", "email": "c@example.com"},
        },
        mandate_data={"customer_acceptance": {"type": "offline"}},
        payment_method_options={"us_bank_account": {"verification_method": "microdeposits"}},
    )
    return charge, sent


def test_the_outbox_of_a_world(api: Api, panel: Panel) -> None:
    charge, sent = told(api)
    found = panel.get("mails").body["mails"]
    kinds = ["microdeposits", "invoice", "refund", "receipt"]
    assert [one["kind"] for one in found] == kinds
    deposits, invoice, refund, receipt = found
    assert receipt["to"] == "a@example.com"
    assert receipt["link"] == charge.receipt_url
    assert "&lt;b&gt;Mug&lt;/b&gt;" in receipt["html"]
    assert "$19.99" in receipt["html"]
    assert "$5.00 of $19.99" in refund["html"]
    assert invoice["to"] == "b@example.com"
    assert invoice["link"] == sent.hosted_invoice_url
    assert sent.number in invoice["subject"]
    assert "microdeposits" in deposits["link"]
    assert [one["kind"] for one in panel.get("mails", to="b@example.com").body["mails"]] == ["invoice"]
    assert panel.call("GET", "mails", {"from": "x"}).status == 400
    other = panel.call("GET", "mails", key="sk_test_another").body
    assert other["mails"] == []


def test_what_a_subscriber_is_told(api: Api, panel: Panel) -> None:
    def post(path: str, **params: Any) -> Any:
        return api.ok(api.post(path, **params))

    price = post(
        "/v1/prices",
        currency="usd",
        unit_amount=1200,
        recurring={"interval": "month"},
        product_data={"name": "Plan"},
    ).id
    ann = post("/v1/customers", email="ann@example.com", payment_method="pm_card_visa").id
    cards = {"default_payment_method": api.get("/v1/payment_methods", customer=ann).data[0]["id"]}
    post(f"/v1/customers/{ann}", invoice_settings=cards)
    post("/v1/subscriptions", customer=ann, items=[{"price": price}], trial_period_days=10)
    panel.post("clock/advance", seconds=11 * 86_400)
    bad = post("/v1/payment_methods", type="card", card={"token": "tok_chargeCustomerFail"}).id
    post(f"/v1/payment_methods/{bad}/attach", customer=ann)
    post(f"/v1/customers/{ann}", invoice_settings={"default_payment_method": bad})
    panel.post("clock/advance", seconds=32 * 86_400)
    asks = post("/v1/payment_methods", type="card", card={"token": "tok_threeDSecure2Required"}).id
    post(f"/v1/payment_methods/{asks}/attach", customer=ann)
    due = api.get("/v1/invoices", customer=ann, status="open").data[0]
    assert api.post(f"/v1/invoices/{due['id']}/pay", payment_method=asks, off_session="false").status == 402
    late = post("/v1/invoices", customer=ann, collection_method="send_invoice", days_until_due=3).id
    post("/v1/invoiceitems", customer=ann, invoice=late, amount=700, currency="usd")
    post(f"/v1/invoices/{late}/send")
    panel.post("clock/advance", seconds=4 * 86_400)
    note = post("/v1/credit_notes", invoice=late, amount=100)
    post("/v1/credit_notes", invoice=late, amount=100, email_type="none")
    found = panel.get("mails", to="ann@example.com").body["mails"][::-1]
    kinds = [one["kind"] for one in found]
    assert sorted(set(kinds[:5])) == ["invoice_paid", "payment_failed", "renewal", "trial_ends"]
    assert kinds[kinds.index("payment_action") :][:2] == ["payment_action", "invoice"]
    assert kinds[-2:] == ["invoice_overdue", "credit_note"]
    assert found[-1]["link"] == note.pdf
    failed = found[kinds.index("payment_failed")]
    assert failed["link"] == due["hosted_invoice_url"]
    assert "We try again on" in failed["html"]
    assert "$12.00" in failed["html"]
