"""Requests that mean nothing, or two things at once: what is read of them, or the refusal they get."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client import Answer, Api

FORM = "application/x-www-form-urlencoded"
NOT_A_FORM = "Invalid request (check that your POST content type is application/x-www-form-urlencoded)."


def send(api: Api, method: str, path: str, query: bytes = b"", body: bytes = b"", **headers: str) -> Answer:
    """One request of bytes."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return api.raw(method, path, query, body, {"authorization": f"Bearer {api.key}", **named})


def post(api: Api, body: bytes, kind: str = FORM) -> Answer:
    """A customer from bytes."""
    return send(api, "POST", "/v1/customers", body=body, content_type=kind)


@pytest.mark.parametrize(
    ("body", "name", "shown"),
    [
        (b"name=a&name=b", "name", "b"),
        (b"metadata[a]=1&metadata[a]=2", "metadata", {"a": "2"}),
        (b"metadata=&metadata[a]=1", "metadata", {"a": "1"}),
        (b"metadata[a]=1&metadata=", "metadata", {}),
        (b"address[city]=Rome&address=", "address", None),
        (b"preferred_locales[9999]=de&preferred_locales[0]=en", "preferred_locales", ["en", "de"]),
        (b"preferred_locales[0]=en&preferred_locales[0]=de", "preferred_locales", ["de"]),
        (b"preferred_locales[]=en&preferred_locales[]=de", "preferred_locales", ["en", "de"]),
        (b"name=x;email=a@b.c", "name", "x;email=a@b.c"),
        (b"&&name=a&&", "name", "a"),
        (b"name=a=b", "name", "a=b"),
        (b"name=%F0%9D%84%9E", "name", "𝄞"),
    ],
)
def test_of_what_is_said_twice_the_last_counts(api: Api, body: bytes, name: str, shown: Any) -> None:
    assert api.ok(post(api, body))[name] == shown


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"address=x&address[city]=Rome", "Invalid object"),
        (b"address[city]=Rome&address=x", "Invalid object"),
        (b"name=x&name[a]=y", 'Invalid string: {"a":"y"}'),
        (b"name[a]=y&name=x", 'Invalid string: {"a":"y"}'),
        (b"metadata[a][b]=1", 'Invalid string: {"b":"1"}'),
        (b"preferred_locales[]=de&preferred_locales=en", "Invalid array"),
        (b"preferred_locales=en&preferred_locales[]=de", "Invalid array"),
        (b"preferred_locales[10000]=en", "Invalid array"),
        (b"preferred_locales[-1]=en", "Invalid array"),
        (b"preferred_locales[a]=en&preferred_locales[0]=x", "Invalid array"),
        (b"preferred_locales[1][x]=en", 'Invalid string: {"x":"en"}'),
        (b"=x", "Received unknown parameter: "),
        (b"[]=x", "Received unknown parameter: []"),
        (b"name]=x", "Received unknown parameter: name]. Did you mean name?"),
        (b"name%5B=x", "Received unknown parameter: name[. Did you mean name?"),
        (b"\xef\xbb\xbfname=x", "Received unknown parameter: \ufeffname. Did you mean name?"),
        (b"name=%u0041", "Invalid percent-encoding: %u0"),
        (b"name=%", "Invalid percent-encoding: %"),
        (b"%=x", "Invalid percent-encoding: %"),
        (b"name%00=x", "Invalid null byte in request parameters"),
        (b"name=\xed\xa0\x80", "Invalid UTF-8 in request parameters"),
        (b"name=%ED%A0%80", "Invalid UTF-8 in request parameters"),
        (b"\x1f\x8b\x08\x00abc", "Invalid UTF-8 in request parameters"),
    ],
)
def test_forms_that_contradict_themselves_or_say_nothing(api: Api, body: bytes, message: str) -> None:
    answer = post(api, body)
    assert (answer.status, answer.error["message"]) == (400, message)
    assert api.get("/v1/customers").data == []


@pytest.mark.parametrize(
    "kind",
    ["text/xml", "text/plain", "text/json", "application/vnd.api+json", "multipart/mixed; boundary=B", "x"],
)
def test_other_kinds_of_bodies_are_not_guessed_at(api: Api, kind: str) -> None:
    answer = post(api, b"name=x", kind)
    assert answer.status == 400 and answer.error["message"].startswith(NOT_A_FORM)


@pytest.mark.parametrize("kind", ["", FORM, f"{FORM}; charset=utf-8", FORM.title(), f" {FORM} "])
def test_a_form_by_any_of_its_names(api: Api, kind: str) -> None:
    assert api.ok(post(api, b"name=x", kind)).name == "x"


def test_a_boundary_is_named(api: Api) -> None:
    answer = post(api, b"name=x", "multipart/form-data")
    assert answer.status == 400 and "multipart/form-data" in answer.error["message"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (b"email=%ff", "Invalid UTF-8 in request parameters"),
        (b"email=%00", "Invalid null byte in request parameters"),
        (b"created[gt]=x", "Invalid integer: x"),
        (b"created[gt]=9223372036854775808", "Invalid integer: 9223372036854775808"),
        (b"limit=99999999999999999999", "Invalid integer: 99999999999999999999"),
        (b"starting_after=%F0%9D%84%9E", "No such customer: '𝄞'"),
    ],
)
def test_queries_that_cannot_be_read(api: Api, query: bytes, message: str) -> None:
    answer = send(api, "GET", "/v1/customers", query)
    assert (answer.status, answer.error["message"]) == (400, message)


def test_the_body_of_a_read_is_not_read(api: Api) -> None:
    assert api.ok(send(api, "GET", "/v1/customers", b"", b"limit=x")).data == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/customers/%00", 400),
        ("/v1/customers/cus_%00x", 400),
        ("/v1/customers/%ED%A0%80", 400),
        ("/v1/customers/a%2Fb", 404),
        ("/v1/customers/" + "x" * 5000, 404),
        ("/v1/customers/%F0%9D%84%9E", 404),
        ("/v1/customers//", 404),
        ("/v1/" + "a/" * 3000, 404),
    ],
)
def test_paths_that_lead_nowhere(api: Api, path: str, status: int) -> None:
    answer = send(api, "GET", path)
    assert answer.status == status and answer.error["type"] == "invalid_request_error"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "HEAD", "DELETE", "TRACE", "get"])
def test_verbs_that_a_collection_does_not_know(api: Api, method: str) -> None:
    answer = send(api, method, "/v1/customers")
    assert answer.status == 404 and "Unrecognized request URL" in answer.error["message"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"event_name":"\\ud800"}', "Invalid request body: could not be parsed as JSON"),
        (b'{"event_name":NaN}', "Invalid request body: could not be parsed as JSON"),
        (b'{"payload":{"a":1e400}}', "Invalid request body: could not be parsed as JSON"),
        (b"\xef\xbb\xbf{}", "Invalid request body: could not be parsed as JSON"),
        (b"null", "Invalid request body: must be a JSON object"),
        (b'{"event_name":"\\u0000"}', "Invalid string: contains a null byte"),
        (b'{"payload":[1]}', "Invalid object"),
        (b'{"payload":{"a":{"b":1}}}', 'Invalid string: {"b":1}'),
        (b'{"event_name":"a","wat":1}', "Received unknown parameter: wat"),
        (b'{"event_name":"a","event_name":"b"}', "Missing required param: payload."),
    ],
)
def test_json_that_means_nothing(api: Api, body: bytes, message: str) -> None:
    path, version = "/v2/billing/meter_events", "2026-05-27.dahlia"
    answer = send(api, "POST", path, body=body, content_type="application/json", stripe_version=version)
    assert (answer.status, answer.error["message"]) == (400, message)
    assert answer.error["code"]


@pytest.mark.parametrize("key", [" ", "\t", "\x00", "é", "k" * 255])
def test_any_idempotency_key_keeps_its_answer(api: Api, key: str) -> None:
    first = api.ok(api.post("/v1/customers", idempotency_key=key))
    assert api.post("/v1/customers", idempotency_key=key).raw == first.raw


def test_a_key_spent_by_one_account_is_new_to_another(api: Api) -> None:
    from tests.property.rooms.connect import connected

    first = api.ok(api.post("/v1/customers", idempotency_key="k"))
    other = api.with_(account=connected(api)).post("/v1/customers", idempotency_key="k", name="B")
    assert (other.status, other.name) == (200, "B")
    assert api.get(f"/v1/customers/{other.id}").status == 404
    assert api.with_(key="sk_test_else").get(f"/v1/customers/{first.id}").status == 404
