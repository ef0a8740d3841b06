"""Refusals of prices that are used or changed as they may not be, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def own_currency(currency: str, where: str) -> ApiError:
    """What a price costs in its own currency is no alternative. source: recorded: stripe-node issue 1559"""
    return errors.invalid(
        "You are specifying an update to a currency option that matches the top-level currency for this "
        "price. Please remove this currency option and update the top-level params instead.",
        param=f"{where}[{currency}]",
    )


def other_products_price(price: str) -> ApiError:
    """A product's default price is one of its own. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        f"The price `{price}` does not belong to this product, so it cannot be its default price.",
        param="default_price",
    )


def custom_amount(param: str) -> ApiError:
    """How much it is, its buyer says on a page. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        "The price specified has `custom_unit_amount`, which is only supported by Checkout Sessions and "
        "Payment Links.",
        param=param,
    )


def custom_and_recurring(where: str) -> ApiError:
    """What a buyer chooses is paid once. source: inferred"""
    return errors.invalid(
        "`custom_unit_amount` is only supported for prices with `type=one_time`.", param=where
    )
