"""Bodies that cannot be read: each gets its refusal, none a 500, and nothing of them is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pinstripe.control.routes import Control
from pinstripe.http.bodies import MAX_BODY
from pinstripe.http.seen import Request
from tests.client import Answer, Api

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=B"


def send(api: Api, body: bytes, kind: str = FORM, path: str = "/v1/customers", query: bytes = b"") -> Answer:
    """A POST with a body of any kind."""
    headers = {
        "authorization": f"Bearer {api.key}",
        "content-type": kind,
        "stripe-version": "2026-05-27.dahlia",
    }
    return api.raw("POST", path, query, body, headers)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"email=\xff", "Invalid UTF-8 in request parameters"),
        (b"email=%ff", "Invalid UTF-8 in request parameters"),
        (b"email=%zz", "Invalid percent-encoding: %zz"),
        (b"email=%4", "Invalid percent-encoding: %4"),
        (b"name=a%00b", "Invalid null byte in request parameters"),
        (b"name[=1", "Received unknown parameter: name[. Did you mean name?"),
        (b"&".join(b"a%d=1" % n for n in range(1001)), "Too many parameters: at most 1000 are accepted"),
        (b"metadata[" + b"k" * 1001 + b"]=1", "Invalid parameter name: must be at most 1000 characters"),
        (b"metadata" + b"[a]" * 30 + b"=1", "Invalid parameter: nested more than 24 levels deep"),
    ],
)
def test_forms_that_cannot_be_read(api: Api, body: bytes, message: str) -> None:
    answer = send(api, body)
    assert answer.status == 400
    assert answer.error["type"] == "invalid_request_error"
    assert answer.error["message"] == message
    assert api.get("/v1/customers").data == []


def test_bodies_have_a_largest_size(api: Api) -> None:
    assert send(api, b"description=" + b"x" * 5000).status == 200
    for body in (b"x" * (MAX_BODY + 1), b"name=" + b"x" * (5 * 1024 * 1024)):
        answer = send(api, body)
        assert answer.status == 413
        assert answer.error["type"] == "invalid_request_error"
        assert "too large" in answer.error["message"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "the last boundary is missing"),
        (b"--B\r\n", "the last boundary is missing"),
        (b"--B\r\nx: y\r\n--B--", "a part has no headers"),
        (b"--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--", "a part has no name"),
        (
            b'--B\r\nContent-Disposition: form-data; name="name"\r\n\r\n\xff\r\n--B--',
            "a text field is not UTF-8",
        ),
    ],
)
def test_multipart_that_cannot_be_read(api: Api, body: bytes, why: str) -> None:
    if not body:
        assert send(api, body, MULTIPART).status == 200  # no body at all: no parameters
        return
    answer = send(api, body, MULTIPART)
    assert (answer.status, answer.error["message"]) == (400, f"Invalid multipart/form-data body: {why}")


@pytest.mark.parametrize("kind", [MULTIPART, "Multipart/Form-Data; boundary=B"])
def test_multipart_that_can(api: Api, kind: str) -> None:
    body = b'--B\r\nContent-Disposition: form-data; name="name"\r\n\r\nAda\r\n--B--\r\n'
    assert send(api, body, kind).name == "Ada"


def test_json_is_not_spoken_here(api: Api) -> None:
    for kind in ("application/json", "Application/JSON; charset=utf-8"):
        answer = send(api, b'{"email": "a@b.c"}', kind)
        assert answer.status == 400
        assert answer.error["message"] == (
            "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If "
            "you "
            "have any questions, we can help at https://support.stripe.com/."
        )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"{", "Invalid request body: could not be parsed as JSON"),
        (b"\xff", "Invalid request body: could not be parsed as JSON"),
        (b"a=1", "Invalid request body: could not be parsed as JSON"),
        (b"[1]", "Invalid request body: must be a JSON object"),
        (b'"x"', "Invalid request body: must be a JSON object"),
        (b"[" * 100_000, "Invalid request body: could not be parsed as JSON"),
    ],
)
def test_json_that_cannot_be_read(api: Api, body: bytes, message: str) -> None:
    answer = send(api, body, "application/json", "/v2/billing/meter_events")
    assert (answer.status, answer.error["message"]) == (400, message)


@pytest.mark.parametrize("depth", [25, 254, 255, 256, 500, 1000])
@pytest.mark.parametrize("shape", [(b'{"a":', b"}"), (b"[", b"]")])
def test_json_that_is_nested_too_deep(api: Api, depth: int, shape: tuple[bytes, bytes]) -> None:
    nested = shape[0] * depth + b"1" + shape[1] * depth
    for name in (b"payload", b"event_name", b"wat"):
        answer = send(api, b'{"%s":%s}' % (name, nested), "application/json", "/v2/billing/meter_events")
        assert (answer.status, answer.error["type"]) == (400, "invalid_request_error")
        assert answer.error["message"] == "Invalid parameter: nested more than 24 levels deep"
    for path in ("/_pinstripe/clock/advance", "/_pinstripe/faults"):
        refused, answer = control(api, path, b'{"seconds":%s}' % nested)
        assert (refused, answer["error"]["type"]) == (400, "invalid_request_error")


def control(api: Api, path: str, body: bytes) -> tuple[int, Any]:
    """One of our own calls, in bytes."""
    request = Request("POST", path, b"", {"authorization": f"Bearer {api.key}"}, body)
    reply = api.loop.run_until_complete(Control(api.runtime).handle(request))
    return reply.status, json.loads(reply.body)


def test_parameters_of_a_post_may_stand_in_its_query(api: Api) -> None:
    answer = send(api, b"name=Ada", query=b"email=a%40b.c")
    assert (answer.name, answer.email) == ("Ada", "a@b.c")


def test_paths_that_cannot_be_read(api: Api) -> None:
    headers = {"authorization": f"Bearer {api.key}"}
    assert api.raw("GET", "/v1/customers/%ff", b"", b"", headers).status == 400
    assert (
        api.raw("GET", "/v1/customers/%2e%2e", b"", b"", headers).error["message"] == "No such customer: '..'"
    )


def test_an_error_of_our_own_says_so_and_keeps_nothing(
    api: Api, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the card 4242424242424242 of sk_test_pinstripe")

    monkeypatch.setattr(api.runtime.store, "write", broken, raising=True)
    answer = api.post("/v1/customers", idempotency_key="k")
    assert answer.status == 500
    assert answer.error["type"] == "api_error"
    monkeypatch.undo()
    told = capsys.readouterr().err
    assert "RuntimeError: the card … of sk_test_…" in told
    assert "4242" not in told
    assert api.post("/v1/customers", idempotency_key="k").status == 200
    assert len(api.get("/v1/customers").data) == 1
