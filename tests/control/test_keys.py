"""Created keys: what they open, what is kept of them, taking them back."""

from __future__ import annotations

from pinstripe.control import keys
from tests.client import Api
from tests.control.conftest import Panel


def test_a_restricted_key_is_told_once_and_listed_by_its_hash(panel: Panel, api: Api) -> None:
    made = panel.post("keys", permissions=["customer_read", "rak_product_write", "customer_read"]).body
    assert made["key"].startswith("rk_test_") and len(made["key"]) == 48
    assert (made["type"], made["permissions"]) == ("restricted", ["customer_read", "product_write"])
    [listed] = panel.get("keys")["keys"]
    assert listed == {name: value for name, value in made.items() if name != "key"}
    assert made["key"][8:] not in str(api.runtime.store.rows("SELECT * FROM keys"))
    limited = api.with_(key=made["key"])
    assert limited.get("/v1/customers").status == 200
    assert limited.post("/v1/customers").status == 403
    assert limited.post("/v1/products", name="P").status == 200
    assert panel.call("POST", "reset", key=made["key"]).status == 403


def test_a_key_that_was_taken_back_opens_nothing(panel: Panel, api: Api) -> None:
    first = panel.post("keys", permissions=["customer_read"]).body
    second = panel.post("keys", permissions=["customer_read"]).body
    assert api.with_(key=first["key"]).get("/v1/customers").status == 200
    assert panel.delete("keys", id=first["id"]).body == {"id": first["id"], "deleted": True}
    assert api.with_(key=first["key"]).get("/v1/customers").status == 401
    assert api.with_(key=second["key"]).get("/v1/customers").status == 200
    panel.delete("keys", key=second["key"])
    assert panel.get("keys")["keys"] == []
    assert panel.call("DELETE", "keys", {"id": second["id"]}).status == 404
    assert panel.call("DELETE", "keys", {"id": ""}).status == 404


def test_keys_belong_to_their_world(panel: Panel) -> None:
    made = panel.post("keys", permissions=["customer_read"]).body
    assert panel.call("GET", "keys", key="sk_test_other")["keys"] == []
    assert panel.call("DELETE", "keys", {"id": made["id"]}, key="sk_test_other").status == 404


def test_a_further_secret_key_opens_the_same_world(panel: Panel, api: Api) -> None:
    customer = api.post("/v1/customers")
    further = panel.post("keys", type="secret").body["key"]
    assert api.with_(key=further).get(f"/v1/customers/{customer.id}").id == customer.id
    assert panel.call("GET", "keys", key=further).status == 200


def test_a_strict_server_knows_created_keys_only(panel: Panel, api: Api) -> None:
    own = keys.own(api.runtime)
    api.runtime.keys.strict = True
    api.runtime.keys.forget()
    answer = api.get("/v1/customers")
    assert (answer.status, answer.error["message"]) == (401, "Invalid API Key provided: sk_test_*****ripe")
    strict = api.with_(key=own["key"])
    assert strict.post("/v1/customers").status == 200
    browser = api.with_(key=own["publishable_key"])
    assert browser.get("/v1/customers").error["code"] == "secret_key_required"
    assert own["key"][8:] == own["publishable_key"][8:]


def test_permissions_are_those_that_calls_need() -> None:
    known = keys.every_permission()
    assert {"customer_read", "charge_write", "billing_meter_read", "issuing_card_write"} <= known
    assert "customer_hug" not in known


def test_new_keys_do_not_follow_from_the_seed(panel: Panel) -> None:
    made = {panel.post("keys", permissions=["customer_read"]).body["key"] for _ in range(5)}
    assert len(made) == 5
