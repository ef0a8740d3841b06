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
    ("method", "path"),
    [
        ("GET", "/v1/customers/"),
        ("POST", "/v1/payment_intents/"),
        ("POST", "/v1/payment_intents//confirm"),
        ("DELETE", "/v1/customers/"),
        ("GET", "/v1/checkout/sessions/"),
        ("GET", "/v1/nothing/"),
    ],
)
def test_an_id_that_got_lost_on_the_way(api: Api, method: str, path: str) -> None:
    answer = bare(api, method, path, authorization=f"Bearer {api.key}")
    assert answer.status == 404
    assert answer.error["message"] == (
        f"Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove the "
        "trailing slash. If you are trying to retrieve an object, make sure you passed a valid "
        f"(non-empty) identifier in your code. Please see https://stripe.com/docs {HELP}"
    )


def keyed(api: Api, method: str, path: str, sent: bytes, kind: str = "") -> Answer:
    """A request with nothing in its headers."""
    query, body = (sent, b"") if method == "GET" else (b"", sent)
    return api.raw(method, path, query, body, {"content-type": kind} if kind else {})


CARD = b"card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2034&card[cvc]=123"
IN_PARTS = "multipart/form-data; boundary=B"


@pytest.mark.parametrize("kind", ["", "application/x-www-form-urlencoded", IN_PARTS])
def test_a_publishable_key_as_a_parameter(api: Api, kind: str) -> None:
    pairs = [pair.split(b"=") for pair in (b"key=pk_test_pinstripe&" + CARD).split(b"&")]
    part = b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    parts = b"".join(part % (name, value) for name, value in pairs) + b"--B--\r\n"
    form = parts if kind == IN_PARTS else b"key=pk_test_pinstripe&" + CARD
    token = api.ok(keyed(api, "POST", "/v1/tokens", form, kind))
    assert (token.object, token.card["last4"]) == ("token", "4242")
    again = keyed(api, "GET", f"/v1/tokens/{token.id}", b"key=pk_test_pinstripe")
    assert api.ok(again).id == token.id == api.ok(api.get(f"/v1/tokens/{token.id}")).id


@pytest.mark.parametrize(
    ("method", "sent", "message"),
    [
        ("GET", b"key=sk_test_pinstripe", "You did not provide an API key."),
        ("POST", b"key=sk_test_pinstripe", "You did not provide an API key."),
        ("POST", b"key=rk_test_pinstripe", "You did not provide an API key."),
        ("POST", b"key=", "You did not provide an API key."),
        ("POST", b"key=%zz", "You did not provide an API key."),
        ("DELETE", b"key=pk_test_pinstripe", "You did not provide an API key."),
        ("POST", b"key=pk_live_pinstripe", "Invalid API Key provided: pk_live_*****ripe"),
    ],
)
def test_other_keys_are_no_parameters(api: Api, method: str, sent: bytes, message: str) -> None:
    answer = keyed(api, method, "/v1/customers", sent)
    assert answer.status == 401 and answer.error["message"].startswith(message)


def test_beside_a_header_a_key_is_an_unknown_parameter(api: Api) -> None:
    answer = api.post("/v1/customers", key="pk_test_pinstripe")
    assert (answer.status, answer.error["code"]) == (400, "parameter_unknown")
    answer = keyed(api, "POST", "/v1/customers", b"key=pk_test_pinstripe")
    assert (answer.status, answer.error["code"]) == (403, "secret_key_required")


@pytest.mark.parametrize(
    ("beta", "name"),
    [
        ("; oxxo_beta=v1", "oxxo_beta"),
        (";link_beta=v1", "link_beta"),
        ("; risk_in_requirements_beta=v1; custom_checkout_beta=v1", "custom_checkout_beta"),
        (";nonsense", "nonsense"),
    ],
)
@pytest.mark.parametrize("version", ["2020-08-27", "2024-12-18.acacia", "2026-05-27.preview"])
def test_betas_that_no_account_was_let_into(api: Api, version: str, beta: str, name: str) -> None:
    answer = api.with_(version=f"{version}{beta}").get("/v1/customers")
    message = (
        f"Invalid Stripe API version: {version}{beta}. You do not have permission to pass this beta header: "
        f"{name}. If you have any questions, we can help at https://support.stripe.com/."
    )
    assert (answer.status, answer.error) == (400, {"message": message, "type": "invalid_request_error"})


@pytest.mark.parametrize("beta", ["wechat_pay_beta=v1", "us_bank_account_beta=v2;alipay_beta=v1", ""])
def test_betas_that_mobile_apps_send(api: Api, beta: str) -> None:
    version = f"2020-03-02;{beta}"
    answer = api.ok(api.with_(version=version).get("/v1/customers"))
    assert answer.headers["Stripe-Version"] == version


@pytest.mark.parametrize(
    "version", ["2011-01-01", "2014-12-08", "2017-05-25", "2019-05-16", "2018-02-28;x=v1"]
)
def test_versions_that_are_not_spoken(api: Api, version: str) -> None:
    answer = api.with_(version=version).post("/v1/customers")
    assert (answer.status, answer.error["code"]) == (501, "not_implemented")
    assert answer.error["message"] == (
        f"Pinstripe does not implement API version {version[:10]}. It speaks 2019-08-14 and every version "
        "after it."
    )
    assert api.get("/v1/customers").data == []


@pytest.mark.parametrize("version", ["2019-08-14", "2019-09-09", "2020-03-02", "2026-10-28.endive"])
def test_versions_that_are_spoken(api: Api, version: str) -> None:
    assert api.ok(api.with_(version=version).post("/v1/customers")).headers["Stripe-Version"] == version


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
