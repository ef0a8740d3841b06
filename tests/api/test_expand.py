"""Expansion: what many rows name is read and walked back once, and rows do not share their contents."""

from __future__ import annotations

from typing import Any

import pytest

from pinstripe.api.render import Shower
from pinstripe.kernel.record import Record
from tests.client import Api

ROWS = 10


@pytest.mark.parametrize("version", ["2019-08-14", "2020-08-27", "2024-04-10", ""])
def test_what_many_rows_name_is_shown_once(api: Api, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    customer = api.ok(api.post("/v1/customers", name="Ann"))
    for amount in range(ROWS):
        api.ok(api.post("/v1/payment_intents", amount=100 + amount, currency="usd", customer=customer.id))
    shown: list[str] = []
    body = Shower.body

    def counted(shower: Shower, record: Record) -> dict[str, Any]:
        shown.append(record.type)
        return body(shower, record)

    monkeypatch.setattr(Shower, "body", counted)
    caller = api.with_(version=version)
    page = api.ok(caller.get("/v1/payment_intents", expand=["data.customer"]))
    assert shown.count("payment_intent") == ROWS and shown.count("customer") == 1
    alone = api.ok(caller.get(f"/v1/customers/{customer.id}"))
    assert [row["customer"] for row in page.data] == [alone.body] * ROWS


def test_a_row_may_be_expanded_further_than_its_neighbour(api: Api) -> None:
    customer = api.ok(api.post("/v1/customers", name="Ann"))
    intent = api.ok(api.post("/v1/payment_intents", amount=100, currency="usd", customer=customer.id))
    once = api.ok(api.get(f"/v1/payment_intents/{intent.id}", expand=["customer", "customer.sources"]))
    assert once.customer["sources"]["data"] == []
    again = api.ok(api.get(f"/v1/payment_intents/{intent.id}", expand=["customer"]))
    assert "sources" not in again.customer
