"""What this room turns down, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def alias_taken(alias: str) -> ApiError:
    """Rules name a list by its alias. source: recorded: gumroad ("already exists"); rest of it inferred"""
    return errors.invalid(f"A value list with the alias '{alias}' already exists.", param="alias")


def value_taken(value: str) -> ApiError:
    """A list holds a value once. source: recorded: gumroad ("already exists"); rest of it, code inferred"""
    return errors.invalid(
        f"The value '{value}' already exists in this list.",
        param="value",
        code="value_list_item_already_exists",
    )


def not_of_kind(value: str, kind: str) -> ApiError:
    """A value that is not what its list holds. source: inferred"""
    return errors.invalid(f"Invalid value '{value}' for a list of type {kind}.", param="value")


def list_is_full(most: int) -> ApiError:
    """A list has an end. source: inferred"""
    return errors.invalid(f"A value list can have at most {most} items.", param="value_list")


def bad_rule(place: int, why: str) -> ApiError:
    """A rule that cannot be read, and where. source: inferred"""
    return errors.invalid(f"Invalid rule: {why}.", param=f"rules[{place}]")


def unknown_list(place: int, alias: str) -> ApiError:
    """A rule of a list that is not there. source: inferred"""
    return errors.invalid(f"Invalid rule: there is no list @{alias}.", param=f"rules[{place}]")


def list_in_use(alias: str, rule: str) -> ApiError:
    """A rule would have nothing to look at. source: spec (rule); wording inferred"""
    return errors.invalid(f"The list @{alias} cannot be deleted or renamed: the rule '{rule}' refers to it.")


def is_preset(alias: str) -> ApiError:
    """Lists that every account begins with stay. source: inferred"""
    return errors.invalid(f"The list @{alias} is one that every account has; it cannot be deleted.")


def no_method(key: str) -> ApiError:
    """The method of a payment that is going to be made. source: spec; inferred"""
    param = "payment_details[payment_method_details][payment_method]"
    return errors.no_such("PaymentMethod", key, param, 400)
