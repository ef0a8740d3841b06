"""The judge of generated requests notices what it is there to notice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from pinstripe.api.params import Params
from pinstripe.api.spoken import newest
from pinstripe.api.table import Operation
from tests.client import Answer
from tests.property.judge import ignored, problems
from tests.property.place import built

BUILT, MISSING = "POST /v1/customers", "POST /v1/quotes"
SAID = {"message": "No.", "type": "invalid_request_error"}
UNBUILT = {"code": "not_implemented", "type": "api_error"}


@pytest.fixture(autouse=True)
def without(unbuilt: Callable[[str], None]) -> None:
    unbuilt(MISSING)


def operation(name: str) -> Operation:
    built()
    return newest().table.operation(name)


def answer(status: int, error: dict[str, Any], **headers: str) -> Answer:
    return Answer(status, headers, orjson.dumps({"error": dict(sorted(error.items()))}))


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (500, SAID),
        (429, SAID),
        (400, {**SAID, "message": ""}),
        (400, {**SAID, "param": None}),
        (400, {**SAID, "param": ["a"]}),
        (400, {**SAID, "wat": "x"}),
        (400, {**SAID, "type": "wat"}),
        (400, {"message": "No."}),
        (400, {**SAID, "doc_url": "https://stripe.com/docs/error-codes/x"}),
        (402, {**SAID, "payment_intent": {"id": "pi_1"}}),
        (501, {**UNBUILT, "message": f"Pinstripe does not implement {BUILT}."}),
        (501, {**UNBUILT, "message": f"Pinstripe does not implement {MISSING}.", "param": "source"}),
    ],
)
def test_a_wrong_refusal_is_noticed(status: int, error: dict[str, Any]) -> None:
    assert problems(operation(BUILT), newest(), answer(status, error, **{"Stripe-Should-Retry": "false"}))


def test_right_answers_are_let_through() -> None:
    good = answer(400, {**SAID, "param": "email"})
    assert problems(operation(BUILT), newest(), good) == []
    said = {**UNBUILT, "message": f"Pinstripe does not implement {MISSING}."}
    missing = answer(501, said, **{"Stripe-Should-Retry": "false"})
    assert problems(operation(MISSING), newest(), missing) == []


def test_an_error_out_of_order_and_an_answer_of_what_is_missing_are_noticed() -> None:
    unsorted = Answer(400, {}, b'{"error": {"type": "invalid_request_error", "message": "No."}}')
    assert problems(operation(BUILT), newest(), unsorted)
    assert problems(operation(MISSING), newest(), Answer(200, {}, b"{}"))


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({"name": "Ann"}, {"name": "Bob"}),
        ({"name": "Ann"}, {"name": None}),
        ({"name": None}, {"name": "Ann"}),
        ({"metadata": {"a": "1"}}, {"metadata": {}}),
        ({"address": {"city": "Rome"}}, {"address": None}),
        ({"address": {"city": "Rome"}}, {"address": {"city": None}}),
        ({"preferred_locales": ["de", "en"]}, {"preferred_locales": ["de"]}),
        ({"preferred_locales": ["de", "en"]}, {"preferred_locales": ["en", "de"]}),
        ({"customer": "cus_1"}, {"customer": {"id": "cus_2"}}),
    ],
)
def test_a_parameter_that_got_lost_is_noticed(sent: dict[str, Any], shown: dict[str, Any]) -> None:
    assert list(ignored(operation(BUILT), Params(sent), shown))
    assert not list(ignored(operation(BUILT), Params(sent), sent))
