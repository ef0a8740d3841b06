"""A connected account in one call: acting for it, its isolation, what it shows."""

from __future__ import annotations

import pytest

from tests.client import NOW, Api
from tests.control.conftest import Panel


@pytest.mark.parametrize("kind", ["standard", "express", "custom", "none"])
def test_what_it_shows(panel: Panel, api: Api, kind: str) -> None:
    made = panel.post("accounts", type=kind, country="de", default_currency="EUR", email="a@b.c").body
    shown = api.ok(api.get(f"/v1/accounts/{made['id']}")).body
    assert shown == made
    assert (shown["type"], shown["country"], shown["default_currency"]) == (kind, "DE", "eur")
    assert shown["charges_enabled"] and shown["payouts_enabled"] and shown["details_submitted"]
    assert shown["requirements"]["currently_due"] == []
    assert shown["controller"]["is_controller"] is True
    assert list(shown) == ["id", "object", *sorted(set(shown) - {"id", "object"})]
    assert api.with_(version="2024-04-10").get(f"/v1/accounts/{made['id']}").status == 200


def test_acting_for_it(panel: Panel, api: Api) -> None:
    account = panel.post("accounts").id
    shop = api.with_(account=account)
    assert api.ok(shop.get("/v1/account")).id == account
    assert shop.get(f"/v1/accounts/{account}").id == account
    made = shop.post("/v1/customers", name="theirs")
    assert made.headers["Stripe-Account"] == account
    assert api.get(f"/v1/customers/{made.id}").status == 404
    assert api.get("/v1/customers").data == []
    assert [customer["id"] for customer in shop.get("/v1/customers").data] == [made.id]
    assert shop.get("/v1/events").data[0]["account"] == account


def test_the_platform_lists_its_accounts_and_they_none(panel: Panel, api: Api) -> None:
    accounts = [panel.post("accounts").id for _ in range(3)]
    page = api.get("/v1/accounts", limit=2)
    assert [account["id"] for account in page.data] == accounts[:0:-1]
    assert page.has_more is True
    assert api.with_(account=accounts[0]).get("/v1/accounts").data == []
    sibling = api.with_(account=accounts[0]).get(f"/v1/accounts/{accounts[1]}")
    assert (sibling.status, sibling.error["code"]) == (403, "account_invalid")


def test_the_platforms_own_account(api: Api) -> None:
    own = api.ok(api.get("/v1/account")).body
    assert own == api.get(f"/v1/accounts/{own['id']}").body
    assert own["controller"] == {"type": "account"}
    assert "metadata" not in own
    assert own["created"] == NOW


def test_an_account_of_another_world_is_out_of_reach(panel: Panel, api: Api) -> None:
    account = panel.post("accounts").id
    answer = api.with_(key="sk_test_other", account=account).get("/v1/customers")
    assert (answer.status, answer.error["code"]) == (403, "account_invalid")
