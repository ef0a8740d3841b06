"""Who asks: every refusal of a key, an account, a permission, a version, an address."""

from __future__ import annotations

import base64

import pytest

from pinstripe.control import keys
from pinstripe.http import auth
from pinstripe.http.seen import Request
from tests.client import Answer, Api

HELP = "or we can help at https://support.stripe.com/."


def bare(api: Api, method: str = "GET", path: str = "/v1/customers", **headers: str) -> Answer:
    """A request with exactly these headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return api.raw(method, path, b"", b"", named)


def restricted(api: Api, *permissions: str) -> Api:
    """The same world through a restricted key."""
    world = api.runtime.worlds.get(auth.world_name("pinstripe"))
    key = "rk_test_restricted1234"
    keys.write(api.runtime, world.world, world.account, key, permissions)
    return api.with_(key=key)


def test_no_key(api: Api) -> None:
    answer = bare(api)
    assert answer.status == 401
    assert answer.body == {
        "error": {
            "message": "You did not provide an API key. You need to provide your API key in the "
            "Authorization "
            "header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See "
            f"https://stripe.com/docs/api#authentication for details, {HELP}",
            "type": "invalid_request_error",
        }
    }
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Stripe"'


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Basic", "Basic !!!", "Digest sk_test_a", "Basic Og=="]
)
def test_headers_without_a_key(api: Api, header: str) -> None:
    answer = bare(api, authorization=header)
    assert answer.status == 401
    assert answer.error["message"].startswith("You did not provide an API key.")


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("sk_live_abcdefgh", "sk_live_****efgh"),
        ("sk_test_", "sk_test_"),
        ("nonsense", "****ense"),
        ("sk_test_with-dash1234", "sk_test_*********1234"),
        ("rk_test_abcdefgh", "rk_test_****efgh"),
        ("whsec_abcdefgh", "whsec_****efgh"),
    ],
)
def test_keys_that_open_nothing(api: Api, key: str, shown: str) -> None:
    answer = bare(api, authorization=f"Bearer {key}")
    assert answer.status == 401
    assert answer.error == {"message": f"Invalid API Key provided: {shown}", "type": "invalid_request_error"}


def test_both_forms_of_the_header_open_the_same_world(api: Api) -> None:
    made = api.post("/v1/customers")
    token = base64.b64encode(f"{api.key}:".encode()).decode()
    for header in (f"Basic {token}", f"bearer {api.key}", f"Bearer  {api.key}"):
        assert bare(api, authorization=header).data[0]["id"] == made.id


def test_another_key_is_another_world(api: Api) -> None:
    made = api.post("/v1/customers")
    other = api.with_(key="sk_test_other")
    assert other.get("/v1/customers").data == []
    assert other.get(f"/v1/customers/{made.id}").status == 404


def test_publishable_keys_may_not_what_secret_ones_may(api: Api) -> None:
    api.post("/v1/customers")
    browser = api.with_(key="pk_test_pinstripe")
    for answer in (
        browser.get("/v1/customers"),
        browser.post("/v1/customers"),
        browser.get("/v1/payment_intents"),
        browser.get("/v1/payment_intents/search", query="amount>1"),
        browser.post("/v1/payment_intents/pi_1", amount=5),
    ):
        assert answer.status == 403
        error = {name: value for name, value in answer.error.items() if name != "request_log_url"}
        assert error == {
            "code": "secret_key_required",
            "doc_url": "https://stripe.com/docs/error-codes/secret-key-required",
            "message": "This API call cannot be made with a publishable API key. Please use a secret API "
            "key. "
            "You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.",
            "type": "invalid_request_error",
        }


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/v1/tokens", True),
        ("POST", "/v1/payment_methods", True),
        ("GET", "/v1/payment_intents/pi_1", True),
        ("POST", "/v1/payment_intents/pi_1/confirm", True),
        ("POST", "/v1/setup_intents/seti_1/confirm", True),
        ("POST", "/v1/payment_intents/pi_1", False),
        ("POST", "/v1/payment_intents/pi_1/capture", False),
        ("GET", "/v1/payment_intents/search", False),
        ("GET", "/v1/payment_methods", False),
        ("POST", "/v1/payment_methods/pm_1", False),
    ],
)
def test_calls_of_browsers(method: str, path: str, allowed: bool) -> None:
    assert bool(auth.BROWSER_CALLS.fullmatch(f"{method} {path}")) is allowed


def test_restricted_keys_read_what_they_may_read(api: Api) -> None:
    made = api.post("/v1/customers")
    reader = restricted(api, "customer_read")
    assert reader.get(f"/v1/customers/{made.id}").status == 200
    answer = reader.post("/v1/customers")
    assert answer.status == 403
    assert answer.error["code"] == "more_permissions_required"
    assert "doc_url" not in answer.error
    account = api.get("/v1/account").id
    assert answer.error["message"] == (
        "The provided key 'rk_test_**********1234' does not have the required permissions for this endpoint "
        "on "
        f"account '{account}'. Having the 'rak_customer_write' permission would allow this request to "
        f"continue."
    )


def test_permission_to_write_is_permission_to_read(api: Api) -> None:
    writer = restricted(api, "customer_write")
    made = writer.post("/v1/customers")
    assert writer.ok(writer.get(f"/v1/customers/{made.id}")).body == made.body
    assert writer.ok(writer.delete(f"/v1/customers/{made.id}")).deleted
    refused = writer.get("/v1/products")
    assert refused.status == 403 and "rak_product_read" in refused.error["message"]


@pytest.mark.parametrize("header", ["stripe-account", "stripe-context"])
def test_an_account_out_of_reach(api: Api, header: str) -> None:
    answer = bare(api, authorization=f"Bearer {api.key}", **{header: "acct_fake_account"})
    assert answer.status == 403
    assert answer.error == {
        "code": "account_invalid",
        "doc_url": "https://stripe.com/docs/error-codes/account-invalid",
        "message": "The provided key 'sk_test_*****ripe' does not have access to account "
        "'acct_fake_account' (or "
        "that account does not exist). Application access may have been revoked.",
        "type": "invalid_request_error",
    }
    assert answer.headers["Stripe-Account"] == "acct_fake_account"


def test_the_account_of_the_path_must_be_reached_too(api: Api) -> None:
    answer = api.get("/v1/accounts/acct_nobody")
    assert (answer.status, answer.error["code"]) == (403, "account_invalid")
    own = api.get("/v1/account").id
    assert api.get(f"/v1/accounts/{own}").id == own


def test_two_headers_that_disagree(api: Api) -> None:
    own = api.get("/v1/account").id
    headers = {"authorization": f"Bearer {api.key}", "stripe_account": own}
    assert bare(api, **headers, stripe_context=own).status == 200
    answer = bare(api, **headers, stripe_context="acct_other")
    assert answer.status == 400
    assert "different accounts" in answer.error["message"]


@pytest.mark.parametrize(
    "version", ["yesterday", "2024-13-01", "2024-04-11", "2019-01-01", "2026-05-27.acacia"]
)
def test_versions_that_never_were(api: Api, version: str) -> None:
    answer = api.with_(version=version).get("/v1/customers")
    assert answer.status == 400
    message = f"Invalid Stripe API version: {version}"
    assert answer.error == {"message": message, "type": "invalid_request_error"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/nothing"),
        ("PUT", "/v1/customers"),
        ("PATCH", "/v1/customers/cus_1"),
        ("HEAD", "/v1/customers"),
        ("DELETE", "/v1/customers"),
        ("GET", "/v1/customers/"),
        ("GET", "//v1/customers"),
        ("GET", "/"),
        ("POST", "/v2/nothing"),
    ],
)
def test_addresses_and_verbs_that_do_not_exist(api: Api, method: str, path: str) -> None:
    answer = bare(api, method, path, authorization=f"Bearer {api.key}")
    assert answer.status == 404
    assert answer.error["message"] == (
        f"Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs {HELP}"
    )
    assert answer.error["type"] == "invalid_request_error"


def test_the_key_is_judged_before_everything_else(api: Api) -> None:
    answer = api.raw(
        "POST", "/v1/nothing", b"", b"%ff", {"stripe-account": "acct_x", "stripe-version": "never"}
    )
    assert answer.status == 401
    headers = {"authorization": f"Bearer {api.key}", "stripe-version": "never"}
    assert api.raw("GET", "/v1/nothing", b"", b"", {**headers, "stripe-account": "acct_x"}).status == 403
    assert api.raw("GET", "/v1/nothing", b"", b"", headers).error["message"].startswith("Invalid Stripe API")


def test_browsers_may_ask_first(api: Api) -> None:
    request = Request("OPTIONS", "/v1/tokens", b"", {"access-control-request-headers": "authorization"})
    reply = api.loop.run_until_complete(api.runtime.chain.handle(request))
    headers = dict(reply.headers)
    assert (reply.status, reply.body) == (200, b"")
    assert headers["Access-Control-Allow-Headers"] == "authorization"
    assert headers["Access-Control-Allow-Origin"] == "*"
