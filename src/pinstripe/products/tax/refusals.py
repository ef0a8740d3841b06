"""Refusals of taxes, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def inactive() -> ApiError:
    """Nobody has said where the business is. source: docs: Tax settings; text quoted by applications"""
    return errors.invalid(
        "You must have a valid head office address to enable automatic tax calculation in test mode.  Visit "
        "https://dashboard.stripe.com/test/settings/tax to update it.",
        code="stripe_tax_inactive",
    )


def bad_office(country: str) -> ApiError:
    """Where the business is remains open. source: docs: Tax settings (rule); inferred (wording)"""
    return errors.invalid(
        f"The head office address is not valid: an address in {country} needs a state or a postal code that "
        "belong together.",
        param="head_office[address]",
    )


def no_location(param: str) -> ApiError:
    """An address that does not say where the buyer is. source: docs: Tax (customer locations)"""
    return errors.invalid(
        "We could not determine the customer's tax location based on the provided customer address.",
        code="customer_tax_location_invalid",
        param=param,
    )


def no_place(param: str) -> ApiError:
    """An address that does not say where something takes place. source: spec (rule); wording inferred"""
    return errors.invalid("We could not determine a tax location based on the provided address.", param=param)


def no_customer_location() -> ApiError:
    """A customer of whom no address is known. source: docs: Tax (customer locations)"""
    return errors.invalid(
        "The customer's location isn't recognized. Set a valid customer address in order to automatically "
        "calculate tax.",
        code="customer_tax_location_invalid",
    )


def no_ip_location() -> ApiError:
    """Where an IP address is nobody knows here. source: docs: Tax (customer locations); inferred (wording)"""
    return errors.invalid(
        "We could not determine the customer's tax location based on the provided IP address.",
        code="customer_tax_location_invalid",
        param="customer_details[ip_address]",
    )


def bad_ship_from() -> ApiError:
    """Where goods are sent from must be a place, too. source: inferred"""
    return errors.invalid(
        "We could not determine the location that the items are shipped from based on the provided address.",
        code="invalid_tax_location",
        param="ship_from_details[address]",
    )


def other_country(country: str) -> ApiError:
    """A registration has the form of its own country. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        f"`country_options` must contain exactly one entry, `{country.lower()}`, for the country {country}.",
        param="country_options",
    )


def other_type(name: str, kind: str, param: str) -> ApiError:
    """What a form says of another type. source: spec (rule); inferred (wording)"""
    return errors.invalid(f"`{name}` can't be set where `type` is `{kind}`.", param=param)


def bad_state(state: str, param: str) -> ApiError:
    """No such state, or none that has such a tax. source: inferred"""
    return errors.invalid(f"Invalid state: {state}", param=param, code="state_unsupported")


def begins_early() -> ApiError:
    """Nobody registers for the past. source: docs: Tax registrations (rule); inferred (wording)"""
    return errors.invalid("`active_from` must be `now` or a time in the future.", param="active_from")


def ends_early() -> ApiError:
    """An end comes after the beginning. source: docs: Tax registrations (rule); inferred (wording)"""
    return errors.invalid(
        "`expires_at` must be `now` or a time in the future, and later than `active_from`.",
        param="expires_at",
    )


def begun() -> ApiError:
    """When it began does not change. source: inferred"""
    return errors.invalid(
        "`active_from` can't be changed once the registration is active.", param="active_from"
    )


def over() -> ApiError:
    """What has ended does not come back. source: inferred"""
    return errors.invalid("An expired registration can't be changed. Create a new registration instead.")


def registered(country: str) -> ApiError:
    """One registration at a time for a place. source: docs: Tax registrations (rule); inferred (wording)"""
    return errors.invalid(
        f"You already have a registration of this type in {country} for this period.",
        param="country_options",
        code="resource_already_exists",
    )


def nothing_sold() -> ApiError:
    """A calculation is of something. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        "You must provide at least one line item.", param="line_items", code="parameter_missing"
    )


def same_reference(reference: str, param: str) -> ApiError:
    """Lines are told apart by their references. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        f"Each line item must have a unique reference. The reference '{reference}' is used more than once.",
        param=param,
    )


def far_date() -> ApiError:
    """Rates of another year count for nobody. source: spec (31 days); inferred (wording)"""
    return errors.invalid(
        "`tax_date` must be within 31 days in the past or 31 days in the future.", param="tax_date"
    )


def expired(calculation: str) -> ApiError:
    """Rates may have changed since. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        f"The tax calculation '{calculation}' has expired. Create a new calculation instead.",
        param="calculation",
    )


def reference_taken(reference: str) -> ApiError:
    """References are unique over all transactions. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        f"A tax transaction with the reference '{reference}' already exists.",
        param="reference",
        code="resource_already_exists",
    )


def fully_reversed(transaction: str) -> ApiError:
    """It is taken back for good. source: text quoted by applications (docs: Tax transactions)"""
    return errors.invalid(
        f"You can't reverse transaction '{transaction}' because it has been fully reversed.",
        param="original_transaction",
    )


def reversal_in_part(transaction: str) -> ApiError:
    """A reversal is undone as a whole. source: docs: Tax transactions (rule); inferred (wording)"""
    return errors.invalid(
        f"You can't partially reverse transaction '{transaction}' because it is a reversal. Use `mode=full` "
        "to undo it.",
        param="mode",
    )


def full_takes_all(name: str) -> ApiError:
    """A full reversal names no parts. source: spec (rule); inferred (wording)"""
    return errors.invalid(f"You may not specify `{name}` where `mode` is `full`.", param=name)


def part_of_nothing() -> ApiError:
    """A partial reversal says which part. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        "You must provide one of `line_items`, `shipping_cost` or `flat_amount` where `mode` is `partial`.",
        code="parameter_missing",
        param="line_items",
    )


def positive(param: str) -> ApiError:
    """What is given back is below zero. source: spec (rule); inferred (wording)"""
    return errors.invalid(f"`{param}` must be a negative amount.", param=param)


def too_much(left: int, param: str) -> ApiError:
    """No more than is left comes back. source: docs: Tax transactions (rule); inferred (wording)"""
    return errors.invalid(
        f"You can't reverse more than what is left of the original transaction ({-left}).", param=param
    )


def other_line(line: str, param: str) -> ApiError:
    """A line of another transaction. source: inferred"""
    return errors.no_such("tax transaction line item", line, param, 400)


def no_shipping() -> ApiError:
    """Nothing was sent. source: inferred"""
    return errors.invalid("The original transaction has no shipping cost.", param="shipping_cost")


def no_association(intent: str) -> ApiError:
    """Nothing was calculated for the payment. source: inferred"""
    return errors.no_such("tax association", intent, "payment_intent")
