"""The evidence fails on boasting (claimed, not answered well) and on false modesty (answered, not
claimed)."""

import pytest

from tools.evidence import contradictions


def verdict(kind: str, why: str = "") -> list[dict[str, str]]:
    return [{"method": "post", "path": "/v1/customers", "verdict": kind, "why": why}]


@pytest.mark.parametrize(
    ("state", "kind", "why"),
    [
        ("written", "passed", ""),
        ("generated", "passed", ""),
        ("missing", "unrouted", "501 POST /v1/customers is not implemented"),
        ("missing", "no-id", ""),
    ],
)
def test_an_answer_as_claimed_is_no_contradiction(state: str, kind: str, why: str) -> None:
    assert contradictions(verdict(kind, why), {"POST /v1/customers": state}) == []


@pytest.mark.parametrize(
    ("state", "kind", "why"),
    [
        ("written", "invalid", "1 error(s)"),
        ("written", "unrouted", "501"),
        ("generated", "no-id", ""),
        ("generated", "refused", "400"),
        ("missing", "passed", ""),
        ("missing", "broken", "500"),
        ("missing", "unrouted", "Unrecognized request URL (POST: /v1/customers)."),
    ],
)
def test_an_answer_that_is_not_as_claimed_is_named(state: str, kind: str, why: str) -> None:
    (line,) = contradictions(verdict(kind, why), {"POST /v1/customers": state})
    assert "POST /v1/customers" in line
    assert state in line


def test_an_operation_that_the_program_never_heard_of_is_named() -> None:
    assert contradictions(verdict("passed"), {}) != []


def test_a_refusal_that_was_looked_at_is_no_contradiction() -> None:
    row = {"method": "post", "path": "/v1/tokens", "verdict": "refused"}
    right = "402 invalid_expiry_year Your card's expiration year is invalid."
    assert contradictions([{**row, "why": right}], {"POST /v1/tokens": "written"}) == []
    assert contradictions([{**row, "why": "500"}], {"POST /v1/tokens": "written"}) != []
    assert contradictions([{**row, "why": right}], {"POST /v1/tokens": "missing"}) != []
