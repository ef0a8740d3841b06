"""Refusals of confirmation tokens, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError

PARAM = "confirmation_token"


def used(token: str) -> ApiError:
    """It is good for one confirmation. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"The ConfirmationToken {token} has already been used to confirm an intent. Create a new one for "
        "another confirmation.",
        param=PARAM,
    )


def expired(token: str) -> ApiError:
    """It is good for twelve hours. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"The ConfirmationToken {token} has expired and can no longer be used to confirm an intent.",
        param=PARAM,
    )


def no_method() -> ApiError:
    """A token of nothing. source: inferred"""
    return errors.invalid(
        "You must provide one of `payment_method` or `payment_method_data` to create a ConfirmationToken."
    )
