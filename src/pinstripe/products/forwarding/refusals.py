"""What this room turns down, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record

INVALID = "forwarding_api_invalid_parameter"
FAILED_DEPENDENCY = 424
"""A dependency outside of Stripe failed. source: docs: errors"""


def is_inactive() -> ApiError:
    """The account may not forward. source: docs: error codes; wording inferred"""
    return errors.invalid(
        "The Forwarding API is not active for this account.", code="forwarding_api_inactive"
    )


def not_allowed(url: str) -> ApiError:
    """Only processors that the account named are spoken to. source: docs: Forwarding (rule); wording
    inferred
    """
    return errors.invalid(
        f"The URL '{url}' is not on the list of destinations that this account may forward requests to.",
        param="url",
        code=INVALID,
    )


def private_address(host: str) -> ApiError:
    """A name leads into somebody's own network. source: inferred"""
    return errors.invalid(
        f"The host '{host}' resolves to an address that requests are not forwarded to.",
        param="url",
        code=INVALID,
    )


def bad_url(url: str) -> ApiError:
    """Not an address that a request can go to. source: inferred"""
    return errors.invalid(f"Invalid URL: '{url}'.", param="url", code=INVALID)


def no_json() -> ApiError:
    """The processor takes JSON. source: docs: Forwarding (rule); wording inferred"""
    return errors.invalid("The request body must be valid JSON.", param="request[body]", code=INVALID)


def bad_header(place: int) -> ApiError:
    """A header that cannot be sent, or is for the connection alone. source: inferred"""
    return errors.invalid(
        "The header cannot be forwarded.", param=f"request[headers][{place}][name]", code=INVALID
    )


def no_secret() -> ApiError:
    """Nobody said with what requests are signed. source: inferred"""
    return errors.invalid(
        "This account is not set up to sign requests to this destination.", param="replacements", code=INVALID
    )


def no_signature_header() -> ApiError:
    """A signature needs a header that waits for it. source: inferred"""
    return errors.invalid(
        "`request_signature` needs a header whose name says `signature`.",
        param="request[headers]",
        code=INVALID,
    )


def nothing_replaced() -> ApiError:
    """A request without a card is none of this. source: inferred"""
    return errors.invalid("At least one replacement is required.", param="replacements", code=INVALID)


def no_card(kind: str) -> ApiError:
    """Only cards have what is filled in. source: docs: Forwarding (rule); wording inferred"""
    return errors.invalid(
        f"Only card PaymentMethods can be forwarded; this one has a type of {kind}.",
        param="payment_method",
        code=INVALID,
    )


def no_cvc() -> ApiError:
    """A security code is there once, if it was given. source: docs: Forwarding (rule); wording inferred"""
    return errors.invalid(
        "The CVC of this PaymentMethod is not available: it was not collected, or has been used.",
        param="replacements",
        code=INVALID,
    )


def unreached() -> ApiError:
    """Nobody answers there. source: docs: error codes; wording, status inferred"""
    return _upstream("connection_error", "A connection to the destination could not be established.")


def timed_out() -> ApiError:
    """The answer took too long. source: docs: error codes; wording, status inferred"""
    return _upstream("connection_timeout", "The destination did not answer in time.")


def unusable() -> ApiError:
    """What came is no answer. source: docs: error codes; wording, status inferred"""
    return _upstream("error", "The destination's answer could not be processed.")


def dropped() -> ApiError:
    """The connection was lost. source: docs: error codes; wording, status inferred"""
    error = _upstream("error", "The destination closed the connection before it answered.")
    error.code = "forwarding_api_retryable_upstream_error"
    return error


def _upstream(word: str, message: str) -> ApiError:
    code = f"forwarding_api_upstream_{word}"
    return errors.invalid(message, code=code, status=FAILED_DEPENDENCY)


def no_authentication(brand: str) -> ApiError:
    """No directory knows the card's network. source: docs: Standalone 3DS (networks); wording inferred"""
    return errors.invalid(
        f"3DS Authentications are not supported for {brand} cards by the requested directory server.",
        param="directory_server",
    )


def only_cards(kind: str) -> ApiError:
    """Only a card has a holder who is asked. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"3DS Authentications are for card PaymentMethods only; this one has a type of {kind}.",
        param="payment_method",
    )


def not_authenticated(key: str) -> ApiError:
    """Nobody agreed before. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"The 3DS Authentication {key} did not succeed, so no other can rest on it.",
        param="channel[three_r_i][previous_authentication]",
    )


def wrong_state(authentication: Record, verb: str) -> ApiError:
    """A step that its state does not allow. source: docs: Standalone 3DS (rule); wording inferred"""
    return errors.invalid(
        f"You cannot {verb} this 3DS Authentication because it has a status of {authentication.status}."
    )
