"""Payment methods and tokens: made, kept, shown, changed, let go."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client import Answer, Api

CARD = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123"}


def make(api: Api, **more: Any) -> Answer:
    return api.ok(api.post("/v1/payment_methods", **{"type": "card", "card": CARD, **more}))


def customer(api: Api) -> str:
    key: str = api.ok(api.post("/v1/customers")).id
    return key


def kept(api: Api, **more: Any) -> Answer:
    return api.ok(api.post(f"/v1/payment_methods/{make(api, **more).id}/attach", customer=customer(api)))


def test_a_fresh_method_shows_everything(api: Api) -> None:
    method = make(api, billing_details={"address": {"postal_code": "10115"}}, metadata={"a": "1"})
    assert (method.customer, method.allow_redisplay, method.metadata) == (None, "unspecified", {"a": "1"})
    assert method.card["checks"] == {
        "address_line1_check": None,
        "address_postal_code_check": "unchecked",
        "cvc_check": "unchecked",
    }
    assert set(method.billing_details) == {"address", "email", "name", "phone", "tax_id"}
    assert method.card["fingerprint"] == make(api).card["fingerprint"]
    assert api.ok(api.get(f"/v1/payment_methods/{method.id}")).body == method.body


@pytest.mark.parametrize("version", ["2024-04-10", "2026-05-27.dahlia"])
def test_its_life_in_both_versions(api: Api, version: str) -> None:
    spoken = api.with_(version=version)
    method = kept(spoken)
    assert method.card["checks"]["cvc_check"] == "pass"
    changed = spoken.ok(spoken.post(f"/v1/payment_methods/{method.id}", card={"exp_year": 2031}))
    assert (changed.card["exp_year"], changed.card["exp_month"]) == (2031, 12)
    gone = spoken.ok(spoken.post(f"/v1/payment_methods/{method.id}/detach"))
    assert gone.customer is None
    kinds = [event["type"] for event in reversed(spoken.ok(spoken.get("/v1/events")).data)]
    assert kinds == [
        "customer.created",
        "payment_method.attached",
        "payment_method.updated",
        "payment_method.detached",
    ]
    last = spoken.ok(spoken.get("/v1/events", limit=1)).data[0]
    assert last["data"]["previous_attributes"] == {"customer": method.customer}


def test_a_detached_method_is_spent(api: Api) -> None:
    method = kept(api)
    api.ok(api.post(f"/v1/payment_methods/{method.id}/detach"))
    again = api.post(f"/v1/payment_methods/{method.id}/detach")
    assert again.error["message"] == (
        "The payment method you provided is not attached to a customer so detachment is impossible."
    )
    back = api.post(f"/v1/payment_methods/{method.id}/attach", customer=method.customer)
    assert back.error["message"].startswith("The provided PaymentMethod was previously used")


def test_attaching_needs_a_customer_that_exists(api: Api) -> None:
    method = make(api)
    path = f"/v1/payment_methods/{method.id}/attach"
    assert api.post(path).error["message"] == "Must provide customer or customer_account."
    missing = api.post(path, customer="cus_none")
    assert (missing.status, missing.error["param"]) == (400, "customer")
    assert api.post("/v1/payment_methods/pm_none/attach", customer=customer(api)).status == 404


def test_only_a_kept_method_changes(api: Api) -> None:
    method = make(api)
    assert api.post(f"/v1/payment_methods/{method.id}", metadata={"a": "1"}).status == 400
    own = kept(api)
    details = {"name": "Ann", "address": {"city": "Ulm"}}
    changed = api.ok(api.post(f"/v1/payment_methods/{own.id}", billing_details=details))
    assert (changed.billing_details["name"], changed.billing_details["address"]["city"]) == ("Ann", "Ulm")
    assert changed.billing_details["address"]["line1"] is None
    late = api.post(f"/v1/payment_methods/{own.id}", card={"exp_year": 2020})
    assert (late.status, late.error["code"]) == (402, "invalid_expiry_year")


def test_lists_are_a_customers_own(api: Api) -> None:
    one, other = kept(api), kept(api)
    for path, params in (
        ("/v1/payment_methods", {"customer": one.customer, "type": "card"}),
        (f"/v1/customers/{one.customer}/payment_methods", {}),
    ):
        page = api.ok(api.get(path, **params))
        assert [method["id"] for method in page.data] == [one.id]
        assert page.url == path
    path = f"/v1/customers/{one.customer}/payment_methods"
    assert api.ok(api.get(f"{path}/{one.id}")).body == one.body
    assert api.get(f"{path}/{other.id}").status == 404
    assert api.ok(api.get(path, type="sepa_debit")).data == []


def test_each_use_of_a_published_name_is_another_method(api: Api) -> None:
    owner = customer(api)
    made = [api.ok(api.post("/v1/payment_methods/pm_card_amex/attach", customer=owner)) for _ in range(2)]
    assert made[0].id != made[1].id and made[0].id.startswith("pm_1")
    assert {method.card["brand"] for method in made} == {"amex"}


@pytest.mark.parametrize("token", ["tok_visa", "tok_mastercard", "tok_amex"])
def test_published_tokens_are_never_used_up(api: Api, token: str) -> None:
    brands = {make(api, card={"token": token}).card["brand"] for _ in range(2)}
    assert brands == {token.removeprefix("tok_")}


def test_a_token_that_was_spent_says_so(api: Api) -> None:
    token = api.ok(api.post("/v1/tokens", card={**CARD, "address_zip": "10115"}))
    assert (token.used, token.card["address_zip_check"]) == (False, "unchecked")
    method = make(api, card={"token": token.id})
    assert method.billing_details["address"]["postal_code"] == "10115"
    assert api.ok(api.get(f"/v1/tokens/{token.id}")).used is True
    again = api.post("/v1/payment_methods", type="card", card={"token": token.id})
    assert again.error["message"] == f"You cannot use a Stripe token more than once: {token.id}."


def test_a_customers_default_must_be_its_own(api: Api) -> None:
    method, stranger = kept(api), kept(api)
    settings = {"default_payment_method": stranger.id}
    path = f"/v1/customers/{method.customer}"
    refused = api.post(path, invoice_settings=settings)
    assert (refused.status, refused.error["param"]) == (400, "invoice_settings[default_payment_method]")
    own = api.ok(api.post(path, invoice_settings={"default_payment_method": method.id}))
    assert own.invoice_settings["default_payment_method"] == method.id
    api.ok(api.post(f"/v1/payment_methods/{method.id}/detach"))
    assert api.ok(api.get(path)).invoice_settings["default_payment_method"] is None


@pytest.mark.parametrize("name", ["exp_month", "exp_year"])
@pytest.mark.parametrize("value", ["x", "1.5", " 1", "-1", "٣", "9" * 30])
def test_a_tokens_expiry_is_a_number(api: Api, name: str, value: str) -> None:
    answer = api.post("/v1/tokens", card={**CARD, name: value})
    assert (answer.status, answer.error["code"], answer.error["param"]) == (
        400,
        "parameter_invalid_integer",
        f"card[{name}]",
    )
