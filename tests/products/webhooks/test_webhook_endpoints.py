"""Webhook endpoints through the API."""

from __future__ import annotations

import re

import pytest

from tests.client import Answer, Api
from tests.property.rooms.connect import connected

URL = "https://example.com/hook"


def made(api: Api, **params: object) -> Answer:
    """An endpoint that exists."""
    return api.ok(api.post("/v1/webhook_endpoints", **{"url": URL, "enabled_events": ["*"], **params}))


def test_creation_shows_everything_and_the_secret_once(api: Api) -> None:
    endpoint = made(api, description="first", metadata={"a": "1"}, api_version="2024-04-10")
    assert list(endpoint.body) == [
        "id", "object", "api_version", "application", "created", "description", "enabled_events", "livemode",
        "metadata", "secret", "status", "url",
    ]  # fmt: skip
    assert re.fullmatch(r"we_1\w{23}", endpoint.id)
    assert re.fullmatch(r"whsec_\w{32}", endpoint.secret)
    assert endpoint.status == 200
    assert endpoint["status"] == "enabled"
    assert endpoint.api_version == "2024-04-10"
    shown = api.ok(api.get(f"/v1/webhook_endpoints/{endpoint.id}"))
    assert shown.body == {name: value for name, value in endpoint.body.items() if name != "secret"}
    assert made(api).secret != endpoint.secret


def test_defaults(api: Api) -> None:
    endpoint = made(api)
    assert endpoint.api_version is None
    assert endpoint.application is None
    assert endpoint.description is None
    assert endpoint.metadata == {}


def test_a_repeated_creation_tells_the_same_secret(api: Api) -> None:
    secret = made(api, idempotency_key="k").secret
    assert made(api, idempotency_key="k").secret == secret


def test_connect_is_not_shown(api: Api) -> None:
    assert "connect" not in made(api, connect=True).body


def test_endpoints_for_connected_accounts_name_the_platforms_application(api: Api) -> None:
    one, two = made(api, connect=True), made(api, connect=True)
    assert one.application.startswith("ca_") and len(one.application) == 35
    assert two.application == one.application
    assert api.get(f"/v1/webhook_endpoints/{one.id}").application == one.application
    assert made(api, connect=False).application is None


def test_a_connected_account_has_no_endpoints_of_its_own(api: Api) -> None:
    account = connected(api)
    refused = api.with_(account=account).post("/v1/webhook_endpoints", url=URL, enabled_events=["*"])
    assert refused.status == 400
    assert refused.error["message"] == (
        "You are not permitted to configure webhook endpoints on a connected account. Did you mean to create "
        "a Connect webhook on your account instead?"
    )


def test_update(api: Api) -> None:
    endpoint = made(api, metadata={"a": "1"})
    changed = api.ok(
        api.post(
            f"/v1/webhook_endpoints/{endpoint.id}",
            url="http://localhost:4242/hook",
            enabled_events=["customer.created", "charge.succeeded"],
            description="second",
            metadata={"b": "2"},
        )
    )
    assert changed.url == "http://localhost:4242/hook"
    assert changed.enabled_events == ["customer.created", "charge.succeeded"]
    assert changed.description == "second"
    assert changed.metadata == {"a": "1", "b": "2"}
    assert "secret" not in changed.body
    cleared = api.ok(api.post(f"/v1/webhook_endpoints/{endpoint.id}", description=""))
    assert cleared.description is None


def test_disable_and_enable(api: Api) -> None:
    endpoint = made(api)
    path = f"/v1/webhook_endpoints/{endpoint.id}"
    assert api.ok(api.post(path, disabled=True))["status"] == "disabled"
    assert api.ok(api.post(path, disabled=True))["status"] == "disabled"
    assert api.ok(api.post(path, description="x"))["status"] == "disabled"
    assert api.ok(api.post(path, disabled=False))["status"] == "enabled"
    assert api.get(path)["status"] == "enabled"


def test_endpoints_make_no_events(api: Api) -> None:
    endpoint = made(api)
    api.post(f"/v1/webhook_endpoints/{endpoint.id}", disabled=True)
    api.delete(f"/v1/webhook_endpoints/{endpoint.id}")
    assert api.get("/v1/events")["data"] == []


def test_delete(api: Api) -> None:
    endpoint = made(api)
    gone = api.ok(api.delete(f"/v1/webhook_endpoints/{endpoint.id}"))
    assert gone.body == {"id": endpoint.id, "object": "webhook_endpoint", "deleted": True}
    missing = api.get(f"/v1/webhook_endpoints/{endpoint.id}")
    assert missing.status == 404
    assert missing.error["code"] == "resource_missing"
    assert missing.error["message"] == f"No such webhook endpoint: '{endpoint.id}'"


def test_list_newest_first(api: Api) -> None:
    first, second, third = made(api), made(api), made(api)
    listed = api.ok(api.get("/v1/webhook_endpoints", limit=2))
    assert [one["id"] for one in listed["data"]] == [third.id, second.id]
    assert listed["has_more"] is True
    rest = api.ok(api.get("/v1/webhook_endpoints", starting_after=second.id))
    assert [one["id"] for one in rest["data"]] == [first.id]
    assert all("secret" not in one for one in listed["data"])


def test_an_account_has_sixteen_endpoints_at_most(api: Api) -> None:
    for _ in range(16):
        made(api)
    refused = api.post("/v1/webhook_endpoints", url=URL, enabled_events=["*"])
    assert refused.status == 400
    assert refused.error["message"] == "You have reached the maximum of 16 test webhook endpoints."
    last = api.get("/v1/webhook_endpoints", limit=1)["data"][0]
    api.delete(f"/v1/webhook_endpoints/{last['id']}")
    made(api)


def test_an_unknown_event_is_refused_with_the_list(api: Api) -> None:
    refused = api.post(
        "/v1/webhook_endpoints", url=URL, enabled_events=["charge.succeeded", "charge.unknown"]
    )
    assert refused.status == 400
    assert refused.error["param"] == "enabled_events[1]"
    assert refused.error["message"].startswith("Invalid enabled_events[1]: must be one of *, account.")
    assert refused.error["message"].endswith("or treasury.received_debit.created")


def test_events_are_required(api: Api) -> None:
    refused = api.post("/v1/webhook_endpoints", url=URL)
    assert refused.error["message"] == "Missing required param: enabled_events."
    refused = api.post("/v1/webhook_endpoints", url=URL, enabled_events="")
    assert refused.error["code"] == "parameter_invalid_empty"


def test_an_unknown_version_is_refused(api: Api) -> None:
    refused = api.post("/v1/webhook_endpoints", url=URL, enabled_events=["*"], api_version="2024-01-01")
    assert refused.status == 400
    assert refused.error["param"] == "api_version"


@pytest.mark.parametrize("url", ["example.com/hook", "ftp://example.com", "/hook", "localhost:4242"])
def test_an_address_without_a_scheme_is_refused(api: Api, url: str) -> None:
    refused = api.post("/v1/webhook_endpoints", url=url, enabled_events=["*"])
    assert refused.status == 400
    assert refused.error["code"] == "url_invalid"
    assert refused.error["param"] == "url"
    assert refused.error["message"] == "Invalid URL: An explicit scheme (such as https) must be provided."


@pytest.mark.parametrize(
    "url", ["https://", "http:///hook", "https://exa mple.com", "http://h:99999/", "http://[::1/"]
)
def test_a_malformed_address_is_refused(api: Api, url: str) -> None:
    refused = api.post("/v1/webhook_endpoints", url=url, enabled_events=["*"])
    assert refused.status == 400
    assert refused.error["code"] == "url_invalid"
    assert refused.error["message"] == "Not a valid URL"
    endpoint = made(api)
    assert api.post(f"/v1/webhook_endpoints/{endpoint.id}", url=url).error["code"] == "url_invalid"


def test_endpoints_belong_to_their_account(api: Api) -> None:
    endpoint = made(api)
    other = api.with_(key="sk_test_other")
    assert other.get(f"/v1/webhook_endpoints/{endpoint.id}").status == 404
    assert other.get("/v1/webhook_endpoints")["data"] == []
