"""Refusals of payments, in Stripe's words where they are known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.error_base import doc_url
from pinstripe.api.errors import Answer, ApiError
from pinstripe.kernel.record import Record
from pinstripe.products.payments import amounts, exchange, kind_refusals

CANCELABLE = "requires_payment_method, requires_capture, requires_confirmation, requires_action, processing"


def _unexpected(message: str, intent: Record) -> ApiError:
    return errors.invalid(message, code="payment_intent_unexpected_state", payment_intent=intent.body)


def wrong_state(intent: Record, verb: str) -> ApiError:
    """A step that the intent's state does not allow; the intent is carried along.
    source: recorded: gumroad
    """
    status = intent.status
    match verb:
        case "cancel":
            return _unexpected(
                f"You cannot cancel this PaymentIntent because it has a status of {status}. Only a "
                f"PaymentIntent "
                f"with one of the following statuses may be canceled: {CANCELABLE}.",
                intent,
            )
        case "capture" if status == "succeeded":
            return _unexpected(
                "This PaymentIntent could not be captured because it has already been captured.", intent
            )
        case "capture":
            return _unexpected(
                f"This PaymentIntent could not be captured because it has a status of {status}. Only a "
                "PaymentIntent with one of the following statuses may be captured: requires_capture.",
                intent,
            )
        case "confirm" if status == "succeeded":
            return _unexpected(
                "You cannot confirm this PaymentIntent because it has already succeeded after being "
                "previously "
                "confirmed.",
                intent,
            )
    return _unexpected(f"You cannot {verb} this PaymentIntent because it has a status of {status}.", intent)


def unknown_type(kind: str, param: str) -> ApiError:
    """Nobody pays that way. source: inferred"""
    return errors.invalid(
        f'The payment method type "{kind}" is invalid. Please ensure the provided type is activated in your '
        "dashboard (https://dashboard.stripe.com/account/payments/settings) and your account is enabled for "
        "any preview features that you are trying to use.",
        code="payment_intent_invalid_parameter",
        param=param,
        executed=False,
    )


def missing_method(intent: Record) -> ApiError:
    """Nothing to charge.
    source: recorded: stripe_world (customer form); first form inferred from SetupIntents
    """
    start = "You cannot confirm this PaymentIntent because it's missing a payment method. "
    if intent.customer:
        return _unexpected(
            f"{start}To confirm the PaymentIntent with {intent.customer}, specify a payment method attached "
            f"to "
            "this customer along with the customer ID.",
            intent,
        )
    return _unexpected(
        f"{start}You can either update the PaymentIntent with a payment method and then confirm it again, or "
        "confirm it again directly with a payment method or ConfirmationToken.",
        intent,
    )


def too_late(intent: Record, name: str, also: str = "") -> ApiError:
    """A fact that the intent's state has settled. source: recorded: stripe_world (amount, rule); texts
    quoted by applications (amount, payment_method); other names inferred
    """
    return errors.invalid(
        f"This PaymentIntent's {name} could not be updated because it has a status of {intent.status}. You "
        f"may only update the {name} of a PaymentIntent with one of the following statuses: "
        f"requires_payment_method, requires_confirmation, requires_action{also}.",
        code="payment_intent_unexpected_state",
        param=name,
        payment_intent=intent.body,
    )


def manual_confirmation(intent: Record) -> ApiError:
    """A page may not confirm what its server wants to confirm.
    source: docs: payment intents (rule); text from memory
    """
    return errors.invalid(
        f"This PaymentIntent {intent.id} cannot be confirmed using your publishable key because its "
        "`confirmation_method` is set to `manual`. Please use your secret key instead, or create a "
        "PaymentIntent with `confirmation_method` set to `automatic`."
    )


def other_customers_method(method: str, customer: str) -> ApiError:
    """Somebody else's card. source: recorded: stripe_world"""
    return errors.invalid(
        f"The PaymentMethod {method} does not belong to the Customer you supplied {customer}. Please use "
        f"this "
        "PaymentMethod with the Customer that it belongs to instead.",
        param="payment_method",
    )


def customer_left_out(method: str, customer: str, intent: str) -> ApiError:
    """A kept card is used for its owner only. source: recorded: stripe_world (SetupIntent spelling)"""
    noun = intent.title().replace("_", "")
    return errors.invalid(
        f"The payment method supplied ({method}) belongs to the Customer {customer}. Please include the "
        f"Customer in the `customer` parameter on the {noun}.",
        param="payment_method",
    )


def return_url_needed() -> ApiError:
    """Methods that redirect need to know where to. source: docs: payment intents (text from memory)"""
    return errors.invalid(
        "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some "
        "of "
        "these payment methods might redirect your customer off of your page, you must provide a "
        "`return_url`. If "
        "you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` "
        "to `true` "
        "and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and "
        "Payment Intents."
    )


def action_not_wanted(method: Record) -> dict[str, Any]:
    """Authentication was asked for and the caller had said no: `last_payment_error`.
    source: docs: upgrade to handle actions; recorded: active_merchant (message)
    """
    return {
        "code": "authentication_required",
        "decline_code": "authentication_not_handled",
        "doc_url": doc_url("authentication_required"),
        "message": "This payment required an authentication action to complete, but "
        "`error_on_requires_action` was set. When you're ready, you can upgrade your integration to handle "
        "actions at https://stripe.com/docs/payments/payment-intents/upgrade-to-handle-actions.",
        "payment_method": method.body,
        "type": "card_error",
    }


def not_attempted(method: Record, refusal: ApiError) -> dict[str, Any]:
    """An attempt that was refused before a network was asked: `last_payment_error`. source: inferred"""
    said = {"code": refusal.code, "doc_url": doc_url(refusal.code), "param": refusal.param}
    return {
        **{name: value for name, value in said.items() if value is not None},
        "message": refusal.message,
        "payment_method": method.body,
        "type": refusal.type,
    }


def refuse_beyond_limits(amount: int, currency: str, settles_in: str, param: str = "amount") -> None:
    """A charge keeps between the smallest and the largest: the smallest is that of the currency that the
    account settles in, where it is another one. refuses: amount_too_small, amount_too_large, uneven
    source: docs: currencies; docs: error codes
    """
    code = currency.lower()
    fault = amounts.amount_fault(amount, code)
    if code != settles_in and fault in (None, "too_small"):
        words = exchange.too_little(amount, code, settles_in)
        if words:
            raise errors.amount_too_small("", param, words)
    elif fault == "too_small":
        least = currencies.symbol_amount(currencies.minimum_charge(code), code)
        raise errors.amount_too_small(f"{least} {code}", param)
    if fault == "too_large":
        raise errors.amount_too_large(currencies.symbol_amount(currencies.maximum_charge(code), code), param)
    if fault == "step":
        raise kind_refusals.uneven(code, currencies.step(code), param)


def capture_too_large(most: str, param: str = "amount_to_capture") -> ApiError:
    """More than was authorized. source: recorded: stripe_world (code); wording inferred"""
    return errors.invalid(
        "The payment could not be captured because the requested capture amount is greater than the amount "
        f"you can capture for this charge. You can capture up to {most}.",
        code="amount_too_large",
        param=param,
    )


def declined(intent: Record, fields: dict[str, Any]) -> Answer:
    """The decline as the caller reads it; what led to it is kept. source: recorded: openfoodnetwork"""
    error = {**fields, "payment_intent": intent.body}
    return Answer(402, {"error": dict(sorted(error.items()))})


def charge_declined(fields: dict[str, Any]) -> Answer:
    """The decline of a charge without an intent; the failed charge is kept. source: docs: declines"""
    return Answer(402, {"error": fields})


def no_source(*, methods: bool) -> ApiError:
    """Nothing to charge the customer with. params: methods: has it payment methods that are no sources?

    source: recorded: stripe_world (both forms)
    """
    message = (
        "This Customer doesn't have any legacy saved payment details, but does have a Payment Method "
        "attached. Use a Payment Intent instead of creating a Charge: "
        "https://stripe.com/docs/payments/payment-intents/migration"
        if methods
        else "This Customer doesn't have any saved payment details. Attach a legacy Token, Card, Bank "
        "Account, or Source to this Customer and then try this request again, or use Payment Intents and "
        "Payment Methods instead."
    )
    return errors.card_error(message, code="missing", param="card")


def not_linked(customer: str, source: str) -> ApiError:
    """Somebody else's card. source: docs: error codes (code); text inferred"""
    return errors.card_error(
        f"Customer {customer} does not have a linked source with ID {source}.", code="missing", param="source"
    )


def said_before(charge: str, name: str) -> ApiError:
    """What can be said of a charge once. source: spec (rule); wording inferred"""
    return errors.invalid(f"The {name} of charge {charge} has already been set.", param=name)


def intents_own_charge(intent: str) -> ApiError:
    """An intent's charge is captured through the intent. source: recorded: stripe_world"""
    return errors.invalid(
        f"This uncaptured Charge was created by a PaymentIntent ({intent}). You must capture the "
        f"PaymentIntent "
        "instead of capturing the Charge directly. For more information, see "
        "https://stripe.com/docs/payments/place-a-hold-on-a-payment-method"
    )


def captured_before(charge: str) -> ApiError:
    """Money is taken once. source: docs: error codes (code); wording inferred"""
    return errors.invalid(f"Charge {charge} has already been captured.", code="charge_already_captured")


def invoices_payment() -> ApiError:
    """What an invoice asks for is changed through the invoice. source: spec (rule); wording inferred"""
    return errors.invalid(
        "You cannot update a PaymentIntent that was created by an invoice. Change, pay or void the invoice "
        "instead."
    )


def invoices_end() -> ApiError:
    """What an invoice asks for ends with the invoice. source: recorded: issue reports"""
    return errors.invalid(
        "You cannot cancel PaymentIntents created by invoices. Try voiding the invoice instead."
    )


def wrong_secret(intent: Record) -> ApiError:
    """A page knows an intent only by its secret. source: recorded: issue reports (message); inferred: status,
    code and parameter
    """
    noun = intent.type.title().replace("_", "")
    return errors.invalid(
        f"The client_secret provided does not match any associated {noun} on this account. Ensure the "
        f"publishable key used belongs to the same account that created the {noun}.",
        code=f"{intent.type}_invalid_parameter",
        param="client_secret",
    )


def set_up_off_session() -> ApiError:
    """A payer who is not there cannot agree to later payments. source: recorded: artsy/exchange PR 484
    (message); its parameter inferred
    """
    return errors.invalid(
        "You cannot confirm with the `off_session` parameter when `setup_future_usage` is also set on the "
        "PaymentIntent because you cannot set up future usages when processing payments off-session.",
        param="off_session",
    )


def authentication_failed(method: Record) -> dict[str, Any]:
    """The payer did not agree: `last_payment_error`.
    source: docs: payment intents (states); text from memory
    """
    return {
        "code": "payment_intent_authentication_failure",
        "doc_url": "https://stripe.com/docs/error-codes/payment-intent-authentication-failure",
        "message": "The provided PaymentMethod has failed authentication. You can provide "
        "payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.",
        "payment_method": method.body,
        "type": "invalid_request_error",
    }


def kind_not_allowed(intent: Record, kind: str) -> ApiError:
    """The intent is to be paid otherwise. source: recorded: stripe-terminal-react-native issue 745 (message);
    its parameter inferred
    """
    allowed = ", ".join(intent.payment_method_types)
    return errors.invalid(
        f"The PaymentMethod provided ({kind}) is not allowed for this PaymentIntent. Please attach a "
        f"PaymentMethod of one of the following types: {allowed}. Alternatively, update the allowed "
        f'payment_method_types for this PaymentIntent to include "{kind}"',
        param="payment_method",
        payment_intent=intent.body,
    )


def wrong_currency(
    kind: str, currency: str, allowed: Iterable[str], param: str = "payment_method_types"
) -> ApiError:
    """A kind is paid in its own currencies. source: recorded: issue reports (message); its code and its
    parameter inferred
    """
    return errors.invalid(
        f"Invalid currency: {currency}. The payment method `{kind}` only supports the following currencies: "
        f"{', '.join(allowed)}.",
        code="payment_intent_invalid_parameter",
        param=param,
    )


def holds_nothing(kind: str) -> ApiError:
    """Money of this kind can't be held. source: docs: place a hold (rule); wording inferred"""
    return errors.invalid(
        f"The payment method `{kind}` does not support `capture_method` `manual`.", param="capture_method"
    )


def redirect_needs_url() -> ApiError:
    """Whoever is sent to a page must know where to come back to. source: inferred"""
    return errors.invalid(
        "This PaymentIntent is to be paid by a payment method that redirects your customer: you must provide "
        "a `return_url`.",
        param="return_url",
    )


def transfer_needs_customer() -> ApiError:
    """A transfer goes to a customer's cash balance. source: inferred"""
    return errors.invalid(
        "A PaymentIntent that is paid by bank transfer needs a `customer`.", param="customer"
    )


def not_awaited(intent: Record) -> ApiError:
    """No transfer is waited for. source: inferred"""
    return errors.invalid(f"The PaymentIntent {intent.id} does not wait for a bank transfer.")


def transfer_too_large(most: int) -> ApiError:
    """More than is waited for. source: inferred"""
    return errors.invalid(f"At most {most} of this PaymentIntent is still to come.", param="amount")


def answered_otherwise(intent: Record) -> ApiError:
    """It waits for deposits or a transfer, and not for an answer on a page. source: inferred"""
    return errors.invalid(f"The PaymentIntent {intent.id} does not wait for an answer on a page.")


def not_in_person(intent: Record) -> ApiError:
    """A card can't be presented for this. source: inferred"""
    return errors.invalid(
        f"The PaymentIntent {intent.id} is not to be paid in person: its payment method types lack "
        "`card_present`."
    )


def unknown_card() -> ApiError:
    """Only published test numbers are known. source: inferred"""
    return errors.invalid("Only published test card numbers can be presented.", param="number")
