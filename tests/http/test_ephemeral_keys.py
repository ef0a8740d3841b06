"""An ephemeral key opens its customer to an app for an hour, and nothing else."""

from __future__ import annotations

import pytest

from tests.client import Answer, Api
from tests.control.conftest import Panel

VERSION = "2024-04-10"


@pytest.fixture
def ann(api: Api) -> str:
    return str(api.ok(api.post("/v1/customers", name="Ann", payment_method="pm_card_visa")).id)


def made(api: Api, customer: str) -> Answer:
    return api.ok(api.with_(version=VERSION).post("/v1/ephemeral_keys", customer=customer))


def test_a_key_says_what_it_opens(api: Api, ann: str) -> None:
    key = made(api, ann)
    assert key.secret.startswith("ek_test_YWNjdF8")
    assert key.expires == key.created + 3600
    assert key.associated_objects == [{"id": ann, "type": "customer"}]


def test_the_version_of_the_app_is_named(api: Api, ann: str) -> None:
    refused = api.with_(version="").post("/v1/ephemeral_keys", customer=ann)
    assert (refused.status, "Stripe-Version" in refused.error["message"]) == (400, True)
    assert api.with_(version=VERSION).post("/v1/ephemeral_keys").error["code"] == "parameter_missing"
    assert (
        api.with_(version=VERSION).post("/v1/ephemeral_keys", customer="cus_0").error["param"] == "customer"
    )


def test_it_opens_its_customer_alone(api: Api, ann: str) -> None:
    app = api.with_(key=made(api, ann).secret)
    assert app.ok(app.get(f"/v1/customers/{ann}")).name == "Ann"
    cards = app.ok(app.get("/v1/payment_methods", customer=ann)).data
    assert len(cards) == 1
    assert app.ok(app.post(f"/v1/payment_methods/{cards[0]['id']}", metadata={"a": "1"})).metadata == {
        "a": "1"
    }
    kept = app.ok(app.post("/v1/payment_methods/pm_card_mastercard/attach", customer=ann))
    assert app.ok(app.post(f"/v1/payment_methods/{kept.id}/detach")).customer is None
    assert app.ok(app.post(f"/v1/customers/{ann}", description="app")).description == "app"
    other = api.ok(api.post("/v1/customers", payment_method="pm_card_visa"))
    (card,) = api.ok(api.get("/v1/payment_methods", customer=other.id)).data
    for refused in (
        app.get(f"/v1/customers/{other.id}"),
        app.get("/v1/customers"),
        app.get("/v1/payment_methods", customer=other.id),
        app.get("/v1/payment_methods"),
        app.post("/v1/payment_methods/pm_card_visa/attach", customer=other.id),
        app.post(f"/v1/payment_methods/{card['id']}/detach"),
        app.post("/v1/payment_methods/pm_0/detach"),
        app.post("/v1/payment_intents", amount=100, currency="usd"),
        app.delete(f"/v1/customers/{ann}"),
        app.get(f"/v1/customers/{ann}", expand=["subscriptions.data.latest_invoice"]),
    ):
        assert refused.status in (403, 400), refused.raw
    assert app.get(f"/v1/customers/{other.id}").error["code"] == "more_permissions_required"


def test_it_ends_after_an_hour_or_before(api: Api, ann: str) -> None:
    key, other = made(api, ann), made(api, ann)
    app = api.with_(key=key.secret)
    assert app.get(f"/v1/customers/{ann}").status == 200
    gone = api.ok(api.delete(f"/v1/ephemeral_keys/{key.id}"))
    assert (gone.id, "secret" in gone.body) == (key.id, False)
    assert app.get(f"/v1/customers/{ann}").error["code"] == "api_key_expired"
    assert api.delete(f"/v1/ephemeral_keys/{key.id}").status == 404
    late = api.with_(key=other.secret)
    assert late.get(f"/v1/customers/{ann}").status == 200
    Panel(api).post("clock/advance", seconds=3601)
    expired = late.get(f"/v1/customers/{ann}")
    assert (expired.status, expired.error["message"][:29]) == (401, "Expired API Key provided: ek_")


def test_one_of_a_verification_opens_that_alone(api: Api) -> None:
    mine, other = (api.ok(api.post("/v1/identity/verification_sessions", type="document")).id for _ in "ab")
    key = api.ok(api.with_(version=VERSION).post("/v1/ephemeral_keys", verification_session=mine))
    assert key.associated_objects == [{"id": mine, "type": "identity.verification_session"}]
    app = api.with_(key=key.secret)
    assert app.get(f"/v1/identity/verification_sessions/{mine}").id == mine
    assert app.get(f"/v1/identity/verification_sessions/{other}").error["code"] == "more_permissions_required"
    both = api.with_(version=VERSION).post("/v1/ephemeral_keys", verification_session=mine, customer="cus_1")
    assert both.error["code"] == "parameters_exclusive"
    lost = api.with_(version=VERSION).post("/v1/ephemeral_keys", verification_session="vs_0")
    assert lost.error["param"] == "verification_session"
