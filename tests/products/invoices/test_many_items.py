"""An invoice takes up everything that waits for it, however much that is."""

from __future__ import annotations

from tests.client import Api

MANY = 1_003
"""More than one read of pending items gives to those who name no limit."""


def test_no_pending_item_is_left_behind(api: Api) -> None:
    customer = api.ok(api.post("/v1/customers")).id
    for number in range(MANY):
        item = api.post(
            "/v1/invoiceitems",
            customer=customer,
            amount=100 + number,
            currency="usd",
            description=f"{number}",
        )
        assert item.status == 200, item
    params = {"customer": customer, "pending_invoice_items_behavior": "include"}
    invoice = api.ok(api.post("/v1/invoices", **params))
    whole = sum(100 + number for number in range(MANY))
    assert (invoice.subtotal, invoice.total, invoice.lines["total_count"]) == (whole, whole, MANY)
    assert api.get("/v1/invoiceitems", customer=customer, pending=True).data == []
    seen: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = api.ok(api.get(f"/v1/invoices/{invoice.id}/lines", limit=100, **after))
        seen += [line["description"] for line in page.data]
        if not page.has_more:
            break
        after = {"starting_after": page.data[-1]["id"]}
    assert sorted(seen, key=int) == [str(number) for number in range(MANY)]
