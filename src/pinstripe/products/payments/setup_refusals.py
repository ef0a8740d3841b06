"""Refusals of setups and of words for statements, in Stripe's words where they are known."""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.error_base import doc_url
from pinstripe.api.errors import Answer, ApiError
from pinstripe.kernel.record import Record


def _unexpected(message: str, intent: Record, **more: Any) -> ApiError:
    return errors.invalid(message, code="setup_intent_unexpected_state", setup_intent=intent.body, **more)


def wrong_state(intent: Record, verb: str) -> ApiError:
    """A step that the intent's state does not allow; the intent is carried along.
    source: recorded: gumroad, stripe_world phase 10; a canceled one that is confirmed: inferred
    """
    status = intent.status
    match verb:
        case "cancel" if status == "canceled":
            return _unexpected("You cannot cancel this SetupIntent because it is already canceled.", intent)
        case "cancel":
            return _unexpected(
                f"You cannot cancel this SetupIntent because it has a status of {status}. Only a SetupIntent "
                "with one of the following statuses may be canceled: `requires_payment_method`, "
                "`requires_confirmation`, or `requires_action`.",
                intent,
            )
        case "confirm" if intent.payment_method is None:
            return missing_method(intent)
        case "confirm" if status == "succeeded":
            return _unexpected(
                "You cannot confirm this SetupIntent because it has already succeeded.", intent
            )
    return _unexpected(f"You cannot {verb} this SetupIntent because it has a status of {status}.", intent)


def missing_method(intent: Record) -> ApiError:
    """Nothing to set up. source: recorded: stripe_world phase 10"""
    return _unexpected(
        "You cannot confirm this SetupIntent because it's missing a payment method. You can either update "
        "the SetupIntent with a payment method and then confirm it again, or confirm it again directly with "
        "a payment method or ConfirmationToken.",
        intent,
    )


def too_late(intent: Record, name: str) -> ApiError:
    """A fact that the intent's state has settled. source: recorded: stripe_world phase 10 (succeeded);
    canceled: inferred
    """
    why = "has already succeeded" if intent.status == "succeeded" else "is already canceled"
    return _unexpected(f"You cannot update this SetupIntent because it {why}.", intent, param=name)


def not_actionable(intent: Record) -> ApiError:
    """No deposits are waited for. source: recorded: stripe_world phase 10"""
    return errors.invalid(
        f"This SetupIntent cannot be actioned on because it has a status of {intent.status}. Only a "
        'SetupIntent with one of the following statuses may be actioned on: ["requires_action"].',
        code="intent_invalid_state",
        setup_intent=intent.body,
    )


def not_verifying(intent: Record) -> ApiError:
    """It waits for an answer on a page, and not for deposits. source: inferred"""
    return _unexpected(
        "This SetupIntent cannot be verified with microdeposits: it does not wait for a verification.", intent
    )


def declined(intent: Record, fields: dict[str, Any]) -> Answer:
    """The decline as the caller reads it; what led to it is kept. source: recorded: stripe_world phase 10"""
    error = {**fields, "setup_intent": intent.body}
    return Answer(402, {"error": dict(sorted(error.items()))})


def authentication_failed(method: Record) -> dict[str, Any]:
    """The payer did not agree: `last_setup_error`. source: docs: error codes (code); text inferred"""
    return {
        "code": "setup_intent_authentication_failure",
        "doc_url": doc_url("setup_intent_authentication_failure"),
        "message": "The latest attempt to set up the payment method has failed because authentication "
        "failed.",
        "payment_method": method.body,
        "type": "invalid_request_error",
    }


def unverified(method: Record, error: ApiError) -> dict[str, Any]:
    """The deposits were not confirmed: `last_setup_error`. source: docs: error codes"""
    return {
        "code": error.code,
        "message": error.message,
        "payment_method": method.body,
        "type": "invalid_request_error",
    }


def unknown_type(kind: str, param: str) -> ApiError:
    """Nobody pays that way. source: inferred"""
    return errors.invalid(
        f'The payment method type "{kind}" is invalid for a SetupIntent. See '
        "https://stripe.com/docs/payments/payment-methods/overview for those that can be set up.",
        code="setup_intent_invalid_parameter",
        param=param,
        executed=False,
    )


def kind_not_allowed(intent: Record, kind: str) -> ApiError:
    """The intent sets up other kinds. source: inferred (from PaymentIntents)"""
    allowed = ", ".join(intent.payment_method_types)
    return errors.invalid(
        f"The PaymentMethod provided ({kind}) is not allowed for this SetupIntent. Please attach a "
        f"PaymentMethod of one of the following types: {allowed}. Alternatively, update the allowed "
        f'payment_method_types for this SetupIntent to include "{kind}"',
        param="payment_method",
        setup_intent=intent.body,
    )


def return_url_needed() -> ApiError:
    """Methods that redirect need to know where to. source: docs: payment intents (text from memory)"""
    return errors.invalid(
        "This SetupIntent is configured to accept payment methods enabled in your Dashboard. Because some of "
        "these payment methods might redirect your customer off of your page, you must provide a "
        "`return_url`. If you don't want to accept redirect-based payment methods, set "
        "`automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to "
        "`never` when creating Setup Intents and Payment Intents.",
        param="return_url",
    )


def self_and_customer() -> ApiError:
    """A method is an account's own or a customer's. source: spec (rule); wording inferred"""
    return errors.invalid(
        "You cannot set `attach_to_self` to true when setting up a PaymentMethod for a Customer.",
        param="attach_to_self",
    )


def needs_confirm(name: str, noun: str = "SetupIntent") -> ApiError:
    """What is said of a try counts when it is tried. source: recorded: issue reports (return_url and
    off_session of payments, mandate_data of setups, with its code); the code of payments inferred
    """
    code = "setup_intent_invalid_parameter" if noun == "SetupIntent" else "payment_intent_invalid_parameter"
    return errors.invalid(
        f"The parameter `{name}` cannot be passed when creating a {noun} unless `confirm` is set to true.",
        param=name,
        code=code,
    )


def used_once_later() -> ApiError:
    """A consent to one payment is no consent to later ones. source: spec (single-use mandates);
    wording inferred
    """
    return errors.invalid(
        "`single_use` can only be used together with `usage` set to `on_session`.", param="single_use"
    )


def answered_otherwise(intent: Record) -> ApiError:
    """It waits for deposits, and not for an answer on a page. source: inferred"""
    return errors.invalid(f"The SetupIntent {intent.id} does not wait for an answer on a page.")


def descriptor_of_cards() -> ApiError:
    """The holder of a card reads the account's words with a suffix. source: recorded: killbill-stripe-plugin
    issue 123 (message); its parameter inferred
    """
    return errors.invalid(
        "The statement_descriptor parameter is not supported for the payment_method_type `card`. To continue "
        "supporting payment_method_type `card`, please pass in `statement_descriptor_suffix` or remove the "
        "`statement_descriptor` parameter altogether. Please see https://support.stripe.com/questions/use-of-"
        "the-statement-descriptor-parameter-on-paymentintents-for-card-charges for additional details.",
        param="statement_descriptor",
    )


def bad_descriptor(fault: str, param: str) -> ApiError:
    """Words that no statement can show. params: fault, as `descriptor_fault` calls it. source: docs:
    statement descriptors (which), error codes; wording inferred
    """
    if fault == "no_letter":
        return errors.invalid("The statement descriptor must contain at least one letter.", param=param)
    return errors.invalid(
        "The statement descriptor must not contain any of the characters <, >, \\, ', \", *.",
        param=param,
        code="invalid_characters",
    )
