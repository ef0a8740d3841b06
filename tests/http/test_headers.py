"""What every answer says beside its body. source: recorded: gumroad, pay-rails/pay"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.client import Answer, Api

FIXED = {
    "Content-Type": "application/json",
    "Cache-Control": "no-cache, no-store",
    "Vary": "Origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET,HEAD,PUT,PATCH,POST,DELETE",
    "Access-Control-Max-Age": "300",
    "Access-Control-Expose-Headers": "Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, "
    "X-Stripe-External-Auth-Required, X-Stripe-Privileged-Session-Required",
}


def own(answer: Answer) -> dict[str, str]:
    """The headers that are this answer's own."""
    assert {name: answer.headers[name] for name in FIXED} == FIXED
    assert re.fullmatch(r"req_[0-9A-Za-z]{14}", answer.headers["Request-Id"])
    known = {*FIXED, "Server", "Request-Id"}
    return {name: value for name, value in answer.headers.items() if name not in known}


def test_a_read_says_its_version_only(api: Api) -> None:
    assert own(api.get("/v1/customers", idempotency_key="k")) == {"Stripe-Version": "2026-10-28.endive"}


def test_a_write_without_a_key_too(api: Api) -> None:
    assert own(api.post("/v1/customers")) == {"Stripe-Version": "2026-10-28.endive"}


def test_a_write_with_a_key(api: Api) -> None:
    answer = api.post("/v1/customers", idempotency_key="k")
    assert own(answer) == {
        "Stripe-Version": "2026-10-28.endive",
        "Idempotency-Key": "k",
        "Original-Request": answer.headers["Request-Id"],
        "Stripe-Should-Retry": "false",
    }


def test_a_replay_is_a_request_of_its_own(api: Api) -> None:
    first = api.post("/v1/customers", idempotency_key="k")
    again = api.post("/v1/customers", idempotency_key="k")
    assert again.raw == first.raw
    assert again.headers["Request-Id"] != first.headers["Request-Id"]
    assert own(again) == {
        "Stripe-Version": "2026-10-28.endive",
        "Idempotency-Key": "k",
        "Original-Request": first.headers["Request-Id"],
        "Idempotent-Replayed": "true",
        "Stripe-Should-Retry": "false",
    }


def test_a_refused_parameter_may_be_tried_again_with_the_same_key(api: Api) -> None:
    for answer in (
        api.post("/v1/customers", wat=1, idempotency_key="k"),
        api.post("/v1/customers/cus_nobody", name="A", idempotency_key="k"),
    ):
        assert answer.status in {400, 404}
        assert own(answer) == {
            "Stripe-Version": "2026-10-28.endive",
            "Idempotency-Key": "k",
            "Original-Request": answer.headers["Request-Id"],
        }
    assert api.post("/v1/customers", idempotency_key="k").status == 200


def test_a_delete_echoes_its_key_and_nothing_more(api: Api) -> None:
    made = api.post("/v1/customers")
    answer = api.delete(f"/v1/customers/{made.id}", idempotency_key="k")
    assert own(answer) == {"Stripe-Version": "2026-10-28.endive", "Idempotency-Key": "k"}


def test_an_unknown_key_is_told_nothing(api: Api) -> None:
    answer = api.with_(key="sk_live_nobody").post("/v1/customers", idempotency_key="k")
    assert own(answer) == {
        "Stripe-Version": "2026-10-28.endive",
        "WWW-Authenticate": 'Bearer realm="Stripe"',
    }
    assert "request_log_url" not in answer.error


def test_what_is_not_built_is_not_worth_a_retry(api: Api, unbuilt: Callable[[str], None]) -> None:
    unbuilt("POST /v1/quotes")
    answer = api.post("/v1/quotes", idempotency_key="k")
    assert answer.status == 501
    assert answer.error["code"] == "not_implemented"
    assert answer.error["type"] == "api_error"
    assert answer.headers["Stripe-Should-Retry"] == "false"


@pytest.mark.parametrize(
    "version",
    [
        "2024-04-10",
        "2025-03-31.basil",
        "2026-10-28.endive",
        "2026-05-27.dahlia; risk_in_requirements_beta=v1",
    ],
)
def test_the_version_is_the_one_that_was_asked_for(api: Api, version: str) -> None:
    assert api.with_(version=version).get("/v1/customers").headers["Stripe-Version"] == version


def test_the_first_version_spoken_is_the_worlds_own(api: Api) -> None:
    api.with_(version="2024-06-20").get("/v1/customers")
    assert api.get("/v1/customers").headers["Stripe-Version"] == "2024-06-20"
    assert api.with_(version="2025-03-31.basil").get("/v1/customers").status == 200
    assert api.get("/v1/customers").headers["Stripe-Version"] == "2024-06-20"


def test_the_account_that_acts_is_named(api: Api) -> None:
    own_account = api.get("/v1/account").id
    answer = api.with_(account=own_account).get("/v1/customers")
    assert answer.headers["Stripe-Account"] == own_account


def test_refusals_name_their_log_entry(api: Api) -> None:
    answer = api.get("/v1/customers/nobody")
    assert answer.error["request_log_url"] == (
        f"http://127.0.0.1:12111/_pinstripe/pages/logs/{answer.headers['Request-Id']}?t=1767225600"
    )
    assert list(answer.error) == sorted(answer.error)
