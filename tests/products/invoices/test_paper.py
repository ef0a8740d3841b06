"""An invoice's document says what the invoice says; whoever has its address reads it, and nobody else."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.client import NOW, Api
from tests.documents.test_pdf import text_of

DAY = 86400


def read(api: Api, link: str) -> str:
    """The text of a document, asked for without a key."""
    answer = api.ok(api.raw("GET", urlsplit(link).path, b"", b"", {}))
    assert answer.headers["Content-Type"] == "application/pdf"
    return "\n".join(text_of(answer.raw))


def test_an_invoice_is_read_as_it_stands(api: Api) -> None:
    coupon = api.ok(api.post("/v1/coupons", percent_off=10, duration="once", name="Spring"))
    rate = api.ok(api.post("/v1/tax_rates", display_name="VAT", percentage=20, inclusive=False))
    address = {"line1": "1 Main St", "city": "Ghent", "postal_code": "9000", "country": "BE"}
    customer = api.ok(api.post("/v1/customers", name="Zoë", email="zoe@example.com", address=address))
    api.ok(api.post(f"/v1/customers/{customer.id}", shipping={"name": "Her shop", "address": address}))
    product = api.ok(api.post("/v1/products", name="Tea"))
    data = {"currency": "eur", "product": product.id, "unit_amount": 1000}
    invoice = api.ok(
        api.post(
            "/v1/invoices",
            customer=customer.id,
            currency="eur",
            collection_method="send_invoice",
            days_until_due=14,
            description="A memo",
            footer="Thank you",
            custom_fields=[{"name": "Order", "value": "PO-7"}],
            default_tax_rates=[rate.id],
            discounts=[{"coupon": coupon.id}],
        )
    )
    period = {"start": NOW, "end": NOW + 31 * DAY}
    line = {"customer": customer.id, "invoice": invoice.id, "price_data": data, "quantity": 3}
    api.ok(api.post("/v1/invoiceitems", **line, period=period))
    final = api.ok(api.post(f"/v1/invoices/{invoice.id}/finalize"))
    text = read(api, final.invoice_pdf)
    for words in (
        *(
            "Invoice",
            final.number,
            "Order PO-7",
            "Zoë",
            "9000 Ghent",
            "zoe@example.com",
            "Ship to",
            "Her shop",
        ),
        *("€32.40 due January 15, 2026", "A memo", "Tea", "January 1, 2026 – February 1, 2026", "Thank you"),
        *("Subtotal €30.00", "Spring (10% off) -€3.00", "Total excluding tax €27.00", "VAT (20%) €5.40"),
        *("Total €32.40", "Amount due €32.40"),
    ):
        assert words in text, f"{words}\n{text}"
    api.ok(api.post(f"/v1/invoices/{invoice.id}/pay", paid_out_of_band=True))
    assert "Amount due €0.00" in read(api, final.invoice_pdf)
    assert "Status Paid" in read(api, final.invoice_pdf)


def test_nobody_reads_it_without_its_address(api: Api) -> None:
    customer = api.ok(api.post("/v1/customers"))
    invoice = api.ok(api.post("/v1/invoices", customer=customer.id))
    final = api.ok(api.post(f"/v1/invoices/{invoice.id}/finalize"))
    path = urlsplit(final.invoice_pdf).path
    token = path.split("/")[2]
    for wrong in (token[:-4] + "AAAA", token[::-1], "x"):
        answer = api.raw("GET", f"/papers/{wrong}/pdf", b"", b"", {})
        assert (answer.status, answer.headers["Content-Type"]) == (404, "application/json")
        assert f"GET: /papers/{wrong}/pdf" in answer.error["message"]
    for method, other in (("GET", "/papers/x/y"), ("GET", "/papers/ä/pdf"), ("POST", path)):
        answer = api.raw(method, other, b"", b"", {})
        assert (answer.status, answer.error["type"]) == (401, "invalid_request_error")
