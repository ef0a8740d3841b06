"""Refusals of payments by kinds of methods that have rules of their own.

Owns: these sentences. Does not own: when they are said (attempt.py, flows/). Money: none.
"""

from __future__ import annotations

from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def attempt_expired(method: Record) -> dict[str, Any]:
    """Nobody paid with a voucher or a code in time: `last_payment_error`.
    source: docs: error codes (code); wording inferred
    """
    return {
        "code": "payment_intent_payment_attempt_expired",
        "doc_url": "https://stripe.com/docs/error-codes/payment-intent-payment-attempt-expired",
        "message": "The latest attempt to pay this PaymentIntent has expired. You can provide "
        "payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.",
        "payment_method": method.body,
        "type": "invalid_request_error",
    }


def wrong_kind(intent: Record, kind: str) -> ApiError:
    """A card is held to a reader for an intent that does not take its kind. source: inferred"""
    return errors.invalid(
        f"The payment method type `{kind}` was presented, and {intent.id} takes "
        f"{', '.join(intent.payment_method_types)}.",
        param="type",
    )


def beyond_kinds_limits(currency: str, amount: int, least: int, most: int | None) -> ApiError:
    """A kind takes amounts within its own limits. source: docs: payment methods (limits); wording inferred"""
    if most is not None and amount > most:
        return errors.amount_too_large(currencies.symbol_amount(most, currency))
    return errors.amount_too_small(f"{currencies.symbol_amount(least, currency)} {currency}", "amount")
