"""OAuth: somebody lets a platform in on a page, the platform exchanges a code, and leaves again."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from pinstripe.http.seen import Request
from tests.client import Answer, Api
from tests.control.conftest import Panel
from tests.control.test_sheets import Form, led, send

BACK = "http://localhost:4242/back?shop=1"


def client_id(api: Api) -> str:
    facts = {"url": "https://a.example", "enabled_events": ["*"], "connect": "true"}
    return str(api.ok(api.post("/v1/webhook_endpoints", **facts)).application)


def authorize(panel: Panel, answer: str = "", path: str = "/oauth/authorize", **more: str) -> dict[str, str]:
    """What the platform is told by the way back."""
    facts = {"response_type": "code", "client_id": client_id(panel.api), "redirect_uri": BACK, **more}
    address = f"{path}?{urlencode(facts)}"
    form = Form(send(panel, "GET", address).body.decode())
    sent = {answer: "yes"} if answer else form.fields
    back = led(send(panel, "POST", form.action or "", **sent)) or ""
    assert back.startswith(f"{BACK}&")
    return {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}


def ask(panel: Panel, path: str, key: str | None = None, **params: str) -> Answer:
    headers = {"authorization": f"Bearer {key or panel.key}"} if key != "" else {}
    request = Request("POST", f"/oauth/{path}", b"", headers, urlencode(params).encode())
    reply = panel.api.loop.run_until_complete(panel.control.handle(request))
    return Answer(reply.status, dict(reply.headers), reply.body)


def grant(panel: Panel, **more: str) -> Answer:
    code = authorize(panel, **more)["code"]
    return panel.api.ok(ask(panel, "token", grant_type="authorization_code", code=code))


def refused(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.body["error"]


def test_an_account_lets_a_platform_in_and_the_platform_leaves(panel: Panel) -> None:
    api = panel.api
    prefilled = {"stripe_user[email]": "eve@example.com", "stripe_user[country]": "DE"}
    told = authorize(panel, scope="read_write", state="s1", **prefilled)
    assert (told["state"], told["scope"], told["shop"], told["code"][:3]) == ("s1", "read_write", "1", "ac_")
    token = api.ok(ask(panel, "token", grant_type="authorization_code", code=told["code"]))
    account = token.stripe_user_id
    assert (token.token_type, token.scope, token.livemode) == ("bearer", "read_write", False)
    own = api.with_(key=token.access_token)
    known = own.ok(own.get("/v1/account"))
    assert (known.id, known.type, known.country, known.email) == (
        account,
        "standard",
        "DE",
        "eve@example.com",
    )
    customer = own.ok(own.post("/v1/customers", email="x@example.com"))
    shown = api.with_(account=account)
    assert shown.ok(shown.get(f"/v1/customers/{customer.id}")).email == "x@example.com"
    assert own.get(f"/v1/accounts/{api.get('/v1/account').id}").status == 403
    assert refused(ask(panel, "token", code=told["code"])) == (400, "invalid_grant")
    again = api.ok(ask(panel, "token", grant_type="refresh_token", refresh_token=token.refresh_token))
    assert again.access_token != token.access_token
    assert again.stripe_user_id == account
    gone = ask(panel, "deauthorize", client_id=client_id(api), stripe_user_id=account)
    assert gone.body == {"stripe_user_id": account}
    error = shown.get("/v1/customers").error
    assert error["code"] == "account_invalid"
    assert "Application access may have been revoked." in error["message"]
    for key in (token.access_token, again.access_token):
        assert api.with_(key=key).get("/v1/account").status == 401
    assert refused(ask(panel, "deauthorize", client_id=client_id(api), stripe_user_id=account)) == (
        401,
        "invalid_client",
    )


def test_what_happens_is_told_to_the_platform(panel: Panel) -> None:
    api = panel.api
    account = grant(panel).stripe_user_id
    ask(panel, "deauthorize", client_id=client_id(api), stripe_user_id=account)
    rows = api.runtime.store.rows("SELECT type,object FROM events WHERE account=? ORDER BY seq", (account,))
    assert rows == [
        ("account.application.authorized", client_id(api)),
        ("account.application.deauthorized", client_id(api)),
    ]


def test_who_may_only_read_writes_nothing(panel: Panel) -> None:
    api = panel.api
    token = grant(panel)
    assert token.scope == "read_only"
    own = api.with_(key=token.access_token)
    assert own.get("/v1/customers").status == 200
    assert own.post("/v1/customers").error["code"] == "more_permissions_required"
    wider = {"grant_type": "refresh_token", "refresh_token": token.refresh_token, "scope": "read_write"}
    assert refused(ask(panel, "token", **wider)) == (400, "invalid_scope")


def test_an_express_account(panel: Panel) -> None:
    token = grant(panel, path="/express/oauth/authorize")
    known = panel.api.get(f"/v1/accounts/{token.stripe_user_id}")
    assert (known.type, token.scope) == ("express", "read_write")


def test_who_denies_gives_no_code(panel: Panel) -> None:
    told = authorize(panel, "deny", state="s2")
    assert told["error"] == "access_denied"
    assert told["error_description"] == "The user denied your request"
    assert told["state"] == "s2"
    assert panel.api.get("/v1/accounts").data == []


def test_a_code_is_good_for_five_minutes(panel: Panel) -> None:
    code = authorize(panel)["code"]
    panel.post("clock/advance", seconds=301)
    assert refused(ask(panel, "token", code=code)) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("path", "params", "key", "expected"),
    [
        ("token", {"grant_type": "please"}, None, (400, "unsupported_grant_type")),
        ("token", {"grant_type": "authorization_code"}, None, (400, "invalid_request")),
        ("token", {"grant_type": "refresh_token"}, None, (400, "invalid_request")),
        ("token", {"grant_type": "refresh_token", "refresh_token": "rt_x"}, None, (400, "invalid_grant")),
        ("token", {"code": "ac_nope"}, None, (400, "invalid_grant")),
        ("token", {"code": "ac_nope"}, "", (401, "invalid_client")),
        ("token", {"code": "ac_nope", "client_secret": "sk_test_x"}, "", (400, "invalid_grant")),
        ("deauthorize", {"client_id": "ca_x", "stripe_user_id": "acct_x"}, None, (401, "invalid_client")),
        ("deauthorize", {"client_id": "ca_x"}, None, (400, "invalid_request")),
    ],
)
def test_what_is_refused(panel: Panel, path: str, params: Any, key: str | None, expected: Any) -> None:
    assert refused(ask(panel, path, key, **params)) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"client_id": "ca_x"}, (401, "invalid_client")),
        ({"client_id": ""}, (400, "invalid_request")),
        ({"redirect_uri": "javascript:x"}, (400, "invalid_request")),
        ({"response_type": "token"}, (400, "unsupported_response_type")),
        ({"scope": "everything"}, (400, "invalid_scope")),
    ],
)
def test_a_page_that_is_asked_for_wrongly(panel: Panel, more: Any, expected: Any) -> None:
    facts = {"client_id": client_id(panel.api), "redirect_uri": BACK, **more}
    reply = send(panel, "GET", f"/oauth/authorize?{urlencode(facts)}")
    assert refused(Answer(reply.status, {}, reply.body)) == expected


def test_an_account_that_was_made_by_the_api_is_left(panel: Panel) -> None:
    api = panel.api
    account = api.ok(api.post("/v1/accounts", type="standard")).id
    assert ask(panel, "deauthorize", client_id=client_id(api), stripe_user_id=account).status == 200
    assert api.get("/v1/accounts").data == []
    assert api.get(f"/v1/accounts/{account}").status == 403
