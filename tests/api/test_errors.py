"""The envelope of a refusal, and the words that everybody relies on."""

from __future__ import annotations

import inspect

import pytest

from pinstripe.api import access_errors, errors


def body(error: errors.ApiError) -> dict:
    return error.body()["error"]


def test_the_envelope_is_sorted_and_holds_no_nulls() -> None:
    error = errors.card_error(
        "Your card was declined.", code="card_declined", decline_code="generic_decline", charge="ch_1"
    )
    shown = error.body("https://dashboard.stripe.com/test/logs/req_1?t=1")["error"]
    assert list(shown) == sorted(shown)
    assert shown == {
        "charge": "ch_1",
        "code": "card_declined",
        "decline_code": "generic_decline",
        "doc_url": "https://stripe.com/docs/error-codes/card-declined",
        "message": "Your card was declined.",
        "request_log_url": "https://dashboard.stripe.com/test/logs/req_1?t=1",
        "type": "card_error",
    }
    assert error.status == 402 and error.executed


def test_an_empty_param_is_shown() -> None:
    assert body(errors.card_error("No.", code="card_declined", param=""))["param"] == ""


def test_what_is_not_logged_has_no_log_address() -> None:
    for error in (
        errors.no_key(),
        errors.unknown_key("sk_test_1"),
        errors.account_out_of_reach("sk_test_abcd", "acct_1"),
        errors.invalid_version("not-a-real-version"),
    ):
        assert "request_log_url" not in error.body("https://x")["error"]
    assert "request_log_url" in errors.bad_object("a").body("https://x")["error"]


@pytest.mark.parametrize("code", ["india_recurring_payment_mandate_canceled", "not_implemented", None])
def test_codes_without_a_page_have_no_address(code: str | None) -> None:
    assert errors.doc_url(code) is None


def test_a_kept_answer_is_what_the_refusal_says() -> None:
    error = errors.card_error("Your card was declined.", code="card_declined")
    answer = error.answer()
    assert (answer.status, answer.body) == (402, error.body())
    stamped = errors.with_log_url(answer.body, "https://log")
    assert stamped == error.body("https://log")
    assert "request_log_url" not in answer.body["error"]


def test_keys_are_masked() -> None:
    assert errors.masked("sk_test_abcdefgh1234") == "sk_test_********1234"
    assert body(errors.unknown_key("sk_test_abcdefgh1234")) == {
        "message": "Invalid API Key provided: sk_test_********1234",
        "type": "invalid_request_error",
    }


def test_who_asks() -> None:
    missing = errors.no_key()
    assert missing.status == 401 and missing.headers == {"WWW-Authenticate": 'Bearer realm="Stripe"'}
    assert missing.message.startswith(
        "You did not provide an API key. You need to provide your API key in the"
    )
    assert errors.secret_key_required().status == 403
    permission = errors.permission_missing("rk_test_abcdxxxx", "acct_1", "rak_charge_read")
    assert permission.message == (
        "The provided key 'rk_test_****xxxx' does not have the required permissions for this endpoint on "
        "account 'acct_1'. Having the 'rak_charge_read' permission would allow this request to continue."
    )
    reach = body(errors.account_out_of_reach("sk_test_12345678", "acct_1"))
    assert reach["code"] == "account_invalid"
    assert reach["message"] == (
        "The provided key 'sk_test_****5678' does not have access to account 'acct_1' (or that account does "
        "not exist). Application access may have been revoked."
    )


CASES = [
    (errors.unknown_param("wat"), "Received unknown parameter: wat", "parameter_unknown", "wat"),
    (
        errors.unknown_param("custmer", "customer"),
        "Received unknown parameter: custmer. Did you mean customer?",
        "parameter_unknown",
        "custmer",
    ),
    (errors.unknown_params(["a", "b"]), "Received unknown parameters: a, b", "parameter_unknown", "a"),
    (errors.unknown_params(["a"]), "Received unknown parameter: a", "parameter_unknown", "a"),
    (errors.missing_param("a[b]"), "Missing required param: a[b].", "parameter_missing", "a[b]"),
    (
        errors.must_provide(["customer", "customer_account"]),
        "Must provide customer or customer_account.",
        "parameter_missing",
        None,
    ),
    (errors.bad_integer("abc", "limit"), "Invalid integer: abc", "parameter_invalid_integer", "limit"),
    (
        errors.too_low(1, "amount"),
        "This value must be greater than or equal to 1.",
        "parameter_invalid_integer",
        "amount",
    ),
    (
        errors.bad_enum(["none", "reverse", "exempt"], "tax_exempt"),
        "Invalid tax_exempt: must be one of none, reverse, or exempt",
        None,
        "tax_exempt",
    ),
    (errors.bad_enum(["a", "b"], "x"), "Invalid x: must be one of a or b", None, "x"),
    (errors.bad_array("items"), "Invalid array", None, "items"),
    (errors.no_such("customer", "cus_x", "id"), "No such customer: 'cus_x'", "resource_missing", "id"),
    (
        errors.both_cursors(),
        "Received both starting_after and ending_before parameters. Please pass in only one.",
        None,
        None,
    ),
    (
        errors.cannot_expand("bogus", listed=True),
        "This property cannot be expanded (bogus). You may want to try expanding 'data.bogus' instead.",
        None,
        None,
    ),
    (
        errors.amount_too_small("$0.50 usd"),
        "Amount must be at least $0.50 usd",
        "amount_too_small",
        "amount",
    ),
]


@pytest.mark.parametrize(("error", "message", "code", "param"), CASES)
def test_words(error: errors.ApiError, message: str, code: str | None, param: str | None) -> None:
    assert (error.message, error.code, error.param) == (message, code, param)


def test_validation_comes_before_execution() -> None:
    assert not errors.missing_param("a").executed and not errors.no_such("charge", "ch_1", "id").executed
    assert errors.invalid("Charge ch_1 has already been refunded.", code="charge_already_refunded").executed


def test_not_implemented_names_what_is_missing() -> None:
    error = errors.not_implemented("POST /v1/quotes", "header")
    assert error.status == 501 and error.headers == {"Stripe-Should-Retry": "false"}
    assert body(error) == {
        "code": "not_implemented",
        "message": "Pinstripe does not implement POST /v1/quotes with the parameter header.",
        "param": "header",
        "type": "api_error",
    }


def test_retries_are_asked_for_where_they_help() -> None:
    for error, status in ((errors.lock_timeout(), 429), (errors.idempotency_in_use("k"), 409)):
        assert (error.status, error.headers["Stripe-Should-Retry"]) == (status, "true")


def test_v2_errors_always_have_a_code() -> None:
    assert errors.in_v2(errors.bad_array("events")).code == "invalid_fields"
    assert errors.in_v2(errors.missing_param("events")).code == "parameter_missing"


def test_every_refusal_has_a_source() -> None:
    for module in (errors, access_errors):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            made_here = function.__module__ == module.__name__ and not name.startswith("_")
            if made_here:
                assert "source: " in (function.__doc__ or ""), name
