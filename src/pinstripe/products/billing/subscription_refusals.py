"""Refusals of subscriptions and their items, in Stripe's words where they are known."""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def no_method() -> ApiError:
    """Money is due and there is nothing to take it from. source: recorded: stripe_world 12, pay-rails/pay"""
    return errors.invalid(
        "This customer has no attached payment source or default payment method. Please consider adding a "
        "default payment method. For more information, visit "
        "https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.",
        code="resource_missing",
    )


def pending_on_create() -> ApiError:
    """There is nothing yet that an update could wait for. source: recorded: stripe_world 12"""
    return errors.invalid(
        "Setting `payment_behavior` to `pending_if_incomplete` has no effect when creating a subscription.",
        param="payment_behavior",
    )


def needs_action() -> ApiError:
    """The holder would have to be asked, and the caller wants no unfinished subscription.

    source: recorded: stripe_world 12 (code); inferred (wording)
    """
    return errors.card_error(
        "Payment for this subscription requires additional user action before it can be completed "
        "successfully. Payment can be completed using the PaymentIntent associated with "
        "`subscription.latest_invoice`.",
        code="subscription_payment_intent_requires_action",
    )


def declined(fields: dict[str, Any]) -> ApiError:
    """The bank said no, and the caller wants no unfinished subscription: nothing of it is kept.

    source: docs: error_if_incomplete; inferred (fields)
    """
    return errors.card_error(
        fields.get("message") or "Your card was declined.",
        code=fields.get("code") or "card_declined",
        decline_code=fields.get("decline_code"),
        param=fields.get("param"),
    )


def price_twice(price: str) -> ApiError:
    """One item for each price. source: recorded: stripe_world 12"""
    return errors.invalid(
        f"Cannot create a Subscription with multiple Subscription Items with the same Price: {price}",
        param="plan",
    )


def one_time_price(param: str) -> ApiError:
    """Only what recurs can be subscribed to. source: recorded: error reports"""
    return errors.invalid(
        "The price specified is set to `type=one_time` but this field only accepts prices with "
        "`type=recurring`.",
        param=param,
    )


def quantity_of_metered(param: str) -> ApiError:
    """What is used decides how much is billed. source: inferred (wording)"""
    return errors.invalid("You cannot set the quantity for metered prices.", param=param)


def mismatch(field: str) -> ApiError:
    """Items that cannot stand on one invoice. source: inferred (wording)"""
    return errors.invalid(
        f"Currency and interval fields must match across all prices on this subscription. Found mismatch in "
        f"{field} field."
    )


def too_many_items() -> ApiError:
    """Twenty prices at most. source: docs: subscriptions (limit); inferred (wording)"""
    return errors.invalid("A subscription can have at most 20 items.", param="items")


def both_trials() -> ApiError:
    """A trial's length is said in one way. source: inferred"""
    return errors.exclusive_params(["trial_end", "trial_period_days"])


def trial_too_long(param: str) -> ApiError:
    """Two years at most. source: docs: Using trial periods (limit); inferred (wording)"""
    return errors.invalid("Trial periods can be at most 730 days (2 years).", param=param)


def ended_fields() -> ApiError:
    """Of an ended subscription only notes may change. source: recorded: stripe_world"""
    return errors.invalid(
        "A canceled subscription can only update its cancellation_details and metadata.",
        code="invalid_canceled_subscription_fields",
    )


def unfinished_fields() -> ApiError:
    """Before the first payment hardly anything may change. source: recorded: stripe_world (code); inferred"""
    return errors.invalid(
        "This subscription is incomplete: until its first invoice is paid, only its metadata, description "
        "and default payment method can be updated.",
        code="status_transition_invalid",
    )


def gone(subscription: Record, verb: str) -> ApiError:
    """Whoever cancels twice finds nothing. source: recorded: stripe_world"""
    return errors.no_such("subscription", subscription.id, "id", 404)
