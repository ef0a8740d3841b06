"""What this room turns down, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def one_of_two(given: int) -> ApiError:
    """An order is of an amount or of tons. source: spec (rule); wording inferred"""
    if given:
        return errors.exclusive_params(("amount", "metric_tons"))
    return errors.must_provide(("amount", "metric_tons"))


def bad_tons(text: str) -> ApiError:
    """Not a quantity. source: inferred"""
    return errors.invalid(f"Invalid metric_tons: {text}; must be a positive decimal.", param="metric_tons")


def too_little(param: str) -> ApiError:
    """Less than a hundredth of a cent's worth is no order. source: inferred"""
    return errors.invalid("The order is too small.", param=param)


def sold_out(available: str, param: str) -> ApiError:
    """More than is there. source: inferred"""
    return errors.invalid(f"Only {available} metric tons of this product are available.", param=param)


def no_price(product: str, currency: str) -> ApiError:
    """It has no price in that currency. source: inferred"""
    return errors.invalid(f"The product {product} has no price in {currency}.", param="currency")


def insufficient(currency: str) -> ApiError:
    """Orders are paid from the balance. source: docs: error codes; wording inferred"""
    return errors.invalid(
        f"You have insufficient funds in your {currency} Stripe balance for this order.",
        code="balance_insufficient",
    )


def not_cancelable(order: Record, verb: str) -> ApiError:
    """An order that ended. source: spec (rule); wording inferred"""
    return errors.invalid(f"You cannot cancel the order {order.id} because it is {order.status}.")


def too_late(order: Record) -> ApiError:
    """After a day an order stands. source: spec (24 hours); wording inferred"""
    return errors.invalid(
        f"The order {order.id} can no longer be canceled: orders can be canceled within 24 hours of creation."
    )


def wrong_state(order: Record, outcome: str) -> ApiError:
    """Nothing more comes of an order that ended. source: inferred"""
    return errors.invalid(f"The order {order.id} is {order.status}; it cannot take {outcome}.")


def already_changed(order: Record, outcome: str) -> ApiError:
    """An order is late once, and substituted once. source: inferred"""
    return errors.invalid(f"The order {order.id} took {outcome} before.")
