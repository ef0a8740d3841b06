"""Every refusal a caller can receive, in Stripe's words.

Owns: codes, statuses and exact messages, here and in access_errors; types and envelope in error_base.
Does not own: when to refuse; that is decided where the rule lives, by raising what stands here.
Money: none. Source: a tag on each; "wording inferred": the rule is documented, the exact text is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.api.access_errors import (  # noqa: F401
    account_out_of_reach,
    beta_not_permitted,
    beyond_its_customer,
    body_cut_off,
    body_length_required,
    body_too_large,
    expired_key,
    idempotency_key_too_long,
    invalid_version,
    live_key_for_test_account,
    no_key,
    not_a_form,
    not_for_web_pages,
    permission_missing,
    product_inactive,
    raw_card_refused,
    secret_key_required,
    two_accounts,
    unknown_host,
    unknown_key,
    unknown_url,
    unreadable_header,
    version_of_app_needed,
)
from pinstripe.api.error_base import (  # noqa: F401
    API,
    CARD,
    IDEMPOTENCY,
    INVALID_REQUEST,
    Answer,
    ApiError,
    doc_url,
    in_v2,
    invalid,
    masked,
    one_of,
    refused,
    with_log_url,
)


def unknown_param(path: str, meant: str | None = None) -> ApiError:
    """A parameter the operation does not have.

    source: recorded: stripe_world 09; the hint, azure-api-management-monetization issue 57,
    ezet/stripe-sdk issue 69 (the last name alone)
    """
    hint = f". Did you mean {meant}?" if meant else ""
    return refused(f"Received unknown parameter: {path}{hint}", "parameter_unknown", path)


def unknown_params(paths: Sequence[str]) -> ApiError:
    """Several at once; the first is the one pointed at. source: recorded: mage2pro/stripe issue 68"""
    if len(paths) == 1:
        return unknown_param(paths[0])
    return refused(f"Received unknown parameters: {', '.join(paths)}", "parameter_unknown", paths[0])


def missing_param(path: str) -> ApiError:
    """A required parameter was left out. source: recorded: stripe-node issue 1127"""
    return refused(f"Missing required param: {path}.", "parameter_missing", path)


def must_provide(names: Sequence[str]) -> ApiError:
    """An owner has to be named. source: recorded: stripe_world phase 6"""
    return refused(f"Must provide {one_of(names)}.", "parameter_missing")


def exclusive_params(
    names: Sequence[str], code: str | None = "parameters_exclusive", where: str = ""
) -> ApiError:
    """Parameters that shut each other out. params: where, the hash that they stand in. source: docs: error
    codes, wording inferred; recorded: stripe_world 13 (in a hash)"""
    listed = ", ".join(names)
    path = f"{where}[{names[0]}]" if where else names[0]
    return refused(f"You may only specify one of these parameters: {listed}.", code, path)


def empty_param(path: str) -> ApiError:
    """An empty value where there is nothing to unset. source: recorded: stripe-dotnet issue 1828"""
    return refused(
        f"You passed an empty string for '{path}'. We assume empty values are an attempt to unset a "
        f"parameter; however '{path}' cannot be unset. You should remove '{path}' from your request or "
        "supply a non-empty value.",
        "parameter_invalid_empty",
        path,
    )


def blank_param(path: str) -> ApiError:
    """Nothing but white space. source: docs: error codes, wording inferred"""
    return refused(
        f"You passed a blank string for '{path}'. Please remove the parameter or supply a non-blank value.",
        "parameter_invalid_string_blank",
        path,
    )


def bad_integer(value: str, path: str) -> ApiError:
    """Not a whole number. source: recorded: stripe_world 09"""
    return refused(f"Invalid integer: {value}", "parameter_invalid_integer", path)


def too_low(minimum: int, path: str) -> ApiError:
    """A whole number below what makes sense. source: recorded: gumroad"""
    message = f"This value must be greater than or equal to {minimum}."
    return refused(message, "parameter_invalid_integer", path)


def beyond_calendar() -> ApiError:
    """A moment, or the end of a period that begins there, has no date. source: inferred"""
    return invalid("Invalid timestamp: dates end with the year 9999.")


def bad_number(value: str, path: str) -> ApiError:
    """Not a number at all. source: inferred"""
    return refused(f"Invalid number: {value}", None, path)


def bad_decimal(value: str, path: str) -> ApiError:
    """Not a decimal of at most twelve places. source: inferred"""
    return refused(f"Invalid decimal: {value}; must be at most 12 decimal places", None, path)


def bad_boolean(value: str, path: str) -> ApiError:
    """Neither true nor false. source: docs: API reference, wording inferred"""
    return refused(f"Invalid boolean: {value}", None, path)


def bad_string(shown: str, path: str) -> ApiError:
    """Something with parts where text is expected. source: recorded: stripe_world probe results"""
    return refused(f"Invalid string: {shown}", None, path)


def long_string(value: str, limit: int, path: str) -> ApiError:
    """Text beyond the field's length. source: docs: API reference, wording inferred"""
    shown = value if len(value) <= 60 else f"{value[:30]}...{value[-30:]}"
    return refused(f"Invalid string: {shown}; must be at most {limit} characters", None, path)


def bad_array(path: str) -> ApiError:
    """One value, or a hash of names, where a list is expected. source: recorded: stripe-php issue 1492"""
    return refused("Invalid array", None, path)


def long_array(path: str, most: int) -> ApiError:
    """More entries than may stand there. source: spec (rule); wording inferred"""
    return refused(f"Array {path} exceeded maximum {most} allowed elements.", None, path)


def bad_object(path: str) -> ApiError:
    """One value where a hash is expected. source: docs: API reference, wording inferred"""
    return refused("Invalid object", None, path)


def bad_enum(values: Sequence[str], path: str) -> ApiError:
    """A word outside the closed list. source: recorded: stripe_world refusal matrix"""
    return refused(f"Invalid {path}: must be one of {one_of(values)}", None, path)


def bad_timestamp(path: str, rule: str = "must be an integer Unix timestamp in the future") -> ApiError:
    """A time that cannot be meant. source: inferred"""
    return refused(f"Invalid timestamp: {rule}", None, path)


def bad_currency(value: str, known: Sequence[str], path: str = "currency") -> ApiError:
    """A currency nobody is paid in. source: recorded: stripe_world phase 11; wording inferred"""
    return refused(
        f"Invalid currency: {value}. Stripe currently supports these currencies: {', '.join(known)}",
        None,
        path,
    )


def metadata_refused(rule: str) -> ApiError:
    """Notes beyond their limits. source: docs: Metadata; param inferred from openedx/ecommerce PR 4110"""
    return refused(rule, None, "metadata")


def clock_underway(clock: str) -> ApiError:
    """A write to what hangs on a test clock that moves.

    source: recorded: issue reports (status, wording); its type inferred
    """
    message = f"Test clock advancement underway - cannot perform modifications: {clock}"
    return ApiError(429, INVALID_REQUEST, message, headers={"Stripe-Should-Retry": "true"}, executed=False)


def already_exists(noun: str, param: str = "id") -> ApiError:
    """An id of the caller's own choice that is taken. source: docs: error codes, wording inferred"""
    return invalid(f"{noun} already exists.", param=param, code="resource_already_exists")


def bad_url(path: str) -> ApiError:
    """Not an address on the web. source: docs: error codes, wording inferred"""
    return refused("Not a valid URL", "url_invalid", path)


def url_without_scheme(path: str) -> ApiError:
    """An address that does not say how it is called. source: recorded: getlago/lago-api (message)"""
    return refused("Invalid URL: An explicit scheme (such as https) must be provided.", "url_invalid", path)


def bad_email(value: str, path: str) -> ApiError:
    """Nobody can be written to there. source: recorded: issue reports (wording)"""
    return invalid(f"Invalid email address: {value}", param=path, code="email_invalid")


def bad_country(value: str, path: str) -> ApiError:
    """A country nobody lives in. source: docs: error codes, wording inferred"""
    return refused(
        f"Country '{value}' is unknown. Try using a 2-character alphanumeric country code instead, such as "
        "'US', 'EG', or 'GB'. A full list of country codes is available at "
        "https://stripe.com/docs/connect/custom-accounts",
        "country_code_invalid",
        path,
    )


def zero_amount(param: str = "amount") -> ApiError:
    """A payment of nothing. source: recorded: gumroad, pay-rails/pay"""
    return refused(
        "The amount must be greater than or equal to the minimum charge amount allowed for your account "
        "and the currency set (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If "
        "you want to save a Payment Method for future use without an immediate payment, use a Setup Intent "
        "instead: https://docs.stripe.com/payments/setup-intents",
        "parameter_invalid_integer",
        param,
    )


def amount_too_small(
    minimum: str, param: str = "amount", converted: tuple[str, str, str] | None = None
) -> ApiError:
    """A payment below the currency's minimum; `converted`: (minimum, given, worth) across currencies.

    source: docs: error codes, wording inferred
    """
    message = f"Amount must be at least {minimum}"
    if converted:
        message = "Amount must convert to at least {}. {} converts to approximately {}.".format(*converted)
    return invalid(message, param=param, code="amount_too_small")


def amount_too_large(maximum: str = "$999,999.99", param: str = "amount") -> ApiError:
    """A payment of more than eight digits. source: docs: error codes, wording inferred"""
    return invalid(f"Amount must be no more than {maximum}", param=param, code="amount_too_large")


def no_such(noun: str, id: str, param: str | None, status: int = 404, hint: str = "") -> ApiError:
    """Nothing of that name: 404 for the URL's id, 400 when referred to. source: recorded: stripe_world 09"""
    tail = f"; {hint}" if hint else ""
    return refused(f"No such {noun}: '{id}'{tail}", "resource_missing", param, status)


def no_such_discount(noun: str, id: str) -> ApiError:
    """A discount of whoever has none. source: recorded: issue reports (wording)"""
    return refused(f"No active discount for {noun}: {id}", "resource_missing", None, 404)


def platform_owned_method(id: str, param: str = "payment_method") -> ApiError:
    """A platform's payment method used for a connected account. source: recorded: gumroad"""
    hint = (
        "OAuth key or Stripe-Account header was used but API request was provided with a platform-owned "
        "payment method ID. Please ensure that the provided payment method matches the specified account."
    )
    return no_such("PaymentMethod", id, param, 400, hint)


def both_cursors() -> ApiError:
    """A page cannot begin at two ends. source: recorded: stripe_world 09"""
    return refused("Received both starting_after and ending_before parameters. Please pass in only one.")


def cannot_expand(path: str, listed: bool = False) -> ApiError:
    """Nothing stands behind that name; `listed`: a list asked without data. source: recorded: stripe_world"""
    hint = f" You may want to try expanding 'data.{path}' instead." if listed else ""
    return refused(f"This property cannot be expanded ({path}).{hint}")


def expand_gone(name: str) -> ApiError:
    """What only older versions have. source: recorded: craftcms/commerce-stripe issue 343"""
    return refused(f"This property cannot be expanded because it doesn't exist: {name}.")


def expand_too_deep(path: str) -> ApiError:
    """Four steps and no further. source: docs: expanding responses, wording inferred"""
    return refused(f"You cannot expand more than 4 levels of a property. Property: {path}")


def card_error(
    message: str, *, code: str, decline_code: str | None = None, param: str | None = None, **extra: Any
) -> ApiError:
    """The card, or whoever stands behind it, said no. source: recorded: gumroad"""
    extra["decline_code"] = decline_code
    return ApiError(402, CARD, message, code=code, param=param, extra=extra)


def idempotency_mismatch(key: str, path: str = "") -> ApiError:
    """A key that was spent on another request. source: recorded: stripe_world phase 8; docs: API reference"""
    message = (
        "Keys for idempotent requests can only be used with the same parameters they were first used with. "
        f"Try using a key other than '{key}' if you meant to execute a different request."
    )
    status, code = (409, IDEMPOTENCY) if path.startswith("/v2/") else (400, None)
    return ApiError(status, IDEMPOTENCY, message, code=code, executed=False)


def idempotency_in_use(key: str) -> ApiError:
    """The same request is still running. source: recorded: stripity_stripe issue 564; its end inferred"""
    message = (
        "There is currently another in-progress request using this Idempotent Key (that probably means you "
        f"submitted twice, and the other request is still going through): {key}. If you experience this "
        "error frequently, you should set a backoff and retry the request."
    )
    headers = {"Stripe-Should-Retry": "true"}
    return ApiError(409, IDEMPOTENCY, message, code="idempotency_key_in_use", headers=headers, executed=False)


def lock_timeout() -> ApiError:
    """Somebody else holds the object. source: recorded: gumroad"""
    message = (
        "This object cannot be accessed right now because another API request or Stripe process is "
        "currently accessing it. If you see this error intermittently, retry the request. If you see this "
        "error frequently and are making multiple concurrent requests to a single object, make your "
        "requests serially or at a lower rate."
    )
    headers = {"Stripe-Should-Retry": "true"}
    return ApiError(429, INVALID_REQUEST, message, code="lock_timeout", headers=headers, executed=False)


def unavailable() -> ApiError:
    """The server stops, and what was asked of it goes on when it starts again. source: inferred"""
    headers = {"Stripe-Should-Retry": "true"}
    return ApiError(503, API, "The server is stopping.", headers=headers, executed=False)


def rate_limited(reason: str = "global-rate") -> ApiError:
    """Too many requests in too little time. source: recorded: terraform-provider-stripe issue"""
    return ApiError(
        429,
        INVALID_REQUEST,
        "Testmode request rate limit exceeded, the rate limits in testmode are lower than livemode. You "
        "can learn more about rate limits here https://stripe.com/docs/rate-limits.",
        code="rate_limit",
        headers={"Stripe-Rate-Limited-Reason": reason},
        executed=False,
    )


def internal() -> ApiError:
    """Our own fault. source: recorded: active_merchant fixture"""
    return ApiError(
        500,
        API,
        "Error while communicating with one of our backends.  Sorry about that!  We have been notified of "
        "the problem.  If you have any questions, we can help at https://support.stripe.com/.",
    )


def not_implemented(operation_name: str, param: str | None = None) -> ApiError:
    """A valid wish that Pinstripe cannot fulfil yet: said aloud, never ignored. source: inferred"""
    what = f"{operation_name} with the parameter {param}" if param else operation_name
    text = f"Pinstripe does not implement {what}."
    headers = {"Stripe-Should-Retry": "false"}
    return ApiError(501, API, text, code="not_implemented", param=param, headers=headers, executed=False)


def version_not_spoken(version: str, oldest: str) -> ApiError:
    """A version that was, and that Pinstripe doesn't speak. source: inferred"""
    error = not_implemented(f"API version {version}")
    error.message += f" It speaks {oldest} and every version after it."
    return error


def session_expired() -> ApiError:
    """A meter event session is over. source: spec (type, code); docs: API reference; wording inferred"""
    return ApiError(
        401,
        "temporary_session_expired",
        "The meter event session has expired. Create another one.",
        code="billing_meter_event_session_expired",
        executed=False,
    )
