"""By which names a server may be called, and what web pages may ask of it."""

from __future__ import annotations

import http.client
import json
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest

from pinstripe.api.errors import ApiError
from pinstripe.http.gate import Gate
from pinstripe.http.seen import Request
from tests.client import Api
from tests.conftest import Served

PAGE = "http://page.example"


def scope(host: str, path: str = "/v1/customers", authority: str | None = None, **headers: str) -> Any:
    """What the server library tells of a request."""
    return SimpleNamespace(authority=authority, headers={"host": host, **headers}, path=path)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LocalHost:12111",
        "localhost.",
        "shop.localhost:80",
        "127.0.0.1:12111",
        "10.1.2.3",
        "[::1]:12111",
        "[fe80::1]",
        "pinstripe:12111",
        "",
    ],
)
def test_names_that_need_not_be_given(host: str) -> None:
    Gate().check(scope(host))
    Gate().check(scope("", authority=host))


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:12111",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "127.0.0.1@evil.example",
        "localhost:x",
        "[evil.example]",
        "1.2.3",
        "münchen",
    ],
)
def test_names_that_nobody_gave(host: str) -> None:
    gate = Gate(["pay.example"])
    for one in (scope(host), scope("localhost", authority=host)):
        for _ in range(2):
            with pytest.raises(ApiError, match="is not known by the name"):
                gate.check(one)


def test_names_that_were_given() -> None:
    gate = Gate(["0.0.0.0", "Pay.example", "*.wild.example"], "https://public.example:8443/x")
    for host in ("pay.example", "PAY.EXAMPLE.:443", "a.wild.example", "a.b.wild.example", "public.example"):
        gate.check(scope(host))
    for host in ("wild.example", "a.pay.example", "notwild.example", "xpublic.example"):
        with pytest.raises(ApiError):
            gate.check(scope(host))
    Gate(["*"]).check(scope("whatever.example"))


@pytest.mark.parametrize("path", ["/_pinstripe/health", "/_pinstripe/clock", "/_pinstripe/pages/a/pi_1"])
def test_our_own_calls_are_closed_to_pages(path: str) -> None:
    gate = Gate(public_url="https://pay.example")
    gate.check(scope("localhost", path))
    with pytest.raises(ApiError, match="Web pages may not"):
        gate.check(scope("localhost", path, origin=PAGE))


@pytest.mark.parametrize(
    "origin", ["null", "http://localhost:12111", "https://localhost:12111", "https://pay.example"]
)
def test_a_payer_answers_from_our_own_page(origin: str) -> None:
    gate = Gate(public_url="https://pay.example")
    gate.check(scope("localhost:12111", "/_pinstripe/pages/authorize/pi_1", origin=origin))
    with pytest.raises(ApiError, match="Web pages may not"):
        gate.check(scope("localhost:12111", "/_pinstripe/clock", origin=origin))


def test_a_page_that_hides_where_it_comes_from_is_not_ours() -> None:
    hidden = scope("localhost", "/_pinstripe/pages/invoices/in_1", origin="null")
    hidden.headers["sec-fetch-site"] = "cross-site"
    with pytest.raises(ApiError, match="Web pages may not"):
        Gate().check(hidden)


def asked(api: Api, method: str, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    """Status and headers of a request that a browser makes for a page."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = Request(method, path, b"", {"origin": PAGE, **named})
    reply = api.loop.run_until_complete(api.runtime.chain.handle(request))
    return reply.status, dict(reply.headers)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/v1/tokens", True),
        ("POST", "/v1/payment_methods", True),
        ("GET", "/v1/payment_intents/pi_1", True),
        ("POST", "/v1/setup_intents/seti_1/confirm", True),
        ("POST", "/v1/customers", False),
        ("GET", "/v1/customers", False),
        ("GET", "/v1/payment_intents", False),
        ("POST", "/v1/webhook_endpoints", False),
        ("DELETE", "/v1/customers/cus_1", False),
        ("POST", "/v2/billing/meter_events", False),
        ("GET", "/v1/nothing", False),
        ("", "/v1/tokens", False),
    ],
)
def test_pages_may_ask_for_what_publishable_keys_may(api: Api, method: str, path: str, allowed: bool) -> None:
    wishes = {"access_control_request_headers": "authorization", "access_control_request_method": method}
    status, headers = asked(api, "OPTIONS", path, **wishes)
    assert status == (200 if allowed else 403)
    assert headers.get("Access-Control-Allow-Headers") == ("authorization" if allowed else None)
    assert ("Access-Control-Allow-Origin" in headers) is allowed


def test_a_page_reads_no_answer_to_a_secret_key(api: Api) -> None:
    for path, key, readable in (
        ("/v1/customers", "sk_test_pinstripe", False),
        ("/v1/payment_intents/pi_1", "sk_test_pinstripe", False),
        ("/v1/payment_intents/pi_1", "pk_test_pinstripe", True),
        ("/v1/customers", "pk_test_pinstripe", False),
        ("/v1/payment_intents/pi_1", "nonsense", True),
    ):
        _, headers = asked(api, "GET", path, authorization=f"Bearer {key}")
        assert ("Access-Control-Allow-Origin" in headers) is readable, (path, key)


def test_through_a_socket(shared_server: Served) -> None:
    parts = urlsplit(shared_server.url)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=20)

    def get(path: str, host: str, **headers: str) -> tuple[int, Any]:
        line.request("GET", path, headers={"Host": host, "Authorization": "Bearer sk_test_gate", **headers})
        answer = line.getresponse()
        return answer.status, json.loads(answer.read())

    assert get("/v1/customers", "localhost")[0] == 200
    for path in ("/v1/customers", "/_pinstripe/health"):
        status, answer = get(path, "evil.example")
        assert (status, answer["error"]["type"]) == (403, "invalid_request_error")
        assert "--allow-host" in answer["error"]["message"]
    assert get("/_pinstripe/health", "localhost", Origin=PAGE)[0] == 403


def test_a_server_is_told_its_names(tmp_path: Any) -> None:
    server = Served(str(tmp_path / "a.db"), "--allow-host", "pay.example", "--allow-host", "*.shop.example")
    parts = urlsplit(server.url)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=20)
    for host, status in (("pay.example", 200), ("a.shop.example", 200), ("other.example", 403)):
        line.request("GET", "/_pinstripe/health", headers={"Host": host})
        answer = line.getresponse()
        answer.read()
        assert answer.status == status, host
    assert server.stop() == 0
