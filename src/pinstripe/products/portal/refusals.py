"""Refusals of the customer portal, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError

SETTINGS = "https://dashboard.stripe.com/test/settings/billing/portal"


def no_default() -> ApiError:
    """Nobody said what a portal offers. source: recorded: issue reports (wording)"""
    return errors.invalid(
        "No configuration provided and your test mode default configuration has not been created. Provide a "
        "configuration or create your default by saving your customer portal settings in test mode at "
        f"{SETTINGS}."
    )


def put_away(configuration: str) -> ApiError:
    """A configuration that is used no more. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"The configuration {configuration} is inactive and cannot be used to create a portal session.",
        param="configuration",
    )


def default_stays() -> ApiError:
    """There is always a default. source: spec (rule); wording inferred"""
    return errors.invalid("You cannot deactivate the default portal configuration.", param="active")


def update_without_method() -> ApiError:
    """A change may have to be paid. source: recorded: issue reports (wording)"""
    return errors.invalid("Cannot enable subscription updates while payment method update is disabled.")


def of_another_product(price: str, product: str, param: str) -> ApiError:
    """A price stands below its product. source: spec (rule); wording inferred"""
    return errors.invalid(f"The price {price} does not belong to the product {product}.", param=param)


def not_offered(price: str, param: str) -> ApiError:
    """What a portal cannot change to. source: docs: Customer portal limits; wording inferred"""
    return errors.invalid(
        f"The price {price} cannot be used here: only active, licensed, recurring prices can.", param=param
    )


def not_with_period_end(value: str) -> ApiError:
    """Time is given back where it is cut. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"`proration_behavior={value}` cannot be combined with `mode=at_period_end`.",
        param="features[subscription_cancel][proration_behavior]",
    )


def no_invoice_of_an_end() -> ApiError:
    """A cancellation leaves its credit for later. source: spec (rule); wording inferred"""
    return errors.invalid(
        "`proration_behavior=always_invoice` is not supported for cancellations.",
        param="features[subscription_cancel][proration_behavior]",
    )


def least_above_most(param: str) -> ApiError:
    """A range that nothing lies in. source: inferred"""
    return errors.invalid("`minimum` must not be above `maximum`.", param=param)


def feature_disabled(feature: str, what: str) -> ApiError:
    """The configuration does not offer what a flow is about. source: recorded: issue reports (wording of
    updates); of others inferred
    """
    return errors.invalid(
        f"This subscription cannot be {what} because the {feature} feature in the portal configuration is "
        "disabled."
    )


def no_method_update() -> ApiError:
    """The same of payment methods. source: inferred"""
    return errors.invalid(
        "This customer cannot update payment methods because the payment method update feature in the portal "
        "configuration is disabled."
    )


def of_another_customer(subscription: str, param: str) -> ApiError:
    """A flow is about what the customer has. source: inferred"""
    return errors.no_such("subscription", subscription, param, 400)


def ends_already(subscription: str, param: str) -> ApiError:
    """It cannot be canceled twice. source: recorded: issue reports (wording)"""
    return errors.invalid(
        f"The subscription {subscription} is already set to be canceled at period end.", param=param
    )


def has_ended(subscription: str, param: str) -> ApiError:
    """What is over changes no more. source: spec (rule); wording inferred"""
    return errors.invalid(f"The subscription {subscription} is not active.", param=param)


def not_updatable(reason: str) -> ApiError:
    """What a portal cannot change. source: docs: Customer portal limits; wording inferred"""
    return errors.invalid(f"This subscription cannot be updated because {reason}.")


def nothing_changes() -> ApiError:
    """A confirmation of what is so already. source: recorded: issue reports (wording)"""
    return errors.invalid("Cannot update the subscription because there are no changes to confirm.")


def price_not_included(price: str, param: str) -> ApiError:
    """A change to what the configuration does not list. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"The price {price} must also be included in the configuration's "
        "`features.subscription_update.products`.",
        param=param,
    )


def quantity_out_of_range(param: str) -> ApiError:
    """More or fewer than the configuration allows. source: spec (adjustable_quantity); wording inferred"""
    return errors.invalid("The quantity is not allowed by the portal configuration.", param=param)


def one_item(param: str) -> ApiError:
    """One item is confirmed at a time. source: spec (rule); wording inferred"""
    return errors.invalid("Exactly one item of the subscription must be passed.", param=param)


def no_such_item(item: str, param: str) -> ApiError:
    """An item of something else. source: inferred"""
    return errors.no_such("subscription item", item, param, 400)


def last_method() -> ApiError:
    """What renews needs something to be paid with. source: docs: Customer portal; wording inferred"""
    return errors.invalid("The last payment method of a live subscription cannot be removed.")


def nothing_chosen() -> ApiError:
    """The page was sent without what it asks. source: inferred"""
    return errors.invalid("Nothing was chosen.")


def reached_limit() -> ApiError:
    """What this portal does not offer. source: inferred"""
    return errors.invalid("This is not offered here.")


def unknown_code(code: str) -> ApiError:
    """Nobody gave that code out. source: inferred"""
    return errors.invalid(f"No such promotion code: {code}", param="code")


def pause_too_long(param: str) -> ApiError:
    """A pause is no end. source: spec (three years); wording inferred"""
    return errors.invalid("A subscription can be paused for three years at most.", param=param)


def no_choice(param: str) -> ApiError:
    """What lasts until somebody ends it has no durations. source: inferred"""
    return errors.invalid(
        "`interval_options` can only be set when `type` is `interval_options`.", param=param
    )


def paused_already(subscription: str, param: str) -> ApiError:
    """A pause begins once. source: inferred"""
    return errors.invalid(f"The subscription {subscription} is already paused.", param=param)


def no_details_update() -> ApiError:
    """The configuration does not let customers change their own details. source: inferred"""
    return errors.invalid(
        "This customer cannot be updated because the customer update feature in the portal configuration is "
        "disabled."
    )
