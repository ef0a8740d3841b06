"""The same key, the same answer: what is kept, what isn't, for how long, and for whom."""

from __future__ import annotations

import asyncio

import pytest

from pinstripe.clock import now as clock
from pinstripe.http.seen import Request
from pinstripe.kernel.idempotency import RETENTION_SECONDS
from tests.client import Answer, Api

MISMATCH = (
    "Keys for idempotent requests can only be used with the same parameters they were first used with. "
    "Try using a key other than 'k' if you meant to execute a different request."
)


def test_the_same_request_happens_once(api: Api) -> None:
    first = api.post("/v1/customers", email="a@b.c", idempotency_key="k")
    again = api.post("/v1/customers", email="a@b.c", idempotency_key="k")
    assert again.raw == first.raw
    assert len(api.get("/v1/customers").data) == 1


def test_the_answer_is_kept_as_it_was_though_its_object_has_moved_on(api: Api) -> None:
    first = api.post("/v1/customers", name="A", idempotency_key="k")
    api.post(f"/v1/customers/{first.id}", name="B")
    assert api.post("/v1/customers", name="A", idempotency_key="k").raw == first.raw


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/v1/customers", {"email": "x@y.z"}),
        ("/v1/customers", {}),
        ("/v1/customers", {"email": "a@b.c", "name": "A"}),
        ("/v1/customers", {"email": "a@b.c", "expand": ["default_source"]}),
        ("/v1/products", {"name": "a@b.c"}),
    ],
)
def test_a_key_that_was_spent_on_another_request(api: Api, path: str, params: dict[str, str]) -> None:
    api.post("/v1/customers", email="a@b.c", idempotency_key="k")
    answer = api.post(path, idempotency_key="k", **params)
    assert (answer.status, answer.error["type"], answer.error["message"]) == (
        400,
        "idempotency_error",
        MISMATCH,
    )
    assert "code" not in answer.error
    assert "Original-Request" not in answer.headers
    assert len(api.get("/v1/customers").data) == 1


def test_keys_belong_to_an_account_and_a_world(api: Api) -> None:
    first = api.post("/v1/customers", idempotency_key="k")
    other = api.with_(key="sk_test_other").post("/v1/products", name="P", idempotency_key="k")
    assert other.status == 200
    assert other.id != first.id


def test_reads_and_deletes_of_v1_know_no_keys(api: Api) -> None:
    first, second = api.post("/v1/customers"), api.post("/v1/customers")
    assert api.get("/v1/customers", idempotency_key="k").status == 200
    assert api.delete(f"/v1/customers/{first.id}", idempotency_key="k").id == first.id
    assert api.delete(f"/v1/customers/{second.id}", idempotency_key="k").id == second.id


def test_a_key_is_new_again_after_a_day(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    first = api.post("/v1/customers", idempotency_key="k")
    wall = clock.wall()
    monkeypatch.setattr(clock, "wall", lambda: wall + RETENTION_SECONDS)
    assert api.post("/v1/customers", idempotency_key="k").id == first.id
    monkeypatch.setattr(clock, "wall", lambda: wall + RETENTION_SECONDS + 5)
    fresh = api.post("/v1/customers", idempotency_key="k")
    assert fresh.id != first.id
    assert api.post("/v1/customers", idempotency_key="k").id == fresh.id


def test_keys_have_at_most_255_characters(api: Api) -> None:
    assert api.post("/v1/customers", idempotency_key="k" * 255).status == 200
    answer = api.post("/v1/customers", idempotency_key="k" * 256)
    assert answer.status == 400
    assert answer.error["message"] == "Idempotency keys can be at most 255 characters long."
    assert "Idempotency-Key" not in answer.headers


def both(api: Api, *requests: Request) -> list[Answer]:
    """Requests under way at the same time."""

    async def run() -> list[Answer]:
        replies = await asyncio.gather(*(api.runtime.chain.handle(request) for request in requests))
        return [Answer(reply.status, dict(reply.headers), reply.body) for reply in replies]

    return api.loop.run_until_complete(run())


def post(api: Api, key: str, body: bytes = b"email=a%40b.c", **headers: str) -> Request:
    """A POST of a customer, not yet sent."""
    named = {"authorization": f"Bearer {api.key}", "idempotency-key": key, **headers}
    return Request("POST", "/v1/customers", b"", named, body)


def test_a_key_in_use_is_refused_and_may_be_tried_again(api: Api) -> None:
    api.get("/v1/customers")
    first, second = both(api, post(api, "k"), post(api, "k"))
    assert first.status == 200
    assert second.status == 409
    assert second.error["code"] == "idempotency_key_in_use"
    assert second.error["type"] == "idempotency_error"
    assert second.error["message"].startswith(
        "There is currently another in-progress request using this Idempotent Key (that probably means you "
        "submitted twice, and the other request is still going through): k."
    )
    assert second.headers["Stripe-Should-Retry"] == "true"
    assert "Original-Request" not in second.headers
    assert both(api, post(api, "k"))[0].raw == first.raw
    assert len(api.get("/v1/customers").data) == 1


def test_different_keys_share_a_batch_and_hinder_nobody(api: Api) -> None:
    answers = both(api, *(post(api, f"k{number}") for number in range(10)))
    assert [answer.status for answer in answers] == [200] * 10
    assert len({answer.id for answer in answers}) == 10
