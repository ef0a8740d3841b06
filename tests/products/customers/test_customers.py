"""Customers through the whole chain: what is unset is not shown."""

from __future__ import annotations

from tests.client import Api


def test_a_name_that_is_unset_is_not_shown(api: Api) -> None:
    """`business_name` has no null in its shape: it is there, or it isn't."""
    made = api.ok(api.post("/v1/customers", business_name="Ann Ltd"))
    assert made.business_name == "Ann Ltd"
    cleared = api.ok(api.post(f"/v1/customers/{made.id}", business_name=""))
    assert "business_name" not in cleared.body
    assert api.get(f"/v1/customers/{made.id}").body == cleared.body
    assert "business_name" not in api.ok(api.post("/v1/customers", business_name="")).body
    (event,) = api.get("/v1/events", type="customer.updated").data
    assert event["data"]["previous_attributes"] == {"business_name": "Ann Ltd"}


def test_a_deleted_customer_is_a_stub_in_every_version(api: Api) -> None:
    made = api.ok(api.post("/v1/customers"))
    api.delete(f"/v1/customers/{made.id}")
    for version in ("2024-04-10", "2026-05-27.dahlia"):
        found = api.with_(version=version).get(f"/v1/customers/{made.id}")
        assert (found.status, found.body) == (
            200,
            {"id": made.id, "object": "customer", "deleted": True},
        )


def test_a_balance_has_an_end(api: Api) -> None:
    most = 999_999_999_999
    made = api.ok(api.post("/v1/customers", balance=most))
    refused = api.post(f"/v1/customers/{made.id}", balance=most + 1)
    assert (refused.status, refused.error["code"]) == (400, "amount_too_large")
    path = f"/v1/customers/{made.id}/balance_transactions"
    refused = api.post(path, amount=1, currency="usd")
    assert (refused.status, refused.error["code"]) == (400, "amount_too_large")
    assert api.ok(api.post(path, amount=-most, currency="usd")).ending_balance == 0
