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


def other_transfer(currency: str, kind: str, param: str) -> ApiError:
    """A currency is sent by transfers of one kind. source: docs: bank transfers (rule); wording inferred"""
    return errors.invalid(f"A payment in {currency} takes bank transfers of the type {kind}.", param=param)


def action_required() -> ApiError:
    """Who pays this way acts first, and the caller had said no. source: docs: error codes (code); wording
    from memory
    """
    return errors.invalid(
        "The provided payment method requires customer actions to complete, but `error_on_requires_action` "
        "was set. If you'd like to add this payment method to your integration, we recommend that you first "
        "upgrade your integration to handle actions.",
        code="payment_intent_action_required",
    )


def said_twice(name: str) -> ApiError:
    """A discount or a tax is one of the whole, or of its lines. source: spec (rule); wording inferred"""
    return errors.exclusive_params(
        (f"amount_details[{name}]", f"amount_details[line_items][#][{name}]"), None
    )


def beside_too_large(beside: int, amount: int) -> ApiError:
    """Taxes, shipping and discounts are parts of the amount. source: spec (code); wording inferred"""
    return errors.invalid(
        f"The sum of tax, shipping and discount amounts ({beside}) is greater than the amount ({amount}).",
        param="amount_details",
        code="amount_details_tax_shipping_discount_greater_than_amount",
    )


def mismatch(total: int, amount: int) -> ApiError:
    """The lines make another amount. source: spec (code); wording inferred"""
    return errors.invalid(
        f"The amount details add up to {total}, and the amount is {amount}.",
        param="amount_details",
        code="amount_details_amount_mismatch",
    )


def not_incremental(intent: Record) -> ApiError:
    """More cannot be held of this card, or was not to be asked for. source: docs: place a hold (rule);
    wording inferred
    """
    return errors.invalid(
        f"The PaymentIntent {intent.id} does not support incremental authorization. Request it with "
        "`payment_method_options` when the payment is made.",
        param="intent",
    )


def no_increment(amount: int) -> ApiError:
    """More is more. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"The amount must be greater than the currently authorized amount ({amount}).", param="amount"
    )


def too_often(most: int) -> ApiError:
    """A bank is asked so often. source: docs: place a hold (rule, from memory); wording inferred"""
    return errors.invalid(f"An authorization can be incremented at most {most} times.", param="intent")


def one_capture() -> ApiError:
    """The bank agreed to one capture alone. source: inferred"""
    return errors.invalid(
        "This PaymentIntent can't be captured more than once, because multicapture is not available for its "
        "payment method. Remove final_capture or set it to true.",
        param="final_capture",
    )


def whole_capture() -> ApiError:
    """What is taken whole leaves nothing for another capture. source: docs: Multicapture"""
    return errors.invalid(
        "can't set final_capture as false when fully capturing a payment intent.", param="final_capture"
    )


def bad_mandate() -> ApiError:
    """A consent that ended, was for one payment, or is another method's. source: docs: error codes (code and
    text)
    """
    return errors.invalid(
        "The provided mandate is invalid and can not be used for the payment intent.",
        code="payment_intent_mandate_invalid",
        param="mandate",
    )


def types_named() -> ApiError:
    """A configuration says which kinds there are, or the request does. source: spec (rule); wording
    inferred
    """
    return errors.invalid(
        "`payment_method_configuration` can only be used when payment methods are left to be chosen "
        "automatically.",
        param="payment_method_configuration",
    )


def inactive_configuration(key: str) -> ApiError:
    """A configuration that was put away. source: inferred"""
    return errors.invalid(
        f"The payment method configuration {key} is not active.", param="payment_method_configuration"
    )


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


def of_checkout(noun: str) -> ApiError:
    """What a checkout session asks for is confirmed on its page, and ends with it. source: recorded: issue
    reports (PaymentIntents, text); their codes, and SetupIntents: inferred
    """
    return errors.invalid(
        f"You cannot perform this action on {noun}s created by Checkout. Try expiring the Checkout Session "
        "instead.",
        code="payment_intent_unexpected_state"
        if noun == "PaymentIntent"
        else "setup_intent_unexpected_state",
    )


def uneven(currency: str, step: int, param: str) -> ApiError:
    """Digits that nobody pays: the last of three, or what a currency without coins has. source: docs:
    currencies (rule); wording inferred
    """
    return errors.invalid(f"Amounts in `{currency}` must be divisible by {step}.", param=param)
