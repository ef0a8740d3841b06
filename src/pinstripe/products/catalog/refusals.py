"""The catalogue's own refusals, in Stripe's words."""

from __future__ import annotations

import re

from pinstripe import currencies
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


def no_amount() -> ApiError:
    """A price says how much, where its buyer does not. source: recorded: stripe_world probe"""
    return errors.invalid("Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.")


def plan_without_amount() -> ApiError:
    """A plan says how much. source: recorded: issue reports (wording)"""
    return errors.invalid("Plans require an `amount` parameter to be set.", param="amount")


PLAN_WORDS = re.compile(r"recurring\[(\w+)\]|\b(?:unit_(amount\w*)|transform_(?:quantity))\b")
"""What a price calls otherwise than its plan."""


def in_plans_words(error: ApiError) -> ApiError:
    """A refusal of a price as a plan says it; inside tiers both say the same. source: inferred"""
    if not (error.param or "").startswith("tiers["):
        error.message = PLAN_WORDS.sub(_of_plan, error.message)
        error.param = error.param and PLAN_WORDS.sub(_of_plan, error.param)
    return error


def _of_plan(word: re.Match[str]) -> str:
    return word[1] or word[2] or "transform_usage"


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


def meter_of_licensed(param: str) -> ApiError:
    """Only a metered price counts by a meter. source: spec (rule); inferred (wording)"""
    return errors.invalid("`recurring[meter]` needs `usage_type` `metered`.", param=param)


def both_amounts(name: str, param: str) -> ApiError:
    """An amount is said as a whole number or as a decimal. source: recorded: terraform issue 10"""
    return errors.invalid(
        f"You may only specify one of these parameters: {name}, {name}_decimal.", param=param
    )


def tier_without_amount() -> ApiError:
    """A tier costs something. It points at `amount`, which is no parameter of a tier; callers match on it.

    source: recorded: pulumi-stripe issue 1
    """
    return errors.invalid("An entry in the tiers array is missing an amount.", param="amount")


def endless_tier(param: str) -> ApiError:
    """A tier that is followed by another ends. source: inferred"""
    return errors.invalid("Only the last tier can have `up_to` set to `inf`.", param=param)


def last_tier_ends(param: str) -> ApiError:
    """Every quantity has a tier. source: inferred"""
    return errors.invalid("The last tier must have `up_to` set to `inf`.", param=param)


def bound_too_low(floor: int, param: str) -> ApiError:
    """The bounds of tiers rise. source: inferred"""
    return errors.invalid(f"`up_to` must be greater than {floor}.", param=param)


def amount_too_large(currency: str, param: str) -> ApiError:
    """A quantity and a unit amount whose product has more than twelve digits. source: inferred"""
    return errors.amount_too_large(currencies.symbol_amount(currencies.LARGEST, currency), param)
