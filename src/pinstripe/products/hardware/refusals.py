"""What this room turns down. source: docs: Terminal hardware orders (rules); the words are inferred."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def wrong_state(order: Record, verb: str) -> ApiError:
    """A step that the order's state does not allow. source: inferred"""
    return errors.invalid(
        f"You cannot {verb.replace('_', ' ')} this hardware order because it has a status of {order.status}.",
        param="hardware_order",
    )


def other_country(country: str, param: str) -> ApiError:
    """What is sold elsewhere is not sent there. source: inferred"""
    return errors.invalid(f"This is not available for orders that are shipped to {country}.", param=param)


def not_sent_there(country: str) -> ApiError:
    """Nothing is sent to that country. source: inferred"""
    return errors.invalid(
        f"Terminal hardware can't be shipped to {country}.", param="shipping[address][country]"
    )


def too_many(most: int, param: str) -> ApiError:
    """More than can be ordered. source: inferred"""
    return errors.invalid(f"This value must be less than or equal to {most}.", param=param)


def short_text(least: int, param: str) -> ApiError:
    """Less than a label can bear. source: docs: Terminal hardware orders (rule); wording inferred"""
    return errors.invalid(f"This value must have at least {least} characters.", param=param)


def long_name(first: int, last: int) -> ApiError:
    """More than a label can bear. source: docs: Terminal hardware orders (rule); wording inferred"""
    return errors.invalid(
        f"The first name must have at most {first} characters and the last name at most {last}.",
        param="shipping[name]",
    )


def bad_state() -> ApiError:
    """States are two letters. source: docs: Terminal hardware orders (rule); wording inferred"""
    return errors.invalid(
        "The state of an address in the US must be two upper-case letters.", param="shipping[address][state]"
    )
