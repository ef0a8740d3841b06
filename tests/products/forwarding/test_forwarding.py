"""Card details that are handed on: what is sent, what is kept, and where nothing goes."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Iterator
from typing import Any

import pytest

from pinstripe.networks import forwarder
from pinstripe.products.forwarding import allowance, replacement
from tests.client import Answer, Api, fresh
from tests.processor import Processor
from tests.property.place import Builder

NUMBER, CODE = "4242424242424242", "737"
BODY = (
    '{"amount": {"value": 10.00}, "paymentMethod": {"number": "", "expiryMonth": "", "expiryYear": null, '
    '"cvc": "", "holderName": "", "type": "scheme"}, "note": "\\"number\\":\\"\\""}'
)
ALL = ["card_number", "card_expiry", "card_cvc", "cardholder_name"]


@pytest.fixture
def processor() -> Iterator[Processor]:
    made = Processor()
    yield made
    made.close()


@pytest.fixture
def api() -> Iterator[Api]:
    loop = asyncio.new_event_loop()
    made = Api(fresh(), loop)
    yield made
    loop.run_until_complete(made.runtime.stop())
    loop.close()


def card(api: Api) -> str:
    """A card with its code and its holder's name."""
    given = {"number": NUMBER, "exp_month": 3, "exp_year": 2030, "cvc": CODE}
    owner = {"name": 'Jenny "J" Rosen'}
    return str(api.ok(api.post("/v1/payment_methods", type="card", card=given, billing_details=owner)).id)


def forward(api: Api, url: str, method: str, body: str = BODY, **more: Any) -> Answer:
    """One request."""
    headers = [{"name": "Authorization", "value": "Bearer hush"}, {"name": "Idempotency-Key", "value": "k1"}]
    given = {"body": body, "headers": headers}
    fields = {"replacements": ALL, "url": url, "payment_method": method, "request": given, **more}
    return api.post("/v1/forwarding/requests", **fields)


def settings(api: Api, **chosen: Any) -> None:
    """Where requests may go."""
    Builder(api).act("/_pinstripe/settings", forwarding=chosen)


def test_blanks_are_filled_and_nothing_of_the_card_is_kept(api: Api, processor: Processor) -> None:
    processor.answer = f'{{"ok": true, "number": "{NUMBER}", "cvv": "{CODE}"}}'.encode()
    processor.headers = {"Content-Type": "application/json", "Set-Cookie": "a=hush"}
    method = card(api)
    made = api.ok(forward(api, processor.url, method, metadata={"a": "1"}))
    ((headers, body),) = processor.got
    assert body == BODY.replace('"number": ""', f'"number": "{NUMBER}"', 1).replace(
        '"expiryMonth": ""', '"expiryMonth": "03"'
    ).replace('"expiryYear": null', '"expiryYear": "2030"').replace('"cvc": ""', f'"cvc": "{CODE}"').replace(
        '"holderName": ""', '"holderName": "Jenny \\"J\\" Rosen"'
    )
    assert (headers["authorization"], headers["idempotency-key"]) == ("Bearer hush", "k1")
    assert headers["content-type"] == "application/json"
    assert not headers.get("user-agent"), "the client does not name itself where the caller names nobody"
    kept = made.request_details
    assert '"number": "424242******4242"' in kept["body"] and '"cvc": "***"' in kept["body"]
    assert [one["value"] for one in kept["headers"]] == ["[redacted]", "k1", "application/json"]
    assert made.response_details["body"] == '{"ok": true, "number": "424242******4242", "cvv": "***"}'
    assert (made.response_details["status"], made.metadata) == (200, {"a": "1"})
    assert made.request_context["destination_ip_address"] == "127.0.0.1"
    shown = api.get(f"/v1/forwarding/requests/{made.id}")
    assert shown.body == made.body
    assert not any(word in shown.raw.decode() for word in (NUMBER, CODE, "hush"))
    assert [one["id"] for one in api.get("/v1/forwarding/requests").data] == [made.id]
    assert forward(api, processor.url, method).error["code"] == "forwarding_api_invalid_parameter"
    rows = api.runtime.store.rows("SELECT body,private FROM versions")
    assert not any(NUMBER.encode() in (part or b"") for row in rows for part in row if b"fwdreq_" in row[0])
    Builder(api).act("/_pinstripe/clock/advance", seconds=31 * 86400)
    gone = api.get(f"/v1/forwarding/requests/{made.id}")
    assert (gone.request_details, gone.response_details, gone.url, gone.metadata) == (
        None,
        None,
        None,
        {"a": "1"},
    )


def test_any_status_is_an_answer_and_the_same_key_asks_once(api: Api, processor: Processor) -> None:
    processor.status, processor.answer = 422, b'{"error":"declined"}'
    method = card(api)
    wanted: dict[str, Any] = {"replacements": ["card_number"]}
    once = [forward(api, processor.url, method, **wanted, idempotency_key="once") for _ in range(2)]
    assert once[0].body == once[1].body
    assert (once[0].status, once[0].response_details["status"]) == (200, 422)
    processor.status, processor.headers = 302, {"Location": "http://169.254.169.254/latest"}
    assert api.ok(forward(api, processor.url, method, **wanted)).response_details["status"] == 302
    assert len(processor.got) == 2


def test_what_goes_wrong_outside_is_told(api: Api, processor: Processor) -> None:
    method = card(api)
    wanted: dict[str, Any] = {"replacements": ["card_number"]}
    processor.drops = True
    dropped = forward(api, processor.url, method, **wanted)
    assert (dropped.status, dropped.error["code"]) == (424, "forwarding_api_retryable_upstream_error")
    processor.drops, processor.answer = False, b"\xff" * 10
    assert forward(api, processor.url, method, **wanted).error["code"] == "forwarding_api_upstream_error"
    settings(api, timeout_seconds=1)
    processor.hangs = True
    late = forward(api, processor.url, method, **wanted)
    assert late.error["code"] == "forwarding_api_upstream_connection_timeout"
    processor.close()
    gone = forward(api, processor.url, method, **wanted)
    assert (gone.status, gone.error["code"]) == (424, "forwarding_api_upstream_connection_error")
    assert api.get("/v1/forwarding/requests").data == []


def test_nothing_goes_where_it_may_not(api: Api, processor: Processor) -> None:
    method = card(api)
    wanted: dict[str, Any] = {"replacements": ["card_number"]}
    settings(api, allow=[processor.url, "https://payments.example.com"])
    at = f"http://127.0.0.1:{processor.port}"
    for url in (
        f"{at}/v1/other",
        f"{at}/v1/payments/../other",
        f"{at}/v1/payments/%2E%2e/other",
        f"http://127.0.0.1:{processor.port}@example.com/v1/payments",
        f"http://localhost:{processor.port}/v1/payments",
        "https://payments.example.com.evil.test/",
        "http://payments.example.com/",
        "https://169.254.169.254/latest",
        "file:///etc/passwd",
        "nonsense",
    ):
        refused = forward(api, url, method, **wanted)
        assert (refused.status, refused.error["code"]) == (400, "forwarding_api_invalid_parameter"), url
        assert refused.error["param"] == "url"
    assert processor.got == []
    assert api.ok(forward(api, f"{processor.url}/deeper", method, **wanted)).response_details["status"] == 200
    settings(api, active=False)
    assert forward(api, processor.url, method, **wanted).error["code"] == "forwarding_api_inactive"


def test_a_name_that_leads_into_a_private_network_is_refused(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(api, allow=["https://payments.example.com"])
    method = card(api)
    for address in ("10.0.0.7", "127.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.7"):
        family = 10 if ":" in address else 2

        async def found(*_: Any, address: str = address, family: int = family, **__: Any) -> list[Any]:
            return [(family, 1, 6, "", (address, 443))]

        monkeypatch.setattr(api.loop, "getaddrinfo", found)
        refused = forward(api, "https://payments.example.com/v1", method, replacements=["card_number"])
        assert (refused.status, refused.error["param"]) == (400, "url")
        assert "resolves to" in refused.error["message"]


def test_a_request_is_signed(api: Api, processor: Processor) -> None:
    method = card(api)
    settings(api, signing_secret="hush")
    given = {"body": '{"number": ""}', "headers": [{"name": "X-Signature", "value": "here"}]}
    wanted = ["card_number", "request_signature"]
    made = api.ok(forward(api, processor.url, method, replacements=wanted, request=given))
    ((headers, body),) = processor.got
    assert headers["x-signature"] == hmac.new(b"hush", body.encode(), "sha256").hexdigest()
    assert made.request_details["headers"][0] == {"name": "X-Signature", "value": "[redacted]"}
    assert made.replacements == wanted


def test_requests_that_cannot_be_forwarded(api: Api, processor: Processor) -> None:
    method, url = card(api), processor.url
    code = "forwarding_api_invalid_parameter"
    assert forward(api, url, method, body="{").error["param"] == "request[body]"
    assert "at most 5000" in forward(api, url, method, body='"' + "x" * 5000 + '"').error["message"]
    bad = {"body": "{}", "headers": [{"name": "Host", "value": "x"}]}
    assert forward(api, url, method, request=bad).error["code"] == code
    bad = {"body": "{}", "headers": [{"name": "A", "value": "x\r\nB: y"}]}
    assert forward(api, url, method, request=bad).error["code"] == code
    assert forward(api, url, method, request={"headers": []}).error["param"] == "request[body]"
    assert forward(api, url, "pm_none").error["code"] == "resource_missing"
    assert forward(api, url, "pm_usBankAccount", replacements=["card_number"]).error["code"] == code
    assert forward(api, url, method, replacements=["request_signature"]).error["param"] == "replacements"
    settings(api, signing_secret="hush")
    assert forward(api, url, method, replacements=["request_signature"]).error["param"] == "request[headers]"
    plain = {"number": NUMBER, "exp_month": 3, "exp_year": 2030}
    other = api.ok(api.post("/v1/payment_methods", type="card", card=plain)).id
    assert "CVC" in forward(api, url, other).error["message"]
    assert processor.got == []


@pytest.mark.parametrize(
    ("known", "url", "covered"),
    [
        ("api.example.com", "https://api.example.com/v1", True),
        ("api.example.com", "http://api.example.com/v1", False),
        ("api.example.com:8443", "https://api.example.com:8443/", True),
        ("https://api.example.com/v1/", "https://api.example.com/v1/payments", True),
        ("https://api.example.com/v1", "https://api.example.com/v10", False),
        ("https://API.example.com", "https://api.EXAMPLE.com/", True),
    ],
)
def test_entries_of_the_list(known: str, url: str, covered: bool) -> None:
    listed, place = allowance.entry(known), allowance.parsed(url)
    assert listed is not None and place is not None
    assert allowance.covers(listed, place) is covered


def test_only_what_is_asked_for_is_filled() -> None:
    values = {"number": NUMBER, "month": "03", "year": "2030", "date": "03/30", "cvc": CODE, "holder": "J"}
    body = '{"card-number":"","exp_month":"","expiry":"","CVV":"","name":"","other":""}'
    filled = replacement.filled(body, values, ["card_number", "card_expiry"])
    assert filled == (
        f'{{"card-number":"{NUMBER}","exp_month":"03","expiry":"03/30","CVV":"","name":"","other":""}}'
    )
    assert forwarder.is_here("shop.localhost") and not forwarder.is_here("localhost.evil.test")
