"""Refusals of charges without an intent, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def unproven() -> ApiError:
    """A bank account is debited once its owner is proven.

    source: docs: ACH Direct Debit (rule), error codes (code); recorded: issue reports (message)
    """
    return errors.invalid(
        "The customer's bank account must be verified in order to create an ACH payment.",
        code="bank_account_unverified",
        param="source",
    )


def newer_method() -> ApiError:
    """Payment methods came with intents. source: recorded: issue reports"""
    return errors.invalid(
        "You cannot create a charge with a PaymentMethod. Use the Payment Intents API instead.",
        param="source",
    )


def of_another_customer(source: str, customer: str) -> ApiError:
    """A source that a customer keeps is charged with that customer. source: inferred
    inferred
    """
    return errors.invalid(
        f"The source {source} is attached to the customer {customer}, who has to be named.", param="customer"
    )


def other_amount(source: str) -> ApiError:
    """The payer agreed to one amount. source: inferred"""
    return errors.invalid(
        f"The amount and the currency must be those of the source {source}, to which its payer agreed.",
        param="amount",
    )


def more_than_received(source: str) -> ApiError:
    """Not so much was sent. source: inferred"""
    return errors.invalid(f"The source {source} has not received as much.", param="amount")


def hold_expired() -> ApiError:
    """What was held is held no more. source: docs: error codes (code); wording from memory"""
    return errors.invalid(
        "The charge cannot be captured as the authorization has expired. Auth and capture charges must be "
        "captured within a set number of days (7 by default).",
        code="charge_expired_for_capture",
    )


def let_go_before(charge: str) -> ApiError:
    """What was held was let go by a refund. source: docs: error codes (code); wording inferred"""
    return errors.invalid(
        f"Charge {charge} has been refunded, and cannot be captured.", code="charge_already_refunded"
    )
