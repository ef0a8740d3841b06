"""Cards that are kept for a customer while their bank is not asked, and Alipay accounts, which nobody has."""

from __future__ import annotations

from tests.client import Api

OLD = "2024-04-10"


def test_a_card_is_kept_unasked(api: Api) -> None:
    old = api.with_(version=OLD)
    card = {"object": "card", "number": "4000000000000002", "exp_month": 1, "exp_year": 2030, "cvc": "123"}
    assert old.post("/v1/customers", source=card).error["code"] == "card_declined"
    made = old.ok(old.post("/v1/customers", source=card, validate=False))
    kept = old.ok(old.get(f"/v1/customers/{made.id}/cards/{made.default_source}"))
    assert kept.cvc_check == "unchecked"
    path = f"/v1/customers/{made.id}"
    assert old.post(f"{path}/sources", source=card).error["code"] == "card_declined"
    assert old.ok(old.post(f"{path}/sources", source=card, validate=False)).last4 == "0002"
    assert old.post(path, source=card, validate=True).error["code"] == "card_declined"
    assert old.ok(old.post(path, source=card, validate=False)).default_source != made.default_source


def test_nobody_has_an_alipay_account(api: Api) -> None:
    made = api.ok(api.post("/v1/customers"))
    refused = api.post(f"/v1/customers/{made.id}", default_alipay_account="aliacc_1")
    assert (refused.error["code"], refused.error["param"]) == ("resource_missing", "default_alipay_account")
    refused = api.post(f"/v1/customers/{made.id}/sources", alipay_account="tok_1")
    assert (refused.error["code"], refused.error["param"]) == ("resource_missing", "alipay_account")
