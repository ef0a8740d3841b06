"""A credit note's document says what the credit note says, and its invoice's what it took off."""

from __future__ import annotations

from tests.client import Api
from tests.products.invoices.test_paper import read


def test_a_credit_note_is_read_as_it_stands(api: Api) -> None:
    customer = api.ok(api.post("/v1/customers", name="Zoë", email="zoe@example.com"))
    invoice = api.ok(api.post("/v1/invoices", customer=customer.id))
    lines = [{"amount": 3000, "description": "Chairs"}]
    api.ok(api.post(f"/v1/invoices/{invoice.id}/add_lines", lines=lines))
    final = api.ok(api.post(f"/v1/invoices/{invoice.id}/finalize"))
    note = api.ok(
        api.post(
            "/v1/credit_notes",
            invoice=invoice.id,
            memo="Sorry",
            reason="order_change",
            lines=[
                {
                    "type": "invoice_line_item",
                    "invoice_line_item": final.lines["data"][0]["id"],
                    "amount": 1000,
                }
            ],
        )
    )
    text = read(api, note.pdf)
    for words in ("Credit note", f"{final.number}-CN-01", "Zoë", "Order change", "Sorry", "Chairs"):
        assert words in text, f"{words}\n{text}"
    for words in ("$10.00 credited on", "Total credited $10.00", "Taken off the invoice $10.00"):
        assert words in text, f"{words}\n{text}"
    assert "Credit notes -$10.00" in read(api, final.invoice_pdf)
    api.ok(api.post(f"/v1/credit_notes/{note.id}/void"))
    assert "Status Void" in read(api, note.pdf)
    assert "Credit notes" not in read(api, final.invoice_pdf)
