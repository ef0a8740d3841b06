"""Refusals about who is asking and of what exists; everybody imports them from `api.errors`.

Owns: the exact messages of authentication, permission, version and routing.
Does not own: when to refuse (http and api). Money: none. Source: tags on each constructor.
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.error_base import INVALID_REQUEST, ApiError, invalid, masked, refused

HELP: Final = "or we can help at https://support.stripe.com/."


def _unauthorised(message: str, code: str | None = None) -> ApiError:
    headers = {"WWW-Authenticate": 'Bearer realm="Stripe"'}
    return ApiError(401, INVALID_REQUEST, message, code=code, headers=headers, executed=False, logged=False)


def no_key() -> ApiError:
    """Nobody said who asks. source: recorded: firebase-subscription-payments issue 7"""
    return _unauthorised(
        "You did not provide an API key. You need to provide your API key in the Authorization header, "
        "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See "
        f"https://stripe.com/docs/api#authentication for details, {HELP}"
    )


def unknown_key(key: str) -> ApiError:
    """A key that opens no world. source: recorded: pay-rails/pay"""
    return _unauthorised(f"Invalid API Key provided: {masked(key)}")


def expired_key(key: str) -> ApiError:
    """A key that was rolled. source: docs: keys, wording inferred"""
    return _unauthorised(f"Expired API Key provided: {masked(key)}", "api_key_expired")


def secret_key_required() -> ApiError:
    """A publishable key where only a secret one may act. source: recorded: wpmudev/pro-sites issue 3"""
    return refused(
        "This API call cannot be made with a publishable API key. Please use a secret API key. You can "
        "find a list of your API keys at https://dashboard.stripe.com/account/apikeys.",
        "secret_key_required",
        status=403,
    )


def permission_missing(key: str, account: str, permission: str | None) -> ApiError:
    """A restricted key beyond its permissions; no permission means that none could help.

    source: recorded: stripe-node issue 2246, dj-stripe PR 1131; code recorded: stripe_world phase 11
    """
    message = (
        f"The provided key '{masked(key)}' does not have the required permissions for this endpoint on "
        f"account '{account}'."
    )
    if permission is None:
        hint = (
            "This is a restricted API key, but the required permissions are not available for use by "
            "restricted keys."
        )
    else:
        hint = f"Having the '{permission}' permission would allow this request to continue."
    return refused(f"{message} {hint}", "more_permissions_required", status=403)


def beyond_its_customer(key: str, account: str) -> ApiError:
    """An ephemeral key where its customer is not meant. source: inferred"""
    return refused(
        f"The provided key '{masked(key)}' does not have access to this resource on account '{account}': an "
        "ephemeral key can only be used for its own customer.",
        "more_permissions_required",
        status=403,
    )


def version_of_app_needed() -> ApiError:
    """An ephemeral key is for an app, which speaks a version of its own.
    source: recorded: stripe-node issue 2351 (rule); wording inferred
    """
    return invalid(
        "You must set the Stripe-Version header to the API version of your mobile client to create an "
        "ephemeral key."
    )


def account_out_of_reach(key: str, account: str) -> ApiError:
    """A key that may not act for that account. source: recorded: openfoodnetwork"""
    message = (
        f"The provided key '{masked(key)}' does not have access to account '{account}' (or that account "
        "does not exist). Application access may have been revoked."
    )
    return ApiError(403, INVALID_REQUEST, message, code="account_invalid", executed=False, logged=False)


def two_accounts(account: str, context: str) -> ApiError:
    """Two headers that name different accounts. source: docs: Stripe-Context, wording inferred"""
    return refused(
        f"The Stripe-Account header ({account}) and the Stripe-Context header ({context}) name different "
        "accounts. Please pass in only one."
    )


def not_a_form() -> ApiError:
    """JSON, XML, or whatever else where forms are spoken. source: docs: errors, wording inferred"""
    return refused(
        "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you "
        "have any questions, we can help at https://support.stripe.com/."
    )


def body_too_large() -> ApiError:
    """More than any documented call needs. source: inferred"""
    return invalid("Request body too large.", status=413, executed=False)


def body_cut_off() -> ApiError:
    """Less came than was announced, so it may mean something else than was meant. source: inferred"""
    return refused("Invalid request: the body is not complete, so nothing was done.")


def body_length_required() -> ApiError:
    """A body whose end could not be told from a cut. source: inferred"""
    return refused(
        "A request with a body needs a Content-Length header here: without one a body that was cut off could "
        "not be told from a whole one. With curl, an empty body is sent by -d ''.",
        status=411,
    )


def unknown_host(host: str) -> ApiError:
    """Called by a name that nobody gave this server: perhaps a web page leads here. source: inferred"""
    return refused(
        f"This server is not known by the name '{host[:255]}'. Call it by localhost or by an IP address, or "
        "start it with --allow-host and this name.",
        status=403,
    )


def not_for_web_pages() -> ApiError:
    """A web page asks for what only programs may. source: inferred"""
    return refused(
        "Web pages may not make this request: it has an Origin header, and this call is not one that a "
        "publishable key may make.",
        status=403,
    )


def unreadable_header(name: str) -> ApiError:
    """A header with more than visible ASCII. source: inferred"""
    return refused(f"Invalid {name} header: only visible ASCII characters are accepted.")


def idempotency_key_too_long(limit: int) -> ApiError:
    """A key that could not be kept. source: docs: idempotent requests, wording inferred"""
    return refused(f"Idempotency keys can be at most {limit} characters long.")


def live_key_for_test_account(account: str) -> ApiError:
    """A test account reached with a live key. source: recorded: Subscribie issue 918"""
    return refused(
        f"The account {account} was a test account created with a testmode key, and therefore can only be "
        "used with testmode keys"
    )


def product_inactive(product: str, slug: str) -> ApiError:
    """A product that the account has not switched on. source: recorded: stripe_world refusal matrix"""
    return invalid(
        f"Your account is not set up to use {product}. Please visit "
        f"https://dashboard.stripe.com/{slug}/overview to get started."
    )


def raw_card_refused(status: int = 402) -> ApiError:
    """A bare card number from a server. source: recorded: stripe_world phase 6; text forcedotcom issue 85"""
    return invalid(
        "Sending credit card numbers directly to the Stripe API is generally unsafe. We suggest you use "
        "test tokens that map to the test card you are using, see https://stripe.com/docs/testing. To "
        "enable raw card data APIs in test mode, see "
        "https://support.stripe.com/questions/enabling-access-to-raw-card-data-apis.",
        status=status,
    )


def unknown_url(method: str, path: str) -> ApiError:
    """An address or verb that the API doesn't have; a part that is empty is perhaps an id that got lost.

    source: docs: errors, wording inferred; recorded: issue reports (the hint)
    """
    hint = ""
    if "" in path.split("/")[2:]:
        hint = (
            "If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an "
            "object, make sure you passed a valid (non-empty) identifier in your code. "
        )
    return refused(
        f"Unrecognized request URL ({method}: {path}). {hint}Please see https://stripe.com/docs {HELP}",
        status=404,
    )


def beta_not_permitted(version: str, beta: str) -> ApiError:
    """A beta that no account here was let into. source: recorded: stripe-python issue 664"""
    message = (
        f"Invalid Stripe API version: {version}. You do not have permission to pass this beta header: "
        f"{beta}. If you have any questions, we can help at https://support.stripe.com/."
    )
    return ApiError(400, INVALID_REQUEST, message, executed=False, logged=False)


def invalid_version(version: str) -> ApiError:
    """A Stripe-Version that never was. source: recorded: stripe_world 03_malformed_stripe_version"""
    message = f"Invalid Stripe API version: {version}"
    return ApiError(400, INVALID_REQUEST, message, executed=False, logged=False)
