"""Refusals of payment links, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def other_currency(param: str) -> ApiError:
    """One link asks for one currency. source: spec (currency); wording inferred"""
    return errors.invalid("All line items of a payment link must be in the same currency.", param=param)


def not_in_currency(price: str, currency: str, param: str) -> ApiError:
    """A price that is not known in the currency of its link. source: spec (currency); wording inferred"""
    return errors.invalid(f"The price {price} has no amount in {currency}.", param=param)


def other_rhythm() -> ApiError:
    """What is subscribed to together is billed together. source: inferred"""
    return errors.invalid(
        "Payment Links does not support multiple prices with different billing intervals.", param="line_items"
    )


def usage_unknown(param: str) -> ApiError:
    """A quantity is asked for, and usage has none. source: spec (quantity is required); wording inferred"""
    return errors.invalid(
        "Payment Links does not support prices with `recurring.usage_type=metered`.", param=param
    )


def chosen_amount_alone() -> ApiError:
    """Who chooses an amount buys one thing, once. source: docs: Pay what you want; wording inferred"""
    return errors.invalid(
        "A price with `custom_unit_amount` must be the only line item, with a quantity of 1.",
        param="line_items",
    )


def chosen_amount_reduced() -> ApiError:
    """Nothing is taken off what somebody chose. source: docs: Pay what you want; wording inferred"""
    return errors.invalid(
        "`allow_promotion_codes` cannot be used with a price that has `custom_unit_amount`.",
        param="allow_promotion_codes",
    )


def only_in_payment(param: str) -> ApiError:
    """Said of one payment, and the link subscribes. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"You cannot use `{param}` with a payment link that has recurring prices.", param=param
    )


def only_in_subscription(param: str) -> ApiError:
    """Said of a subscription, and the link has none. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"You can only use `{param}` with a payment link that has at least one recurring price.", param=param
    )


def fields_alike(param: str) -> ApiError:
    """A field is known by its key. source: spec (rule); wording inferred"""
    return errors.invalid("Custom field keys must be unique.", param=param)


def not_alphanumeric(param: str) -> ApiError:
    """A key, or a value of an option, is made of letters and digits. source: spec (rule); wording inferred"""
    return errors.invalid("This value must be alphanumeric.", param=param)


def of_another_type(name: str, kind: str, param: str) -> ApiError:
    """What belongs to another type of field. source: inferred"""
    return errors.invalid(f"You cannot pass `{name}` for a custom field of type `{kind}`.", param=param)


def least_above_most(param: str) -> ApiError:
    """A range that nothing lies in. source: inferred"""
    return errors.invalid("The minimum must not be greater than the maximum.", param=param)


def too_high(most: int, param: str) -> ApiError:
    """More than may be. source: spec (limits); wording inferred"""
    return errors.invalid(f"This value must not be greater than {most}.", param=param)


def fee_for_nobody(param: str) -> ApiError:
    """A fee is of a payment that another account takes. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"You can only use `{param}` with `transfer_data[destination]`, or on a connected account.",
        param=param,
    )


def fee_and_share() -> ApiError:
    """What a destination is sent is said in one way. source: spec (rule); wording inferred"""
    return errors.exclusive_params(["application_fee_amount", "transfer_data[amount]"])
