"""Published ids make records of one's own, by whatever request they are named first."""

from __future__ import annotations

from tests.client import Api


def test_what_a_read_makes_is_kept(api: Api) -> None:
    first = api.ok(api.get("/v1/payment_methods/pm_card_visa"))
    second = api.ok(api.get("/v1/payment_methods/pm_card_visa"))
    assert first.id != second.id and first.id.startswith("pm_1")
    assert api.ok(api.get(f"/v1/payment_methods/{first.id}")).body == first.body


def test_a_read_that_is_refused_makes_nothing(api: Api) -> None:
    assert api.get("/v1/payment_methods/pm_card_visa", expand=["colour"]).status == 400
    assert api.get("/v1/payment_methods/pm_card_nothing").status == 404
    customer = api.ok(api.post("/v1/customers", payment_method="pm_card_visa"))
    methods = api.ok(api.get("/v1/payment_methods", customer=customer.id)).data
    assert [one["card"]["last4"] for one in methods] == ["4242"]
