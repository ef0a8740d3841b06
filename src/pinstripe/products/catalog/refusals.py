"""The catalogue's own refusals, in Stripe's words."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def lookup_key_taken(price: str) -> ApiError:
    """A lookup key names one price at a time. source: recorded: stripe_world 07"""
    return errors.invalid(f"A price (`{price}`) already uses that lookup key.", param="lookup_key")


def product_has_prices() -> ApiError:
    """What was sold stays explainable. source: recorded: stripe_world 07"""
    return errors.invalid("This product cannot be deleted because it has one or more user-created prices.")


def needs_meter() -> ApiError:
    """Usage is counted by meters from basil on. source: recorded: stripe_world 07 (the text's beginning)"""
    return errors.invalid(
        "Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters.",
        param="recurring[meter]",
    )


def meter_is_inactive(meter: str) -> ApiError:
    """A meter that no longer counts can't be sold. source: docs: meters (rule); inferred (wording)"""
    return errors.invalid(
        f"The meter {meter} is inactive. Reactivate it to use it.", param="recurring[meter]"
    )


def interval_too_long(most: int) -> ApiError:
    """A period lasts three years at the most. source: recorded: stripe_world 07 (the text's beginning)"""
    return errors.invalid(f"interval_count can't be greater than {most}", param="recurring[interval_count]")


def tiers_with_transform() -> ApiError:
    """Packages and tiers exclude each other. source: recorded: tierrun/node-sdk issue 15"""
    return errors.invalid(
        "You may only specify one of these parameters: tiers, transform_quantity.", param="tiers"
    )


def tiered_only(name: str) -> ApiError:
    """Tiers belong to tiered billing. source: inferred"""
    return errors.invalid(f"`{name}` can only be given when `billing_scheme` is `tiered`.", param=name)


def per_unit_only(name: str) -> ApiError:
    """A price with tiers has no other amount. source: spec (rule); inferred (wording)"""
    return errors.invalid(f"`{name}` can't be given when `billing_scheme` is `tiered`.", param=name)


def metered_only(name: str) -> ApiError:
    """Only usage is aggregated, and only where no meter does it. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        f"`{name}` can only be given when `usage_type` is `metered` and no meter is used.", param=name
    )


def tax_behavior_is_fixed() -> ApiError:
    """Once said, it stays. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        "The `tax_behavior` of this price has already been set and cannot be changed.", param="tax_behavior"
    )


def inactive_price(param: str) -> ApiError:
    """An archived price is not sold anew. source: docs: prices"""
    return errors.invalid(
        "The price specified is inactive. This field only accepts active prices.", param=param
    )
