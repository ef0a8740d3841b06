"""The catalogue's own refusals, in Stripe's words."""

from __future__ import annotations

import re

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def lookup_key_taken(price: str) -> ApiError:
    """A lookup key names one price at a time. source: recorded: stripe_world 07"""
    return errors.invalid(f"A price (`{price}`) already uses that lookup key.", param="lookup_key")


def price_is_default() -> ApiError:
    """What a product is sold at by default stays on offer. source: recorded: issue reports (wording)"""
    return errors.invalid("This price cannot be archived because it is the default price of its product.")


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


def needs_product() -> ApiError:
    """Something is priced. source: recorded: issue reports (wording)"""
    return errors.invalid("You must specify either `product` or `product_data` when creating a price.")


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


def no_reduction() -> ApiError:
    """A coupon takes something off. source: recorded: stripe_world 07"""
    return errors.invalid("Must provide percent_off or amount_off.", code="parameter_missing")


def two_reductions() -> ApiError:
    """A coupon takes off a part or a sum. source: recorded: stripe_world 07"""
    return errors.invalid("Received both percent_off and amount_off parameters. Please pass in only one.")


def amount_without_currency() -> ApiError:
    """A sum is in a currency. source: recorded: stripe_world 07"""
    return errors.invalid("You must pass currency when passing amount_off", param="currency")


def months_of_repeating() -> ApiError:
    """Who repeats says how long. source: recorded: stripe_world 07 (words); the param inferred"""
    return errors.invalid(
        "The duration_in_months param must be set when creating a coupon with a repeating duration",
        param="duration_in_months",
    )


def months_of_others() -> ApiError:
    """Only what repeats counts months. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        "The duration_in_months param can only be set when creating a coupon with a repeating duration",
        param="duration_in_months",
    )


def too_small_a_percentage(given: str) -> ApiError:
    """Nothing off is no coupon. source: recorded: stripe_world 07"""
    return errors.invalid(
        f"This value must be greater than or equal to 0.01 (it currently is '{given}').", param="percent_off"
    )


def too_large_a_percentage(given: str) -> ApiError:
    """More than all of it. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        f"This value must be less than or equal to 100 (it currently is '{given}').", param="percent_off"
    )


def in_the_past(moment: int, param: str) -> ApiError:
    """What ends has not ended yet. source: recorded: stripe_world 07"""
    return errors.invalid(
        f"The parameter `{param}` expects a unix timestamp representing a date and time in the future. You "
        f"specified the value `{moment}` which is in the past.",
        param=param,
    )


def too_far_ahead(param: str) -> ApiError:
    """Coupons and codes end within five years. source: recorded: stripe_world 07"""
    return errors.invalid("Invalid timestamp: can be no more than five years in the future.", param=param)


def coupon_expired(coupon: str, param: str) -> ApiError:
    """Its time is over, or it was redeemed as often as it may be. source: recorded: issue reports (the text's
    beginning); docs: error codes"""
    return errors.invalid(f"Coupon expired: {coupon}", param=param, code="coupon_expired")


def coupon_in_other_currency(known: str, asked: str, param: str) -> ApiError:
    """A sum of another currency than what is billed. source: docs: Coupons and promotion codes (rule);
    inferred (wording)"""
    return errors.invalid(
        f"The currency of the coupon ({known}) does not match the currency of what it is applied to "
        f"({asked}).",
        param=param,
    )


def discount_twice(param: str) -> ApiError:
    """One coupon counts once in a list. source: docs: Coupons and promotion codes (rule); inferred
    (wording)"""
    return errors.invalid("The same coupon cannot be applied more than once.", param=param)


def promotion_of_nothing() -> ApiError:
    """A code stands for a coupon. source: recorded: stripe_world 07"""
    return errors.invalid("You must pass promotion.coupon when passing promotion", param="promotion.coupon")


def bad_code(code: str) -> ApiError:
    """Letters, digits, dashes. source: recorded: stripe_world 07"""
    return errors.invalid(
        r"This value must match the regex pattern. (/\A[a-zA-Z0-9\-_]+\z/ does not match for the value "
        f"{code}).",
        param="code",
    )


def code_taken(code: str) -> ApiError:
    """A word stands for one coupon. source: recorded: stripe_world 07"""
    return errors.invalid(f"An active promotion code with `code: {code}` already exists.")


def code_outlives_coupon() -> ApiError:
    """A code ends with its coupon at the latest. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        "The promotion code cannot expire after the coupon's redeem_by date.", param="expires_at"
    )


def code_exceeds_coupon() -> ApiError:
    """A code is redeemed as often as its coupon at the most. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        "The promotion code's max_redemptions cannot be greater than the coupon's max_redemptions.",
        param="max_redemptions",
    )


def code_stays_inactive() -> ApiError:
    """What was used up is not offered again. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        "This promotion code cannot be activated because it is expired, or because its coupon is no longer "
        "valid.",
        param="active",
    )


def inactive_code(param: str) -> ApiError:
    """A code that nobody can redeem any more. source: docs: error codes (code); inferred (wording)"""
    return errors.invalid("This promotion code is inactive or expired.", param=param, code="coupon_expired")


def others_code(param: str) -> ApiError:
    """A code that was made for somebody else. source: docs: Coupons and promotion codes (rule); inferred
    (wording)"""
    return errors.invalid(
        "This promotion code cannot be redeemed because it is restricted to another customer.", param=param
    )


def prior_transactions(param: str) -> ApiError:
    """A code for those who never paid. source: recorded: issue reports (wording)"""
    return errors.invalid(
        "This promotion code cannot be redeemed because the associated customer has prior transactions.",
        param=param,
    )


def sum_too_small(param: str) -> ApiError:
    """A code for larger sums. source: recorded: issue reports (wording)"""
    return errors.invalid(
        "This promotion code cannot be redeemed because the associated purchase does not meet the minimum "
        "amount requirement.",
        param=param,
    )


def amount_needed(param: str) -> ApiError:
    """A code for larger sums where no sum is known yet. source: docs: Coupons and promotion codes (rule);
    inferred (wording)"""
    return errors.invalid(
        "This promotion code cannot be redeemed because it has a minimum amount requirement.", param=param
    )


def inactive_rate(rate: str, param: str) -> ApiError:
    """An archived rate is not used anew. source: docs: Tax rates (rule); inferred (wording)"""
    return errors.invalid(f"The tax rate {rate} is inactive. Only active tax rates can be used.", param=param)


def bad_percentage() -> ApiError:
    """A part of the price. source: spec (rule); inferred (wording)"""
    return errors.invalid("Invalid percentage: must be between 0 and 100.", param="percentage")


def long_percentage(most: int) -> ApiError:
    """So many places are kept. source: spec (rule); inferred (wording)"""
    return errors.invalid(f"Invalid percentage: must have at most {most} decimal places.", param="percentage")


def inactive_shipping_rate(rate: str, param: str) -> ApiError:
    """A rate that is not offered any more. source: inferred"""
    return errors.invalid(f"The shipping rate {rate} is inactive.", param=param)


def shipping_in_other_currency(known: str, asked: str, param: str) -> ApiError:
    """Sending is paid for in what the goods are. source: inferred"""
    return errors.invalid(
        f"The currency of the shipping rate ({known}) does not match the invoice's ({asked}).", param=param
    )


def tax_behavior_of_shipping() -> ApiError:
    """Once said, it stays. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        "The `tax_behavior` of this shipping rate has already been set and cannot be changed.",
        param="tax_behavior",
    )


def archived_feature(feature: str) -> ApiError:
    """An archived feature comes with nothing new. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        f"The feature {feature} is archived and can't be attached to a product.", param="entitlement_feature"
    )


def feature_twice(feature: str) -> ApiError:
    """A feature comes with a product once. source: inferred"""
    return errors.invalid(
        f"The feature {feature} is already attached to this product.",
        param="entitlement_feature",
        code="resource_already_exists",
    )


def inactive_offer(param: str) -> ApiError:
    """What is archived is not used for what is new. source: sdk (rule); wording inferred"""
    return errors.invalid(
        "The trial offer specified is inactive. This field only accepts active offers.", param=param
    )


def offer_of_one_time(param: str) -> ApiError:
    """A trial is of something that recurs. source: inferred"""
    return errors.invalid("Trial offers only accept prices with `type=recurring`.", param=param)


def offer_in_two_currencies(param: str) -> ApiError:
    """What follows a trial is billed in the same currency. source: inferred"""
    return errors.invalid("Both prices of a trial offer must have the same currency.", param=param)
