"""Refusals of microdeposits that prove whose a bank account is, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record


def refuse_unsaid(params: Params) -> None:
    """Two amounts are named, or a code. refuses: unnamed, not_two"""
    amounts = params.get("amounts")
    if not amounts and not params.get("descriptor_code"):
        raise unnamed()
    if amounts and len(amounts) != 2:
        raise not_two()


def not_two() -> ApiError:
    """There are always two deposits. source: docs: error codes (code); wording from memory"""
    return errors.invalid(
        "You must provide exactly two microdeposit amounts.",
        code="payment_method_microdeposit_verification_amounts_invalid",
        param="amounts",
    )


def unnamed() -> ApiError:
    """Nothing is said of the deposits. source: docs: ACH Direct Debit (rule); wording inferred"""
    return errors.invalid("You must provide either `amounts` or a `descriptor_code`.", param="amounts")


def not_actionable(intent: Record) -> ApiError:
    """Nothing is waited for. source: recorded: stripe_world phase 10 (SetupIntents); others inferred"""
    return errors.invalid(
        f"This PaymentIntent cannot be actioned on because it has a status of {intent.status}. Only a "
        'PaymentIntent with one of the following statuses may be actioned on: ["requires_action"].',
        code="intent_invalid_state",
        payment_intent=intent.body,
    )


def not_verifying(intent: Record) -> ApiError:
    """Something else than deposits is waited for. source: docs: ACH Direct Debit (rule); wording inferred"""
    return errors.invalid(
        "This PaymentIntent cannot be verified with microdeposits: it does not wait for a verification.",
        code="payment_intent_unexpected_state",
        payment_intent=intent.body,
    )


def mismatch(what: str, left: int) -> ApiError:
    """Not the deposits that came. params: left: how often somebody may try again.
    source: docs: ACH Direct Debit (amounts); the descriptor code's wording inferred
    """
    said = (
        "amounts provided do not match the amounts that were"
        if what == "amounts"
        else "descriptor code provided does not match the descriptor code that was"
    )
    return errors.invalid(
        f"The {said} sent to the bank account. You have {left} verification attempts remaining.",
        code=f"payment_method_microdeposit_verification_{what}_mismatch",
    )


def exceeded() -> ApiError:
    """There are no more tries. source: docs: ACH Direct Debit"""
    return errors.invalid(
        "You have exceeded the number of allowed verification attempts.",
        code="payment_method_microdeposit_verification_attempts_exceeded",
    )


def late() -> ApiError:
    """Nobody said in time which deposits came. source: docs: ACH Direct Debit"""
    return errors.invalid(
        "Microdeposit timeout. Customer hasn't verified their bank account within the required 10 day "
        "period.",
        code="payment_method_microdeposit_verification_timeout",
    )


def failed() -> ApiError:
    """The deposits never arrived. source: docs: ACH Direct Debit"""
    return errors.invalid(
        "Microdeposits failed. Please check the account, institution and transit numbers provided",
        code="payment_method_microdeposit_failed",
    )
