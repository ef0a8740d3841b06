"""What an item may come to."""

from __future__ import annotations

import pytest

from tests.client import Api


@pytest.mark.parametrize(
    ("given", "param"),
    [
        ({"amount": 10**12}, "amount"),
        ({"amount": -(10**12)}, "amount"),
        ({"unit_amount_decimal": "1000", "quantity": 10**9}, "quantity"),
    ],
)
def test_an_item_of_more_than_twelve_digits_is_refused(api: Api, given: dict, param: str) -> None:
    customer = api.ok(api.post("/v1/customers")).id
    refused = api.post("/v1/invoiceitems", customer=customer, currency="usd", **given)
    assert (refused.status, refused.error["code"], refused.error["param"]) == (400, "amount_too_large", param)
    assert refused.error["message"] == "Amount must be no more than $9,999,999,999.99"
    assert api.get("/v1/invoiceitems", customer=customer).data == []
    assert (
        api.ok(api.post("/v1/invoiceitems", customer=customer, currency="usd", amount=10**12 - 1)).amount
        == 10**12 - 1
    )


def test_an_item_that_is_priced_anew_keeps_within_twelve_digits(api: Api) -> None:
    customer = api.ok(api.post("/v1/customers")).id
    item = api.ok(
        api.post(
            "/v1/invoiceitems", customer=customer, currency="usd", unit_amount_decimal="1000", quantity=2
        )
    )
    refused = api.post(f"/v1/invoiceitems/{item.id}", quantity=10**9)
    assert (refused.status, refused.error["code"]) == (400, "amount_too_large")
    assert api.get(f"/v1/invoiceitems/{item.id}").amount == 2000
