"""Refusals of sources, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def not_made(kind: str) -> ApiError:
    """A type of which nobody makes sources here. source: inferred"""
    return errors.invalid(f"Sources of type `{kind}` cannot be created.", param="type")


def wrong_flow(kind: str, flow: str) -> ApiError:
    """Every type has its flow. source: spec (rule); wording inferred"""
    return errors.invalid(f"Sources of type `{kind}` have the flow `{flow}`.", param="flow")


def wrong_usage(kind: str, usage: str) -> ApiError:
    """Some types are good once, others for ever. source: spec (rule); wording inferred"""
    return errors.invalid(f"Sources of type `{kind}` are `{usage}`.", param="usage")


def of_another_type(kind: str, given: str) -> ApiError:
    """A hash that describes another type. source: inferred"""
    return errors.invalid(f"`{given}` cannot be specified for sources of type `{kind}`.", param=given)


def not_a_card_source(source: str) -> ApiError:
    """Only cards are proven. source: inferred"""
    return errors.invalid(f"The source {source} is not a card.", param="three_d_secure[card]")


def wrong_currency(kind: str, allowed: tuple[str, ...]) -> ApiError:
    """A type is paid in its own currencies. source: inferred"""
    return errors.invalid(
        f"Sources of type `{kind}` only support the following currencies: {', '.join(allowed)}.",
        param="currency",
    )


def nothing_asked(source: str) -> ApiError:
    """Nobody is asked anything. source: inferred"""
    return errors.invalid(f"The source {source} does not wait for its payer.")


def not_verified_by_code(source: str) -> ApiError:
    """No type is verified by a code any more. source: spec (rule); wording inferred"""
    return errors.invalid(f"The source {source} is not verified by a code.", param="values")


def no_order() -> ApiError:
    """An order comes to an amount in a currency. source: inferred"""
    return errors.invalid("A source without a currency has no order.", param="source_order")


def other_sum(total: int, amount: int) -> ApiError:
    """Items come to what is paid for them. source: inferred"""
    return errors.invalid(
        f"The sum of the items of the order ({total}) does not match the amount of the source ({amount}).",
        param="source_order[items]",
    )


def other_currency(currency: str, param: str) -> ApiError:
    """A source is in one currency. source: inferred"""
    return errors.invalid(f"The source's currency is {currency}.", param=param)


def no_mandate(name: str) -> ApiError:
    """Nobody agrees to be debited by it. source: spec (bank debits); wording inferred"""
    return errors.invalid(f"Sources of type `{name}` have no mandate.", param="mandate")


def nothing_shared() -> ApiError:
    """A customer is named where a card of theirs is shared. source: spec (rule); wording inferred"""
    return errors.invalid("`customer` can only be passed with `original_source`.", param="customer")


def not_reusable(source: str) -> ApiError:
    """What is good once is not copied. source: inferred"""
    return errors.invalid(f"The source {source} is not reusable.", param="original_source")
